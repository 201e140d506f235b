"""What the journal costs: `python -m tests.bench.journal [--json]`.

On SQLite in a file (FULL) and on a PostgreSQL of its own (fsync on), measured one after the other:

- `events_per_second`: whole calls of nine entries, twenty side by side, each of their turns one transaction;
- `cpu_us_per_event`: of this process, whatever else the machine does;
- `tap_ms`: one transaction with one tap, from the append to the commit, and `cpu` of it;
- `load_ms`: a server's start on that journal without a snapshot, and with one.
"""

import asyncio
import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from signaling.core.events import Entry
from signaling.core.vocabulary import CallOutcome
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.migrate import migrate
from tests.fakes import NOON
from tests.fixtures.postgres import postgres_cluster_running
from tests.store.histories import POOL, Told, entries

SIDE_BY_SIDE = 20
ROUNDS = 100
TAPS = 500


async def measure(address: str) -> dict[str, Any]:
    migrate(address)
    database = Database(address)
    journal = SqlJournal(database)
    busy = time.process_time()
    written, seconds = await whole_calls(journal)
    busy = time.process_time() - busy
    taps, busy_taps = await single_taps(journal, after=written)
    start = time.perf_counter()
    pool = await journal.load(POOL)
    cold = time.perf_counter() - start
    await journal.snapshot(pool)
    start = time.perf_counter()
    await journal.load(POOL)
    warm = time.perf_counter() - start
    await database.close()
    return {
        "events_per_second": round(written / seconds),
        "calls_per_second": round(SIDE_BY_SIDE * ROUNDS / seconds),
        "cpu_us_per_event": round(1_000_000 * busy / written),
        "tap_ms": {
            "p50": round(statistics.median(taps), 2),
            "p99": round(sorted(taps)[-len(taps) // 100], 2),
            "cpu": round(busy_taps / len(taps), 2),
        },
        "load_ms": {"entries": pool.seq, "replay": round(cold * 1_000), "snapshot": round(warm * 1_000)},
    }


async def whole_calls(journal: SqlJournal) -> tuple[int, float]:
    """Return how many entries were written, and in how many seconds."""
    lives = [
        [
            entries(Told(turn * SIDE_BY_SIDE + n, kiosk=f"kiosk-{n}", guide=f"guide-{n}").whole())
            for n in range(SIDE_BY_SIDE)
        ]
        for turn in range(ROUNDS)
    ]
    seq = 0
    start = time.perf_counter()
    for side_by_side in lives:
        for turn in zip(*side_by_side, strict=True):
            await journal.append(POOL, numbered(turn, after=seq))
            seq += len(turn)
    return seq, time.perf_counter() - start


async def single_taps(journal: SqlJournal, *, after: int) -> tuple[list[float], float]:
    """Return what each tap took, and the CPU time of all, in ms; between them each call is given up."""
    taken, busy = [], 0.0
    for number in range(TAPS):
        told = Told(1_000_000 + number)
        tap = entries(told.tapped(), after=after + 2 * number)
        start, started = time.perf_counter(), time.process_time()
        await journal.append(POOL, tap)
        busy += 1_000 * (time.process_time() - started)
        taken.append(1_000 * (time.perf_counter() - start))
        gone = told.ended(CallOutcome.ABANDONED_WAITING)
        await journal.append(POOL, entries(gone, after=after + 2 * number + 1))
    return taken, busy


def numbered(turn: Sequence[Entry], *, after: int) -> list[Entry]:
    return [replace(entry, seq=seq, at=NOON + seq) for seq, entry in enumerate(turn, start=after + 1)]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        figures = {"sqlite": asyncio.run(measure(f"sqlite:///{folder}/store.sqlite"))}
    with postgres_cluster_running(durable=True) as cluster, cluster.database() as address:
        figures["postgresql"] = asyncio.run(measure(address))
    if "--json" in sys.argv:
        print(json.dumps({"machine": platform.processor() or platform.machine(), **figures}))
        return
    for name, found in figures.items():
        print(name, *(f"\n  {figure}: {value}" for figure, value in found.items()))


if __name__ == "__main__":
    main()
