"""By which hours the pool was served, and since when: the journal's own entries, whatever the rules are now.

The hours of the days ahead are told to the pool anew each day, and whenever somebody changes the rules: so
what was told last is what was in force.
"""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Connection, Select, select

from signaling.core.events import HoursSet
from signaling.core.hours import Hours
from signaling.core.ids import Instant, PoolId
from signaling.store.codec import decode_event
from signaling.store.engine import Database
from signaling.store.tables import HOURS, event

Told = tuple[Instant, Hours | None]
"""From this instant on these hours; None: always open."""


class HoursTold:
    """Those of one pool."""

    def __init__(self, database: Database, *, pool: PoolId) -> None:
        self._database = database
        self._pool = pool

    async def since(self, since: Instant) -> Sequence[Told]:
        """What was told from `since` on, after what was in force then, in order. Raises `StoreUnavailable`.

        Of a journal that was cut, or has no entry yet, what was in force before the first of these is not
        known.
        """
        return await self._database.read(lambda connection: _since(connection, self._pool, since))


def told_to(pool: PoolId) -> Select[tuple[Instant, str, str]]:
    """The entries that told the pool its hours.

    `BETWEEN`, as for an equal pool SQLite would walk the whole journal by its key, and not the few of these.
    """
    return select(event.c.at, event.c.type, event.c.body).where(event.c.pool.between(pool, pool), HOURS)


def _since(connection: Connection, pool: PoolId, since: Instant) -> list[Told]:
    told = told_to(pool)
    before = connection.execute(
        told.where(event.c.at <= since).order_by(event.c.seq.desc()).limit(1)
    ).one_or_none()
    after = connection.execute(told.where(event.c.at > since).order_by(event.c.seq)).all()
    found = [
        (row.at, cast("HoursSet", decode_event(row.type, row.body)).hours)
        for row in ([before] if before is not None else []) + list(after)
    ]
    if before is None:
        oldest = connection.execute(
            select(event.c.seq, event.c.at).where(event.c.pool == pool).order_by(event.c.seq).limit(1)
        ).one_or_none()
        if oldest is not None and oldest.seq == 1:  # Nobody had told it any hours: it was open.
            found.insert(0, (oldest.at, None))
    return found
