"""What reading a long session log costs: `python -m tests.bench.reports [--json]`.

Makes the calls itself, 10 million on PostgreSQL and 1 million on SQLite unless `--calls` says how many for
both. Then it asks the guide server over HTTP for first and far pages under each filter and common pairs, for
the statistics of a year, and downloads a file of a million calls. The bare keyset query is what the database
takes for fifty calls alone, in the same run.

Filling takes longer than measuring: with `--keep FOLDER` the filled stores stay there, one for each count of
calls (half a gigabyte a million on SQLite, and more on PostgreSQL), and are used again.
"""

import argparse
import asyncio
import gc
import json
import math
import resource
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, text

from signaling.core.ids import Instant
from signaling.days import day_of, start_of
from signaling.store import engine
from signaling.store.engine import Database
from signaling.store.tables import call, staff
from signaling.store.tally.roll_up import RollUp
from signaling.store.tally.until import take_back
from tests.bench.reports.history import end_of
from tests.bench.reports.stores import STORES, Made
from tests.fakes import ManualClock
from tests.guide_server.office import STOCKHOLM, Browser, office_at
from tests.store.histories import POOL

CALLS = {"sqlite": 1_000_000, "postgresql": 10_000_000}
TIMES = 40
FAR = 20_000
FILTERS: dict[str, dict[str, str]] = {
    "none": {},
    "kiosk": {"kiosk": "kiosk-7"},
    "site": {"site": "site-3"},
    "neighbourhood": {"neighbourhood": "area-2"},
    "language, a third": {"language": "sv"},
    "language, one in a thousand": {"language": "aii"},
    "spoken, one in a hundred": {"spoken": "es"},
    "topic": {"topic": "topic-4"},
    "outcome, most": {"outcome": "completed"},
    "outcome, one in a thousand": {"outcome": "ended_by_admin"},
    "waited within target": {"waited": "within_target"},
    "waited long": {"waited": "long"},
    "how: as asked": {"how": "asked"},
    "how: substitute": {"how": "substitute"},
    "how: interpreter": {"how": "interpreter"},
    "ticket given": {"ticket": "given"},
    "ticket returned": {"ticket": "returned"},
    "quality, most": {"quality": "good"},
    "quality, one in two hundred": {"quality": "none"},
    "guide": {"guide": "guide-11"},
    "kiosk and language": {"kiosk": "kiosk-7", "language": "so"},
    "kiosk and quality": {"kiosk": "kiosk-7", "quality": "poor"},
    "kiosk and outcome": {"kiosk": "kiosk-7", "outcome": "abandoned_waiting"},
    "language and neighbourhood": {"language": "ar", "neighbourhood": "area-2"},
    "language and outcome": {"language": "ar", "outcome": "abandoned_waiting"},
    "language and waited long": {"language": "ar", "waited": "long"},
    "neighbourhood and outcome": {"neighbourhood": "area-2", "outcome": "abandoned_waiting"},
    "rare language and rare outcome": {"language": "bn", "outcome": "setup_failed"},
}


def quantiles(seconds: list[float]) -> dict[str, float]:
    """In ms; p95 is the smallest that 95 of 100 do not exceed."""
    ordered = sorted(1_000 * second for second in seconds)
    return {
        "p50": round(statistics.median(ordered), 2),
        "p95": round(ordered[math.ceil(len(ordered) * 0.95) - 1], 2),
    }


async def timed(work: Callable[[], Awaitable[Any]], times: int = TIMES) -> dict[str, float]:
    """In ms. `cpu` is the median of this process alone: client, server and, with SQLite, the database. On a
    machine that others use too, compare that.
    """
    taken, busy = [], []
    for _ in range(times):
        started, worked = time.perf_counter(), time.process_time()
        await work()
        taken.append(time.perf_counter() - started)
        busy.append(1_000 * (time.process_time() - worked))
    return {**quantiles(taken), "cpu": round(statistics.median(busy), 2)}


async def bare(database: Database) -> dict[str, float]:
    """Fifty calls by the index, asked of the database alone."""
    query = text("SELECT * FROM call WHERE pool = :pool ORDER BY queued_at DESC, id DESC LIMIT 50")

    def work(connection: Connection) -> None:
        connection.execute(query, {"pool": POOL}).all()

    return await timed(lambda: database.read(work), 100)


async def pages(admin: Browser, period: dict[str, str], floor: float) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, chosen in FILTERS.items():
        query = {**period, **chosen}
        started = time.perf_counter()
        first = await admin.get("/api/log", **query)
        unread = time.perf_counter() - started
        far = {**query, "page": str(min(FAR, first["pages"]))}
        found[name] = {
            "calls": first["total"],
            "before_counts_are_remembered": round(1_000 * unread, 2),
            "first": await timed(lambda: admin.get("/api/log", **query)),  # noqa: B023
            "far_page": int(far["page"]),
            "far": await timed(lambda: admin.get("/api/log", **far)),  # noqa: B023
        }
        found[name]["first_to_bare"] = round(found[name]["first"]["p50"] / floor, 1)
        print(f"  {name}: {found[name]}", file=sys.stderr, flush=True)
    return found


async def statistics_page(admin: Browser, last: date) -> dict[str, float]:
    """The page for a year beside the year before it, over HTTP."""
    query = {"from": (last - timedelta(days=364)).isoformat(), "to": last.isoformat(), "versus": "last_year"}
    started = time.perf_counter()
    await admin.get("/api/statistics", **query)
    unread = round(1_000 * (time.perf_counter() - started), 2)
    return {
        **await timed(lambda: admin.get("/api/statistics", **query)),
        "before_counts_are_remembered": unread,
    }


async def open_day(admin: Browser, database: Database, period: dict[str, str]) -> dict[str, float]:
    """The first page while the last whole day is not closed, so that its calls are counted each time."""
    day = await database.read(_last_whole_day)
    await database.write(lambda connection: take_back(connection, POOL, day))
    try:
        return await timed(lambda: admin.get("/api/log", **period))
    finally:
        await RollUp(database, pool=POOL, zone=STOCKHOLM).catch_up()


def _last_whole_day(connection: Connection) -> Instant:
    """When it began. The very last day holds what was left over, and is open then as well."""
    newest = select(func.max(call.c.queued_at))
    left_over = start_of(day_of(connection.scalar(newest) or 0, STOCKHOLM), STOCKHOLM)
    before = connection.scalar(newest.where(call.c.queued_at < left_over)) or 0
    return start_of(day_of(before, STOCKHOLM), STOCKHOLM)


async def download(admin: Browser, path: str, query: dict[str, str]) -> dict[str, Any]:
    """A file, read as it comes. Growth is that of this process, which is server and client in one."""
    gc.collect()
    before, started, busy, size, lines = resident(), time.perf_counter(), time.process_time(), 0, 0
    peak = before
    answer = await admin.http.get(f"{admin.url}{path}", params=query, timeout=None)
    assert answer.status == 200, await answer.text()
    async for part in answer.content.iter_any():
        size += len(part)
        lines += part.count(b"\n")
        peak = max(peak, resident())
    taken, worked = time.perf_counter() - started, time.process_time() - busy
    return {
        "lines": lines,
        "megabytes": round(size / 1e6, 1),
        "seconds": round(taken, 1),
        "lines_per_s": round(lines / taken),
        "lines_per_cpu_s": round(lines / worked),
        "growth_mb": round((peak - before) / 1e6, 1),
    }


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


async def measure(address: str, made: Made) -> dict[str, Any]:
    found, calls = dict(made), made["calls"]
    clock = ManualClock(end_of(calls))
    last = day_of(clock.now(), STOCKHOLM)
    furnish = await _is_empty(address)
    async with office_at(address, clock=clock, furnish=furnish, idle=10**12, longest=10**12) as office:
        admin = await office.signed_in("admin-1")
        found["bare_ms"] = await bare(office.database)
        period = {"from": "2022-12-01", "to": last.isoformat()}
        found["pages_ms"] = await pages(admin, period, found["bare_ms"]["p50"])
        found["year_ms"] = await statistics_page(admin, last)
        found["open_day_ms"] = await open_day(admin, office.database, period)
        some = await admin.get("/api/log", **period)
        found["csv"] = await download(admin, "/api/log.csv", million(last, some["total"]))
        found["json"] = await download(admin, "/api/log.json", million(last, some["total"]))
        found["xlsx"] = await download(admin, "/api/log.xlsx", million(last, some["total"], 100_000))
    return found


async def _is_empty(address: str) -> bool:
    """Whether nobody works there yet."""
    database = Database(address)
    try:
        people = await database.read(lambda connection: connection.scalar(select(func.count(staff.c.id))))
    finally:
        await database.close()
    return not people


def million(last: date, calls: int, most: int = 1_000_000) -> dict[str, str]:
    """A period at the log's end of at most that many calls, or all of it where it has no more."""
    days = (last - date(2022, 12, 1)).days
    wanted = days if calls <= most else int(days * most / calls * 0.8)
    return {"from": (last - timedelta(days=wanted)).isoformat(), "to": last.isoformat()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--calls", type=int, help="How many calls on each store.")
    parser.add_argument("--store", choices=CALLS, action="append", help="Only this one.")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="Where filled stores stay.")
    arguments = parser.parse_args()
    engine.PATIENCE_S = 600.0  # Closing a day of a busy machine takes what it takes.
    results: dict[str, Any] = {}
    for store in arguments.store or list(CALLS):
        with STORES[store](arguments.keep, arguments.calls or CALLS[store]) as (address, made):
            results[store] = asyncio.run(measure(address, made))
    print(json.dumps(results, indent=2) if arguments.json else _table(results))


def _table(results: dict[str, Any]) -> str:
    lines = []
    for store, found in results.items():
        lines.append(f"{store}: {found['calls']} calls, bare query p50 {found['bare_ms']['p50']} ms")
        lines += [
            f"  {name}: first p95 {page['first']['p95']}, page {page['far_page']} p95 {page['far']['p95']} ms"
            for name, page in found["pages_ms"].items()
        ]
        lines.append(f"  the statistics page for a year: p95 {found['year_ms']['p95']} ms")
        lines.append(f"  the first page while a day is open: p95 {found['open_day_ms']['p95']} ms")
        lines += [f"  {kind}: {found[kind]}" for kind in ("csv", "json", "xlsx")]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
