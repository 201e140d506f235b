"""Whether this kiosk could serve a resident: every part tried for real, judged by what was measured."""

import asyncio
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from signaling.wire.self_test import CheckName, CheckReport, Fault, Figure

BLACK: Final = 24.0
"""Mean brightness, of 255, below which a picture is black."""
FLAT: Final = 3.0
"""Contrast below which a picture shows nothing: a cap on the lens, a dead sensor."""
STILL: Final = 0.05
"""Difference below which pictures are one and the same: a real sensor's noise alone makes more."""
AUDIBLE: Final = 15.0
"""Decibels by which the speaker's tone must stand out of all else."""
FEWEST_FRAMES: Final = 10.0
"""A second, below which a picture stutters."""
MOST_LOSS: Final = 5.0
"""Percent of the packets of sound and picture, above which both break up."""
LONGEST_ROUND_TRIP: Final = 400.0
"""Milliseconds there and back, above which two people talk into each other."""
LEAST_FREE: Final = 200_000_000
"""Bytes: years of taps."""
TOLERATED: Final = 5.0
"""Seconds by which the clock may be wrong."""
PRINTER_PATIENCE: Final = 10.0
MULTITOUCH: Final = 0x35
"""ABS_MT_POSITION_X of Linux's input-event-codes.h."""
INPUT_DEVICES: Final = Path("/proc/bus/input/devices")


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CameraSeen(_Said):
    """See web/kiosk/self_test/camera.ts."""

    luma: Annotated[float, Field(ge=0, le=255)]
    contrast: Annotated[float, Field(ge=0, le=255)]
    motion: Annotated[float, Field(ge=0, le=255)]


class ToneHeard(_Said):
    """See web/kiosk/self_test/tone.ts."""

    tone: Annotated[float, Field(ge=-200, le=60)]
    floor: Annotated[float, Field(ge=-200, le=60)]

    @property
    def above(self) -> float:
        return self.tone - self.floor


class RelayTried(_Said):
    """See web/kiosk/self_test/relays.ts."""

    url: Annotated[str, Field(max_length=256)]
    milliseconds: Annotated[int, Field(ge=0, le=60_000)] | None


class CallSeen(_Said):
    """What both sides of a test call had of it. `in` came from the test guide, `out` came to it."""

    round_trip_ms: Annotated[float, Field(ge=0, le=60_000)] | None
    loss_in: Annotated[float, Field(ge=0, le=100)]
    loss_out: Annotated[float, Field(ge=0, le=100)] | None
    """Percent of packets; None where the guide never said."""
    frames_in: Annotated[float, Field(ge=0, le=240)]
    frames_out: Annotated[float, Field(ge=0, le=240)]
    """Pictures decoded a second; of those that came to the guide, the ones that were more than black."""
    guide: ToneHeard
    """The guide's tone, at the kiosk."""
    kiosk: ToneHeard
    """The kiosk's tone, at the guide, by way of its speaker and its microphone."""


Failure = Literal["unreachable", "declined", "busy", "absent", "unconnected"]


class CallTried(_Said):
    """See web/kiosk/self_test/test_call.ts."""

    failure: Failure | None
    seen: CallSeen | None = None


class DevicesTried(_Said):
    """`POST /self-test`: what the page found. None where a device could not be opened."""

    camera: CameraSeen | None
    microphone: ToneHeard | None
    relays: Annotated[tuple[RelayTried, ...], Field(max_length=16)] = ()
    call: CallTried = CallTried(failure="unreachable")


def check(
    name: CheckName,
    *faults: Fault,
    figures: Mapping[Figure, float] | None = None,
    about: Sequence[str] = (),
    tried: bool = True,
) -> CheckReport:
    rounded = {figure: round(value, 2) for figure, value in (figures or {}).items()}
    return CheckReport(name=name, tried=tried, faults=faults, figures=rounded, about=tuple(about))


def sound(checks: Sequence[CheckReport]) -> bool:
    return not any(each.faults for each in checks)


def of_devices(tried: DevicesTried | None) -> Iterator[CheckReport]:
    """`tried` is None where the page itself did not answer."""
    if tried is None:
        yield check("page", "page_silent")
        return
    yield check("page")
    yield of_camera(tried.camera)
    yield of_microphone(tried.microphone)


def of_camera(seen: CameraSeen | None) -> CheckReport:
    if seen is None:
        return check("camera", "camera_closed")
    figures: dict[Figure, float] = {
        "brightness": seen.luma,
        "contrast": seen.contrast,
        "motion": seen.motion,
    }
    if seen.luma < BLACK or seen.contrast < FLAT:
        return check("camera", "camera_black", figures=figures)
    if seen.motion < STILL:
        return check("camera", "camera_frozen", figures=figures)
    return check("camera", figures=figures)


def of_microphone(heard: ToneHeard | None) -> CheckReport:
    if heard is None:
        return check("microphone", "microphone_closed")
    figures: dict[Figure, float] = {"tone_db": heard.tone, "above_db": heard.above}
    if heard.above < AUDIBLE:
        return check("microphone", "microphone_deaf", figures=figures)
    return check("microphone", figures=figures)


def of_turn(expected: Sequence[str] | None, tried: Sequence[RelayTried]) -> CheckReport:
    """`expected`: the TURN addresses that the server named; None where it could not be asked."""
    if expected is None:
        return check("turn", "turn_unknown")
    if not expected:
        return check("turn", tried=False)
    times = {relay.url: relay.milliseconds for relay in tried if relay.milliseconds is not None}
    shut = [url for url in expected if url not in times]
    figures: dict[Figure, float] = {"relays": len(expected) - len(shut)}
    if times:
        figures["slowest_ms"] = max(times.values())
    return check("turn", *(("turn_shut",) if shut else ()), figures=figures, about=shut)


_FAILURES: Final[Mapping[Failure, Fault]] = {
    "unreachable": "call_unreachable",
    "declined": "call_declined",
    "busy": "call_busy",
    "unconnected": "call_unconnected",
}


def of_call(tried: CallTried) -> CheckReport:
    """Of the test call to the centre. A centre without a test guide is none of this kiosk's faults."""
    if tried.failure == "absent":
        return check("call", tried=False)
    if tried.failure is not None:
        return check("call", _FAILURES[tried.failure])
    if tried.seen is None:
        return check("call", "call_unconnected")
    seen = tried.seen
    figures: dict[Figure, float] = {
        "frames_in": seen.frames_in,
        "frames_out": seen.frames_out,
        "guide_above_db": seen.guide.above,
        "kiosk_above_db": seen.kiosk.above,
        "loss_in_percent": seen.loss_in,
    }
    if seen.loss_out is not None:
        figures["loss_out_percent"] = seen.loss_out
    if seen.round_trip_ms is not None:
        figures["round_trip_ms"] = seen.round_trip_ms
    return check("call", *_faults_of(seen), figures=figures)


def _faults_of(seen: CallSeen) -> Iterator[Fault]:
    if seen.frames_in == 0:
        yield "call_guide_unseen"
    if seen.guide.above < AUDIBLE:
        yield "call_guide_unheard"
    if seen.frames_out == 0:
        yield "call_kiosk_unseen"
    if seen.kiosk.above < AUDIBLE:
        yield "call_kiosk_unheard"
    if any(0 < frames < FEWEST_FRAMES for frames in (seen.frames_in, seen.frames_out)):
        yield "call_stutters"
    if max(seen.loss_in, seen.loss_out or 0) > MOST_LOSS:
        yield "call_lossy"
    if (seen.round_trip_ms or 0) > LONGEST_ROUND_TRIP:
        yield "call_slow"


def of_disk(data: Path) -> CheckReport:
    """Writes, syncs and removes a file, as the tap journal would."""
    draft = data / f"self-test.{secrets.token_hex(4)}"
    try:
        free = shutil.disk_usage(data).free
        with draft.open("wb") as file:
            file.write(bytes(65_536))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return check("disk", "disk_unwritable")
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    full: tuple[Fault, ...] = ("disk_full",) if free < LEAST_FREE else ()
    return check("disk", *full, figures={"free_mb": free // 1_000_000})


def of_clock(ahead: float | None) -> CheckReport:
    """`ahead`: seconds by which the server's clock is ahead of ours; None where it could not be asked."""
    if ahead is None:
        return check("clock", "clock_unknown")
    wrong: tuple[Fault, ...] = ("clock_wrong",) if abs(ahead) > TOLERATED else ()
    return check("clock", *wrong, figures={"seconds_ahead": -ahead})


def of_touch(devices: Path = INPUT_DEVICES) -> CheckReport:
    try:
        listed = devices.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return check("touch", "touch_unknown")
    found = any(_is_touchscreen(line) for line in listed.splitlines())
    return check("touch") if found else check("touch", "touch_missing")


def _is_touchscreen(line: str) -> bool:
    """A line such as `B: ABS=260800000000003`: 64-bit words, the highest first."""
    _, is_axes, words = line.partition("B: ABS=")
    bits = 0
    for word in words.split() if is_axes else ():
        bits = bits << 64 | int(word, 16)
    return bool(bits >> MULTITOUCH & 1)


async def of_printer(name: str) -> CheckReport:
    """As CUPS sees it."""
    try:
        process = await asyncio.create_subprocess_exec(
            "lpstat",
            "-p",
            name,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError:
        return check("printer", "printer_without_cups", about=(name,))
    try:
        async with asyncio.timeout(PRINTER_PATIENCE):
            said, _ = await process.communicate()
    except TimeoutError:
        return check("printer", "printer_silent", about=(name,))
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    ready = process.returncode == 0 and b"disabled" not in said
    return check("printer", about=(name,)) if ready else check("printer", "printer_missing", about=(name,))
