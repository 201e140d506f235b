"""What systemd hears: ready once, alive while a resident could call, nothing when that is no longer so."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk_client.agent import opened
from kiosk_client.pulse import Pulse
from kiosk_client.settings import KioskSettings
from signaling.process import notify_ready, watchdog_period


@pytest.fixture
def systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(address)
        listener.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        monkeypatch.setenv("WATCHDOG_USEC", "150000")
        yield listener


class Engine:
    healthy = True
    idle = False

    async def run(self) -> None:
        await asyncio.Event().wait()

    def ask_self_test(self) -> None:
        raise AssertionError


async def test_signs_of_life_stop_when_the_page_is_dead(systemd: socket.socket, tmp_path: Path) -> None:
    engine = Engine()
    async with opened(KioskSettings(data=tmp_path / "data")) as agent:
        running = asyncio.create_task(agent.run(engine))
        said: set[str] = set()
        while not said:
            await asyncio.sleep(0.01)
            said = heard(systemd)
        assert said == {"WATCHDOG=1"}
        engine.healthy = False
        heard(systemd)
        await asyncio.sleep(0.3)
        assert heard(systemd) == set()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def test_readiness_is_told(systemd: socket.socket) -> None:
    notify_ready()
    assert heard(systemd) == {"READY=1"}


@pytest.mark.parametrize(("microseconds", "seconds"), [("15000000", 5.0), ("", None), ("soon", None)])
def test_systemd_is_told_three_times_in_its_patience(
    monkeypatch: pytest.MonkeyPatch, microseconds: str, seconds: float | None
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", microseconds)
    assert watchdog_period() == seconds


def test_where_nobody_listens_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify_ready()


def heard(systemd: socket.socket) -> set[str]:
    said: set[str] = set()
    with suppress(BlockingIOError):
        while True:
            said.add(systemd.recv(100).decode())
    return said


def in_use(pulse: Pulse) -> bool:
    return pulse.in_use


@pytest.mark.parametrize("screen", ["start", "closed"])
def test_nobody_is_disturbed_before_a_tap_and_after_a_visit(screen: str) -> None:
    pulse = Pulse()
    pulse.beat(screen)
    assert not in_use(pulse)
    pulse.tap()
    assert in_use(pulse), "the page has not yet said that a call begins"
    pulse.beat("waiting")
    pulse.tapped_at = None
    assert in_use(pulse)
    pulse.beat(screen)
    assert in_use(pulse), "that resident's browser is still to be ended"
    pulse.renew()
    assert not in_use(pulse)
