"""Of several nodes one counts days and destroys what is due; when it dies, another one does."""

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Table, func, insert, select, update

from guide_server import housekeeping
from guide_server.duty import Duty
from guide_server.housekeeping import DEED, EVERY, close_days, destroy_what_is_due, keep_to_the_plan
from signaling.clock import SteadyClock
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.lease import Leases
from signaling.store.retention.retention import Retention
from signaling.store.statistics import Statistics
from signaling.store.tables import call_tally, duty, lease, note
from signaling.store.tally.roll_up import RollUp
from tests.fakes import NOON, always
from tests.guide_server.office import PLAN, STOCKHOLM
from tests.guide_server.test_duties import until
from tests.store.histories import POOL, Told, entries
from tests.web.kiosk_walk import ROOT

HOUR = 3_600.0


@pytest.fixture(params=["sqlite_store", "postgres_store"])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    database = Database(request.getfixturevalue(request.param))
    yield database
    await database.close()


def duty_of(database: Database, name: str, owner: str) -> Duty:
    return Duty(Leases(database), name, owner=owner, deed=DEED)


def retention_of(database: Database) -> Retention:
    return Retention(database, pool=POOL, clock=SteadyClock(), zone=STOCKHOLM, plan=always(PLAN))


async def write_due_note(database: Database) -> None:
    row = {"pool": POOL, "call": None, "written_by": "anna", "at": NOON, "until": NOON, "text": "over"}
    await database.write(lambda connection: connection.execute(insert(note), row).rowcount)


async def said_until(output: asyncio.StreamReader, last: bytes) -> AsyncIterator[bytes]:
    """The lines up to `last`, those of the log among them."""
    async for line in output:
        yield line
        if line == last:
            return


async def is_empty(database: Database, table: Table) -> bool:
    query = select(func.count()).select_from(table)
    return not await database.read(lambda connection: connection.scalar(query))


async def is_kept(database: Database, table: Table) -> bool:
    return not await is_empty(database, table)


def test_another_node_has_it_within_the_hour() -> None:
    """What a node that died still holds, and how long the others then look away."""
    assert 2 * DEED + EVERY <= HOUR
    assert EVERY < DEED, "or the hold would lapse between two looks, and the duty wander"


async def test_the_node_that_destroys_is_killed_and_another_takes_over(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await write_due_note(database)
    killed = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.guide_server.housekeeping_node",
        database.url.render_as_string(hide_password=False),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert killed.stdout is not None
    said = [line async for line in said_until(killed.stdout, b"destroyed\n")]
    assert said[-1:] == [b"destroyed\n"]
    await write_due_note(database)
    other = duty_of(database, "retention", "other")
    assert not await other.held(), "while it lives, nobody else does it"
    killed.kill()
    await killed.wait()
    assert not await other.held(), "nor while what it held lasts"
    await database.write(lambda connection: connection.execute(update(lease).values(until=0)).rowcount)
    monkeypatch.setattr(housekeeping, "EVERY", 0.01)
    task = asyncio.create_task(keep_to_the_plan(retention_of(database), other))
    await until(lambda: is_empty(database, note))
    task.cancel()
    await asyncio.wait((task,))
    assert len(await retention_of(database).receipts()) == 2
    assert await duty_of(database, "retention", "third").held(), "a node that stops gives it back at once"


async def test_days_are_counted_by_the_node_that_has_the_duty_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "EVERY", 0.01)
    told = entries(Told(1).whole(), at=NOON)
    later = entries(Told(2).whole(), after=len(told), at=NOON + 3 * 24 * 3_600_000)
    await SqlJournal(database).append(POOL, [*told, *later])
    first = duty_of(database, "days", "first")
    assert await first.held()

    def closing(owner: str) -> asyncio.Task[None]:
        roll_up = RollUp(database, pool=POOL, zone=STOCKHOLM)
        statistics = Statistics(database, pool=POOL, clock=SteadyClock(), zone=STOCKHOLM)
        return asyncio.create_task(close_days(roll_up, statistics, duty_of(database, "days", owner)))

    task = closing("other")
    await asyncio.sleep(0)
    assert await duty_of(database, "days", "third").held() is False
    assert await is_empty(database, call_tally)
    await first.end()
    await until(lambda: is_kept(database, duty))
    task.cancel()
    await asyncio.wait((task,))
    assert await is_kept(database, call_tally)


async def test_a_broken_chain_is_told_and_ends_nothing(database: Database) -> None:
    await destroy_what_is_due(retention_of(database))
    assert await retention_of(database).receipts() == ()
