"""A duty has one owner at a time, by the database's clock."""

import asyncio
import time

from sqlalchemy import select, update

from signaling.store.engine import Database
from signaling.store.lease import Leases, database_time
from signaling.store.tables import lease

LONG = 60_000


async def test_who_has_it_keeps_it_and_nobody_else_gets_it(database: Database) -> None:
    leases = Leases(database)
    assert await leases.take("webhooks", "one", lasts=LONG)
    assert await leases.take("webhooks", "one", lasts=LONG)
    assert not await leases.take("webhooks", "other", lasts=LONG)
    assert await leases.take("alarms", "other", lasts=LONG)


async def test_given_back_or_run_out_it_is_free(database: Database) -> None:
    leases = Leases(database)
    assert await leases.take("webhooks", "one", lasts=LONG)
    await leases.give_back("webhooks", "other")
    assert not await leases.take("webhooks", "other", lasts=LONG)
    await leases.give_back("webhooks", "one")
    assert await leases.take("webhooks", "other", lasts=LONG)
    await database.write(lambda connection: connection.execute(update(lease).values(until=0)).rowcount)
    assert await leases.take("webhooks", "one", lasts=LONG)


async def test_of_many_who_ask_at_once_one_gets_it(address: str) -> None:
    databases = [Database(address) for _ in range(6)]
    try:
        taken = await asyncio.gather(
            *(Leases(each).take("webhooks", str(number), lasts=LONG) for number, each in enumerate(databases))
        )
    finally:
        for each in databases:
            await each.close()
    assert taken.count(True) == 1


async def test_the_database_tells_the_time_in_milliseconds(database: Database) -> None:
    now = database_time(database.dialect)
    before = time.time_ns() // 1_000_000
    told = await database.read(lambda connection: connection.scalar(select(now)))
    assert told is not None
    assert before - 1_000 <= told <= time.time_ns() // 1_000_000 + 1_000
