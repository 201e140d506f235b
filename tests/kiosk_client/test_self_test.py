"""UK29: each planted fault is found and named, and a sound machine passes."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_client import self_test
from kiosk_client.self_test import (
    CallSeen,
    CallTried,
    CameraSeen,
    DevicesTried,
    Failure,
    RelayTried,
    ToneHeard,
)

LIVING = CameraSeen(luma=110, contrast=40, motion=0.6)
HEARING = ToneHeard(tone=-30, floor=-85)
DEAF = ToneHeard(tone=-60, floor=-70)
SEEN = CallSeen(
    round_trip_ms=30, loss_in=0, loss_out=0.5, frames_in=24, frames_out=22, guide=HEARING, kiosk=HEARING
)


def test_sound_devices_pass() -> None:
    checks = tuple(self_test.of_devices(DevicesTried(camera=LIVING, microphone=HEARING)))
    assert [check.name for check in checks] == ["page", "camera", "microphone"]
    assert self_test.sound(checks)


@pytest.mark.parametrize(
    ("seen", "fault"),
    [
        (None, "camera_closed"),
        (CameraSeen(luma=16, contrast=0.4, motion=0.3), "camera_black"),
        (CameraSeen(luma=120, contrast=0.5, motion=0.3), "camera_black"),
        (CameraSeen(luma=110, contrast=40, motion=0.0), "camera_frozen"),
    ],
)
def test_a_camera_that_shows_nothing_is_found(seen: CameraSeen | None, fault: str) -> None:
    assert self_test.of_camera(seen).faults == (fault,)


@pytest.mark.parametrize(
    ("heard", "fault"),
    [
        (None, "microphone_closed"),
        (ToneHeard(tone=-120, floor=-120), "microphone_deaf"),
        (DEAF, "microphone_deaf"),
    ],
)
def test_a_microphone_that_does_not_hear_the_speaker_is_found(heard: ToneHeard | None, fault: str) -> None:
    assert self_test.of_microphone(heard).faults == (fault,)


def test_a_call_that_both_sides_see_and_hear_passes_with_its_figures() -> None:
    check = self_test.of_call(CallTried(failure=None, seen=SEEN))
    assert check.faults == ()
    assert check.figures == {
        "frames_in": 24,
        "frames_out": 22,
        "guide_above_db": 55,
        "kiosk_above_db": 55,
        "loss_in_percent": 0,
        "loss_out_percent": 0.5,
        "round_trip_ms": 30,
    }


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({"frames_in": 0}, ("call_guide_unseen",)),
        ({"guide": DEAF}, ("call_guide_unheard",)),
        ({"frames_out": 0}, ("call_kiosk_unseen",)),
        ({"kiosk": DEAF}, ("call_kiosk_unheard",)),
        ({"frames_in": 6.5}, ("call_stutters",)),
        ({"frames_out": 6.5}, ("call_stutters",)),
        ({"loss_in": 12}, ("call_lossy",)),
        ({"loss_out": 12}, ("call_lossy",)),
        ({"loss_out": None, "round_trip_ms": None}, ()),
        ({"round_trip_ms": 700}, ("call_slow",)),
        ({"frames_in": 0, "guide": DEAF}, ("call_guide_unseen", "call_guide_unheard")),
    ],
)
def test_what_a_call_lacks_is_named_by_its_side(changed: dict[str, object], faults: tuple[str, ...]) -> None:
    seen = CallSeen.model_validate({**SEEN.model_dump(), **changed}, from_attributes=True)
    assert self_test.of_call(CallTried(failure=None, seen=seen)).faults == faults


@pytest.mark.parametrize(
    ("failure", "fault"),
    [
        ("unreachable", "call_unreachable"),
        ("declined", "call_declined"),
        ("busy", "call_busy"),
        ("unconnected", "call_unconnected"),
    ],
)
def test_a_call_that_does_not_come_about_is_found(failure: Failure, fault: str) -> None:
    assert self_test.of_call(CallTried(failure=failure)).faults == (fault,)


def test_a_centre_without_a_test_guide_is_not_the_kiosk_s_fault() -> None:
    check = self_test.of_call(CallTried(failure="absent"))
    assert (check.faults, check.tried) == ((), False)


UDP, TLS = "turn:turn.example:3478?transport=udp", "turns:turn.example:443?transport=tcp"


@pytest.mark.parametrize(
    ("expected", "milliseconds", "faults", "about"),
    [
        ([UDP, TLS], {UDP: 12, TLS: 40}, (), ()),
        ([UDP, TLS], {UDP: None, TLS: 40}, ("turn_shut",), (UDP,)),
        ([UDP, TLS], {}, ("turn_shut",), (UDP, TLS)),
        (None, {}, ("turn_unknown",), ()),
    ],
)
def test_a_turn_server_that_lets_nobody_in_is_found(
    expected: list[str] | None,
    milliseconds: dict[str, int | None],
    faults: tuple[str, ...],
    about: tuple[str, ...],
) -> None:
    tried = [RelayTried(url=url, milliseconds=took) for url, took in milliseconds.items()]
    check = self_test.of_turn(expected, tried)
    assert (check.faults, check.about) == (faults, about)


def test_where_no_turn_is_set_none_is_tried() -> None:
    check = self_test.of_turn([], ())
    assert (check.faults, check.tried) == ((), False)


def test_a_page_that_does_not_answer_is_found() -> None:
    (check,) = self_test.of_devices(None)
    assert check.faults == ("page_silent",)


def test_a_disk_that_can_be_written_passes_and_nothing_stays_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_test, "LEAST_FREE", 1)
    assert self_test.of_disk(tmp_path).faults == ()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own that holds one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], check=True)
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_that_fills_up_is_found_and_then_a_full_one(small_disk: Path) -> None:
    assert self_test.of_disk(small_disk).faults == ("disk_full",)
    with (small_disk / "film").open("wb", buffering=0) as film:
        assert film.write(bytes(4_000_000)) < 4_000_000
    assert self_test.of_disk(small_disk).faults == ("disk_unwritable",)


def test_a_disk_that_is_gone_is_found(tmp_path: Path) -> None:
    assert self_test.of_disk(tmp_path / "gone").faults == ("disk_unwritable",)
    assert self_test.of_disk(Path("/proc")).faults == ("disk_unwritable",)


@pytest.mark.parametrize(
    ("ahead", "sound"), [(0.4, True), (-4.0, True), (90.0, False), (-172_800.0, False), (None, False)]
)
def test_a_wrong_clock_is_found(ahead: float | None, sound: bool) -> None:
    assert (not self_test.of_clock(ahead).faults) is sound


@pytest.mark.parametrize(
    ("listed", "sound"),
    [
        ("N: Name=x\nB: ABS=260800000000003\n", True),
        ("B: ABS=1 20000000000000\n", True),
        ("N: Name=mouse\nB: REL=3\n", False),
        ("N: Name=stick\nB: ABS=3\n", False),
        ("", False),
    ],
)
def test_a_missing_touchscreen_is_found(tmp_path: Path, listed: str, sound: bool) -> None:
    devices = tmp_path / "devices"
    devices.write_text(listed)
    assert self_test.of_touch(devices).faults == (() if sound else ("touch_missing",))


LPSTAT = """#!/bin/sh
[ "$2" = slips ] && echo "printer slips is idle.  enabled since" && exit 0
[ "$2" = stopped ] && echo "printer stopped disabled since" && exit 0
exit 1
"""


@pytest.mark.parametrize(("name", "sound"), [("slips", True), ("stopped", False), ("gone", False)])
async def test_a_missing_printer_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, sound: bool
) -> None:
    program = tmp_path / "lpstat"
    program.write_text(LPSTAT)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert (await self_test.of_printer(name)).faults == (() if sound else ("printer_missing",))


async def test_without_cups_the_printer_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert (await self_test.of_printer("slips")).faults == ("printer_without_cups",)
