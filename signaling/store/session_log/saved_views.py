"""Selections of the log that people keep under a name, for themselves or for all who read the log.

A selection is names and values, as they stand in the page's address; what they mean is the page's concern.
All functions raise `StoreUnavailable` where the database does not answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, or_, select

from signaling.core.ids import PoolId
from signaling.ports import Clock
from signaling.store.engine import Database
from signaling.store.tables import saved_view

MOST = 50
"""Views of one person."""

Selection = Mapping[str, str]


class TooManyViews(Exception):
    """One person keeps `MOST` of them: forget one first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    id: int
    owner: str
    name: str
    shared: bool
    selection: Selection


class SavedViews:
    """Those of one pool."""

    def __init__(self, database: Database, *, pool: PoolId, clock: Clock) -> None:
        self._database = database
        self._pool = pool
        self._clock = clock

    async def seen_by(self, reader: str) -> tuple[SavedView, ...]:
        """Return the reader's own, and what others share, by name."""
        query = (
            select(saved_view)
            .where(saved_view.c.pool == self._pool)
            .where(or_(saved_view.c.owner == reader, saved_view.c.shared))
        )
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        views = [
            SavedView(id=row.id, owner=row.owner, name=row.name, shared=row.shared, selection=row.selection)
            for row in rows
        ]
        return tuple(sorted(views, key=lambda view: (view.name.casefold(), view.id)))

    async def save(self, owner: str, name: str, selection: Selection, *, shared: bool) -> None:
        """Keep it, in the place of the owner's own of that name. Raises `TooManyViews`."""
        own = (saved_view.c.pool == self._pool, saved_view.c.owner == owner)
        values = {
            "pool": self._pool,
            "owner": owner,
            "name": name,
            "shared": shared,
            "selection": dict(selection),
            "at": self._clock.now(),
        }

        def keep(connection: Connection) -> None:
            connection.execute(delete(saved_view).where(*own, saved_view.c.name == name))
            count = connection.scalar(select(func.count()).select_from(saved_view).where(*own)) or 0
            if count >= MOST:
                raise TooManyViews
            connection.execute(insert(saved_view).values(values))

        await self._database.write(keep)

    async def forget(self, owner: str, view: int) -> bool:
        """Forget one of the owner's own; False where there is none."""
        this = (saved_view.c.pool == self._pool, saved_view.c.owner == owner, saved_view.c.id == view)
        gone = await self._database.write(
            lambda connection: connection.execute(delete(saved_view).where(*this))
        )
        return gone.rowcount > 0
