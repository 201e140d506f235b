"""The measures, divided and over time, recounted call by call from random days of the real core."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from signaling.store.audit import Actor, AuditLog
from signaling.store.engine import Database
from signaling.store.figures import Figures
from signaling.store.journal import SqlJournal
from signaling.store.statistics import Measured, Period, Statistics, Step
from signaling.store.tables import call
from tests.fakes import ManualClock
from tests.store.histories import POOL
from tests.store.test_duty import lived
from tests.store.test_reports import Book

STOCKHOLM = ZoneInfo("Europe/Stockholm")
EVA = Actor(who="eva", why="follow_up")
YEAR = Period(first=date(2025, 1, 1), last=date(2027, 1, 1))
Row = Any


def recounted(calls: Iterable[Row]) -> dict[str, object]:
    """By hand, from the rows: nothing here is shared with the store's formulas."""
    rows = list(calls)
    talks = [row for row in rows if row.live_at is not None]
    waits = sorted(row.wait_ms for row in talks)
    left = [
        row
        for row in rows
        if row.outcome in {"abandoned_waiting", "abandoned_ringing"}
        or (row.outcome == "kiosk_lost" and row.live_at is None)
    ]
    away = sum(row.outcome in {"outside_hours", "rejected_overload"} for row in rows)
    unknown = sum(row.outcome == "recovered_unknown" for row in rows)
    return {
        "taps": len(rows),
        "offered": len(rows) - away - unknown,
        "handled": len(talks),
        "abandoned": len(left),
        "short_abandoned": sum(row.wait_ms < 10_000 for row in left),
        "turned_away": away,
        "within_target": sum(row.wait_ms <= 120_000 for row in talks),
        "average_wait": sum(waits) // len(waits) if waits else None,
        "median": waits[ceil(len(waits) / 2) - 1] if waits else None,
    }


def told(figures: Figures) -> dict[str, object]:
    return {
        name: getattr(figures, name)
        for name in (
            "taps", "offered", "handled", "abandoned", "short_abandoned", "turned_away", "within_target",
            "average_wait",
        )
    }  # fmt: skip


def grouped(rows: Sequence[Row], key: Callable[[Row], Any]) -> dict[Any, dict[str, object]]:
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    counted = {group: recounted(members) for group, members in groups.items()}
    for measures in counted.values():
        del measures["median"]
    return counted


def local(row: Row) -> datetime:
    return datetime.fromtimestamp(row.queued_at / 1_000, STOCKHOLM)


@pytest.fixture
def statistics(database: Database, clock: ManualClock) -> Statistics:
    return Statistics(database, pool=POOL, clock=clock, zone=STOCKHOLM)


@pytest.mark.parametrize("seed", range(3))
async def test_all_of_it_equals_a_recount(
    database: Database, journal: SqlJournal, statistics: Statistics, seed: int
) -> None:
    await journal.append(POOL, lived(seed))
    rows = await database.read(lambda connection: connection.execute(select(call)).all())
    assert len(rows) > 20
    found = await statistics.read(YEAR, EVA, before=YEAR, step=Step.DAY)
    assert found.before is not None
    assert found.before.total == found.period.total
    assert {tag: told(figures) for tag, figures in found.before.languages.items()} == {
        tag: told(figures) for tag, figures in found.period.languages.items()
    }
    period = found.period
    assert told(period.total.figures) == {k: v for k, v in recounted(rows).items() if k != "median"}
    for groups, key in (
        (period.languages, lambda row: row.language),
        (period.neighbourhoods, lambda row: row.neighbourhood),
        (period.sites, lambda row: row.site),
        (period.topics, lambda row: row.topic or ""),
        (found.hours, lambda row: (local(row).weekday(), local(row).hour)),
    ):
        assert {name: told(figures) for name, figures in groups.items()} == grouped(rows, key)
    trend = {first: told(measured.figures) for first, measured in found.trend.items()}
    assert trend == grouped(rows, lambda row: local(row).date())


async def test_the_median_is_the_recounts_rounded_up_to_its_class(
    database: Database, journal: SqlJournal, statistics: Statistics
) -> None:
    await journal.append(POOL, lived(11, drawn_out=1))
    rows = await database.read(lambda connection: connection.execute(select(call)).all())
    true = recounted(rows)["median"]
    found = (await statistics.read(YEAR, EVA, before=None, step=Step.MONTH)).period.total.figures.median_wait
    assert isinstance(true, int)
    assert found is not None
    assert true <= found < true + 30_000


@pytest.mark.parametrize(
    ("step", "first"),
    [(Step.DAY, date(2026, 3, 2)), (Step.WEEK, date(2026, 3, 2)), (Step.MONTH, date(2026, 3, 1))],
)
async def test_a_point_of_the_trend_bears_its_first_day(
    journal: SqlJournal, statistics: Statistics, step: Step, first: date
) -> None:
    noon = round(datetime(2026, 3, 2, 12, tzinfo=STOCKHOLM).timestamp()) * 1_000
    await Book(journal).talked(noon, wait=5_000)
    found = await statistics.read(
        Period(first=date(2026, 3, 1), last=date(2026, 3, 31)), EVA, before=None, step=step
    )
    assert list(found.trend) == [first]
    assert list(found.hours) == [(0, 12)]


def test_occupancy_is_talk_and_wrap_up_by_time_on_duty() -> None:
    figures = Figures(
        taps=12, unknown=0, turned_away=0, offered=12, handled=10, abandoned=2, short_abandoned=0,
        within_target=9, average_wait=1, median_wait=1, p90_wait=1, average_talk=240_000,
        average_handling=300_000,
    )  # fmt: skip
    measured = Measured(figures=figures, on_duty=6_000_000)
    assert measured.occupancy == 0.5
    assert measured.average_wrap_up == 60_000
    assert Measured(figures=figures).occupancy is None


async def test_it_is_given_only_with_a_mark_in_the_audit(
    database: Database, statistics: Statistics, clock: ManualClock
) -> None:
    await statistics.read(YEAR, EVA, before=None, step=Step.DAY)
    [row] = await AuditLog(database, clock=clock).page(Actor(who="inspector"))
    assert (row.who, row.what, row.filter) == (
        "eva", "read_report", {"first": "2025-01-01", "last": "2027-01-01"},
    )  # fmt: skip
