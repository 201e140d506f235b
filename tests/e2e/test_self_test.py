"""UK29, UA7, the whole way: an admin wishes it, a kiosk calls a test guide, and the verdict comes back."""

import json
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from kiosk_client.verdict_store import VerdictStore
from signaling.clock import SteadyClock
from signaling.ports import Errand, SelfTestResult
from signaling.store.audit import Actor
from signaling.store.engine import Database
from signaling.store.errands import Errands
from signaling.store.self_tests import SelfTests
from signaling.store.tables import call, event, ring
from tests.e2e.city import KIOSK, City
from tests.fixtures.chromium import FAKE_MEDIA, QUIET
from tests.fixtures.recordings import devices
from tests.unattended.machine import until

STRAIN = {"call_stutters", "call_lossy", "call_slow"}
"""What a machine that runs a whole city may find of itself."""


@pytest.fixture
async def machine(city: City, chromium_path: Path, tmp_path: Path) -> tuple[City, Path]:
    """The city with a kiosk that starts its own browser; and the kiosk's folder."""
    (tmp_path / "profiles").mkdir()
    browser = {
        "START": "true",
        "PROGRAM": str(chromium_path),
        "ARGUMENTS": json.dumps([*QUIET, *FAKE_MEDIA, *devices(tmp_path), "--headless=new"]),
        "PROFILES": str(tmp_path / "profiles"),
    }
    environment = {f"VAGVISARE_KIOSK_BROWSER__{name}": value for name, value in browser.items()}
    environment["VAGVISARE_KIOSK_ERRANDS_EVERY"] = "3"
    code = await city.enrolment_code(KIOSK)
    await city.machine("kiosk", "--code", code, environment=environment)
    return city, tmp_path / "kiosk"


@asynccontextmanager
async def kept(city: City) -> AsyncIterator[tuple[Database, SelfTests]]:
    database = Database(city.store)
    try:
        yield database, SelfTests(database, clock=SteadyClock())
    finally:
        await database.close()


def faults(result: SelfTestResult) -> set[str]:
    return {fault for check in result.checks for fault in check.faults} - STRAIN


async def newest_that(tests: SelfTests, fits: Callable[[SelfTestResult], bool]) -> SelfTestResult:
    found: list[SelfTestResult] = []

    async def is_there() -> bool:
        result = (await tests.newest()).get(KIOSK)
        if result is not None and fits(result):
            found.append(result)
        return bool(found)

    await until(is_there, patience=300)
    return found[0]


@pytest.mark.alone
@pytest.mark.browser
@pytest.mark.slow
async def test_a_wish_is_answered_by_a_verdict_that_outlives_an_outage_and_is_no_call(
    machine: tuple[City, Path],
) -> None:
    city, folder = machine
    async with kept(city) as (database, tests):
        errands = Errands(database, clock=SteadyClock())
        await errands.ask(KIOSK, Errand.SELF_TEST, by=Actor(who="admin"))
        wish = (await errands.wishes(Errand.SELF_TEST))[KIOSK]
        first = await newest_that(tests, lambda result: result.at >= wish)
        assert faults(first) == set(), first
        (test_call,) = [check for check in first.checks if check.name == "call"]
        assert test_call.tried
        assert test_call.figures["frames_in"] > 0
        assert test_call.figures["frames_out"] > 0
        assert test_call.figures["kiosk_above_db"] > 0
        assert await errands.wishes(Errand.SELF_TEST) == {}
        assert await database.read(_traces_of_calls) == (0, 0, 0)

        await until(lambda: told(folder), patience=300)
        await city.server.stop()
        agent = city.programs[-1].process
        assert agent is not None
        agent.send_signal(signal.SIGUSR1)
        await until(lambda: waits(folder), patience=300)
        await city.start()
        second = await newest_that(tests, lambda result: result.id != first.id)
        assert {"call_unreachable", "turn_unknown"} <= faults(second), "it was made while nobody was there"
        assert [each.id for each in await tests.of_kiosk(KIOSK)] == [second.id, first.id]
        await until(lambda: told(folder), patience=300)


async def waits(folder: Path) -> bool:
    """Whether a verdict waits for the server."""
    return bool(VerdictStore(folder).unsent)


async def told(folder: Path) -> bool:
    return not await waits(folder)


def _traces_of_calls(connection: Connection) -> tuple[int | None, ...]:
    """Rows of calls, of rings, and of events that are about a call."""
    of_calls = select(func.count()).select_from(event).where(event.c.call.is_not(None))
    rows = (select(func.count()).select_from(call), select(func.count()).select_from(ring), of_calls)
    return tuple(connection.scalar(each) for each in rows)
