"""Trials: one at a time in a pool, each with an end, the same on SQLite and PostgreSQL."""

import asyncio

import pytest

from signaling.core.ids import GuideId, Language, PoolId
from signaling.planning.intervals import Interval
from signaling.planning.trial import Answer, Effect, Figure, FurtherLanguage, Measures, Tried
from signaling.store.audit import Actor, AuditAction, AuditLog
from signaling.store.engine import Database
from signaling.store.planning.trials import KEPT, TrialRuns, Trials, TrialState
from tests.fakes import ManualClock
from tests.store.histories import POOL

EVA = Actor(who="eva")
MINUTE = 60_000
ANSWER = Answer(
    plays=20,
    days=5,
    considered=1,
    tried=(
        Tried(
            change=FurtherLanguage(guide=GuideId("amina"), language=Language("ti")),
            effects=(
                Effect(
                    language=Language(""),
                    taps=120.5,
                    before=Measures(p90_wait=None, service_level=Figure(0.5, None), abandonment=None),
                    after=Measures(
                        p90_wait=Figure(80.0, Interval(70.0, 95.0)), service_level=None, abandonment=None
                    ),
                    more_in_time=Figure(3.5, Interval(-1.0, 8.0)),
                ),
            ),
        ),
    ),
)


@pytest.fixture
def trials(database: Database, clock: ManualClock) -> Trials:
    return Trials(database, pool=POOL, clock=clock)


async def test_a_trial_runs_and_answers(trials: Trials, clock: ManualClock) -> None:
    assert await trials.newest() is None
    number = await trials.begin('{"a": 1}', MINUTE, EVA)
    assert await trials.note(number, 250)
    running = await trials.newest()
    assert running is not None
    assert (running.state, running.permille, running.asked_by) == (TrialState.RUNNING, 250, "eva")
    clock.advance(5_000)
    assert await trials.finish(number, ANSWER)
    done = await trials.newest()
    assert done is not None
    assert (done.state, done.answer, done.ended_at) == (TrialState.DONE, ANSWER, clock.now())
    assert not await trials.note(number, 300), "it is over"
    assert not await trials.cancel(number, EVA)


async def test_there_is_one_at_a_time(trials: Trials, database: Database, clock: ManualClock) -> None:
    began = await asyncio.gather(*(trials.begin("{}", MINUTE, EVA) for _ in range(5)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in began) == ["TrialRuns"] * 4 + ["int"]
    elsewhere = Trials(database, pool=PoolId("elsewhere"), clock=clock)
    assert await elsewhere.begin("{}", MINUTE, EVA)
    assert (await elsewhere.newest()) != (await trials.newest())


async def test_a_cancelled_trial_is_told_to_stop(
    trials: Trials, database: Database, clock: ManualClock
) -> None:
    number = await trials.begin("{}", MINUTE, EVA)
    assert await trials.cancel(number, Actor(who="leif"))
    assert not await trials.note(number, 500)
    assert not await trials.finish(number, ANSWER), "an answer that comes too late changes nothing"
    found = await trials.newest()
    assert found is not None
    assert (found.state, found.answer) == (TrialState.CANCELLED, None)
    rows = await AuditLog(database, clock=clock).page(EVA)
    done = [(row.who, row.what) for row in rows if "trial" in row.what]
    assert done == [("leif", AuditAction.CANCEL_TRIAL), ("eva", AuditAction.START_TRIAL)]


async def test_a_trial_whose_node_died_fails_at_its_time_and_makes_room(
    trials: Trials, clock: ManualClock
) -> None:
    await trials.begin("{}", MINUTE, EVA)
    clock.advance(MINUTE - 1)
    with pytest.raises(TrialRuns):
        await trials.begin("{}", MINUTE, EVA)
    clock.advance(1)
    found = await trials.newest()
    assert found is not None
    assert (found.state, found.ended_at) == (TrialState.FAILED, clock.now())
    assert await trials.begin("{}", MINUTE, EVA)


async def test_only_the_newest_are_kept(trials: Trials, database: Database) -> None:
    for _ in range(KEPT + 3):
        assert await trials.fail(await trials.begin("{}", MINUTE, EVA))
    newest = await trials.newest()
    assert newest is not None
    count = await database.read(
        lambda connection: connection.exec_driver_sql("SELECT count(*) FROM trial").scalar_one()
    )
    assert (newest.state, count) == (TrialState.FAILED, KEPT)


async def test_an_answer_of_another_version_is_not_read(trials: Trials, database: Database) -> None:
    assert await trials.finish(await trials.begin("{}", MINUTE, EVA), ANSWER)
    await database.write(
        lambda connection: connection.exec_driver_sql("UPDATE trial SET answer = '{}'").rowcount
    )
    found = await trials.newest()
    assert found is not None
    assert (found.state, found.answer) == (TrialState.DONE, None)
