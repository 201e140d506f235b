"""When the file fails: an honest error, nothing by halves, and work goes on afterwards (F18, F19)."""

import asyncio
import contextlib
import os
import sqlite3
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError

from signaling.ports import JournalUnavailable
from signaling.store import engine
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.migrate import migrate
from tests.store.histories import POOL
from tests.store.trouble import length, tap, tap_until_refused


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 200)
    monkeypatch.setattr(engine, "PATIENCE_S", 3.0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    migrate(f"sqlite:///{tmp_path}/store.sqlite")
    return tmp_path / "store.sqlite"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{file}")
    yield database
    await database.close()


@pytest.fixture
def journal(database: Database) -> SqlJournal:
    return SqlJournal(database)


@pytest.mark.parametrize("used_before", [True, False])
async def test_a_lock_that_another_process_holds(journal: SqlJournal, file: Path, used_before: bool) -> None:
    if used_before:
        await tap(journal, 1)
    before = 1 if used_before else 0
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(JournalUnavailable, match="locked"):
        await tap(journal, before + 1)
    other.execute("ROLLBACK")
    other.close()
    assert await length(journal) == before
    await tap(journal, before + 1)
    assert await length(journal) == before + 1


async def test_a_lock_that_is_soon_let_go_is_only_waited_for(journal: SqlJournal, file: Path) -> None:
    await tap(journal, 1)
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(0.05, other.execute, "ROLLBACK")
    await tap(journal, 2)
    other.close()


async def test_a_full_disk(journal: SqlJournal, database: Database) -> None:
    with limited(database) as limit:
        await tap(journal, 1)
        limit(pages=await database.read(pages_used))
        number = await tap_until_refused(journal, after=1)
        assert await length(journal) == number
        with pytest.raises(JournalUnavailable, match="full"):
            await tap(journal, number + 1)
        limit(pages=1_000_000)
        await tap(journal, number + 1)
        assert await length(journal) == number + 1


async def test_a_real_full_disk() -> None:
    """A device of its own is needed, which only root can make; the test above needs none."""
    with tiny_disk(kilobytes=2_400) as folder:
        migrate(f"sqlite:///{folder}/store.sqlite")
        database = Database(f"sqlite:///{folder}/store.sqlite")
        journal = SqlJournal(database)
        ballast = folder / "ballast"
        await tap(journal, 1)
        free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_bsize
        await asyncio.to_thread(ballast.write_bytes, bytes(max(0, free - 40_000)))
        number = await tap_until_refused(journal, after=1)
        assert await length(journal) == number
        await asyncio.to_thread(ballast.unlink)
        await tap(journal, number + 1)
        assert await length(journal) == number + 1
        await database.close()


async def test_a_file_that_became_read_only(journal: SqlJournal, database: Database) -> None:
    await tap(journal, 1)
    await database.write(lambda connection: connection.exec_driver_sql("PRAGMA query_only = ON").close())
    with pytest.raises(JournalUnavailable, match="readonly"):
        await tap(journal, 2)
    assert await length(journal) == 1


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "letter.sqlite"
    await asyncio.to_thread(file.write_bytes, b"Dear resident, " * 1_000)
    database = Database(f"sqlite:///{file}")
    with pytest.raises(JournalUnavailable, match="not a database"):
        await SqlJournal(database).load(POOL)
    await database.close()


async def test_a_store_that_was_never_migrated_is_a_fault_of_ours(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/empty.sqlite")
    with pytest.raises(DBAPIError, match="no such table"):
        await SqlJournal(database).load(POOL)
    await database.close()


def pages_used(connection: Connection) -> int:
    pages: int = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    return pages


@contextlib.contextmanager
def limited(database: Database) -> Iterator["Limit"]:
    """Let the test say how large the file may grow."""
    limit = Limit()
    event.listen(database._writing, "begin", limit.apply, insert=True)
    yield limit
    event.remove(database._writing, "begin", limit.apply)


class Limit:
    def __init__(self) -> None:
        self._pages: int | None = None

    def __call__(self, *, pages: int) -> None:
        self._pages = pages

    def apply(self, connection: Connection) -> None:
        if self._pages is not None:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {self._pages}")


@contextlib.contextmanager
def tiny_disk(*, kilobytes: int) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder],
        capture_output=True,
        check=False,
    )
    try:
        if mounted.returncode != 0:
            pytest.fail("This test mounts a disk of its own and needs root for it: sudo make test.")
        yield folder
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        folder.rmdir()
