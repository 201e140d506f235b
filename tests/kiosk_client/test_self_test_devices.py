"""UK29 with a real browser: a camera and a microphone that work, are dead, or only seem to work."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from kiosk_client import self_tester
from kiosk_client.page_server import PAGES, PageNeeds, PageServer
from kiosk_client.self_tester import SelfTester, seconds_until
from kiosk_client.settings import BrowserPart, KioskSettings
from signaling.wire.messages import IceCredentials
from tests.fixtures.chromium import FAKE_MEDIA, QUIET
from tests.fixtures.coturn import Coturn
from tests.fixtures.programs import find_program
from tests.kiosk_client.conftest import Kiosk, until

BLACK = "color=black:s=320x240:r=10:d=1"
FROZEN = "testsrc=s=320x240:r=10:d=0.1"
MOVING = "testsrc=s=320x240:r=10:d=3"
TONE = "sine=frequency=1000:duration=4"
SILENCE = "anullsrc=d=4"


def made(folder: Path, recipe: str, name: str) -> Path:
    """A recording by ffmpeg."""
    path = folder / name
    program = find_program("ffmpeg", package="ffmpeg")
    shape = ("-pix_fmt", "yuv420p") if name.endswith("y4m") else ("-ar", "48000", "-ac", "1")
    subprocess.run([program, "-loglevel", "error", "-f", "lavfi", "-i", recipe, *shape, path], check=True)
    return path


@pytest.fixture
async def server(kiosk: Kiosk) -> AsyncIterator[PageServer]:
    """With the pages as they are shipped."""
    needs: PageNeeds = kiosk.server._needs
    server = PageServer.bind(needs, port=0, pages=PAGES)
    await server.start()
    yield server
    await server.stop()


async def no_turn() -> None:
    """Of a municipality that has none."""


def a_tester(
    server: PageServer,
    folder: Path,
    chromium: Path,
    kiosk: Kiosk,
    *arguments: str,
    turn: Callable[[], Awaitable[IceCredentials | None]] = no_turn,
) -> SelfTester:
    (folder / "profiles").mkdir()
    browser = BrowserPart(
        start=True,
        program=str(chromium),
        arguments=(*QUIET, *FAKE_MEDIA, *arguments),
        profiles=folder / "profiles",
    )
    settings = KioskSettings(data=folder, browser=browser)
    return SelfTester(settings, server, kiosk.pulse, ahead=lambda: 0.0, turn=turn)


@pytest.mark.alone
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("picture", "sound", "wrong"),
    [
        (MOVING, TONE, {}),
        (BLACK, TONE, {"camera": "black"}),
        (FROZEN, TONE, {"camera": "frozen"}),
        (MOVING, SILENCE, {"microphone": "does not hear"}),
    ],
    ids=["sound", "black", "frozen", "silent"],
)
async def test_planted_faults_are_found(
    kiosk: Kiosk,
    server: PageServer,
    tmp_path: Path,
    chromium_path: Path,
    picture: str,
    sound: str,
    wrong: dict[str, str],
) -> None:
    files = (
        f"--use-file-for-fake-video-capture={made(tmp_path, picture, 'camera.y4m')}",
        f"--use-file-for-fake-audio-capture={made(tmp_path, sound, 'microphone.wav')}",
    )
    verdict = await a_tester(server, tmp_path, chromium_path, kiosk, *files).test()
    unsound = {check.name: check.detail for check in verdict.checks if not check.sound}
    assert unsound.keys() == wrong.keys(), verdict
    assert all(reason in unsound[name] for name, reason in wrong.items())


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("right", [True, False], ids=["sound", "wrong secret"])
async def test_turn_is_tried_as_a_call_would(
    kiosk: Kiosk, server: PageServer, tmp_path: Path, chromium_path: Path, coturn: Coturn, right: bool
) -> None:
    username, credential = coturn.credentials()
    ice = IceCredentials(
        urls=tuple(coturn.urls),
        username=username,
        credential=credential if right else "another",
        expires=int(username.partition(":")[0]) * 1_000,
    )

    async def turn() -> IceCredentials:
        return ice

    verdict = await a_tester(server, tmp_path, chromium_path, kiosk, turn=turn).test()
    (check,) = [check for check in verdict.checks if check.name == "turn"]
    assert check.sound is right, check
    assert all(url in check.detail for url in coturn.urls)


async def test_a_technician_asks_and_the_verdict_is_kept(
    kiosk: Kiosk, server: PageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the browser does not even start; and not before the resident has left."""
    monkeypatch.setattr(self_tester, "PATIENCE", 0.1)
    monkeypatch.setattr(self_tester, "RESIDENT_FIRST", 0.01)
    tester = a_tester(server, tmp_path, Path("/bin/false"), kiosk)
    running = asyncio.create_task(tester.run())
    kiosk.pulse.used = True
    tester.ask()
    await asyncio.sleep(0.2)
    assert not tester.kept.exists()
    kiosk.pulse.used = False
    await until(tester.kept.exists)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    kept = json.loads(tester.kept.read_text())
    assert not kept["sound"]
    assert kept["checks"][0] == {"name": "page", "sound": False, "detail": "it did not answer"}


async def test_what_a_page_makes_up_is_refused(kiosk: Kiosk, page: aiohttp.ClientSession) -> None:
    impossible = {"camera": {"luma": 300, "contrast": 0, "motion": 0}, "microphone": None}
    for said in ({}, impossible, {"camera": None}):
        async with page.post("/self-test", json=said) as response:
            assert response.status == 400
    assert kiosk.server.tried.empty()


@pytest.mark.parametrize(
    ("now", "seconds"),
    [("2026-01-05 04:00", 1800), ("2026-01-05 04:30", 86_400), ("2026-01-05 05:00", 84_600)],
)
def test_the_night_begins_at_its_hour(now: str, seconds: float) -> None:
    assert seconds_until("04:30", datetime.fromisoformat(now).replace(tzinfo=UTC)) == seconds
