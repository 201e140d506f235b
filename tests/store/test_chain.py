"""Whoever changes or takes away a row behind the programs' backs breaks the chain, and it is seen (L2)."""

import asyncio

import pytest
from sqlalchemy import Connection, text

from signaling.store.audit import Actor, AuditLog
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.verification import Noted, Verdict, verify
from tests.fakes import ManualClock
from tests.store.histories import POOL, Day

EVA = Actor(who="eva", why="service")


@pytest.fixture
async def chained(database: Database, journal: SqlJournal, clock: ManualClock) -> Database:
    """A store with a day's journal and a few audit rows."""
    for batch in Day(seed=7).batches(30):
        await journal.append(POOL, batch)
    log = AuditLog(database, clock=clock)
    for _ in range(5):
        await log.page(EVA)
    return database


async def tampered(database: Database, *statements: str) -> list[Verdict]:
    """What is found once somebody with all rights over the database has run `statements`."""

    def tamper(connection: Connection) -> None:
        for table in ("event", "audit"):
            on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER {table}_is_final{on}"))
            connection.execute(text(f"DROP TRIGGER {table}_is_kept{on}"))
        for statement in statements:
            connection.execute(text(statement))

    await database.write(tamper)
    return await verify(database)


async def test_what_was_only_appended_to_is_whole(chained: Database, journal: SqlJournal) -> None:
    found = await verify(chained)
    assert [verdict.name for verdict in found] == [f"journal {POOL}", "audit", "receipts"]
    assert [verdict.broken for verdict in found] == [None, None, None]
    assert [verdict.rows for verdict in found] == [len(await journal.read(POOL, after=0)), 5, 0]


async def test_a_second_writer_goes_on_with_the_chain(chained: Database) -> None:
    later = SqlJournal(chained)
    pool = await later.load(POOL)
    day = Day(seed=7)
    day.batches(30)
    assert day.pool.seq == pool.seq
    for batch in day.batches(5):
        await later.append(POOL, batch)
    assert [verdict.broken for verdict in await verify(chained)] == [None, None, None]


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE event SET body = replace(body, '}', ' }') WHERE seq = 9", "entry 9 "),
        ("UPDATE event SET at = at + 1 WHERE seq = 9", "entry 9 "),
        ("UPDATE event SET type = 'call_ended' WHERE seq = 9", "entry 9 "),
        ("UPDATE event SET call = 'another' WHERE seq = 9", "entry 9 "),
        ("UPDATE event SET link = '' WHERE seq = 9", "entry 9 "),
        ("DELETE FROM event WHERE seq = 9", "entry 9 is missing"),
        ("DELETE FROM event WHERE seq = 1", "entry 1 is missing"),
    ],
)
async def test_a_change_of_the_journal_is_noticed(chained: Database, statement: str, broken: str) -> None:
    journal, audit, _ = await tampered(chained, statement)
    assert journal.broken is not None
    assert journal.broken.startswith(broken)
    assert audit.broken is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET who = 'somebody' WHERE id = 3",
        "UPDATE audit SET why = 'control' WHERE id = 1",
        "UPDATE audit SET rows = 0 WHERE id = 5",
        "DELETE FROM audit WHERE id = 2",
        "DELETE FROM audit WHERE id = 5",
        "DELETE FROM audit",
    ],
)
async def test_a_change_of_the_audit_is_noticed(chained: Database, statement: str) -> None:
    journal, audit, _ = await tampered(chained, statement)
    assert journal.broken is None
    assert audit.broken is not None


async def test_a_journal_cut_short_is_noticed_by_who_noted_its_end(chained: Database) -> None:
    whole = (await verify(chained))[0]
    noted = Noted(whole.rows, whole.newest.partition(":")[2])
    assert (await verify(chained, noted))[0].broken is None
    await tampered(chained, f"DELETE FROM event WHERE seq > {whole.rows - 3}")
    assert (await verify(chained))[0].broken is None
    cut = (await verify(chained, noted))[0]
    assert cut.broken is not None
    assert cut.broken.startswith(f"entry {whole.rows}, which was noted, is gone")


async def test_a_journal_written_anew_is_noticed_by_who_noted_its_end(chained: Database) -> None:
    noted = Noted(4, "f" * 64)
    assert (await verify(chained, noted))[0].broken == "entry 4 is not the one that was noted"


async def test_audit_rows_that_are_written_at_once_stay_one_chain(
    database: Database, clock: ManualClock
) -> None:
    log, other = AuditLog(database, clock=clock), AuditLog(database, clock=clock)
    await asyncio.gather(*(which.page(EVA) for which in (log, other) for _ in range(10)))
    audit, _ = await verify(database)
    assert (audit.rows, audit.broken) == (20, None)
