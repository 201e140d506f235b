"""What each guide serves today, where it is less than everything that the guide can."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert

from signaling.core.ids import Instant, Language
from signaling.store.engine import Database
from signaling.store.revision import grow
from signaling.store.tables import shift


class Shifts:
    """Written here and read with the directory. Raises `StoreUnavailable` where the database is away."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def choose(self, staff_id: str, languages: Sequence[Language], *, until: Instant) -> None:
        """Serve only `languages` before `until`; it counts from the next time the desk connects."""
        values = {"staff": staff_id, "languages": list(languages), "until": until}

        def write(connection: Connection) -> None:
            connection.execute(delete(shift).where(shift.c.staff == staff_id))
            connection.execute(insert(shift), values)
            grow(connection)

        await self._database.write(write)
