"""One page of the log, wherever in it: what is on it, and what all selected calls come to.

Where the counts that are kept know the selection, a page by time is found by its number: the counts of closed
days say on which of them its first call is, and only that day is walked through. Other selections and orders
are counted and sorted by the database, row by row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, func, select

from signaling.core.ids import CallId, PoolId
from signaling.days import ONE_DAY, day_of, start_of
from signaling.store.figures import Figures
from signaling.store.log_filter import LogFilter
from signaling.store.session_log.grouping import grouping_of
from signaling.store.session_log.order import LogOrder, ordering
from signaling.store.session_log.walk import by_time, count_by_row
from signaling.store.tables import call
from signaling.store.tally.counting import count_calls
from signaling.store.tally.parts import ALL, By
from signaling.store.tally.reading import DayCounts, Only, Tallies
from signaling.store.tally.tally import Tally
from signaling.store.tally.until import Until, until


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    total: int
    figures: Figures | None
    """None where the calls of one guide are selected: the log is not for measuring people."""
    ids: Sequence[CallId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    order: LogOrder
    descending: bool
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class _Counted:
    """A selection as the counts know it, from the first to the last day on which it can have a call."""

    first: date
    last: date
    by: By
    only: Only
    reached: Until


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the calls of a page are: from the `offset`-th on of those queued since `begin` and before `end`.

    None leaves a side as open as the selection is.
    """

    offset: int
    begin: date | None = None
    end: date | None = None
    only_ended: bool = False
    """Whether all calls there are known to have ended."""


class Finder:
    """Of one pool, in the time of `zone`. Call in a reading transaction. Remembers counts: keep it."""

    def __init__(self, pool: PoolId, zone: ZoneInfo) -> None:
        self._pool = pool
        self._zone = zone
        self._tallies = Tallies(pool=pool, zone=zone)

    def find(self, connection: Connection, chosen: LogFilter, page: Page) -> Found:
        counted = self._counted(connection, chosen)
        if counted is None:
            total, figures = self._count_rows(connection, chosen)
        else:
            whole = self._whole(connection, counted)
            total, figures = whole.taps, whole.figures()
        if page.offset >= total:
            ids: Sequence[CallId] = []
        elif page.order is not LogOrder.QUEUED_AT:
            ids = self._sorted(connection, chosen, page)
        elif counted is None:
            ids = self._walked(connection, chosen, page, _Place(page.offset))
        else:
            days = self._tallies.closed_days(
                connection, counted.first, counted.last, counted.by, counted.only, counted.reached
            )
            place = _place_of(page, days, still_open=total - days.calls)
            ids = self._walked(connection, chosen, page, place)
        return Found(total=total, figures=figures, ids=ids)

    def count(self, connection: Connection, chosen: LogFilter) -> int:
        """How many calls `chosen` lets through."""
        counted = self._counted(connection, chosen)
        if counted is None:
            return self._count_rows(connection, chosen)[0]
        return self._whole(connection, counted).taps

    def _counted(self, connection: Connection, chosen: LogFilter) -> _Counted | None:
        """None where the calls have to be counted one by one: for want of kept counts, or because the period
        does not begin and end with a day.
        """
        grouping = grouping_of(chosen)
        bounds = (chosen.since, chosen.until)
        if grouping is None or not all(self._is_midnight(at) for at in bounds if at is not None):
            return None
        oldest, newest = connection.execute(_ENDS, {"of": self._pool}).one()
        if oldest is None:
            return None
        # Counts may be kept for longer than calls, and the log is of calls.
        since = max(chosen.since or 0, oldest)
        until_ = min(newest if chosen.until is None else chosen.until - 1, newest)
        return _Counted(
            day_of(since, self._zone),
            day_of(max(until_, 0), self._zone),
            *grouping,
            until(connection, self._pool),
        )

    def _is_midnight(self, at: int) -> bool:
        return start_of(day_of(at, self._zone), self._zone) == at

    def _whole(self, connection: Connection, counted: _Counted) -> Tally:
        whole = Tally()
        if counted.first <= counted.last:
            groups = self._tallies.total(
                connection, counted.first, counted.last, counted.by, counted.only, reached=counted.reached
            )
            for tally in groups.values():
                whole.add_all(tally)
        return whole

    def _walked(
        self, connection: Connection, chosen: LogFilter, page: Page, place: _Place
    ) -> Sequence[CallId]:
        """The days of `place` stand in for the period, as SQLite goes by one bound on either side alone."""
        begin, end = (None if day is None else start_of(day, self._zone) for day in (place.begin, place.end))
        within = replace(
            chosen,
            since=chosen.since if begin is None else begin,
            until=chosen.until if end is None else end,
        )
        query = by_time(
            ("id", "queued_at"), within.shape(), descending=page.descending, only_ended=place.only_ended
        )
        numbers = {"offset": place.offset, "limit": page.limit, "both": place.offset + page.limit}
        return list(connection.scalars(query, {**within.values(self._pool), **numbers}))

    def _sorted(self, connection: Connection, chosen: LogFilter, page: Page) -> Sequence[CallId]:
        ordered = ordering(connection.dialect.name, page.order, descending=page.descending)
        query = select(call.c.id).where(*chosen.clauses(self._pool)).order_by(*ordered)
        return list(connection.scalars(query.offset(page.offset).limit(page.limit)))

    def _count_rows(self, connection: Connection, chosen: LogFilter) -> tuple[int, Figures | None]:
        if chosen.guide is None:
            tally = count_calls(connection, chosen.clauses(self._pool), ALL).get((), Tally())
            return tally.taps, tally.figures()
        total: int = connection.execute(count_by_row(chosen.shape()), chosen.values(self._pool)).scalar_one()
        return total, None


_ENDS = select(  # One by one: SQLite finds both of a pair only by looking at each call.
    *(
        select(end(call.c.queued_at)).where(call.c.pool == bindparam("of")).scalar_subquery()
        for end in (func.min, func.max)
    )
)


def _place_of(page: Page, days: DayCounts, *, still_open: int) -> _Place:
    """`days` are the closed ones, after which `still_open` calls come."""
    if not days.calls:
        return _Place(page.offset)
    return (_newest_first if page.descending else _oldest_first)(page, days, still_open)


def _newest_first(page: Page, days: DayCounts, still_open: int) -> _Place:
    begin = days.day_of_call(max(0, days.calls + still_open - page.offset - page.limit))
    newest = days.calls + still_open - page.offset - 1
    first = days.day_of_call(newest)
    if first is None:
        return _Place(page.offset, begin=begin)
    later = days.calls_until(first) - newest - 1
    return _Place(later, begin=begin, end=first + ONE_DAY, only_ended=True)


def _oldest_first(page: Page, days: DayCounts, still_open: int) -> _Place:
    first = days.day_of_call(page.offset)
    if first is None:
        return _Place(page.offset - days.calls, begin=days.days[-1] + ONE_DAY)
    earlier = days.calls_until(first - ONE_DAY)
    last = days.day_of_call(page.offset + page.limit - 1)
    if last is None and still_open:
        return _Place(page.offset - earlier, begin=first)
    return _Place(page.offset - earlier, begin=first, end=(last or days.days[-1]) + ONE_DAY, only_ended=True)
