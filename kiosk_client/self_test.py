"""Whether this kiosk could serve a resident: every part tried for real, one verdict with its reasons."""

import asyncio
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

BLACK: Final = 24.0
"""Mean brightness, of 255, below which a picture is black."""
FLAT: Final = 3.0
"""Contrast below which a picture shows nothing: a cap on the lens, a dead sensor."""
STILL: Final = 0.05
"""Difference below which pictures are one and the same: a real sensor's noise alone makes more."""
AUDIBLE: Final = 15.0
"""Decibels by which the speaker's tone must stand out of all else."""
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


class MicrophoneHeard(_Said):
    """See web/kiosk/self_test/microphone.ts."""

    tone: Annotated[float, Field(ge=-200, le=60)]
    floor: Annotated[float, Field(ge=-200, le=60)]


class RelayTried(_Said):
    """See web/kiosk/self_test/relays.ts."""

    url: Annotated[str, Field(max_length=256)]
    milliseconds: Annotated[int, Field(ge=0, le=60_000)] | None


class DevicesTried(_Said):
    """`POST /self-test`: what the page found. None where a device could not be opened."""

    camera: CameraSeen | None
    microphone: MicrophoneHeard | None
    relays: Annotated[tuple[RelayTried, ...], Field(max_length=16)] = ()


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    sound: bool
    detail: str
    """What was measured, or what is wrong, for a technician."""


@dataclass(frozen=True, slots=True)
class Verdict:
    checks: tuple[Check, ...]

    @property
    def sound(self) -> bool:
        return all(check.sound for check in self.checks)

    @property
    def reasons(self) -> Sequence[str]:
        return [f"{check.name}: {check.detail}" for check in self.checks if not check.sound]

    def told(self) -> dict[str, object]:
        """For the log and for the technician."""
        return {"sound": self.sound, "checks": [asdict(check) for check in self.checks]}


def of_devices(tried: DevicesTried | None) -> Iterator[Check]:
    """`tried` is None where the page itself did not answer."""
    if tried is None:
        yield Check("page", sound=False, detail="it did not answer")
        return
    yield Check("page", sound=True, detail="it answers")
    yield of_camera(tried.camera)
    yield of_microphone(tried.microphone)


def of_camera(seen: CameraSeen | None) -> Check:
    if seen is None:
        return Check("camera", sound=False, detail="it cannot be opened")
    measured = f"brightness {seen.luma:.0f}, contrast {seen.contrast:.1f}, motion {seen.motion:.2f}"
    if seen.luma < BLACK or seen.contrast < FLAT:
        return Check("camera", sound=False, detail=f"its picture is black or empty ({measured})")
    if seen.motion < STILL:
        return Check("camera", sound=False, detail=f"its picture is frozen ({measured})")
    return Check("camera", sound=True, detail=measured)


def of_microphone(heard: MicrophoneHeard | None) -> Check:
    if heard is None:
        return Check("microphone", sound=False, detail="it cannot be opened")
    above = heard.tone - heard.floor
    measured = f"tone {heard.tone:.0f} dB, {above:.0f} dB above all else"
    if above < AUDIBLE:
        return Check("microphone", sound=False, detail=f"it does not hear the speaker ({measured})")
    return Check("microphone", sound=True, detail=measured)


def of_turn(expected: Sequence[str] | None, tried: Sequence[RelayTried]) -> Check:
    """`expected`: the TURN addresses that the server named; None where it could not be asked."""
    if expected is None:
        return Check("turn", sound=False, detail="the server could not be asked")
    times = {relay.url: relay.milliseconds for relay in tried}
    shut = [url for url in expected if times.get(url) is None]
    if shut:
        return Check("turn", sound=False, detail=f"no relay by {', '.join(shut)}")
    measured = ", ".join(f"{url} in {times[url]} ms" for url in expected)
    return Check("turn", sound=True, detail=measured or "none is set: calls go directly")


def of_disk(data: Path) -> Check:
    """Writes, syncs and removes a file, as the tap journal would."""
    draft = data / f"self-test.{secrets.token_hex(4)}"
    try:
        free = shutil.disk_usage(data).free
        with draft.open("wb") as file:
            file.write(bytes(65_536))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return Check("disk", sound=False, detail=f"it cannot be written: {error.strerror}")
    finally:
        draft.unlink(missing_ok=True)
    return Check("disk", sound=free >= LEAST_FREE, detail=f"{free // 1_000_000} MB free")


def of_clock(ahead: float | None) -> Check:
    """`ahead`: seconds by which the server's clock is ahead of ours; None where it could not be asked."""
    if ahead is None:
        return Check("clock", sound=False, detail="the server could not be asked")
    return Check("clock", sound=abs(ahead) <= TOLERATED, detail=f"{-ahead:+.0f} s against the server's")


def of_touch(devices: Path = INPUT_DEVICES) -> Check:
    try:
        listed = devices.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        return Check("touch", sound=False, detail=f"unknown: {error.strerror}")
    found = any(_is_touchscreen(line) for line in listed.splitlines())
    return Check(
        "touch", sound=found, detail="a touchscreen is there" if found else "no touchscreen is there"
    )


def _is_touchscreen(line: str) -> bool:
    """A line such as `B: ABS=260800000000003`: 64-bit words, the highest first."""
    _, is_axes, words = line.partition("B: ABS=")
    bits = 0
    for word in words.split() if is_axes else ():
        bits = bits << 64 | int(word, 16)
    return bool(bits >> MULTITOUCH & 1)


async def of_printer(name: str) -> Check:
    """As CUPS sees it."""
    try:
        process = await asyncio.create_subprocess_exec(
            "lpstat", "-p", name, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
    except FileNotFoundError:
        return Check("printer", sound=False, detail="CUPS is not installed")
    try:
        async with asyncio.timeout(PRINTER_PATIENCE):
            said, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return Check("printer", sound=False, detail="CUPS does not answer")
    ready = process.returncode == 0 and b"disabled" not in said
    return Check(
        "printer", sound=ready, detail=f"{name} is ready" if ready else f"{name} is missing or stopped"
    )
