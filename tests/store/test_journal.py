"""The journal keeps what it is given, whole or not at all, on both databases."""

import asyncio
from functools import reduce

import pytest
from sqlalchemy import Connection, text

from signaling.core.evolve import evolve
from signaling.core.ids import PoolId
from signaling.core.pool import Pool, snapshot
from signaling.core.vocabulary import CallOutcome
from signaling.ports import JournalConflict
from signaling.store.engine import Database
from signaling.store.journal import InvariantViolated, JournalGap, SqlJournal
from signaling.store.tables import event
from signaling.store.tables import snapshot as snapshots
from tests.store.histories import POOL, Day, Told, call_id, entries
from tests.store.rows import rows_of


async def test_an_unknown_pool_is_empty(journal: SqlJournal) -> None:
    assert snapshot(await journal.load(POOL)) == snapshot(Pool.empty(POOL))


async def test_what_was_appended_is_read_back(journal: SqlJournal) -> None:
    told = entries(Told(1).whole())
    await journal.append(POOL, told[:4])
    await journal.append(POOL, told[4:])
    assert await journal.read(POOL, after=0) == told
    assert await journal.read(POOL, after=6) == told[6:]
    assert await journal.read(PoolId("botkyrka"), after=0) == []


async def test_the_loaded_pool_is_the_fold_of_the_journal(journal: SqlJournal) -> None:
    day = Day(seed=1)
    for batch in day.batches(40):
        await journal.append(POOL, batch)
    assert snapshot(await journal.load(POOL)) == snapshot(day.pool)


async def test_a_snapshot_changes_nothing_but_the_length_of_the_replay(
    journal: SqlJournal, database: Database
) -> None:
    day = Day(seed=2)
    batches = day.batches(40)
    folded = Pool.empty(POOL)
    for number, batch in enumerate(batches):
        await journal.append(POOL, batch)
        folded = reduce(evolve, batch, folded)
        if number in {10, 30}:
            await journal.snapshot(folded)

    def lose(connection: Connection) -> None:
        on = " ON event" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER event_is_kept{on}"))
        connection.execute(event.delete().where(event.c.seq < 5))

    await database.write(lose)
    assert snapshot(await journal.load(POOL)) == snapshot(day.pool)


async def test_an_older_snapshot_does_not_replace_a_newer_one(
    journal: SqlJournal, database: Database
) -> None:
    day = Day(seed=3)
    batches = day.batches(5)
    older = reduce(evolve, batches[0], Pool.empty(POOL))
    for batch in batches:
        await journal.append(POOL, batch)
    await journal.snapshot(day.pool)
    await journal.snapshot(older)
    kept = await database.read(
        lambda connection: connection.scalars(snapshots.select().with_only_columns(snapshots.c.seq)).all()
    )
    assert kept == [day.pool.seq]


async def test_a_snapshot_of_another_version_is_replayed_over(
    journal: SqlJournal, database: Database
) -> None:
    day = Day(seed=4)
    for batch in day.batches(10):
        await journal.append(POOL, batch)
    await database.write(
        lambda connection: (
            connection.execute(
                snapshots.insert().values(pool=POOL, seq=3, at=0, body='{"from": "the future"}')
            ).rowcount
        )
    )
    assert snapshot(await journal.load(POOL)) == snapshot(day.pool)


async def test_a_taken_seq_is_a_conflict_and_writes_nothing(journal: SqlJournal, database: Database) -> None:
    await journal.append(POOL, entries(Told(1).tapped()))
    before = await rows_of(database)
    with pytest.raises(JournalConflict):
        await journal.append(
            POOL, entries([*Told(2, kiosk="kiosk-2").tapped(), *Told(2, kiosk="kiosk-2").rang()])
        )
    assert await rows_of(database) == before


async def test_a_writer_who_does_not_know_of_the_other_meets_a_conflict(address: str) -> None:
    """Both journals believe that they know the head: only the unique key can tell."""
    here, there = Database(address), Database(address)
    ours, theirs = SqlJournal(here), SqlJournal(there)
    await ours.append(POOL, entries(Told(1).tapped()))
    await theirs.load(POOL)
    await theirs.append(POOL, entries(Told(1).rang(), after=1))
    with pytest.raises(JournalConflict):
        await ours.append(POOL, entries(Told(1).ended(), after=1))
    assert len(await ours.read(POOL, after=0)) == 2
    await asyncio.gather(here.close(), there.close())


async def test_of_writers_at_once_exactly_one_wins_each_seq(address: str) -> None:
    databases = [Database(address) for _ in range(4)]
    journals = [SqlJournal(database) for database in databases]
    won: list[int] = []

    async def write(number: int, journal: SqlJournal) -> None:
        for turn in range(10):
            told = Told(100 * number + turn, kiosk=f"kiosk-{number}-{turn}").tapped()
            while True:
                head = len(await journal.read(POOL, after=0))
                try:
                    await journal.append(POOL, entries(told, after=head))
                except JournalConflict:
                    continue
                won.append(head + 1)
                break

    await asyncio.gather(*(write(number, journal) for number, journal in enumerate(journals)))
    assert sorted(won) == list(range(1, 41))
    await asyncio.gather(*(database.close() for database in databases))


async def test_a_gap_is_refused(journal: SqlJournal) -> None:
    await journal.append(POOL, entries(Told(1).tapped()))
    with pytest.raises(JournalGap):
        await journal.append(POOL, entries(Told(1).rang(), after=5))
    assert len(await journal.read(POOL, after=0)) == 1


async def test_pools_do_not_meet(journal: SqlJournal) -> None:
    other = PoolId("botkyrka")
    await journal.append(POOL, entries(Told(1).tapped()))
    await journal.append(other, entries(Told(2, kiosk="kiosk-2").tapped()))
    assert [entry.seq for entry in await journal.read(other, after=0)] == [1]


async def test_known_tells_which_calls_the_log_has(journal: SqlJournal) -> None:
    await journal.append(POOL, entries([*Told(1).tapped(), *Told(1).ended(CallOutcome.ABANDONED_WAITING)]))
    assert await journal.known([call_id(1), call_id(2)]) == {call_id(1)}
    assert await journal.known([]) == frozenset()


async def test_a_call_id_is_used_once_in_all_pools(journal: SqlJournal) -> None:
    await journal.append(POOL, entries(Told(1).whole()))
    with pytest.raises(InvariantViolated):
        await journal.append(POOL, entries(Told(1, kiosk="kiosk-2").tapped(), after=9))
