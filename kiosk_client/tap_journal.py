"""What the kiosk remembers of each tap until the server has it.

A resident's tap is written to disk before the page says "calling", so a call is in the log from the tap on,
even where the network, the server or this machine fails in the next instant. Once the server has
acknowledged the call, the tap is *settled*; those that never were are reported afterwards. No tap says who
tapped.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from signaling.headless.call_id import new_call_id
from signaling.wire.scalars import CallId, Instant, Milliseconds

KEPT: Final[Milliseconds] = 24 * 3_600_000
"""How long a settled tap is kept, for whoever looks for a fault."""
MOST_UNSETTLED: Final = 10_000
"""Beyond this the oldest are given up: months without a server."""

_RUINED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS tap (
    call       TEXT    NOT NULL PRIMARY KEY,  -- UUIDv7, the call's id everywhere
    language   TEXT    NOT NULL,              -- BCP 47
    tapped_at  INTEGER NOT NULL,              -- milliseconds since 1970 UTC
    settled_at INTEGER                        -- when the server was known to have it
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS unsettled ON tap (tapped_at) WHERE settled_at IS NULL;
"""

T = TypeVar("T")


class JournalUnusable(Exception):
    """The disk is full, read-only or broken. The call may go on; the tap may be lost with the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    call: CallId
    language: str
    tapped_at: Instant


class TapJournal:
    """One SQLite file with `synchronous=FULL`, used from one thread of its own. `close` it at the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tap-journal")
        self._connection: sqlite3.Connection | None = None

    async def write(self, language: str, now: Instant) -> Tap:
        """A new tap, on disk when this returns. Raises `JournalUnusable`."""
        tap = Tap(call=new_call_id(now), language=language, tapped_at=now)
        await self._run(
            lambda db: db.execute(
                "INSERT INTO tap (call, language, tapped_at) VALUES (?, ?, ?)",
                (tap.call, tap.language, tap.tapped_at),
            )
        )
        return tap

    async def settle(self, calls: Sequence[CallId], now: Instant) -> None:
        """The server has these calls. Repeats do no harm. Raises `JournalUnusable`."""
        await self._run(
            lambda db: db.executemany(
                "UPDATE tap SET settled_at = ? WHERE call = ? AND settled_at IS NULL",
                [(now, call) for call in calls],
            )
        )

    async def unsettled(self, *, before: Instant, limit: int = 100) -> Sequence[Tap]:
        """The oldest taps from before `before` that the server may not have. Raises `JournalUnusable`."""
        rows = await self._run(
            lambda db: db.execute(
                "SELECT call, language, tapped_at FROM tap WHERE settled_at IS NULL AND tapped_at < ?"
                " ORDER BY tapped_at LIMIT ?",
                (before, limit),
            ).fetchall()
        )
        return [Tap(call=call, language=language, tapped_at=tapped_at) for call, language, tapped_at in rows]

    async def purge(self, now: Instant) -> None:
        """Forget what has been settled long enough, and what is too much. Raises `JournalUnusable`."""

        def purge(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM tap WHERE settled_at < ?", (now - KEPT,))
            db.execute(
                "DELETE FROM tap WHERE call IN (SELECT call FROM tap WHERE settled_at IS NULL"
                " ORDER BY tapped_at DESC LIMIT -1 OFFSET ?)",
                (MOST_UNSETTLED,),
            )

        await self._run(purge)

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._disconnect)
        self._thread.shutdown()

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        def in_thread() -> T:
            try:
                return work(self._connected())
            except (sqlite3.Error, OSError) as error:
                self._disconnect()
                if getattr(error, "sqlite_errorcode", None) in _RUINED:
                    self._set_aside()
                raise JournalUnusable(str(error)) from error

        return await asyncio.get_running_loop().run_in_executor(self._thread, in_thread)

    def _connected(self) -> sqlite3.Connection:
        """Opened at the first use, and anew after a failure: a disk that recovers is used again."""
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            connection = sqlite3.connect(self._path, isolation_level=None, timeout=2, check_same_thread=False)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.executescript(_SCHEMA)
            except sqlite3.Error:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _set_aside(self) -> None:
        """Begin anew beside a file that is no journal any more, which is kept for whoever can read it."""
        for suffix in ("", "-wal", "-shm"):
            file = self._path.with_name(self._path.name + suffix)
            if file.exists():
                file.replace(self._path.with_name(f"{self._path.name}.ruined{suffix}"))

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
