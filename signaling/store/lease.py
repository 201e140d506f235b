"""Leases: of several nodes, one at a time has a duty.

The database's clock says who has it, so that nodes whose clocks differ never both have it (F21).
"""

from sqlalchemy import ColumnElement, Connection, delete, func, insert, literal_column, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import BigInteger

from signaling.core.ids import Milliseconds
from signaling.store.engine import Database
from signaling.store.tables import lease


class Leases:
    """All functions raise `StoreUnavailable` where the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._now = database_time(database.dialect)

    async def take(self, duty: str, owner: str, *, lasts: Milliseconds) -> bool:
        """Take the duty, or keep it, from now on for `lasts`. False: another node has it."""
        try:
            return await self._database.write(lambda connection: self._take(connection, duty, owner, lasts))
        except IntegrityError:  # another node was first to take it ever
            return False

    async def give_back(self, duty: str, owner: str) -> None:
        """Let another node have it at once. Nothing happens where `owner` does not have it."""
        mine = delete(lease).where(lease.c.duty == duty, lease.c.owner == owner)
        await self._database.write(lambda connection: connection.execute(mine).rowcount)

    def _take(self, connection: Connection, duty: str, owner: str, lasts: Milliseconds) -> bool:
        until = self._now + lasts
        free = or_(lease.c.owner == owner, lease.c.until <= self._now)
        mine = update(lease).where(lease.c.duty == duty, free).values(owner=owner, until=until)
        if connection.execute(mine).rowcount == 1:
            return True
        if connection.scalar(select(lease.c.duty).where(lease.c.duty == duty)) is not None:
            return False
        connection.execute(insert(lease).values(duty=duty, owner=owner, until=until))
        return True


def database_time(dialect: str) -> ColumnElement[int]:
    """The instant of the statement, by the clock of the machine that the database runs on."""
    if dialect == "postgresql":
        seconds = func.extract("epoch", func.clock_timestamp())
        return func.cast(seconds * 1_000, BigInteger)
    return literal_column("CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)", BigInteger)
