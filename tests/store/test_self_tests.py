"""Self-tests: the newest of each kiosk, a bounded past, and the wish that it answers."""

import uuid
from dataclasses import replace

import pytest

from signaling.ports import CheckResult, Errand, SelfTestResult
from signaling.store.audit import Actor
from signaling.store.engine import Database
from signaling.store.errands import LIFE, Errands
from signaling.store.self_tests import KEPT, SelfTests
from tests.fakes import NOON, ManualClock
from tests.store.two_kiosks import ONE, OTHER, two_kiosks


@pytest.fixture
async def tests(database: Database, clock: ManualClock) -> SelfTests:
    await two_kiosks(database, clock)
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


async def test_a_wish_ends_with_the_test_that_answers_it(
    tests: SelfTests, database: Database, clock: ManualClock
) -> None:
    errands = Errands(database, clock=clock)
    await errands.ask(ONE, Errand.SELF_TEST, by=Actor(who="eva"))
    await tests.keep(ONE, result(NOON - 1))
    assert await errands.wishes(Errand.SELF_TEST) == {ONE: NOON}, "that test was over before somebody asked"
    clock.advance(1_000)
    await errands.ask(ONE, Errand.SELF_TEST, by=Actor(who="eva"))
    assert await errands.wishes(Errand.SELF_TEST) == {ONE: NOON + 1_000}
    assert await errands.heard(ONE, run=None, able=frozenset(Errand)) == {Errand.SELF_TEST: NOON + 1_000}
    await tests.keep(ONE, result(NOON + 1_000))
    assert await errands.wishes(Errand.SELF_TEST) == {}


async def test_a_wish_that_no_kiosk_heard_of_is_over_in_time(
    database: Database, clock: ManualClock, tests: SelfTests
) -> None:
    errands = Errands(database, clock=clock)
    await errands.ask(ONE, Errand.SELF_TEST, by=Actor(who="eva"))
    clock.advance(LIFE)
    assert await errands.wishes(Errand.SELF_TEST) == {}
