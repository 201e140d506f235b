"""Every test that asks for `address` runs on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.migrate import migrate
from tests.fakes import ManualClock


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite"
    address: str = request.getfixturevalue("fresh_postgres")
    return address


@pytest.fixture
def address(empty_address: str) -> str:
    migrate(empty_address)
    return empty_address


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    database = Database(address)
    yield database
    await database.close()


@pytest.fixture
def journal(database: Database) -> SqlJournal:
    return SqlJournal(database)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()
