"""UK29 with a real browser: a camera and a microphone that work, are dead, or only seem to work."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from kiosk_client import page_trial, self_test, self_tester
from kiosk_client.page_server import PAGES, PageNeeds, PageServer
from kiosk_client.page_trial import PageTrial
from kiosk_client.self_tester import SelfTester, seconds_until
from kiosk_client.server import ServerAway, ServerBusy, ServerRefused
from kiosk_client.settings import BrowserPart, KioskSettings
from kiosk_client.verdict_store import VerdictStore
from signaling.core.ids import KioskId
from signaling.gateway.sdp import screened_sdp
from signaling.self_test_guides import MODULE, SelfTestGuides, started
from signaling.turn_credentials import IceServers
from signaling.wire.errors import problem
from signaling.wire.messages import IceCredentials
from signaling.wire.self_test import CheckReport, SelfTestReport
from tests.fixtures.chromium import FAKE_MEDIA, QUIET
from tests.fixtures.coturn import Coturn
from tests.fixtures.recordings import BLACK, FROZEN, MOVING, SILENCE, TONE, devices
from tests.kiosk_client.conftest import Kiosk, until


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


class Guide:
    """The centre: its test guides, and the relays that both sides use."""

    def __init__(self, ice: IceServers | None = None, module: str = MODULE) -> None:
        self.guides = SelfTestGuides(partial(started, module))
        self._ice = ice

    async def answer(self, offer: str) -> str:
        return await self.guides.answer(KioskId("kiosk-1"), screened_sdp(offer), self._ice)


@pytest.fixture
async def centre(kiosk: Kiosk) -> AsyncIterator[Callable[..., Guide]]:
    made: list[Guide] = []

    def make(**options: Any) -> Guide:
        made.append(Guide(**options))
        kiosk.place_test_call = made[-1].answer
        return made[-1]

    yield make
    for guide in made:
        await guide.guides.close()


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
    trial = PageTrial(browser, server)
    verdicts = VerdictStore(folder)
    return SelfTester(settings, trial, kiosk.pulse, verdicts, ahead=lambda: 0.0, turn=turn)


STRAIN = {"call_stutters", "call_lossy", "call_slow"}
"""What a machine that does much else beside a test may add. `test_self_test.py` holds when it is found."""


def faults(checks: Sequence[CheckReport]) -> set[str]:
    return {str(fault) for check in checks for fault in check.faults} - STRAIN


@pytest.mark.alone
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("picture", "sound", "wrong"),
    [
        (MOVING, TONE, set()),
        (BLACK, TONE, {"camera_black", "call_kiosk_unseen"}),
        (FROZEN, TONE, {"camera_frozen"}),
        (MOVING, SILENCE, {"microphone_deaf", "call_kiosk_unheard"}),
    ],
    ids=["sound", "black", "frozen", "silent"],
)
async def test_planted_faults_are_found_at_home_and_in_the_test_call(
    kiosk: Kiosk,
    server: PageServer,
    tmp_path: Path,
    chromium_path: Path,
    centre: Callable[..., Guide],
    picture: str,
    sound: str,
    wrong: set[str],
) -> None:
    centre()
    tester = a_tester(server, tmp_path, chromium_path, kiosk, *devices(tmp_path, picture, sound))
    checks = await tester.test()
    assert faults(checks) == wrong, checks


@pytest.mark.alone
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "wrong"),
    [
        ("tests.headless.planted_guides.silent", {"call_guide_unheard"}),
        ("tests.headless.planted_guides.unseen", {"call_guide_unseen", "call_guide_unheard"}),
        ("tests.headless.planted_guides.elsewhere", {"call_unconnected"}),
    ],
)
async def test_faults_on_the_guide_s_side_are_found(
    kiosk: Kiosk,
    server: PageServer,
    tmp_path: Path,
    chromium_path: Path,
    centre: Callable[..., Guide],
    module: str,
    wrong: set[str],
) -> None:
    centre(module=module)
    checks = await a_tester(server, tmp_path, chromium_path, kiosk, *devices(tmp_path)).test()
    assert faults(checks) == wrong, checks


@pytest.mark.alone
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("right", [True, False], ids=["sound", "wrong secret"])
async def test_turn_is_tried_and_used_as_by_a_call(
    kiosk: Kiosk,
    server: PageServer,
    tmp_path: Path,
    chromium_path: Path,
    coturn: Coturn,
    centre: Callable[..., Guide],
    right: bool,
) -> None:
    username, credential = coturn.credentials()
    ice = IceServers(
        urls=tuple(coturn.urls),
        username=username,
        credential=credential,
        expires=int(username.partition(":")[0]) * 1_000,
    )
    centre(ice=ice)

    async def turn() -> IceCredentials:
        return IceCredentials(
            urls=ice.urls,
            username=username,
            credential=credential if right else "another",
            expires=ice.expires,
        )

    tester = a_tester(server, tmp_path, chromium_path, kiosk, *devices(tmp_path), turn=turn)
    checks = await tester.test()
    (check,) = [check for check in checks if check.name == "turn"]
    if right:
        assert faults(checks) == set(), checks
        assert check.figures["relays"] == len(coturn.urls)
    else:
        assert faults(checks) == {"turn_shut", "call_unconnected"}, checks
        assert check.about == tuple(coturn.urls)


@pytest.mark.browser
@pytest.mark.slow
async def test_a_centre_that_cannot_be_reached_is_found(
    kiosk: Kiosk, server: PageServer, tmp_path: Path, chromium_path: Path
) -> None:
    checks = await a_tester(server, tmp_path, chromium_path, kiosk, *devices(tmp_path)).test()
    assert faults(checks) == {"call_unreachable"}


async def test_a_technician_asks_and_the_verdict_is_kept(
    kiosk: Kiosk, server: PageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the browser does not even start; and not before the resident has left."""
    monkeypatch.setattr(page_trial, "PATIENCE", 0.1)
    monkeypatch.setattr(self_tester, "LOOK_EVERY", 0.01)
    tester = a_tester(server, tmp_path, Path("/bin/false"), kiosk)
    kept = VerdictStore(tmp_path).newest
    running = asyncio.create_task(tester.run())
    kiosk.pulse.beat("languages")
    tester.ask()
    await asyncio.sleep(0.2)
    assert not kept.exists()
    kiosk.pulse.beat("start")
    await until(kept.exists)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    report = SelfTestReport.model_validate_json(kept.read_bytes())
    assert report.checks[0] == self_test.check("page", "page_silent")
    assert [report.id] == [unsent.id for unsent in VerdictStore(tmp_path).unsent]


async def test_a_resident_who_comes_ends_a_test_which_begins_anew(
    kiosk: Kiosk, server: PageServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_tester, "LOOK_EVERY", 0.01)
    tester = a_tester(server, tmp_path, Path("/bin/false"), kiosk)
    begun, done, ended = [asyncio.Event(), asyncio.Event()], asyncio.Event(), asyncio.Event()

    async def test() -> Sequence[CheckReport]:
        (begun[1] if begun[0].is_set() else begun[0]).set()
        try:
            await done.wait()
        finally:
            ended.set()
        return [self_test.check("page")]

    monkeypatch.setattr(tester, "test", test)
    running = asyncio.create_task(tester.run())
    tester.ask()
    await begun[0].wait()
    kiosk.pulse.beat("talk")
    await ended.wait()
    assert not begun[1].is_set()
    kiosk.pulse.beat("start")
    await begun[1].wait()
    done.set()
    await until(VerdictStore(tmp_path).newest.exists)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_a_page_makes_up_is_refused(kiosk: Kiosk, page: aiohttp.ClientSession) -> None:
    impossible = {"camera": {"luma": 300, "contrast": 0, "motion": 0}, "microphone": None}
    for said in ({}, impossible, {"camera": None}):
        async with page.post("/self-test", json=said) as response:
            assert response.status == 400
    assert kiosk.server.self_test.tried.empty()


@pytest.mark.parametrize(
    ("trouble", "status", "said"),
    [
        (ServerAway("away"), 503, "unavailable"),
        (ServerBusy("/", problem("rate_limited")), 429, "rate_limited"),
        (ServerBusy("/", problem("draining")), 503, "draining"),
        (ServerRefused(problem("no_test_guide")), 409, "no_test_guide"),
        (ServerRefused(problem("revoked")), 409, "revoked"),
    ],
)
async def test_the_page_hears_why_there_is_no_call(
    kiosk: Kiosk, page: aiohttp.ClientSession, trouble: Exception, status: int, said: str
) -> None:
    async def place(_offer: str) -> str:
        raise trouble

    kiosk.place_test_call = place
    async with page.post("/self-test/call", json={"sdp": "v=0"}) as response:
        assert (response.status, (await response.json())["id"]) == (status, said)


async def test_an_offer_that_is_none_never_leaves_the_machine(
    kiosk: Kiosk, page: aiohttp.ClientSession
) -> None:
    for body in (b"{}", b'{"sdp": ""}', b'{"sdp": 1}', b'{"sdp": "%s"}' % (b"v" * 50_000)):
        headers = {"Content-Type": "application/json"}
        async with page.post("/self-test/call", data=body, headers=headers) as response:
            assert response.status == 400
    async with page.post("/self-test/call", json={"sdp": "v" * 70_000}) as response:
        assert response.status == 413


@pytest.mark.parametrize(
    ("now", "seconds"),
    [("2026-01-05 04:00", 1800), ("2026-01-05 04:30", 86_400), ("2026-01-05 05:00", 84_600)],
)
def test_the_night_begins_at_its_hour(now: str, seconds: float) -> None:
    assert seconds_until("04:30", datetime.fromisoformat(now).replace(tzinfo=UTC)) == seconds
