"""UK29: each planted fault is found and named, and a sound machine passes."""

from pathlib import Path

import pytest

from kiosk_client import self_test
from kiosk_client.self_test import CameraSeen, Check, DevicesTried, MicrophoneHeard, RelayTried, Verdict

LIVING = CameraSeen(luma=110, contrast=40, motion=0.6)
HEARING = MicrophoneHeard(tone=-30, floor=-85)


def test_sound_devices_pass() -> None:
    checks = tuple(self_test.of_devices(DevicesTried(camera=LIVING, microphone=HEARING)))
    assert [check.name for check in checks] == ["page", "camera", "microphone"]
    assert Verdict(checks).sound
    assert Verdict(checks).reasons == []


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (None, "cannot be opened"),
        (CameraSeen(luma=16, contrast=0.4, motion=0.3), "black"),
        (CameraSeen(luma=120, contrast=0.5, motion=0.3), "empty"),
        (CameraSeen(luma=110, contrast=40, motion=0.0), "frozen"),
    ],
)
def test_a_camera_that_shows_nothing_is_found(seen: CameraSeen | None, reason: str) -> None:
    check = self_test.of_camera(seen)
    assert not check.sound
    assert reason in check.detail


@pytest.mark.parametrize(
    "heard", [None, MicrophoneHeard(tone=-120, floor=-120), MicrophoneHeard(tone=-60, floor=-70)]
)
def test_a_microphone_that_does_not_hear_the_speaker_is_found(heard: MicrophoneHeard | None) -> None:
    assert not self_test.of_microphone(heard).sound


UDP, TLS = "turn:turn.example:3478?transport=udp", "turns:turn.example:443?transport=tcp"


@pytest.mark.parametrize(
    ("expected", "milliseconds", "sound", "detail"),
    [
        ([], {}, True, "calls go directly"),
        ([UDP, TLS], {UDP: 12, TLS: 40}, True, f"{TLS} in 40 ms"),
        ([UDP, TLS], {UDP: None, TLS: 40}, False, f"no relay by {UDP}"),
        ([UDP, TLS], {}, False, f"no relay by {UDP}, {TLS}"),
        (None, {}, False, "could not be asked"),
    ],
)
def test_a_turn_server_that_lets_nobody_in_is_found(
    expected: list[str] | None, milliseconds: dict[str, int | None], sound: bool, detail: str
) -> None:
    tried = [RelayTried(url=url, milliseconds=took) for url, took in milliseconds.items()]
    check = self_test.of_turn(expected, tried)
    assert check.sound is sound
    assert detail in check.detail


def test_a_page_that_does_not_answer_is_found() -> None:
    assert Verdict(tuple(self_test.of_devices(None))).reasons == ["page: it did not answer"]


def test_a_disk_that_can_be_written_passes_and_nothing_stays_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_test, "LEAST_FREE", 1)
    assert self_test.of_disk(tmp_path).sound
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_or_gone_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "LEAST_FREE", 10**18)
    assert not self_test.of_disk(tmp_path).sound
    assert "cannot be written" in self_test.of_disk(tmp_path / "gone").detail
    assert "cannot be written" in self_test.of_disk(Path("/proc")).detail


@pytest.mark.parametrize(
    ("ahead", "sound"), [(0.4, True), (-4.0, True), (90.0, False), (-172_800.0, False), (None, False)]
)
def test_a_wrong_clock_is_found(ahead: float | None, sound: bool) -> None:
    assert self_test.of_clock(ahead).sound is sound


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
    assert self_test.of_touch(devices).sound is sound


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
    assert (await self_test.of_printer(name)).sound is sound


async def test_without_cups_the_printer_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert await self_test.of_printer("slips") == Check(
        "printer", sound=False, detail="CUPS is not installed"
    )
