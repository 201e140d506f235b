"""The one way to the database: a writer thread and a few reader threads, seen from asyncio.

All writes of a process go through one thread and one connection. SQLite allows one writer anyway, and a
thread hop per *transaction* rather than per statement measured three times faster than an asynchronous
driver. Reads run beside it: SQLite in WAL mode and PostgreSQL both let readers see the last commit
meanwhile.

Work is a plain function of a SQLAlchemy `Connection`; what it returns is what the caller gets. A `write` is
one transaction: committed when the function returns, rolled back when it raises.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from signaling.ports import JournalUnavailable

T = TypeVar("T")
Work = Callable[[Connection], T]

READERS = 4
BUSY_TIMEOUT_MS = 2_000
"""How long to wait for a lock that another process holds."""
PATIENCE_S = 8.0
"""How long a caller waits for any work: shorter than the exchange's own patience with the journal."""

_SQLITE_OURS = frozenset({1, 17, 18, 19, 20, 21, 25})
"""Primary result codes that speak of a fault of ours:

ERROR, SCHEMA, TOOBIG, CONSTRAINT, MISMATCH, MISUSE, RANGE.
"""
_POSTGRES_AWAY = ("08", "25006", "40", "53", "55", "57", "58", "XX")
"""SQLSTATE classes that speak of the server's state:

connection, read-only, rollback, resources, shutdown, I/O.
"""


class StoreUnavailable(JournalUnavailable):
    """The database did not do it: away, locked, full or read-only. Try again later.

    Nothing was written, with one exception that no network can rule out: where the answer to a commit was
    lost, it may have been done. The journal then meets its own entries at the next append, as a
    `JournalConflict`.
    """


class StoreAddressError(Exception):
    """The store's address cannot be used; the text says why."""


def store_url(address: str) -> URL:
    """Read a store's address: `sqlite:///FILE` or `postgresql://…`, with this program's drivers.

    Raises `StoreAddressError` for other databases, and for an SQLite database that is not in a file.
    """
    try:
        url = make_url(address)
    except ArgumentError:
        raise StoreAddressError(
            "The store's address is not of the form sqlite:///FILE or postgresql://…"
        ) from None
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return url.set(drivername="sqlite+pysqlite")
        case "sqlite":
            raise StoreAddressError("An SQLite store must be a file: sqlite:///FILE")
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise StoreAddressError(f"{other} is not supported: use sqlite:///FILE or postgresql://…")


def is_there(address: str) -> bool:
    """Whether a file has been made for it; a server is asked only when it is used."""
    url = store_url(address)
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).exists()


def writing_engine(url: URL, *, lock_patience_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """Return an engine of one connection, whose transactions may write.

    `lock_patience_ms` is how long a transaction waits for another writer's end.
    """
    return _engine(url, connections=1, writes=True, lock_patience_ms=lock_patience_ms)


def reading_engine(url: URL) -> Engine:
    """Return an engine of `READERS` connections, whose transactions may not write, and see one commit
    throughout.
    """
    return _engine(url, connections=READERS, writes=False, lock_patience_ms=BUSY_TIMEOUT_MS)


def _engine(url: URL, *, connections: int, writes: bool, lock_patience_ms: int) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, connections=connections, writes=writes, lock_patience_ms=lock_patience_ms)
    return create_engine(
        url,
        isolation_level="READ COMMITTED" if writes else "REPEATABLE READ",
        pool_size=connections,
        max_overflow=0,
        pool_timeout=PATIENCE_S,
        pool_pre_ping=not writes,
        connect_args={
            "application_name": "vagvisare",
            "connect_timeout": 3,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 5_000,
            "options": f"-c lock_timeout={lock_patience_ms} -c timezone=UTC"
            + ("" if writes else " -c default_transaction_read_only=on"),
        },
    )


def _sqlite_engine(url: URL, *, connections: int, writes: bool, lock_patience_ms: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=PATIENCE_S,
        connect_args={
            "check_same_thread": False,
            "timeout": lock_patience_ms / 1_000,
            "isolation_level": None,
        },
    )

    @event.listens_for(engine, "do_connect")
    def _only_the_owner_reads_it(*_: object) -> None:
        # Only where there is none: closing a file that SQLite has open here would drop its locks (POSIX), and
        # another process would then take the write-ahead log away from under us.
        with suppress(OSError):  # SQLite's own error says it better
            os.close(os.open(Path(str(url.database)), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _: object) -> None:
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "journal_size_limit = 67108864",
            "temp_store = MEMORY",
            "secure_delete = ON",  # what is deleted is overwritten; see store.retention.sweep
            f"query_only = {'OFF' if writes else 'ON'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


class Database:
    """An open store. Close it after everything that uses it has stopped."""

    def __init__(self, address: str, *, patience_s: float | None = None) -> None:
        """Connect lazily: a server that is away shows itself at the first use. Raises `StoreAddressError`.

        `patience_s` is for work that nobody waits for at a screen; `PATIENCE_S` where none is given.
        """
        self.url = url = store_url(address)
        self._patience_s = patience_s
        self._writing = writing_engine(url)
        self._reading = reading_engine(url)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self.dialect = url.get_backend_name()
        """`sqlite` or `postgresql`."""
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")

    async def write(self, work: Work[T]) -> T:
        """Run `work` in one write transaction, after all earlier ones, and commit.

        Raises `StoreUnavailable`.
        """
        return await self._run(self._writer, lambda: transaction(self._writing, work))

    async def read(self, work: Work[T]) -> T:
        """Run `work`, which must not write, beside the writer. Raises `StoreUnavailable`."""
        return await self._run(self._readers, lambda: transaction(self._reading, work))

    async def close(self) -> None:
        """Let running work end, then close all connections."""
        await asyncio.to_thread(self._shut)

    def _shut(self) -> None:
        for executor in (self._writer, self._readers):
            executor.shutdown(cancel_futures=True)
        self._reading.dispose()
        self._writing.dispose()

    async def _run(self, executor: Executor, work: Callable[[], T]) -> T:
        try:
            async with asyncio.timeout(self._patience_s or PATIENCE_S):
                return await asyncio.get_running_loop().run_in_executor(executor, work)
        except TimeoutError:
            raise StoreUnavailable("the database did not answer in time") from None


def transaction(engine: Engine, work: Work[T]) -> T:
    """Run `work` in one transaction, here and now. Raises `StoreUnavailable`."""
    try:
        with engine.begin() as connection:
            return work(connection)
    except PoolTimeout:
        raise StoreUnavailable("no connection to the database is free") from None
    except DBAPIError as error:
        if is_unavailable(error):
            raise StoreUnavailable(str(error.orig).strip()) from error
        raise


def is_unavailable(error: DBAPIError) -> bool:
    """Whether `error` speaks of the database's state rather than of a fault in what was asked."""
    cause: Any = error.orig
    match cause:
        case sqlite3.Error():
            code = getattr(cause, "sqlite_errorcode", None)
            return code is not None and code & 0xFF not in _SQLITE_OURS
        case psycopg.Error():
            state = cause.sqlstate
            return error.connection_invalidated or (
                isinstance(cause, psycopg.OperationalError)
                if state is None
                else state.startswith(_POSTGRES_AWAY)
            )
        case _:
            return False
