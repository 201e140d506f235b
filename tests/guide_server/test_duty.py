"""A duty goes on whatever one look meets, and ends where the node ends."""

import asyncio

import pytest

from guide_server.duty import Duty
from signaling.ports import JournalUnavailable
from signaling.store.engine import Database
from signaling.store.lease import Leases


async def test_neither_a_store_that_is_away_nor_a_fault_ends_it(sqlite_store: str) -> None:
    database = Database(sqlite_store)
    leases = Leases(database)
    duty, other = (Duty(leases, "alarms", owner=name, deed=10) for name in ("one", "other"))
    looks: list[bool] = []
    enough = asyncio.Event()

    async def look() -> None:
        looks.append(await duty.held())
        if len(looks) == 1:
            raise JournalUnavailable
        if len(looks) == 2:
            raise RuntimeError("a fault of ours")
        enough.set()

    task = asyncio.create_task(duty.perform(look, every=0))
    await enough.wait()
    assert all(looks)
    assert not await other.held()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await other.held()
    await database.close()
