"""The versions of each area of the settings that admins made: appended, never changed, kept for good.

Who changed what, and why, is itself a record of the municipality; no rule of retention destroys it.
All functions raise `StoreUnavailable` where the database does not answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select
from sqlalchemy.exc import IntegrityError

from signaling.core.ids import Instant, PoolId
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, Filter, write_audit
from signaling.store.engine import Database
from signaling.store.tables import settings_version

Content = Mapping[str, Any]


class SettingsChanged(Exception):
    """Somebody else made a version after the one that this change was made on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsVersion:
    area: str
    number: int
    at: Instant
    who: str
    note: str
    undoes: int | None
    content: Content | None
    """None: as the settings file has it."""


class SettingsVersions:
    """Those of one pool."""

    def __init__(self, database: Database, *, pool: PoolId, clock: Clock) -> None:
        self._database = database
        self._pool = pool
        self._clock = clock

    async def numbers(self) -> Mapping[str, int]:
        """The newest version's number of each area that has one."""
        query = (
            select(settings_version.c.area, func.max(settings_version.c.number).label("number"))
            .where(settings_version.c.pool == self._pool)
            .group_by(settings_version.c.area)
        )
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return {row.area: row.number for row in rows}

    async def newest(self) -> Mapping[str, SettingsVersion]:
        """The newest version of each area that has one."""
        newest = (
            select(settings_version.c.area, func.max(settings_version.c.number).label("number"))
            .where(settings_version.c.pool == self._pool)
            .group_by(settings_version.c.area)
            .subquery()
        )
        query = self._select().join(
            newest,
            (settings_version.c.area == newest.c.area) & (settings_version.c.number == newest.c.number),
        )
        rows = await self._database.read(lambda connection: connection.execute(query).mappings().all())
        return {row["area"]: SettingsVersion(**row) for row in rows}

    async def page(
        self, area: str, *, before: int | None = None, limit: int = 50
    ) -> tuple[SettingsVersion, ...]:
        """The newest versions of an area, or those older than `before`."""
        query = self._select().where(settings_version.c.area == area)
        if before is not None:
            query = query.where(settings_version.c.number < before)
        query = query.order_by(settings_version.c.number.desc()).limit(limit)
        rows = await self._database.read(lambda connection: connection.execute(query).mappings().all())
        return tuple(SettingsVersion(**row) for row in rows)

    async def version(self, area: str, number: int) -> SettingsVersion | None:
        found = await self.page(area, before=number + 1, limit=1)
        return found[0] if found and found[0].number == number else None

    async def add(
        self,
        area: str,
        content: Content | None,
        *,
        base: int,
        note: str,
        by: Actor,
        undoes: int | None = None,
    ) -> SettingsVersion:
        """Make the version after `base`, with its row in the audit. Raises `SettingsChanged`."""
        made = SettingsVersion(
            area=area,
            number=base + 1,
            at=self._clock.now(),
            who=by.who,
            note=note,
            undoes=undoes,
            content=content,
        )
        try:
            return await self._database.write(lambda connection: self._add(connection, made, by))
        except IntegrityError:
            raise SettingsChanged from None

    def _add(self, connection: Connection, made: SettingsVersion, by: Actor) -> SettingsVersion:
        number = select(func.max(settings_version.c.number)).where(
            settings_version.c.pool == self._pool, settings_version.c.area == made.area
        )
        if (connection.scalar(number) or 0) != made.number - 1:
            raise SettingsChanged
        values = {name: getattr(made, name) for name in SettingsVersion.__dataclass_fields__}
        connection.execute(insert(settings_version).values(pool=self._pool, **values))
        undoes = {} if made.undoes is None else {"undoes": made.undoes}
        given: Filter = {"area": made.area, "version": made.number, **undoes}
        what = AuditAction.CHANGE_SETTINGS
        write_audit(connection, by, at=made.at, what=what, given=given, rows=1)
        return made

    def _select(self) -> Select[Any]:
        columns = (settings_version.c[name] for name in SettingsVersion.__dataclass_fields__)
        return select(*columns).where(settings_version.c.pool == self._pool)
