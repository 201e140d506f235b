"""When the server fails: an honest error, nothing by halves, and work goes on afterwards (F14-F17)."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DBAPIError

from signaling.ports import JournalUnavailable
from signaling.store import engine
from signaling.store.engine import Database, StoreUnavailable, is_unavailable
from signaling.store.journal import SqlJournal
from signaling.store.migrate import migrate
from tests.fixtures.postgres import PostgresCluster, postgres_cluster_running
from tests.fixtures.programs import wait_until
from tests.store.histories import POOL
from tests.store.trouble import length, once_back, tap


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 200)
    monkeypatch.setattr(engine, "PATIENCE_S", 3.0)


@pytest.fixture(scope="module")
def cluster() -> Iterator[PostgresCluster]:
    """A server of these tests' own: they harm it."""
    with postgres_cluster_running(durable=True) as cluster:
        yield cluster


@pytest.fixture
def address(cluster: PostgresCluster) -> Iterator[str]:
    with cluster.database() as address:
        migrate(address)
        yield address


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    database = Database(address)
    yield database
    await database.close()


@pytest.fixture
def journal(database: Database) -> SqlJournal:
    return SqlJournal(database)


async def test_a_connection_that_is_cut(journal: SqlJournal, cluster: PostgresCluster) -> None:
    await tap(journal, 1)
    with psycopg.connect(host=str(cluster.socket_folder), user="postgres", autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'vagvisare'"
        )
    with pytest.raises(JournalUnavailable):
        await tap(journal, 2)
    await once_back(journal, 2)
    assert await length(journal) == 2


async def test_a_server_that_hangs(
    journal: SqlJournal, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer comes all the same, and what was timed out but done is met as a conflict."""
    await tap(journal, 1)
    stopped = await database.write(backend)
    monkeypatch.setattr(engine, "PATIENCE_S", 0.3)
    os.kill(stopped, signal.SIGSTOP)
    try:
        with pytest.raises(JournalUnavailable):
            await tap(journal, 2)
    finally:
        os.kill(stopped, signal.SIGCONT)
    monkeypatch.setattr(engine, "PATIENCE_S", 3.0)
    await once_back(journal, 2)
    assert await length(journal) == 2


async def test_a_lock_that_another_session_holds(journal: SqlJournal, address: str) -> None:
    await tap(journal, 1)
    with psycopg.connect(address.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE event IN EXCLUSIVE MODE")
        with pytest.raises(JournalUnavailable, match="lock timeout"):
            await tap(journal, 2)
        other.rollback()
    assert await length(journal) == 1
    await tap(journal, 2)


async def test_a_database_that_is_read_only(address: str) -> None:
    setter = Database(address)
    name = make_url(address).database
    statement = text(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    await setter.write(lambda connection: connection.execute(statement).close())
    await setter.close()
    database = Database(address)
    with pytest.raises(JournalUnavailable, match="read-only"):
        await tap(SqlJournal(database), 1)
    assert await length(SqlJournal(database)) == 0
    await database.close()


async def test_crashes_of_the_server_lose_no_acknowledged_entry(
    journal: SqlJournal, database: Database, cluster: PostgresCluster
) -> None:
    """A killed backend makes PostgreSQL drop all connections and recover from its own log."""
    await tap(journal, 1)
    for number in range(2, 6):
        crashing, victim = checkpointer(cluster), await backend_of(database)
        tapping = asyncio.create_task(once_back(journal, number))
        await asyncio.sleep(0.0005 * number)
        os.kill(victim, signal.SIGKILL)
        await until_restarted(cluster, crashing)
        await tapping
        assert await length(journal) == number


def checkpointer(cluster: PostgresCluster) -> int | None:
    """Return a process of the server that is replaced when the server recovers; None while it does."""
    query = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"
    try:
        with psycopg.connect(host=str(cluster.socket_folder), user="postgres") as connection:
            row = connection.execute(query).fetchone()
    except psycopg.OperationalError:
        return None
    return None if row is None else row[0]


async def until_restarted(cluster: PostgresCluster, crashing: int | None) -> None:
    def restarted() -> bool:
        return checkpointer(cluster) not in {None, crashing}

    await asyncio.to_thread(wait_until, restarted, cluster.process, seconds=60)


async def backend_of(database: Database) -> int:
    """Return the server's process behind the writing connection, once the server has recovered for good."""
    while True:
        try:
            return await database.write(backend)
        except StoreUnavailable:
            await asyncio.sleep(0.05)


def backend(connection: Connection) -> int:
    pid: int = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    return pid


async def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    database = Database(f"postgresql://anna@/log?host={tmp_path}")
    with pytest.raises(JournalUnavailable):
        await SqlJournal(database).load(POOL)
    with pytest.raises(JournalUnavailable):
        await tap(SqlJournal(database), 1)
    await database.close()


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (psycopg.errors.DiskFull(), True),
        (psycopg.errors.DeadlockDetected(), True),
        (psycopg.errors.SerializationFailure(), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.errors.ReadOnlySqlTransaction(), True),
        (psycopg.errors.IoError(), True),
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.errors.UniqueViolation(), False),
        (psycopg.errors.CheckViolation(), False),
        (psycopg.errors.UndefinedTable(), False),
        (psycopg.errors.SyntaxError(), False),
        (psycopg.ProgrammingError("ours"), False),
        (ValueError("neither"), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_which_errors_speak_of_the_servers_state(error: Exception, away: bool) -> None:
    assert is_unavailable(DBAPIError("statement", {}, error)) == away
