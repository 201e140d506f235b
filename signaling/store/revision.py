"""One number that grows with every change of the directory, so that each node can tell a stale copy of it."""

from sqlalchemy import Connection, select, update

from signaling.store.tables import directory_revision


def grow(connection: Connection) -> None:
    """Call it in each transaction that changes a place, a kiosk or an account."""
    connection.execute(update(directory_revision).values(revision=directory_revision.c.revision + 1))


def current(connection: Connection) -> int:
    revision: int = connection.scalars(select(directory_revision.c.revision)).one()
    return revision
