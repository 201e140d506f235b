"""Self-tests: the newest of each kiosk, a bounded past, and wishes that end."""

import uuid
from dataclasses import replace

import pytest

from signaling.core.ids import KioskId, NeighbourhoodId, SiteId
from signaling.ports import CheckResult, SelfTestResult
from signaling.store.audit import Actor, AuditAction, AuditLog
from signaling.store.directory import Neighbourhood, Site, SqlDirectory, UnknownKiosk
from signaling.store.engine import Database
from signaling.store.self_tests import KEPT, WISH_LIFE, SelfTests
from tests.fakes import NOON, ManualClock

EVA = Actor(who="eva")
ONE, OTHER = KioskId("k1"), KioskId("k2")


@pytest.fixture
async def tests(database: Database, clock: ManualClock) -> SelfTests:
    directory = SqlDirectory(database, clock=clock)
    north = Neighbourhood(id=NeighbourhoodId("north"), name="North")
    await directory.add_neighbourhood(north)
    library = Site(id=SiteId("library"), name="Library", neighbourhood=north.id, phone="")
    await directory.add_site(library)
    for kiosk in (ONE, OTHER):
        await directory.add_kiosk(kiosk, name=kiosk, at_site=library.id)
    return SelfTests(database, clock=clock)


def result(at: int = NOON, *faults: str) -> SelfTestResult:
    turn = CheckResult(
        name="turn", tried=True, faults=faults, figures={"relays": 2.0, "slowest_ms": 12.5}, about=("turn:t",)
    )
    return SelfTestResult(id=str(uuid.uuid4()), at=at, checks=(turn,))


async def test_the_newest_counts_whenever_it_was_told(tests: SelfTests) -> None:
    assert await tests.newest() == {}
    later, earlier = result(NOON, "turn_shut"), result(NOON - 86_400_000)
    for told in (later, earlier):
        await tests.keep(ONE, told)
    await tests.keep(OTHER, elsewhere := result())
    assert await tests.newest() == {ONE: later, OTHER: elsewhere}
    assert await tests.of_kiosk(ONE) == [later, earlier]
    assert (later.sound, earlier.sound) == (False, True)


async def test_a_verdict_that_is_told_twice_is_kept_once(tests: SelfTests) -> None:
    told = result()
    for _ in range(2):
        await tests.keep(ONE, told)
    await tests.keep(ONE, replace(told, at=NOON + 1))
    assert await tests.of_kiosk(ONE) == [told]
    await tests.keep(OTHER, told)
    assert await tests.of_kiosk(OTHER) == [told], "no kiosk takes another's id away"


async def test_the_past_is_bounded(tests: SelfTests) -> None:
    for number in range(KEPT + 3):
        await tests.keep(ONE, result(NOON + number))
    await tests.keep(OTHER, elsewhere := result())
    kept = await tests.of_kiosk(ONE)
    assert [each.at for each in kept] == [NOON + number for number in range(KEPT + 2, 2, -1)]
    assert await tests.of_kiosk(OTHER) == [elsewhere]


async def test_a_wish_ends_with_the_test_that_answers_it(tests: SelfTests, clock: ManualClock) -> None:
    asked = await tests.ask(ONE, by=EVA)
    assert (await tests.asked(ONE), await tests.asked(OTHER)) == (asked, None)
    await tests.keep(ONE, result(asked - 1))
    assert await tests.asked(ONE) == asked, "that test was over before somebody asked"
    clock.advance(1_000)
    again = await tests.ask(ONE, by=EVA)
    assert await tests.wishes() == {ONE: again}
    await tests.keep(ONE, result(again))
    assert await tests.asked(ONE) is None


async def test_a_wish_that_no_kiosk_heard_of_is_over_in_time(tests: SelfTests, clock: ManualClock) -> None:
    await tests.ask(ONE, by=EVA)
    clock.advance(WISH_LIFE)
    assert await tests.asked(ONE) is None


async def test_a_wish_is_audited_and_needs_a_kiosk(
    tests: SelfTests, database: Database, clock: ManualClock
) -> None:
    await tests.ask(ONE, by=EVA)
    with pytest.raises(UnknownKiosk):
        await tests.ask(KioskId("nowhere"), by=EVA)
    rows = await AuditLog(database, clock=clock).page(Actor(who="inspector"))
    asked = [(row.who, row.filter) for row in rows if row.what is AuditAction.ASK_SELF_TEST]
    assert asked == [("eva", {"kiosk": "k1"})]
