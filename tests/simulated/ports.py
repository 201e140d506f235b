"""Ports that fail as real ones do, by one seed."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from random import Random

from signaling.core.events import CallTapped, Entry
from signaling.core.evolve import evolve
from signaling.core.ids import CallId, Instant, PoolId
from signaling.core.pool import Pool, Snapshot, restore, snapshot
from signaling.ports import JournalConflict, JournalUnavailable
from tests.fakes import NOON


@dataclass
class Weather:
    """How likely which fault is at this moment. `calm` is none at all."""

    journal_fails: float = 0.0
    journal_done_but_lost: float = 0.0
    """It was written, now or a moment later, and whoever wrote it hears that it was not."""
    journal_slow: float = 0.0
    message_lost: float = 0.0
    message_doubled: float = 0.0
    longest_delay: float = 0.02
    """Seconds; messages overtake each other."""

    def calm(self) -> None:
        self.__dict__.update(Weather().__dict__)


class Table:
    """What is on the disk: it outlives every server. Appending checks the number, as the real one does."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.snapshot: Snapshot | None = None

    def append(self, entries: Sequence[Entry]) -> None:
        if entries[0].seq != len(self.entries) + 1:
            raise JournalConflict
        self.entries.extend(entries)


class FaultyJournal:
    """One server's way to the table. `cut` it, and what is under way may still arrive, or never."""

    def __init__(self, table: Table, weather: Weather, random: Random) -> None:
        self._table = table
        self._weather = weather
        self._random = random
        self.cut = False

    async def load(self, pool: PoolId) -> Pool:
        await self._travel()
        saved = self._table.snapshot
        start = Pool.empty(pool) if saved is None else restore(saved)
        return reduce(evolve, self._table.entries[start.seq :], start)

    async def append(self, pool: PoolId, entries: Sequence[Entry]) -> None:
        random, weather = self._random, self._weather
        if self.cut:
            raise JournalUnavailable
        if random.random() < weather.journal_done_but_lost:
            if random.random() < 0.5:
                asyncio.get_running_loop().call_later(random.uniform(0, 3), self._late, tuple(entries))
                await asyncio.sleep(random.uniform(0, 2))
            else:
                self._table.append(entries)
                await asyncio.sleep(random.uniform(0, 5))
            raise JournalUnavailable
        await self._travel()
        self._table.append(entries)
        if random.random() < 0.5:
            await asyncio.sleep(0.001)

    def _late(self, entries: Sequence[Entry]) -> None:
        """What was thought lost is committed after all, unless somebody was faster."""
        if entries[0].seq == len(self._table.entries) + 1:
            self._table.append(entries)

    async def read(self, pool: PoolId, after: int) -> Sequence[Entry]:
        await self._travel()
        return self._table.entries[after:]

    async def snapshot(self, pool: Pool) -> None:
        await self._travel()
        if self._table.snapshot is None or self._table.snapshot.seq < pool.seq:
            self._table.snapshot = snapshot(pool)

    async def known(self, calls: Sequence[CallId]) -> frozenset[CallId]:
        tapped = (entry.event.call for entry in self._table.entries if isinstance(entry.event, CallTapped))
        return frozenset(tapped) & frozenset(calls)

    async def _travel(self) -> None:
        random, weather = self._random, self._weather
        slow = random.random() < weather.journal_slow
        await asyncio.sleep(random.uniform(0.1, 4.0) if slow else 0.002)
        if self.cut or random.random() < weather.journal_fails:
            raise JournalUnavailable


class SteadyVirtualClock:
    """As `SteadyClock`: the wall clock as it was at the server's start, moved on by the loop's time."""

    def __init__(self, wall_clock_off: Instant = 0) -> None:
        self._offset = NOON + wall_clock_off

    def now(self) -> Instant:
        return self._offset + int(asyncio.get_running_loop().time() * 1_000)
