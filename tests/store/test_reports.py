"""Figures by their formulas, over days of the municipality's own time (L7)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from signaling.core.events import Event
from signaling.core.ids import Instant, Role
from signaling.core.vocabulary import CallOutcome
from signaling.days import start_of
from signaling.store.audit import Actor, AuditAction, AuditLog
from signaling.store.engine import Database
from signaling.store.figures import Figures
from signaling.store.first_word import FirstWord
from signaling.store.journal import SqlJournal
from signaling.store.reports import Reports, WaitRange
from signaling.store.tally.roll_up import RollUp
from tests.fakes import ManualClock
from tests.store.histories import POOL, STOCKHOLM, Told, entries

EVA = Actor(who="eva")
SECOND = 1_000
DAY = date(2026, 3, 2)


def instant(text: str) -> Instant:
    """Read a UTC time such as `2026-03-02T11:00`."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * SECOND


class Book:
    """Writes whole calls into a journal; each has a kiosk and a guide of its own."""

    def __init__(self, journal: SqlJournal) -> None:
        self._journal = journal
        self._number = 0
        self._seq = 0

    async def talked(self, at: Instant, *, wait: int, talk: int = 60 * SECOND, **told: str) -> None:
        call = self._next(**told)
        await self._write(call.tapped(), at)
        await self._write([*call.rang(), *call.taken()], at + wait)
        await self._write(call.live(), at + wait)
        await self._write(call.ended(), at + wait + talk)
        await self._write(call.wrapped_up(), at + wait + talk + 30 * SECOND)

    async def lost(self, at: Instant, outcome: CallOutcome, *, wait: int = 0, **told: str) -> None:
        call = self._next(**told)
        await self._write(call.tapped(), at)
        await self._write(call.ended(outcome), at + wait)

    def _next(self, **told: str) -> Told:
        self._number += 1
        kiosk, guide = f"kiosk-{self._number}", f"guide-{self._number}"
        return Told(self._number, kiosk=kiosk, guide=guide, role=Role.GUIDE, **told)

    async def _write(self, events: list[Event], at: Instant) -> None:
        await self._journal.append(POOL, entries(events, after=self._seq, at=at, step=0))
        self._seq += len(events)


@pytest.fixture
def book(journal: SqlJournal) -> Book:
    return Book(journal)


@pytest.fixture
def reports(database: Database, clock: ManualClock) -> Reports:
    return Reports(database, pool=POOL, clock=clock, zone=STOCKHOLM)


async def figures(reports: Reports) -> Figures:
    return (await reports.report(DAY, DAY, EVA)).total


async def test_of_no_calls_nothing_is_said(reports: Reports) -> None:
    nothing = await figures(reports)
    assert (nothing.taps, nothing.offered, nothing.handled) == (0, 0, 0)
    assert nothing.service_level is nothing.average_wait is nothing.median_wait is nothing.p90_wait is None
    assert nothing.average_talk is nothing.average_handling is None


async def test_the_formulas(book: Book, reports: Reports) -> None:
    noon = instant("2026-03-02T11:00")
    for wait in (10, 20, 30, 40, 120, 121):
        await book.talked(noon, wait=wait * SECOND)
    await book.lost(noon, CallOutcome.ABANDONED_WAITING, wait=9 * SECOND)
    await book.lost(noon, CallOutcome.ABANDONED_RINGING, wait=10 * SECOND)
    await book.lost(noon, CallOutcome.KIOSK_LOST, wait=50 * SECOND)
    await book.lost(noon, CallOutcome.NO_GUIDE_AVAILABLE, wait=1_200 * SECOND)
    await book.lost(noon, CallOutcome.REJECTED_OVERLOAD)
    await book.lost(noon, CallOutcome.OUTSIDE_HOURS)
    await book.lost(noon, CallOutcome.RECOVERED_UNKNOWN)
    got = await figures(reports)
    assert got == Figures(
        taps=13, unknown=1, turned_away=2, offered=10, handled=6, abandoned=3, short_abandoned=1,
        within_target=5,
        average_wait=341 * SECOND // 6, median_wait=30 * SECOND, p90_wait=125 * SECOND,
        average_talk=60 * SECOND, average_handling=90 * SECOND,
    )  # fmt: skip
    assert got.service_level == 0.5


@pytest.mark.parametrize(
    ("count", "median", "p90"), [(1, 1, 1), (2, 1, 2), (3, 2, 3), (10, 5, 9), (11, 6, 10)]
)
async def test_percentiles_are_by_nearest_rank(
    book: Book, reports: Reports, count: int, median: int, p90: int
) -> None:
    for wait in range(count, 0, -1):
        await book.talked(instant("2026-03-02T11:00"), wait=wait * SECOND)
    got = await figures(reports)
    assert (got.median_wait, got.p90_wait) == (median * SECOND, p90 * SECOND)


async def test_by_language_and_neighbourhood(book: Book, reports: Reports) -> None:
    noon = instant("2026-03-02T11:00")
    await book.talked(noon, wait=5 * SECOND, language="sv", neighbourhood="varby")
    await book.talked(noon, wait=7 * SECOND, language="so", neighbourhood="varby")
    await book.lost(noon, CallOutcome.WAIT_LIMIT, language="so", neighbourhood="skogas")
    report = await reports.report(DAY, DAY, EVA)
    assert {tag: (got.offered, got.median_wait) for tag, got in report.by_language.items()} == {
        "so": (2, 7 * SECOND), "sv": (1, 5 * SECOND),
    }  # fmt: skip
    assert {name: got.offered for name, got in report.by_neighbourhood.items()} == {"skogas": 1, "varby": 2}
    assert {cell: got.offered for cell, got in report.cells.items()} == {
        ("sv", "varby"): 1, ("so", "varby"): 1, ("so", "skogas"): 1,
    }  # fmt: skip
    assert report.total.offered == sum(got.offered for got in report.cells.values()) == 3


async def test_the_order_of_groups_tells_nothing_of_their_counts(
    book: Book, reports: Reports, database: Database
) -> None:
    """Not even of those that are kept back. Closed days come first, then the groups of open ones alone."""
    noon = instant("2026-03-02T11:00")
    await book.talked(noon, wait=5 * SECOND, language="ti", neighbourhood="varby")
    for days, language, neighbourhood in ((3, "sv", "varby"), (3, "ar", "skogas")):
        await book.talked(
            noon + days * 86_400 * SECOND, wait=SECOND, language=language, neighbourhood=neighbourhood
        )
    assert await RollUp(database, pool=POOL, zone=STOCKHOLM).catch_up() > 0
    report = await reports.report(DAY, DAY + timedelta(days=3), EVA)
    assert len(report.cells) == 3
    assert list(report.cells) == sorted(report.cells)
    assert list(report.by_language) == sorted(report.by_language)
    assert list(report.by_neighbourhood) == sorted(report.by_neighbourhood)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
async def test_a_day_is_as_long_as_the_clock_makes_it(book: Book, reports: Reports, day: date) -> None:
    """The nights on which the clock changes: 23:30 the evening before to 23:30, and 00:30 after that."""
    begins = start_of(day, STOCKHOLM)
    ends = start_of(date.fromordinal(day.toordinal() + 1), STOCKHOLM)
    half = 1_800 * SECOND
    for at in (begins - half, begins + half, ends - half, ends + half):
        await book.talked(at, wait=SECOND)
    assert (await reports.report(day, day, EVA)).total.offered == 2


async def test_each_call_belongs_to_the_local_hour_of_its_tap(book: Book, reports: Reports) -> None:
    for text in ("2026-03-28T10:59", "2026-03-29T10:59"):
        await book.talked(instant(text), wait=4 * SECOND)
    await book.lost(instant("2026-03-29T10:00"), CallOutcome.ABANDONED_WAITING, wait=9 * SECOND)
    report = await reports.report(date(2026, 3, 28), date(2026, 3, 29), EVA)
    told = {key: (got.taps, got.handled, got.abandoned) for key, got in report.by_hour.items()}
    assert told == {("sv", 11): (1, 1, 0), ("sv", 12): (2, 1, 1)}


async def test_the_first_word_comes_when_both_hear_each_other(book: Book, reports: Reports) -> None:
    for wait in (8, 10, 50):
        await book.talked(instant("2026-03-02T11:00"), wait=wait * SECOND)
    await book.lost(instant("2026-03-02T11:00"), CallOutcome.ABANDONED_WAITING, wait=9 * SECOND)
    quarter = await reports.report(date(2026, 1, 1), date(2026, 3, 31), EVA)
    assert quarter.first_word_by_language == {"sv": FirstWord(10 * SECOND, 50 * SECOND)}
    assert quarter.first_word_by_neighbourhood == {"varby": FirstWord(10 * SECOND, 50 * SECOND)}
    year = await reports.report(date(2026, 1, 1), date(2026, 12, 31), EVA)
    assert year.first_word_by_language == {}


async def test_a_percentile_has_the_range_of_its_order_statistics(book: Book, reports: Reports) -> None:
    """Of 40 waits of 1 to 40 s the P90 is the 36th; 1.96 deviations are 3.7 ranks."""
    for wait in range(1, 41):
        await book.talked(instant("2026-03-02T11:00"), wait=wait * SECOND)
    report = await reports.report(DAY, DAY, EVA)
    assert report.by_language["sv"].p90_wait == 36 * SECOND  # type: ignore[index]
    assert report.p90_by_language == {"sv": WaitRange(32 * SECOND, 40 * SECOND)}


async def test_a_report_is_audited(reports: Reports, database: Database, clock: ManualClock) -> None:
    await reports.report(DAY, DAY, EVA)
    [row] = await AuditLog(database, clock=clock).page(EVA)
    assert (row.what, dict(row.filter)) == (
        AuditAction.READ_REPORT,
        {"first": "2026-03-02", "last": "2026-03-02"},
    )
