"""Every test that asks for `address` or `empty_address` runs on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from tests.fakes import ManualClock


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def empty_address(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if dialect == "sqlite":
        return f"sqlite:///{tmp_path}/store.sqlite"
    address: str = request.getfixturevalue("fresh_postgres")
    return address


@pytest.fixture
def address(dialect: str, request: pytest.FixtureRequest) -> str:
    stores = {"sqlite": "sqlite_store", "postgresql": "postgres_store"}
    address: str = request.getfixturevalue(stores[dialect])
    return address


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
