"""What stands in a database, as plain values to compare."""

from typing import Any

from sqlalchemy import select

from signaling.store.engine import Database
from signaling.store.tables import call, event, ring

Rows = dict[str, list[dict[str, Any]]]


async def rows_of(database: Database) -> Rows:
    """Return all rows of the journal and the session log, sorted by their keys."""
    return await database.read(
        lambda connection: {
            table.name: [
                dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in (event, call, ring)
        }
    )
