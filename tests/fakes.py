"""Small fakes of the ports: a clock moved by hand, a journal in memory, an audience that listens."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import reduce
from typing import TypeVar

from signaling.core.events import CallTapped, Entry
from signaling.core.evolve import evolve
from signaling.core.ids import CallId, Instant, PoolId
from signaling.core.pool import Pool
from signaling.ports import JournalConflict, JournalCut, JournalUnavailable

T = TypeVar("T")

NOON: Instant = 1_767_268_800_000
"""2026-01-01 12:00 UTC."""


def always(value: T) -> Callable[[], Awaitable[T]]:
    """Something that is asked for, and never changes."""

    async def ask() -> T:
        return value

    return ask


class ManualClock:
    """Moves only when told; also moves on with the loop's own time, so that armed timers fire."""

    def __init__(self, now: Instant = NOON) -> None:
        self.time = now

    def now(self) -> Instant:
        return self.time

    def advance(self, milliseconds: int) -> None:
        self.time += milliseconds


class MemoryJournal:
    """Keeps entries in a list. `down` makes it unreachable; `gate` holds appends until it is set."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.appends: list[int] = []
        """How many entries each transaction carried."""
        self.down = False
        self.broken_by: type[object] | None = None
        """An event type that the store refuses, as a violated constraint would be."""
        self.gate = asyncio.Event()
        self.gate.set()
        self.silent_once = False
        """The next append is written, and its writer hears that it was not."""
        self.refused = 0
        """How often it was out of reach."""
        self.snapshots: list[Pool] = []
        self.snapshots_broken = False
        """A fault of ours, not the store's, keeps them from being taken."""
        self.destroyed = 0
        """So many of the first entries are gone: whoever has not read them must load the pool."""

    async def load(self, pool: PoolId) -> Pool:
        self._reach()
        return reduce(evolve, self.entries, Pool.empty(pool))

    async def append(self, pool: PoolId, entries: Sequence[Entry]) -> None:
        await self.gate.wait()
        self._reach()
        if entries[0].seq != len(self.entries) + 1:
            raise JournalConflict
        if self.broken_by is not None and any(isinstance(entry.event, self.broken_by) for entry in entries):
            raise RuntimeError("a constraint is violated")
        self.entries.extend(entries)
        self.appends.append(len(entries))
        if self.silent_once:
            self.silent_once = False
            raise JournalUnavailable

    async def read(self, pool: PoolId, after: int) -> Sequence[Entry]:
        self._reach()
        if after < self.destroyed:
            raise JournalCut
        return self.entries[after:]

    async def snapshot(self, pool: Pool) -> None:
        self._reach()
        if self.snapshots_broken:
            raise RuntimeError("no snapshot can be made")
        self.snapshots.append(pool)

    async def known(self, calls: Sequence[CallId]) -> frozenset[CallId]:
        self._reach()
        tapped = (entry.event.call for entry in self.entries if isinstance(entry.event, CallTapped))
        return frozenset(tapped) & frozenset(calls)

    def _reach(self) -> None:
        if self.down:
            self.refused += 1
            raise JournalUnavailable


class Listener:
    """An audience that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[Entry] = []
        self.deaf = False

    def changed(self, pool: Pool, entries: Sequence[Entry]) -> None:
        if self.deaf:
            raise RuntimeError("a screen cannot be told")
        self.told.extend(entries)
