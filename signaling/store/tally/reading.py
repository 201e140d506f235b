"""Counts over a period of days: from what is kept of months and days, and from the calls for what is not.

All functions must be called in one reading transaction with whatever is shown beside their answers.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import ColumnElement, Connection, String, cast, func, select

from signaling.core.ids import PoolId
from signaling.days import ONE_DAY, day_of, month_after, month_of, start_of
from signaling.store.tables import call, call_tally
from signaling.store.tally.counting import count_calls
from signaling.store.tally.memory import Memory
from signaling.store.tally.parts import COLUMNS, KEPT_AS, By, Group
from signaling.store.tally.roll_up import Span
from signaling.store.tally.tally import NUMBERS, Tally
from signaling.store.tally.until import Until, until

Only = Sequence[Collection[str]]
_NUMBERS = [call_tally.c[name] for name in NUMBERS]
_WAITS = cast(call_tally.c.waits, String).label("waits")
"""As text: there are many, and `orjson` is several times as quick with them as the drivers' own."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days from `first` up to but not including `after`, and where their counts are: in closed spans, or
    where that is None in the calls alone.
    """

    first: date
    after: date
    closed: Span | None


Groups = Mapping[Group, Tally]


class DayCounts(NamedTuple):
    """The closed days that have a call, in order, and how many calls there are up to the end of each."""

    days: Sequence[date]
    up_to: Sequence[int]

    @property
    def calls(self) -> int:
        return self.up_to[-1] if self.up_to else 0

    def calls_until(self, day: date) -> int:
        """How many there are up to the end of `day`."""
        days = bisect_right(self.days, day)
        return self.up_to[days - 1] if days else 0

    def day_of_call(self, number: int) -> date | None:
        """On which day the call of this number is, the oldest being 0; None where there are not that many."""
        day = bisect_right(self.up_to, number)
        return self.days[day] if day < len(self.days) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallies:
    """The counts of one pool, in the time of `zone`. Remembers those of closed days: keep it.

    The days asked for are `first` to `last`, both included. What calls are counted `by` is one of `KEPT_AS`;
    `only` holds the wanted values of each part, and is empty where all are. Groups without a call are in no
    answer. Where the caller has read in the same transaction how far the counts have `reached`, that is not
    read again. Answers belong to all who ask: do not change them.
    """

    pool: PoolId
    zone: ZoneInfo
    _memory: Memory = field(default_factory=Memory, repr=False, compare=False)

    def total(
        self,
        connection: Connection,
        first: date,
        last: date,
        by: By,
        only: Only = (),
        *,
        with_waits: bool = True,
        reached: Until | None = None,
    ) -> Groups:
        """Without waits there are no percentiles, and what is kept is read in half the time."""
        reached = reached or until(connection, self.pool)
        days_end, after = self._days_end(first, last, reached), last + ONE_DAY

        def of_closed() -> Groups:
            summed: dict[Group, Tally] = {}
            for stretch in self._closed(first, days_end, reached, Span.MONTH):
                for _, group, tally in self._counts(connection, stretch, by, only, with_waits=with_waits):
                    _add_to(summed, group, tally)
            return summed

        name = ("total", reached.revision, first, days_end, by, _hashable(only), with_waits)
        closed = self._memory.recall(name, of_closed, _size)
        still_open = {
            group: tally
            for stretch in self._open_days(connection, days_end, after)
            for _, group, tally in self._open(connection, stretch, by, only)
        }
        return _both(closed, still_open)

    def each(
        self, connection: Connection, span: Span, first: date, last: date, by: By, only: Only = ()
    ) -> Mapping[date, Groups]:
        """Count for each day or month apart, named by its first day; of the first and the last month only
        what is in the period. Spans without a call are not in it.
        """
        reached = until(connection, self.pool)
        days_end, after = self._days_end(first, last, reached), last + ONE_DAY
        begin = month_of if span is Span.MONTH else _itself

        def of_closed() -> Mapping[date, Groups]:
            summed: dict[date, dict[Group, Tally]] = {}
            for stretch in self._closed(first, days_end, reached, span):
                for day, group, tally in self._counts(connection, stretch, by, only):
                    _add_to(summed.setdefault(begin(day), {}), group, tally)
            return summed

        name = ("each", span, reached.revision, first, days_end, by, _hashable(only))
        closed = self._memory.recall(name, of_closed, _size_of_all)
        found = dict(closed)
        for stretch in self._open_days(connection, days_end, after):
            for part in _cut(stretch, span):
                still_open = {group: tally for _, group, tally in self._open(connection, part, by, only)}
                if still_open:
                    found[begin(part.first)] = _both(found.get(begin(part.first), {}), still_open)
        return found

    def closed_days(
        self, connection: Connection, first: date, last: date, by: By, only: Only, reached: Until
    ) -> DayCounts:
        """How many calls each closed day has, of all wanted groups together."""
        days_end = self._days_end(first, last, reached)

        def read() -> DayCounts:
            # Not summed in order by the database: SQLite would go through every value's counts for that.
            query = select(call_tally.c.first, call_tally.c.taps)
            kept = self._kept(_Stretch(first, days_end, Span.DAY), by, only)
            calls: Counter[date] = Counter()
            for day, taps in connection.execute(query.where(*kept)):
                calls[day] += taps
            days = sorted(calls)
            return DayCounts(days, list(accumulate(calls[day] for day in days)))

        name = ("days", reached.revision, first, days_end, by, _hashable(only))
        return self._memory.recall(name, read, lambda counts: 2 * len(counts.days))

    def _days_end(self, first: date, last: date, reached: Until) -> date:
        """From this day on no day of the period is closed."""
        return max(first, min(last + ONE_DAY, day_of(reached.days, self.zone)))

    def _closed(self, first: date, after: date, reached: Until, longest: Span) -> Iterator[_Stretch]:
        months_end = month_of(min(after, day_of(reached.months, self.zone)))
        months_begin = first if first == month_of(first) else month_after(first)
        if longest is Span.MONTH and months_begin < months_end:
            yield _Stretch(first, months_begin, Span.DAY)
            yield _Stretch(months_begin, months_end, Span.MONTH)
            yield _Stretch(months_end, after, Span.DAY)
        else:
            yield _Stretch(first, after, Span.DAY)

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
        kept = (
            select(call_tally.c.first, call_tally.c.value, call_tally.c.other, *_NUMBERS)
            .add_columns(*([_WAITS] if with_waits else []))
            .where(*self._kept(stretch, by, only))
        )
        for row in connection.execute(kept):
            day, value, other = row[:3]
            tally = Tally(list(row[3 : 3 + len(NUMBERS)]))
            if with_waits:
                tally.add_waits(orjson.loads(row.waits))
            yield day, (value, other)[: len(by)], tally

    def _kept(self, stretch: _Stretch, by: By, only: Only) -> list[ColumnElement[bool]]:
        return [
            call_tally.c.pool == self.pool,
            call_tally.c.span == stretch.closed,
            call_tally.c.by == KEPT_AS[by],
            call_tally.c.first >= stretch.first,
            call_tally.c.first < stretch.after,
            *_matching((call_tally.c.value, call_tally.c.other), only),
        ]

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
    """Add `tally` to its group in `found`."""
    known = found.get(group)
    if known is None:
        found[group] = tally
    else:
        known.add_all(tally)


def _both(closed: Groups, still_open: Groups) -> Groups:
    """Leaves either as it is."""
    if not still_open:
        return closed
    return {**closed, **{group: _sum(tally, closed.get(group)) for group, tally in still_open.items()}}


def _sum(one: Tally, other: Tally | None) -> Tally:
    whole = Tally()
    for tally in (one, other):
        if tally is not None:
            whole.add_all(tally)
    return whole


def _hashable(only: Only) -> Hashable:
    return tuple(frozenset(values) for values in only)


def _size(groups: Groups) -> int:
    return sum(len(NUMBERS) + len(tally.waits) for tally in groups.values())


def _size_of_all(spans: Mapping[date, Groups]) -> int:
    return sum(map(_size, spans.values()))


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
