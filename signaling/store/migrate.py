"""Bringing a database to the shape that this version of the program expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from signaling.store.engine import store_url, transaction, writing_engine

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 0x5641_4756
"""PostgreSQL's advisory lock for migrations: the letters VAGV."""

_PATIENCE_MS = 600_000
"""A long journal takes minutes to change; whoever else was started meanwhile waits."""


class NewerStore(Exception):
    """A newer version of the program has changed the store: run that one, or restore a backup."""


def migrate(address: str) -> None:
    """Create or upgrade the tables of this store, all or nothing; a no-op at head.

    Several programs may call it at once: one works and the others wait for it. Raises
    `StoreUnavailable` and `NewerStore`.
    """
    engine = writing_engine(store_url(address), lock_patience_ms=_PATIENCE_MS)
    try:
        transaction(engine, _upgrade)
    finally:
        engine.dispose()


def is_at_head(connection: Connection) -> bool:
    """Whether this version can work with the store as it is."""
    current = MigrationContext.configure(connection).get_current_revision()
    return current == ScriptDirectory.from_config(script_config()).get_current_head()


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('lock_timeout', '0', true)"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    config = script_config()
    current = MigrationContext.configure(connection).get_current_revision()
    if current not in {None, *_known(config)}:
        raise NewerStore(f"The store is at {current}, which this version of the program does not know.")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _known(config: Config) -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def script_config() -> Config:
    """Return what alembic's commands need; give them the connection in `attributes["connection"]`."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
