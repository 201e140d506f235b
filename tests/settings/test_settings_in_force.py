"""What one node's admin changes is in force at every node, without a restart, and written once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial, reduce
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from signaling import settings_in_force as module
from signaling.app import tell_settings
from signaling.areas import AreaName, Areas
from signaling.clock import SteadyClock
from signaling.core.events import HoursSet, PoolConfigured
from signaling.core.evolve import evolve
from signaling.core.pool import Pool
from signaling.exchange import Exchange
from signaling.settings import HoursPart, Settings
from signaling.settings_in_force import SettingsInForce
from signaling.store.audit import Actor
from signaling.store.engine import Database, StoreUnavailable
from signaling.store.journal import SqlJournal
from signaling.store.settings_versions import SettingsVersions
from signaling.store.tables import settings_version
from tests.fakes import Listener
from tests.store.histories import POOL

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ADMIN = Actor(who="admin-1")


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest) -> str:
    address: str = request.getfixturevalue(f"{request.param}_store")
    return address


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 0.02)


@dataclass(frozen=True)
class Node:
    database: Database
    in_force: SettingsInForce
    exchange: Exchange


@asynccontextmanager
async def node(address: str) -> AsyncIterator[Node]:
    """A server's part that has to do with settings, as `signaling.app` puts it together."""
    clock, database = SteadyClock(), Database(address)
    in_force = SettingsInForce(Settings(), SettingsVersions(database, pool=POOL, clock=clock))
    await in_force.refresh()
    exchange = Exchange(
        POOL, journal=SqlJournal(database), audience=Listener(), clock=clock, settings=in_force.pool
    )
    in_force.on_change(partial(tell_settings, in_force, exchange, zone=STOCKHOLM, clock=clock))
    tasks = [asyncio.create_task(exchange.run()), asyncio.create_task(in_force.follow())]
    try:
        yield Node(database, in_force, exchange)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await database.close()


async def until(met: Callable[[], bool]) -> None:
    """The test's own time-out is the bound."""
    while not met():  # noqa: ASYNC110 - what it waits for has no event
        await asyncio.sleep(0.01)


async def test_every_node_takes_it_up_and_the_journal_tells_it_once(address: str) -> None:
    async with AsyncExitStack() as stack:
        nodes = [await stack.enter_async_context(node(address)) for _ in range(3)]
        one = nodes[0]
        await until(lambda: all(each.exchange.pool.settings.ring == 25_000 for each in nodes))
        await one.in_force.change(AreaName.WAITING, {"ring_seconds": 40}, base=0, note="", by=ADMIN)
        hours = {"week": {"monday": ["08:00-17:00"]}}
        await one.in_force.change(AreaName.HOURS, hours, base=0, note="", by=ADMIN)
        await until(lambda: all(each.exchange.pool.settings.ring == 40_000 for each in nodes))
        await until(lambda: all(each.exchange.pool.hours is not None for each in nodes))
        wanted = HoursPart.model_validate(hours)
        await until(lambda: all(each.in_force.areas.hours == wanted for each in nodes))
        pools = [each.exchange.pool for each in nodes]
        entries = await SqlJournal(one.database).read(POOL, 0)
        told = [entry.event for entry in entries]
        configured = [event.settings for event in told if isinstance(event, PoolConfigured)]
        assert [each.ring for each in configured] == [25_000] + [40_000] * (len(configured) - 1)
        assert [each.revision for each in configured] == sorted({each.revision for each in configured})
        assert sum(isinstance(event, HoursSet) for event in told) == 1
        for pool in pools:
            told_so_far = (entry for entry in entries if entry.seq <= pool.seq)
            assert reduce(evolve, told_so_far, Pool.empty(POOL)) == pool


async def test_a_node_that_starts_later_has_it_from_the_start(address: str) -> None:
    async with node(address) as one:
        await one.in_force.change(AreaName.WAITING, {"ring_seconds": 40}, base=0, note="", by=ADMIN)
        await until(lambda: one.exchange.pool.settings.ring == 40_000)
    async with node(address) as two:
        assert two.in_force.pool.ring == 40_000
        await until(lambda: two.exchange.pool.settings.ring == 40_000)
        rings = [
            entry.event.settings.ring
            for entry in await SqlJournal(two.database).read(POOL, 0)
            if isinstance(entry.event, PoolConfigured)
        ]
        assert rings == [25_000, 40_000]


async def test_back_to_the_file(address: str) -> None:
    async with node(address) as one:
        await one.in_force.change(AreaName.WAITING, {"ring_seconds": 40}, base=0, note="", by=ADMIN)
        await one.in_force.change(AreaName.WAITING, None, base=1, note="", by=ADMIN, undoes=1)
        assert one.in_force.areas == one.in_force.file
        await until(lambda: one.exchange.pool.settings.ring == 25_000)


async def test_a_node_that_cannot_read_the_store_keeps_what_it_has(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with node(address) as one:
        await one.in_force.change(AreaName.WAITING, {"ring_seconds": 40}, base=0, note="", by=ADMIN)

        async def away(_: SettingsVersions) -> None:
            raise StoreUnavailable("away")

        with monkeypatch.context() as patch:
            patch.setattr(SettingsVersions, "numbers", away)
            await asyncio.sleep(0.1)
            assert one.in_force.areas.waiting.ring_seconds == 40
        await one.in_force.change(AreaName.WAITING, {"ring_seconds": 50}, base=1, note="", by=ADMIN)
        await until(lambda: one.exchange.pool.settings.ring == 50_000)


async def test_a_version_that_this_program_cannot_use_destroys_nothing(address: str) -> None:
    """Such as one that a newer program wrote."""
    database = Database(address)
    strange = {"pool": POOL, "number": 1, "at": 1, "who": "admin-1", "note": "", "content": {"of": "later"}}
    rows = [{**strange, "area": name.value} for name in (AreaName.WAITING, AreaName.RETENTION)]
    await database.write(lambda connection: connection.execute(insert(settings_version), rows))
    settings = Settings.model_validate({"retention": {"calls": {"days": 30, "decision": "A"}}})
    in_force = SettingsInForce(settings, SettingsVersions(database, pool=POOL, clock=SteadyClock()))
    await in_force.refresh()
    assert in_force.areas.waiting == Areas.of(settings).waiting
    assert in_force.areas.retention.calls.days is None
    assert in_force.versions["waiting"].number == 1, "and whoever changes it has seen it"
    await database.close()
