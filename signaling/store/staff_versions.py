"""What changed about each account of staff, change by change: who may do what, and since when.

Written in the transaction of the change itself, beside its row in the audit, and destroyed with it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select

from signaling.core.ids import Instant
from signaling.store.engine import Database
from signaling.store.tables import staff_version


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffVersion:
    """One change of an account. `before` and `after` hold what differs, by the names of `Account`."""

    staff: str
    number: int
    at: Instant
    who: str
    approved_by: str | None = None
    note: str
    undoes: int | None = None
    before: Mapping[str, Any] | None
    """None: the account is new."""
    after: Mapping[str, Any]
    password: bool
    """Whether the password was replaced."""


class StaffVersions:
    """All functions raise `StoreUnavailable` where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, staff_id: str, *, before: int | None = None, limit: int = 50
    ) -> tuple[StaffVersion, ...]:
        """The newest versions of an account, or those older than `before`."""
        query = select(staff_version).where(staff_version.c.staff == staff_id)
        if before is not None:
            query = query.where(staff_version.c.number < before)
        query = query.order_by(staff_version.c.number.desc()).limit(limit)
        rows = await self._database.read(lambda connection: connection.execute(query).mappings().all())
        return tuple(StaffVersion(**row) for row in rows)


def next_number(connection: Connection, staff_id: str) -> int:
    """Of the version that comes next, where the account's row is held."""
    newest = select(func.max(staff_version.c.number)).where(staff_version.c.staff == staff_id)
    return (connection.scalar(newest) or 0) + 1


def write_version(connection: Connection, made: StaffVersion) -> None:
    """Write it into the transaction of the change that it tells of."""
    connection.execute(insert(staff_version).values(**asdict(made)))
