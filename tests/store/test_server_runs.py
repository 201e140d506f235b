"""When no server ran is what lies between the notes of all; which hours were in force is what was told."""

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from signaling.core.events import HoursSet
from signaling.core.hours import Hours, OpenTime
from signaling.store.engine import Database
from signaling.store.hours_told import HoursTold, told_to
from signaling.store.journal import SqlJournal
from signaling.store.server_runs import BEAT, SILENT, ServerRuns
from tests.fakes import NOON, ManualClock
from tests.store.histories import POOL, Told, entries

HOUR = 3_600_000


@pytest.fixture
def runs(database: Database, clock: ManualClock) -> ServerRuns:
    return ServerRuns(database, pool=POOL, clock=clock)


async def beat(runs: ServerRuns, clock: ManualClock, times: int, run: int | None = None) -> int:
    number = await runs.note(run)
    for _ in range(times):
        clock.advance(BEAT)
        number = await runs.note(number)
    return number


async def test_a_server_that_runs_leaves_no_gap_and_nothing_is_known_of_before_it(
    runs: ServerRuns, clock: ManualClock
) -> None:
    assert await runs.gaps(0) == []
    await beat(runs, clock, 5)
    assert await runs.gaps(0) == []
    clock.advance(SILENT)
    assert await runs.gaps(0) == [], "it may still run"


async def test_from_its_last_note_to_the_next_start_no_server_ran(
    runs: ServerRuns, clock: ManualClock
) -> None:
    run = await beat(runs, clock, 2)
    stopped = clock.now()
    clock.advance(HOUR)
    assert await runs.gaps(0) == [(stopped, stopped + HOUR)]
    started = clock.now()
    assert await beat(runs, clock, 2) != run
    assert await runs.gaps(0) == [(stopped, started)]
    assert await runs.gaps(stopped + 60_000) == [(stopped + 60_000, started)]
    assert await runs.gaps(started) == []


async def test_a_server_that_lost_the_store_for_a_while_begins_anew(
    runs: ServerRuns, clock: ManualClock
) -> None:
    run = await beat(runs, clock, 2)
    lost = clock.now()
    clock.advance(SILENT + 1)
    again = await runs.note(run)
    assert again != run
    assert await runs.gaps(0) == [(lost, clock.now())]
    clock.advance(BEAT)
    assert await runs.note(again) == again


async def test_where_one_of_two_servers_ran_one_ran(runs: ServerRuns, clock: ManualClock) -> None:
    one = await runs.note(None)
    other = await runs.note(None)
    for _ in range(8):
        clock.advance(BEAT)
        other = await runs.note(other)
    one = await runs.note(one)
    assert await runs.gaps(0) == []
    stopped = clock.now()
    clock.advance(HOUR)
    await runs.note(None)
    assert await runs.gaps(0) == [(stopped, stopped + HOUR)]
    assert one != other


def hours(opens: int) -> Hours:
    return Hours(until=opens + 24 * HOUR, pool=(OpenTime(opens, opens + HOUR),))


async def test_the_hours_of_a_time_are_those_told_last_before_it(
    database: Database, journal: SqlJournal
) -> None:
    told = HoursTold(database, pool=POOL)
    assert await told.since(NOON) == []
    events = [*Told(1).whole(), HoursSet(hours=hours(NOON)), *Told(2).whole(), HoursSet(hours=None)]
    batch = entries(events, at=NOON)
    await journal.append(POOL, batch)
    first, second = (entry.at for entry in batch if isinstance(entry.event, HoursSet))
    begun = batch[0].at
    assert await told.since(begun) == [(begun, None), (first, hours(NOON)), (second, None)]
    assert await told.since(first) == [(first, hours(NOON)), (second, None)]
    assert await told.since(second + 1) == [(second, None)]


async def test_hours_are_found_without_walking_through_the_journal(sqlite_store: str) -> None:
    """In a journal of a year that walk takes a second, and longer each year."""
    asked = told_to(POOL).compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    database = Database(sqlite_store)
    plan = await database.read(
        lambda connection: [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]
    )
    await database.close()
    assert ["USING INDEX event_of_hours" in step for step in plan] == [True]
