"""When a server of the pool ran: rows that every server that runs carries on, each its own.

The journal cannot tell it. A night without an entry and a night without a server look the same in it, and
only the next start says that everybody was lost. So a server notes every `BEAT` that it runs and reaches the
store; what lies between the notes of all servers is time in which nobody could have been let in.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from sqlalchemy import Connection, func, insert, select, update

from signaling.core.ids import Instant, Milliseconds, PoolId
from signaling.core.pool_settings import SECOND
from signaling.ports import Clock, JournalUnavailable
from signaling.store.engine import Database
from signaling.store.tables import server_run

BEAT: Final[Milliseconds] = 15 * SECOND
SILENT: Final[Milliseconds] = 3 * BEAT
"""Without a note for so long, a server did not run, or did not reach the store."""

Gap = tuple[Instant, Instant]


class ServerRuns:
    """Those of one pool. All raise `StoreUnavailable`."""

    def __init__(self, database: Database, *, pool: PoolId, clock: Clock) -> None:
        self._database = database
        self._pool = pool
        self._clock = clock

    async def note(self, run: int | None) -> int:
        """Note that this server runs, and return the number to note it under from then on; `run` is what was
        returned last.
        """
        return await self._database.write(lambda connection: self._note(connection, run))

    async def gaps(self, since: Instant) -> Sequence[Gap]:
        """When no server ran, from `since` to now, in order; nothing is known of before the first note."""
        return await self._database.read(lambda connection: self._gaps(connection, since))

    def _note(self, connection: Connection, run: int | None) -> int:
        now = self._clock.now()
        if run is not None:
            going_on = (server_run.c.id == run, server_run.c.until >= now - SILENT)
            if connection.execute(update(server_run).where(*going_on).values(until=now)).rowcount:
                return run
        row = {"pool": self._pool, "since": now, "until": now}
        number: int = connection.execute(insert(server_run).returning(server_run.c.id), row).scalar_one()
        return number

    def _gaps(self, connection: Connection, since: Instant) -> list[Gap]:
        of_pool = server_run.c.pool == self._pool
        begun = connection.scalar(select(func.min(server_run.c.since)).where(of_pool))
        if begun is None:
            return []
        query = (
            select(server_run.c.since, server_run.c.until)
            .where(of_pool, server_run.c.until > since)
            .order_by(server_run.c.since)
        )
        gaps: list[Gap] = []
        reached = max(begun, since)
        for row in connection.execute(query):
            if row.since > reached:
                gaps.append((reached, row.since))
            reached = max(reached, row.until)
        now = self._clock.now()
        return [*gaps, (reached, now)] if now - reached > SILENT else gaps


async def keep_noting(runs: ServerRuns) -> None:
    """Note that this server runs, until cancelled, and then once more."""
    run: int | None = None
    try:
        while True:
            with suppress(JournalUnavailable):
                run = await runs.note(run)
            await asyncio.sleep(BEAT / SECOND)
    finally:
        with suppress(JournalUnavailable):
            await runs.note(run)
