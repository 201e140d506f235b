"""Counts over a period of days: from what is kept of months and days, and from the calls for what is not.

All functions must be called in one reading transaction with whatever is shown beside their answers.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, select

from signaling.core.ids import PoolId
from signaling.store.tables import call, call_tally
from signaling.store.tally.counting import count_calls
from signaling.store.tally.days import ONE_DAY, day_of, month_after, month_of, start_of
from signaling.store.tally.parts import COLUMNS, KEPT_AS, By, Group
from signaling.store.tally.roll_up import Span
from signaling.store.tally.tally import NUMBERS, Tally
from signaling.store.tally.until import until

Only = Sequence[Collection[str]]
_NUMBERS = [call_tally.c[name] for name in NUMBERS]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days from `first` up to but not including `after`, and where their counts are: in closed spans, or
    where that is None in the calls alone.
    """

    first: date
    after: date
    closed: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """The counts of one pool, in the time of `zone`.

    The days asked for are `first` to `last`, both included. What calls are counted `by` is one of `KEPT_AS`;
    `only` holds the wanted values of each part, and is empty where all are. Groups without a call are in no
    answer.
    """

    pool: PoolId
    zone: ZoneInfo

    def total(
        self,
        connection: Connection,
        first: date,
        last: date,
        by: By,
        only: Only = (),
        *,
        with_waits: bool = True,
    ) -> dict[Group, Tally]:
        """Without waits there are no percentiles, and what is kept is read in half the time."""
        found: dict[Group, Tally] = {}
        for stretch in self._stretches(connection, first, last, Span.MONTH):
            for _, group, tally in self._counts(connection, stretch, by, only, with_waits=with_waits):
                _add_to(found, group, tally)
        return found

    def each(
        self, connection: Connection, span: Span, first: date, last: date, by: By, only: Only = ()
    ) -> dict[date, dict[Group, Tally]]:
        """Count for each day or month apart, named by its first day; of the first and the last month only
        what is in the period. Spans without a call are not in it.
        """
        begin = month_of if span is Span.MONTH else _itself
        found: dict[date, dict[Group, Tally]] = {}
        for stretch in self._stretches(connection, first, last, span):
            for part in [stretch] if stretch.closed else _cut(stretch, span):
                for day, group, tally in self._counts(connection, part, by, only):
                    _add_to(found.setdefault(begin(day), {}), group, tally)
        return found

    def _stretches(
        self, connection: Connection, first: date, last: date, longest: Span
    ) -> Iterator[_Stretch]:
        reached = until(connection, self.pool)
        after = last + ONE_DAY
        days_end = max(first, min(after, day_of(reached.days, self.zone)))
        months_end = month_of(min(days_end, day_of(reached.months, self.zone)))
        months_begin = first if first == month_of(first) else month_after(first)
        if longest is Span.MONTH and months_begin < months_end:
            yield _Stretch(first, months_begin, Span.DAY)
            yield _Stretch(months_begin, months_end, Span.MONTH)
            yield _Stretch(months_end, days_end, Span.DAY)
        else:
            yield _Stretch(first, days_end, Span.DAY)
        yield from self._open_days(connection, days_end, after)

    def _open_days(self, connection: Connection, first: date, after: date) -> Iterator[_Stretch]:
        """Those from the first to the last with a call: a period may be centuries long."""
        if first >= after:
            return
        query = select(func.min(call.c.queued_at), func.max(call.c.queued_at)).where(
            call.c.pool == self.pool,
            call.c.queued_at >= start_of(first, self.zone),
            call.c.queued_at < start_of(after, self.zone),
        )
        oldest, newest = connection.execute(query).one()
        if oldest is not None:
            yield _Stretch(day_of(oldest, self.zone), day_of(newest, self.zone) + ONE_DAY, None)

    def _counts(
        self,
        connection: Connection,
        stretch: _Stretch,
        by: By,
        only: Only,
        *,
        with_waits: bool = True,
    ) -> Iterator[tuple[date, Group, Tally]]:
        if stretch.first >= stretch.after:
            return
        if stretch.closed is None:
            yield from self._open(connection, stretch, by, only)
            return
        kept = (
            select(call_tally.c.first, call_tally.c.value, call_tally.c.other, *_NUMBERS)
            .add_columns(*([call_tally.c.waits] if with_waits else []))
            .where(call_tally.c.pool == self.pool, call_tally.c.span == stretch.closed)
            .where(call_tally.c.by == KEPT_AS[by])
            .where(call_tally.c.first >= stretch.first, call_tally.c.first < stretch.after)
            .where(*_matching((call_tally.c.value, call_tally.c.other), only))
        )
        for row in connection.execute(kept):
            day, value, other = row[:3]
            tally = Tally(list(row[3 : 3 + len(NUMBERS)]))
            if with_waits:
                tally.add_waits(row.waits)
            yield day, (value, other)[: len(by)], tally

    def _open(
        self, connection: Connection, stretch: _Stretch, by: By, only: Only
    ) -> Iterator[tuple[date, Group, Tally]]:
        where = [
            call.c.pool == self.pool,
            call.c.queued_at >= start_of(stretch.first, self.zone),
            call.c.queued_at < start_of(stretch.after, self.zone),
            *_matching([COLUMNS[part] for part in by], only),
        ]
        for group, tally in count_calls(connection, where, by, self.zone).items():
            yield stretch.first, group, tally


def _add_to(found: dict[Group, Tally], group: Group, tally: Tally) -> None:
    """Add `tally`, which from then on is `found`'s own."""
    known = found.get(group)
    if known is None:
        found[group] = tally
    else:
        known.add_all(tally)


def _matching(columns: Sequence[ColumnElement[str]], only: Only) -> list[ColumnElement[bool]]:
    return [column.in_(sorted(values)) for column, values in zip(columns, only, strict=False)]


def _cut(stretch: _Stretch, span: Span) -> Iterator[_Stretch]:
    first = stretch.first
    while first < stretch.after:
        after = min(stretch.after, month_after(first) if span is Span.MONTH else first + ONE_DAY)
        yield _Stretch(first, after, None)
        first = after


def _itself(day: date) -> date:
    return day
