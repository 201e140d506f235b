"""The same history gives the same rows, on both databases and however it is cut up (A9, L7)."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from signaling.core.vocabulary import CallState
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from tests.store.histories import POOL, Day
from tests.store.rows import Rows, rows_of


@pytest.fixture
async def stores(
    tmp_path: Path, migrated_sqlite: Path, postgres_store: str
) -> AsyncIterator[tuple[Database, Database, Database]]:
    """Two SQLite files and a PostgreSQL database."""
    files = [shutil.copy(migrated_sqlite, tmp_path / name) for name in ("a.sqlite", "b.sqlite")]
    addresses = [*(f"sqlite:///{file}" for file in files), postgres_store]
    databases = tuple(Database(address) for address in addresses)
    yield databases  # type: ignore[misc]
    for database in databases:
        await database.close()


@pytest.mark.parametrize("seed", range(8))
async def test_one_history_one_log(stores: tuple[Database, Database, Database], seed: int) -> None:
    batched, apart, postgres = stores
    batches = Day(seed).batches(60)
    for batch in batches:
        await SqlJournal(batched).append(POOL, batch)
        await SqlJournal(postgres).append(POOL, batch)
    one_by_one = SqlJournal(apart)
    for entry in (entry for batch in batches for entry in batch):
        await one_by_one.append(POOL, [entry])
    rows = await rows_of(batched)
    assert len(rows["call"]) > 5, "a day without calls proves nothing"
    assert rows == await rows_of(postgres)
    assert rows == await rows_of(apart)


@pytest.mark.parametrize("seed", range(8))
async def test_the_log_agrees_with_the_pool(stores: tuple[Database, Database, Database], seed: int) -> None:
    database = stores[0]
    day = Day(seed)
    journal = SqlJournal(database)
    for batch in day.batches(60):
        await journal.append(POOL, batch)
    rows = await rows_of(database)
    assert open_calls(rows) == {
        call.id: (call.kiosk, call.state, call.desk) for call in day.pool.calls.values()
    }
    assert parties(rows) == {
        (call.id, guide)
        for call in day.pool.calls.values()
        for guide in (call.desk, *(guest.guide for guest in call.guests))
        if guide is not None
    }
    assert_accounted(rows)


def test_the_days_have_guests() -> None:
    entries = (entry for seed in range(8) for batch in Day(seed).batches(60) for entry in batch)
    types = {entry.event.type for entry in entries}
    assert {"guest_left", "lead_changed", "call_sent_on"} <= types


def open_calls(rows: Rows) -> dict[str, tuple[object, ...]]:
    return {
        row["id"]: (row["kiosk"], row["state"], row["guide"])
        for row in rows["call"]
        if row["state"] != CallState.ENDED
    }


def parties(rows: Rows) -> set[tuple[str, str]]:
    """Who is rung for a call, or in it."""
    return {(row["call"], row["guide"]) for row in rows["ring"] if row["left_at"] is None}


def assert_accounted(rows: Rows) -> None:
    """Each tap is a call, each ring is one row with one end, and no duration is negative (C1, C2, Q2, T1)."""
    taps = [row["call"] for row in rows["event"] if row["type"] == "call_tapped"]
    assert sorted(taps) == [row["id"] for row in rows["call"]]
    rang = [row["call"] for row in rows["event"] if row["type"] == "rang"]
    assert sorted(rang) == [row["call"] for row in rows["ring"]]
    leading = [row["call"] for row in rows["ring"] if row["role"] == "guide"]
    for row in rows["call"]:
        assert (row["outcome"] is None) == (row["state"] != CallState.ENDED)
        assert row["rings"] == leading.count(row["id"])
        if row["ended_at"] is not None:
            ended = row["live_at"] or row["ended_at"]
            assert row["queued_at"] <= (row["taken_at"] or row["queued_at"]) <= ended <= row["ended_at"]
            assert row["wait_ms"] == (row["taken_at"] or row["ended_at"]) - row["queued_at"]
        assert (row["talk_ms"] is None) == (row["live_at"] is None or row["ended_at"] is None)
    still_open = {row["id"] for row in rows["call"] if row["state"] in {"ringing", "connecting"}}
    rings = [row for row in rows["ring"] if row["outcome"] is None]
    assert {row["call"] for row in rings if row["role"] == "guide"} == still_open
    assert all(row["left_at"] is None for row in rings)
