"""Errands: heard by the kiosk that they are for, done once, and over in time."""

from random import Random

import pytest

from signaling.core.ids import KioskId
from signaling.ports import Errand, ErrandOutcome
from signaling.store.audit import Actor, AuditAction, AuditLog
from signaling.store.directory import SqlDirectory, UnknownKiosk
from signaling.store.engine import Database
from signaling.store.errands import ECHO, LIFE, Asked, Errands, KioskRevoked, KioskUnable
from tests.fakes import NOON, ManualClock
from tests.store.two_kiosks import ONE, OTHER, two_kiosks

EVA = Actor(who="eva")
ALL = frozenset(Errand)
TEST_ALONE = frozenset({Errand.SELF_TEST})


@pytest.fixture
async def directory(database: Database, clock: ManualClock) -> SqlDirectory:
    return await two_kiosks(database, clock)


@pytest.fixture
async def errands(database: Database, clock: ManualClock, directory: SqlDirectory) -> Errands:
    errands = Errands(database, clock=clock)
    for kiosk in (ONE, OTHER):
        await errands.heard(kiosk, run="first", able=ALL)
    return errands


async def state(errands: Errands, what: Errand = Errand.RESTART) -> Asked:
    (found,) = [each for each in (await errands.of_all())[ONE].asked if each.errand is what]
    return found


async def test_a_restart_is_told_to_one_run_until_another_asks(errands: Errands, clock: ManualClock) -> None:
    await errands.ask(ONE, Errand.RESTART, by=EVA)
    assert (await state(errands)).heard_at is None
    for _ in range(2):
        clock.advance(30_000)
        assert await errands.heard(ONE, run="first", able=ALL) == {Errand.RESTART: NOON}
    assert await errands.heard(OTHER, run="elsewhere", able=ALL) == {}
    heard = await state(errands)
    assert (heard.heard_at, heard.done_at) == (NOON + 30_000, None)
    for run in ("second", "first", "third"):
        clock.advance(1_000)
        assert await errands.heard(ONE, run=run, able=ALL) == {}
    done = await state(errands)
    assert (done.done_at, done.outcome) == (NOON + 61_000, ErrandOutcome.DONE)


@pytest.mark.parametrize("seed", range(12))
async def test_no_wish_restarts_a_kiosk_twice(errands: Errands, clock: ManualClock, seed: int) -> None:
    """Whatever answer is lost, and whenever the machine fails or is in use."""
    chance, run, acted = Random(seed), 0, list[int]()
    for _ in range(60):
        clock.advance(chance.choice([1, 1_000, 30_000, LIFE // 2]))
        match chance.choice(["ask", "hear", "hear", "hear in use", "lose the answer", "crash"]):
            case "ask":
                await errands.ask(ONE, Errand.RESTART, by=EVA)
            case "crash":
                run += 1
            case "hear":
                told = await errands.heard(ONE, run=f"run {run}", able=ALL)
                if Errand.RESTART in told:
                    acted.append(told[Errand.RESTART])
                    run += 1
            case _:
                await errands.heard(ONE, run=f"run {run}", able=ALL)
    assert len(acted) == len(set(acted)) > 0


async def test_a_wish_that_was_not_heard_is_renewed_and_one_that_is_under_way_stands(
    errands: Errands, clock: ManualClock
) -> None:
    for _ in range(2):
        await errands.ask(ONE, Errand.RESTART, by=EVA)
        clock.advance(1_000)
    assert await errands.heard(ONE, run="first", able=ALL) == {Errand.RESTART: NOON + 1_000}
    await errands.ask(ONE, Errand.RESTART, by=EVA)
    assert await errands.heard(ONE, run="second", able=ALL) == {}, "two clicks are one restart"
    clock.advance(1_000)
    await errands.ask(ONE, Errand.RESTART, by=EVA)
    assert await errands.heard(ONE, run="second", able=ALL) == {Errand.RESTART: clock.now()}


async def test_a_wish_ends_in_time_and_it_is_seen_whether_it_was_heard(
    errands: Errands, clock: ManualClock
) -> None:
    await errands.ask(ONE, Errand.RESTART, by=EVA)
    await errands.ask(ONE, Errand.UPDATE, by=EVA)
    await errands.heard(ONE, run="first", able=frozenset({Errand.SELF_TEST, Errand.UPDATE}))
    clock.advance(LIFE)
    assert await errands.heard(ONE, run="first", able=ALL) == {}
    restart, update = await state(errands), await state(errands, Errand.UPDATE)
    assert (restart.heard_at, restart.over(clock.now())) == (None, True)
    assert (update.heard_at, update.over(clock.now())) == (NOON, True)


@pytest.mark.parametrize(("late", "done"), [(ECHO - 1, True), (ECHO, False)])
async def test_a_restart_that_began_in_time_is_known_to_be_done_a_little_later(
    errands: Errands, clock: ManualClock, *, late: int, done: bool
) -> None:
    """The next day's power cut is no answer to it."""
    await errands.ask(ONE, Errand.RESTART, by=EVA)
    await errands.heard(ONE, run="first", able=ALL)
    clock.advance(LIFE + late)
    await errands.heard(ONE, run="second", able=ALL)
    assert ((await state(errands)).done_at is not None) is done


async def test_an_agent_without_a_run_is_never_told_of_a_restart(errands: Errands) -> None:
    await errands.ask(ONE, Errand.RESTART, by=EVA)
    await errands.ask(ONE, Errand.UPDATE, by=EVA)
    assert await errands.heard(ONE, run=None, able=ALL) == {Errand.UPDATE: NOON}
    assert (await state(errands)).heard_at is None


async def test_what_came_of_an_update_answers_the_wish_that_it_names(
    errands: Errands, clock: ManualClock
) -> None:
    await errands.ask(ONE, Errand.UPDATE, by=EVA)
    for run in ("first", "second"):
        assert await errands.heard(ONE, run=run, able=ALL) == {Errand.UPDATE: NOON}
    for asked_at, outcome in ((NOON - 1, ErrandOutcome.DONE), (NOON, ErrandOutcome.WENT_BACK)):
        await errands.report(ONE, Errand.UPDATE, asked_at=asked_at, outcome=outcome)
    clock.advance(1_000)
    await errands.report(ONE, Errand.UPDATE, asked_at=NOON, outcome=ErrandOutcome.FAILED)
    done = await state(errands, Errand.UPDATE)
    assert (done.done_at, done.outcome) == (NOON, ErrandOutcome.WENT_BACK)
    assert await errands.heard(ONE, run="second", able=ALL) == {}


async def test_only_what_a_kiosk_said_that_it_can_do_is_asked_of_it(
    errands: Errands, directory: SqlDirectory
) -> None:
    await errands.heard(ONE, run="older", able=TEST_ALONE)
    assert (await errands.of_all())[ONE].able == TEST_ALONE
    await errands.ask(ONE, Errand.SELF_TEST, by=EVA)
    with pytest.raises(KioskUnable):
        await errands.ask(ONE, Errand.RESTART, by=EVA)
    await directory.revoke_kiosk(OTHER)
    for errand in Errand:
        with pytest.raises(KioskRevoked):
            await errands.ask(OTHER, errand, by=EVA)
        with pytest.raises(UnknownKiosk):
            await errands.ask(KioskId("nowhere"), errand, by=EVA)


async def test_every_wish_is_audited_and_a_refused_one_is_not(
    errands: Errands, database: Database, clock: ManualClock
) -> None:
    for errand in Errand:
        await errands.ask(ONE, errand, by=EVA)
    await errands.heard(OTHER, run="older", able=TEST_ALONE)
    with pytest.raises(KioskUnable):
        await errands.ask(OTHER, Errand.UPDATE, by=EVA)
    rows = await AuditLog(database, clock=clock).page(Actor(who="inspector"))
    asked = [(row.who, row.what, row.filter) for row in reversed(rows) if row.what.value.startswith("ask_")]
    actions = (AuditAction.ASK_SELF_TEST, AuditAction.ASK_RESTART, AuditAction.ASK_UPDATE)
    assert asked == [("eva", action, {"kiosk": "k1"}) for action in actions]
