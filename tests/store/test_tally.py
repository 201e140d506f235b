"""Counts of past days are what a count of the calls themselves gives, whenever it is looked (A9, L7)."""

import random
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from signaling.core.events import Entry
from signaling.core.ids import Instant
from signaling.core.vocabulary import CallOutcome
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.tables import call, call_tally
from signaling.store.tally.parts import ALL, KEPT_AS, By, Group, Part
from signaling.store.tally.reading import Groups, Tallies
from signaling.store.tally.roll_up import RollUp, Span
from signaling.store.tally.tally import NUMBERS
from signaling.store.tally.until import GRACE, until
from tests.fakes import NOON
from tests.store.histories import POOL, STOCKHOLM, Day, Told, entries

HOUR = 3_600_000
SLOWLY = 7_000
"""Stretches a day of a minute over five days, so that calls go on past midnight."""
FIRST, LAST = date(2025, 12, 30), date(2026, 1, 12)
Row = dict[str, Any]
Counts = dict[Group, tuple[list[int], Counter[int]]]


def day_of(row: Row) -> date:
    return datetime.fromtimestamp(row["queued_at"] / 1_000, STOCKHOLM).date()


def group_of(row: Row, by: By) -> Group:
    wait, hour = row["wait_ms"], datetime.fromtimestamp(row["queued_at"] // 1_000, STOCKHOLM)
    waited = "" if wait is None else "within_target" if wait <= 120_000 else "longer"
    told = {
        Part.HOW: "interpreter" if row["interpreter"] else row["how"] or "",
        Part.WAITED: "long" if wait is not None and wait > 600_000 else waited,
        Part.WITH_TICKET: "yes" if row["ticket_of"] else "",
        Part.HOUR: f"{hour.weekday()}-{hour.hour:02}",
    }
    return tuple(told[part] if part in told else row[part] or "" for part in by)


def rounded_up(wait: int) -> int:
    for last, step in ((60, 1), (300, 5), (1_800, 30), (7_200, 300)):
        if wait <= last * 1_000:
            return -(-wait // (step * 1_000)) * step * 1_000
    return 7_200_000


def numbers_of(row: Row) -> list[int]:
    handled, outcome, wait = row["live_at"] is not None, row["outcome"], row["wait_ms"]
    abandoned = outcome in {"abandoned_waiting", "abandoned_ringing"} or (
        outcome == "kiosk_lost" and not handled
    )
    told = {
        "taps": 1,
        "unknown": outcome == "recovered_unknown",
        "turned_away": outcome in {"outside_hours", "rejected_overload"},
        "handled": handled,
        "abandoned": abandoned,
        "short_abandoned": abandoned and wait < 10_000,
        "within_target": handled and wait <= 120_000,
        "waited": wait if handled else 0,
        "talked": (row["talk_ms"] or 0) if handled else 0,
        "wrapped_up": (row["wrap_up_ms"] or 0) if handled else 0,
        "talks": row["talk_ms"] is not None,
    }
    return [int(told[name]) for name in NUMBERS]


def recount(rows: Sequence[Row], by: By) -> Counts:
    """Without a line of the program's own."""
    found: Counts = defaultdict(lambda: ([0] * len(NUMBERS), Counter()))
    for row in rows:
        numbers, waits = found[group_of(row, by)]
        numbers[:] = [one + other for one, other in zip(numbers, numbers_of(row), strict=True)]
        if row["live_at"] is not None:
            waits[rounded_up(row["wait_ms"])] += 1
    return dict(found)


def plain(tallies: Groups) -> Counts:
    return {group: (tally.numbers, tally.waits) for group, tally in tallies.items()}


class Books:
    """A store whose counts are held against its calls."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.journal = SqlJournal(database)
        self.roll_up = RollUp(database, pool=POOL, zone=STOCKHOLM)
        self.tallies = Tallies(pool=POOL, zone=STOCKHOLM)

    async def agree(self, first: date = FIRST, last: date = LAST) -> None:
        for by in KEPT_AS:
            rows, total, days, months = await self.database.read(
                lambda connection: (
                    [dict(row) for row in connection.execute(select(call)).mappings()],
                    self.tallies.total(connection, first, last, by),  # noqa: B023
                    self.tallies.each(connection, Span.DAY, first, last, by),  # noqa: B023
                    self.tallies.each(connection, Span.MONTH, first, last, by),  # noqa: B023
                )
            )
            of_period = [row for row in rows if first <= day_of(row) <= last]
            assert plain(total) == recount(of_period, by), by
            of_day, of_month = defaultdict(list), defaultdict(list)
            for row in of_period:
                of_day[day_of(row)].append(row)
                of_month[day_of(row).replace(day=1)].append(row)
            assert {day: plain(got) for day, got in days.items()} == {
                day: recount(rows, by) for day, rows in of_day.items()
            }
            assert {month: plain(got) for month, got in months.items()} == {
                month: recount(rows, by) for month, rows in of_month.items()
            }

    async def reached(self) -> date:
        found = await self.database.read(lambda connection: until(connection, POOL))
        return datetime.fromtimestamp(found.days / 1_000, STOCKHOLM).date()


@pytest.fixture
def books(database: Database) -> Books:
    return Books(database)


def slow(batch: Sequence[Entry], since: Instant) -> list[Entry]:
    return [replace(entry, at=since + (entry.at - NOON) * SLOWLY) for entry in batch]


@pytest.mark.parametrize("seed", range(4))
async def test_the_counts_are_those_of_the_calls_at_any_moment(books: Books, seed: int) -> None:
    chance = random.Random(seed)
    closed = 0
    for batch in Day(seed).batches(120):
        await books.journal.append(POOL, slow(batch, NOON - 36 * HOUR))
        if chance.random() < 0.3:
            closed += await books.roll_up.catch_up()
        if chance.random() < 0.05:
            first, last = sorted(FIRST + timedelta(days=chance.randrange(10)) for _ in range(2))
            await books.agree(first, last)
    await books.agree()
    assert closed >= 3, "a history without an end of a day proves nothing"


async def wrapped_up_late(books: Books, *, days: int) -> int:
    """A whole call, and one whose wrap-up comes after its day was closed; return the last `seq`."""
    told = [Told(n, kiosk=f"kiosk-{n}", guide=f"guide-{n}") for n in (1, 2)]
    whole = [*told[0].whole(), *told[1].whole()[:-1]]
    await books.journal.append(POOL, entries(whole, at=NOON))
    later = entries(Told(3).tapped(), after=len(whole), at=NOON + days * 24 * HOUR)
    await books.journal.append(POOL, later)
    await books.roll_up.catch_up()
    seq = len(whole) + len(later)
    assert await books.reached() == date(2026, 1, 2)
    await books.journal.append(POOL, entries(told[1].wrapped_up(), after=seq, at=NOON + days * 24 * HOUR + 1))
    return seq + 1


async def test_a_change_of_a_closed_day_opens_it_in_the_same_commit(books: Books) -> None:
    await wrapped_up_late(books, days=2)
    assert await books.reached() == date(2026, 1, 1)
    await books.agree()
    assert await books.roll_up.catch_up() == 1
    await books.agree()


async def test_what_is_remembered_of_a_day_is_forgotten_when_the_day_is_opened(books: Books) -> None:
    """Closed again it reaches as far as before, so that by its reach alone nobody could tell."""
    told = Told(1)
    await books.journal.append(POOL, entries(told.whole()[:-1], at=NOON))
    seq = await last_seq(books)
    later = entries(Told(2, kiosk="kiosk-2").tapped(), after=seq, at=NOON + 48 * HOUR)
    await books.journal.append(POOL, later)
    await books.roll_up.catch_up()
    await books.agree()
    before = await books.reached()
    wrapped_up = entries(told.wrapped_up(), after=seq + 1, at=NOON + 49 * HOUR)
    await books.journal.append(POOL, wrapped_up)
    await books.agree()
    await books.roll_up.catch_up()
    assert await books.reached() == before
    await books.agree()


async def test_a_long_period_is_told_by_its_months(books: Books) -> None:
    seq = await wrapped_up_late(books, days=2)
    fourth = Told(4, kiosk="kiosk-4")
    ended = [*Told(3).ended(), *fourth.tapped(), *fourth.ended(CallOutcome.ABANDONED_WAITING)]
    await books.journal.append(POOL, entries(ended, after=seq, at=NOON + 40 * 24 * HOUR))
    fifth = entries(Told(5).tapped(), after=seq + len(ended), at=NOON + 43 * 24 * HOUR)
    await books.journal.append(POOL, fifth)
    assert await books.roll_up.catch_up() == 4, "three days with a call, and January"
    await books.agree(date(2025, 12, 24), date(2026, 2, 20))
    query = select(call_tally.c.first, call_tally.c.taps).where(
        call_tally.c.span == Span.MONTH, call_tally.c.by == KEPT_AS[ALL]
    )
    rows = await books.database.read(lambda connection: connection.execute(query).all())
    assert [tuple(row) for row in rows] == [(date(2026, 1, 1), 3)]


async def test_a_period_of_centuries_is_told_day_by_day_at_once(books: Books) -> None:
    await books.journal.append(POOL, entries(Told(1).whole(), at=NOON))
    days = await books.database.read(
        lambda connection: books.tallies.each(connection, Span.DAY, date(2000, 1, 1), date(2999, 12, 31), ALL)
    )
    assert {day: counted[()].taps for day, counted in days.items()} == {date(2026, 1, 1): 1}


async def test_no_day_is_closed_before_its_hour_of_grace(books: Books) -> None:
    midnight = round(datetime(2026, 1, 1, 23, tzinfo=UTC).timestamp()) * 1_000
    await books.journal.append(POOL, entries(Told(1).whole(), at=NOON, step=0))
    for after, (at, closes) in enumerate(
        ((midnight + GRACE - 1, 0), (midnight + GRACE, 1), (midnight + GRACE + 1, 0)), start=3
    ):
        told = Told(after, kiosk=f"kiosk-{after}")
        seq = await last_seq(books)
        await books.journal.append(POOL, entries(told.tapped(), after=seq, at=at))
        assert await books.roll_up.catch_up() == closes


async def test_an_open_call_keeps_its_day_open(books: Books) -> None:
    await books.journal.append(POOL, entries(Told(1).tapped(), at=NOON))
    await books.journal.append(POOL, entries(Told(2, kiosk="kiosk-2").tapped(), after=1, at=NOON + 72 * HOUR))
    assert await books.roll_up.catch_up() == 0
    await books.agree()


async def test_a_change_between_counting_and_keeping_is_not_lost(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another server may commit in between."""
    told = Told(1)
    whole = told.whole()[:-1]
    await books.journal.append(POOL, entries(whole, at=NOON))
    await books.journal.append(
        POOL, entries(Told(2, kiosk="kiosk-2").tapped(), after=len(whole), at=NOON + 48 * HOUR)
    )

    async def wrap_up() -> None:
        seq = await last_seq(books)
        await books.journal.append(POOL, entries(told.wrapped_up(), after=seq, at=NOON + 49 * HOUR))

    await meanwhile(books, monkeypatch, wrap_up)


async def meanwhile(books: Books, patch: pytest.MonkeyPatch, deed: Callable[[], Awaitable[object]]) -> None:
    """A day is counted, and before that is written somebody else writes; then it is counted anew."""
    write = books.database.write

    async def after_another(work: Any) -> Any:
        patch.setattr(books.database, "write", write)
        await deed()
        return await write(work)

    patch.setattr(books.database, "write", after_another)
    assert await books.roll_up.catch_up() == 0
    await books.agree()
    assert await books.roll_up.catch_up() == 1
    await books.agree()


async def last_seq(books: Books) -> int:
    return (await books.journal.read(POOL, 0))[-1].seq


def test_bounds_of_waits_lie_apart_as_said() -> None:
    bounds = sorted({rounded_up(wait) for wait in range(0, 8_000_000, 250)})
    gaps = Counter(two - one for one, two in pairwise(bounds))
    assert gaps == {1_000: 60, 5_000: 48, 30_000: 50, 300_000: 18}
