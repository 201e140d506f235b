"""What was deleted must not be read in the database's files either, as far as the database lets us.

SQLite overwrites deleted rows with zeros (`PRAGMA secure_delete`, see `store.engine`), but the write-ahead
log has older copies of their pages until it is folded into the file and cut off, which `sweep` does.
PostgreSQL frees the space with VACUUM and writes over it when it needs it; its files, its own write-ahead log
and every backup keep the bytes until then. `rewrite` makes the tables' files anew, and that is all one can do
from here.
"""

from sqlalchemy import create_engine

from signaling.store.engine import BUSY_TIMEOUT_MS, Database
from signaling.store.retention.scope import EMPTIED


def sweep(database: Database) -> bool:
    """Leave nothing of deleted rows that a quick step removes. Blocks.

    False: somebody read in the file meanwhile, and the write-ahead log is still there; try again later.
    """
    if database.dialect == "sqlite":
        (busy,) = _run(database, "PRAGMA wal_checkpoint(TRUNCATE)")
        return not busy
    _run(database, f"VACUUM {', '.join(EMPTIED)}")
    return True


def rewrite(database: Database) -> bool:
    """Write the tables anew, without what was ever deleted of them. Blocks, and stops all writers meanwhile.

    Needed once for an SQLite file that was used by a version that did not overwrite, and for PostgreSQL
    whenever the bytes must go now. False as for `sweep`.
    """
    if database.dialect == "sqlite":
        _run(database, "VACUUM")
        return sweep(database)
    _run(database, f"VACUUM FULL {', '.join(EMPTIED)}")
    return True


def _run(database: Database, statement: str) -> list[int]:
    """The first column of what the statement answers; on a connection of its own, in no transaction."""
    patience = {"timeout": BUSY_TIMEOUT_MS / 1_000} if database.dialect == "sqlite" else {}
    engine = create_engine(database.url, isolation_level="AUTOCOMMIT", connect_args=patience)
    try:
        with engine.connect() as connection:
            if database.dialect == "sqlite":
                connection.exec_driver_sql("PRAGMA secure_delete = ON")
            answer = connection.exec_driver_sql(statement)
            return [row[0] for row in answer] if answer.returns_rows else []
    finally:
        engine.dispose()
