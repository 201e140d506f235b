"""One page of the log, wherever in it: what is on it, and what all selected calls come to.

Where the counts that are kept know the selection, a page by time is found by its number: the counts of
months and then of days say on which day its first call is, and only that day is walked through. Other
selections and orders are counted and sorted by the database, row by row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, select

from signaling.core.ids import CallId, PoolId
from signaling.store.figures import Figures
from signaling.store.log_filter import ENDED, OPEN, LogFilter
from signaling.store.session_log.grouping import grouping_of
from signaling.store.session_log.order import LogOrder, ordering
from signaling.store.session_log.walk import walk
from signaling.store.tables import call
from signaling.store.tally.counting import count_calls
from signaling.store.tally.days import ONE_DAY, day_of, month_after, start_of
from signaling.store.tally.parts import ALL, By
from signaling.store.tally.reading import Only, Tallies
from signaling.store.tally.roll_up import Span
from signaling.store.tally.tally import Tally


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
    """A selection as the counts know it."""

    first: date
    last: date
    by: By
    only: Only


class Finder:
    """Of one pool, in the time of `zone`. Call in a reading transaction."""

    def __init__(self, pool: PoolId, zone: ZoneInfo) -> None:
        self._pool = pool
        self._zone = zone
        self._tallies = Tallies(pool=pool, zone=zone)

    def find(self, connection: Connection, chosen: LogFilter, page: Page) -> Found:
        where = chosen.clauses(self._pool)
        counted = self._counted(connection, chosen)
        if counted is None:
            total, figures = self._count_rows(connection, chosen)
            ids = _by_row(connection, where, page) if page.offset < total else []
            return Found(total=total, figures=figures, ids=ids)
        months = self._each(connection, Span.MONTH, counted)
        whole = _sum(months)
        if page.offset >= whole.taps:
            ids = []
        elif page.order is LogOrder.QUEUED_AT:
            ids = self._by_time(connection, where, page, counted, months)
        else:
            ids = _by_row(connection, where, page)
        return Found(total=whole.taps, figures=whole.figures(), ids=ids)

    def count(self, connection: Connection, chosen: LogFilter) -> int:
        """How many calls `chosen` lets through."""
        counted = self._counted(connection, chosen)
        if counted is None:
            return self._count_rows(connection, chosen)[0]
        return _sum(self._each(connection, Span.MONTH, counted)).taps

    def _counted(self, connection: Connection, chosen: LogFilter) -> _Counted | None:
        """None where the calls have to be counted one by one: for want of kept counts, or because the period
        does not begin and end with a day.
        """
        grouping = grouping_of(chosen)
        bounds = (chosen.since, chosen.until)
        if grouping is None or not all(self._is_midnight(at) for at in bounds if at is not None):
            return None
        ends = (  # One by one: SQLite finds both of a pair only by looking at each call.
            select(end(call.c.queued_at)).where(call.c.pool == self._pool).scalar_subquery()
            for end in (func.min, func.max)
        )
        oldest, newest = connection.execute(select(*ends)).one()
        if oldest is None:
            return None
        # Counts may be kept for longer than calls, and the log is of calls.
        since = max(chosen.since or 0, oldest)
        until = min(newest if chosen.until is None else chosen.until - 1, newest)
        return _Counted(day_of(since, self._zone), day_of(max(until, 0), self._zone), *grouping)

    def _is_midnight(self, at: int) -> bool:
        return start_of(day_of(at, self._zone), self._zone) == at

    def _each(self, connection: Connection, span: Span, counted: _Counted) -> dict[date, Tally]:
        if counted.first > counted.last:
            return {}
        spans = self._tallies.each(connection, span, counted.first, counted.last, counted.by, counted.only)
        return {first: _sum(groups) for first, groups in spans.items()}

    def _by_time(
        self,
        connection: Connection,
        where: Sequence[ColumnElement[bool]],
        page: Page,
        counted: _Counted,
        months: Mapping[date, Tally],
    ) -> list[CallId]:
        month, rest = _located(months, page.offset, descending=page.descending)
        within = _Counted(
            max(month, counted.first),
            min(month_after(month) - ONE_DAY, counted.last),
            counted.by,
            counted.only,
        )
        days = self._each(connection, Span.DAY, within)
        day, rest = _located(days, rest, descending=page.descending)
        edge = (
            call.c.queued_at < start_of(day + ONE_DAY, self._zone)
            if page.descending
            else call.c.queued_at >= start_of(day, self._zone)
        )
        return _walked(connection, [*where, edge], page, rest)

    def _count_rows(self, connection: Connection, chosen: LogFilter) -> tuple[int, Figures | None]:
        where = chosen.clauses(self._pool)
        if chosen.guide is None:
            tally = count_calls(connection, where, ALL).get((), Tally())
            return tally.taps, tally.figures()
        count = select(func.count()).select_from(call)
        parts = [connection.scalar(count.where(*where, condition)) or 0 for condition in (ENDED, OPEN)]
        return sum(parts), None


def _by_row(connection: Connection, where: Sequence[ColumnElement[bool]], page: Page) -> list[CallId]:
    if page.order is LogOrder.QUEUED_AT:
        return _walked(connection, where, page, page.offset)
    ordered = ordering(connection.dialect.name, page.order, descending=page.descending)
    query = select(call.c.id).where(*where).order_by(*ordered).offset(page.offset).limit(page.limit)
    return list(connection.scalars(query))


def _walked(
    connection: Connection, where: Sequence[ColumnElement[bool]], page: Page, offset: int
) -> list[CallId]:
    columns = [call.c.id, call.c.queued_at]
    query = walk(columns, where, descending=page.descending, offset=offset, limit=page.limit)
    return list(connection.scalars(query))


def _located(spans: Mapping[date, Tally], offset: int, *, descending: bool) -> tuple[date, int]:
    """In which span the `offset`-th call is, and how many of that span come before it."""
    for first in sorted(spans, reverse=descending):
        if offset < spans[first].taps:
            return first, offset
        offset -= spans[first].taps
    raise AssertionError("the offset is beyond the last call")


def _sum(tallies: Mapping[Any, Tally]) -> Tally:
    whole = Tally()
    for tally in tallies.values():
        whole.add_all(tally)
    return whole
