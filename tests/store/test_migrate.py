"""The migrations make exactly the tables that the code expects."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, insert, inspect, select, text

from signaling.store.engine import Database, store_url, writing_engine
from signaling.store.journal import SqlJournal
from signaling.store.migrate import NewerStore, is_at_head, migrate, script_config
from signaling.store.tables import call_tally, metadata
from signaling.store.tally.tally import NUMBERS
from signaling.store.verification import Verdict, verify
from tests.store.histories import POOL, Day
from tests.store.rows import rows_of


@contextmanager
def connected(address: str) -> Iterator[Connection]:
    engine = writing_engine(store_url(address))
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def at_head(address: str) -> bool:
    with connected(address) as connection:
        return is_at_head(connection)


def move(connection: Connection, revision: str, *, down: bool = False) -> None:
    config = script_config()
    config.attributes["connection"] = connection
    (command.downgrade if down else command.upgrade)(config, revision)


def test_the_migrated_schema_is_the_declared_one(address: str) -> None:
    with connected(address) as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        for table in metadata.tables.values():
            here = inspect(connection)
            checks = {check["name"] for check in here.get_check_constraints(table.name)}
            declared = {str(part.name) for part in table.constraints if isinstance(part, CheckConstraint)}
            assert checks == declared
            unique = {index["name"]: index["unique"] for index in here.get_indexes(table.name)}
            for index in table.indexes:
                assert unique[str(index.name)] == index.unique


async def test_the_rings_of_guests_are_read_from_the_journal_of_an_older_store(address: str) -> None:
    database = Database(address)
    for batch in Day(3, grades=False).batches(60):  # No older program can read a journal with grades.
        await SqlJournal(database).append(POOL, batch)
    rows = await rows_of(database)
    assert {row["role"] for row in rows["ring"]} > {"guide"}
    await database.close()
    with connected(address) as connection:
        move(connection, "0002", down=True)
        move(connection, "head")
    database = Database(address)
    assert await rows_of(database) == rows
    await database.close()


def test_a_store_is_at_head_only_once_migrated(empty_address: str) -> None:
    assert not at_head(empty_address)
    migrate(empty_address)
    assert at_head(empty_address)
    migrate(empty_address)
    assert at_head(empty_address)


def test_the_way_back_leaves_nothing_and_the_way_up_again_works(address: str) -> None:
    with connected(address) as connection:
        move(connection, "base", down=True)
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
        move(connection, "head")
    assert at_head(address)


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    empty_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("half way")

    with monkeypatch.context() as patched:
        patched.setattr("alembic.op.create_index", fail)
        with pytest.raises(KeyError):
            migrate(empty_address)
    with connected(empty_address) as connection:
        assert inspect(connection).get_table_names() == []
    migrate(empty_address)
    assert at_head(empty_address)


def test_programs_that_migrate_at_once_wait_for_each_other(empty_address: str) -> None:
    faults: list[BaseException] = []

    def run() -> None:
        try:
            migrate(empty_address)
        except BaseException as fault:  # noqa: BLE001 - shown in the main thread
            faults.append(fault)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert at_head(empty_address)


def test_what_was_counted_before_anything_was_graded_is_counted_as_not_graded(empty_address: str) -> None:
    known = [("day", "", "2026-03-02", "", 7), ("month", "kiosk", "2026-02-01", "k1", 90)]
    with connected(empty_address) as connection:
        move(connection, "0017")
        for span, by, first, value, taps in known:
            counts = dict.fromkeys(NUMBERS, taps)
            row = {"pool": "p", "span": span, "by": by, "first": date.fromisoformat(first), "value": value}
            connection.execute(insert(call_tally), {**row, "other": "", **counts, "waits": []})
    migrate(empty_address)
    with connected(empty_address) as connection:
        kept = select(*call_tally.c["span", "by", "value", "other", "taps"]).order_by(call_tally.c.by)
        found = [tuple(row) for row in connection.execute(kept)]
    assert found == [
        ("day", "", "", "", 7),
        ("month", "kiosk", "k1", "", 90),
        ("month", "kiosk+quality", "k1", "", 90),
        ("day", "quality", "", "", 7),
    ]


def test_a_store_of_a_newer_version_is_left_alone(address: str) -> None:
    with connected(address) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not at_head(address)
    with pytest.raises(NewerStore, match="9999"):
        migrate(address)


def test_rows_from_before_the_chain_are_chained_as_they_stand(empty_address: str) -> None:
    with connected(empty_address) as connection:
        move(connection, "0003")
        for seq in range(1, 4):
            connection.execute(
                text("INSERT INTO event (pool, seq, at, type, body) VALUES ('p', :seq, 5, 'å', '{}')"),
                {"seq": seq},
            )
        connection.execute(
            text("""INSERT INTO audit (at, who, what, filter, rows, why)
                    VALUES (5, 'eva', 'read_log', '{"b": 1, "a": "ö"}', 2, '')""")
        )
    migrate(empty_address)
    database = Database(empty_address)

    async def verdicts() -> list[Verdict]:
        try:
            return await verify(database)
        finally:
            await database.close()

    assert [(verdict.rows, verdict.broken) for verdict in asyncio.run(verdicts())] == [
        (3, None),
        (1, None),
        (0, None),
    ]


def test_a_wish_for_a_self_test_goes_on_as_an_errand(empty_address: str) -> None:
    with connected(empty_address) as connection:
        move(connection, "0019")
        for statement in (
            "INSERT INTO neighbourhood (id, name) VALUES ('n', 'N')",
            "INSERT INTO site (id, name, neighbourhood, phone) VALUES ('s', 'S', 'n', '')",
            "INSERT INTO kiosk (id, name, site) VALUES ('k1', 'K', 's')",
            "INSERT INTO self_test_wish (kiosk, asked_at) VALUES ('k1', 1000)",
        ):
            connection.execute(text(statement))
        move(connection, "0020")
        rows = connection.execute(text("SELECT kiosk, errand, asked_at, heard_at, done_at FROM errand")).all()
        assert [tuple(row) for row in rows] == [("k1", "self_test", 1000, None, None)]
        move(connection, "0019", down=True)
        assert connection.scalar(text("SELECT asked_at FROM self_test_wish WHERE kiosk = 'k1'")) == 1000
