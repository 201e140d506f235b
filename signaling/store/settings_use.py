"""How much what the settings name was used lately. Sums only: no call can be told from another in them.

All functions raise `StoreUnavailable` where the database does not answer.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from signaling.core.ids import Instant, Language, Milliseconds, PoolId, SiteId
from signaling.store.engine import Database
from signaling.store.tables import call

QUARTER: Milliseconds = 15 * 60_000


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many calls in a language came at a site in the quarter of an hour that began `at`."""

    site: SiteId
    language: Language
    at: Instant
    calls: int


class SettingsUse:
    """That of one pool's."""

    def __init__(self, database: Database, *, pool: PoolId) -> None:
        self._database = database
        self._pool = pool

    async def topics(self, topics: Collection[str], *, since: Instant) -> Mapping[str, int]:
        """For how many calls each of these was noted; without those that none was."""
        query = (
            select(call.c.topic, func.count().label("calls"))
            .where(call.c.pool == self._pool, call.c.queued_at >= since, call.c.topic.in_(topics))
            .group_by(call.c.topic)
        )
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return {row.topic: row.calls for row in rows}

    async def arrivals(self, *, since: Instant) -> tuple[Arrivals, ...]:
        """All calls, those outside the hours too: they came, and found it closed."""
        quarter = (call.c.queued_at // QUARTER).label("quarter")
        query = (
            select(call.c.site, call.c.language, quarter, func.count().label("calls"))
            .where(call.c.pool == self._pool, call.c.queued_at >= since)
            .group_by(call.c.site, call.c.language, quarter)
        )
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(
            Arrivals(SiteId(row.site), Language(row.language), row.quarter * QUARTER, row.calls)
            for row in rows
        )
