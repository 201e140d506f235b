"""Addresses, transactions and what the database's errors mean."""

import asyncio
import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from signaling.store.engine import Database, StoreAddressError, StoreUnavailable, store_url
from signaling.store.tables import neighbourhood


def add(connection: Connection, name: str) -> None:
    connection.execute(neighbourhood.insert().values(id=name, name=name))


def names(connection: Connection) -> list[str]:
    return list(connection.scalars(neighbourhood.select().with_only_columns(neighbourhood.c.id)))


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("sqlite:///a.sqlite", "sqlite+pysqlite:///a.sqlite"),
        ("sqlite+aiosqlite:////srv/a.sqlite", "sqlite+pysqlite:////srv/a.sqlite"),
        ("postgresql://anna@db/log", "postgresql+psycopg://anna@db/log"),
        ("postgres://anna@db/log", "postgresql+psycopg://anna@db/log"),
        ("postgresql+asyncpg://anna@db/log", "postgresql+psycopg://anna@db/log"),
    ],
)
def test_addresses_are_read_with_our_drivers(address: str, read: str) -> None:
    assert store_url(address).render_as_string() == read


@pytest.mark.parametrize(
    "address", ["", "log", "sqlite://", "sqlite:///:memory:", "mysql://db/log", "nonsense://x"]
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(StoreAddressError):
        store_url(address)


async def test_a_write_is_all_or_nothing(database: Database) -> None:
    def fail(connection: Connection) -> None:
        add(connection, "varby")
        raise KeyError("after the first half")

    with pytest.raises(KeyError):
        await database.write(fail)
    assert await database.read(names) == []
    await database.write(lambda connection: add(connection, "varby"))
    assert await database.read(names) == ["varby"]


async def test_a_violated_constraint_is_no_outage(database: Database) -> None:
    await database.write(lambda connection: add(connection, "varby"))
    with pytest.raises(IntegrityError):
        await database.write(lambda connection: add(connection, "varby"))


async def test_a_fault_of_ours_is_no_outage(database: Database) -> None:
    with pytest.raises(DBAPIError):
        await database.read(lambda connection: connection.execute(text("SELECT nothing FROM nowhere")).all())


async def test_writes_go_in_the_order_in_which_they_were_asked_for(database: Database) -> None:
    order = [f"place-{number:02}" for number in range(20)]
    done: list[str] = []

    def work(connection: Connection, name: str) -> None:
        add(connection, name)
        done.append(name)

    await asyncio.gather(*(database.write(lambda c, name=name: work(c, name)) for name in order))  # type: ignore[misc]
    assert done == order


async def test_readers_do_not_wait_for_the_writer(database: Database) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow(connection: Connection) -> None:
        add(connection, "varby")
        inside.set()
        go_on.wait(timeout=10)

    writing = asyncio.create_task(database.write(slow))
    await asyncio.to_thread(inside.wait, 10)
    assert await database.read(names) == []
    go_on.set()
    await writing
    assert await database.read(names) == ["varby"]


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises((StoreUnavailable, DBAPIError)):
        await database.read(lambda connection: add(connection, "varby"))


async def test_the_patience_of_a_caller_ends(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signaling.store.engine.PATIENCE_S", 0.05)
    go_on = threading.Event()
    with pytest.raises(StoreUnavailable):
        await database.write(lambda _: go_on.wait(timeout=10))
    never: list[bool] = []
    with pytest.raises(StoreUnavailable):
        await database.write(lambda _: never.append(True))
    go_on.set()
    monkeypatch.undo()
    await database.write(lambda connection: add(connection, "varby"))
    assert not never, "what was given up before it began must not be done later"


async def test_a_closed_store_lets_its_running_work_end(address: str) -> None:
    database = Database(address)
    writing = asyncio.create_task(database.write(lambda connection: add(connection, "varby")))
    await asyncio.sleep(0)
    await database.close()
    await writing
    again = Database(address)
    assert await again.read(names) == ["varby"]
    await again.close()


async def test_an_sqlite_file_is_its_owners_and_survives_power_loss(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    database = Database(f"sqlite:///{file}")
    pragmas = await database.write(
        lambda connection: {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    )
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    await database.close()


async def test_a_folder_that_is_not_there_is_an_outage_with_words(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/nowhere/store.sqlite")
    with pytest.raises(StoreUnavailable, match="unable to open database file"):
        await database.read(names)
    await database.close()
