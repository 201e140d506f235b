"""Closing days and months: their calls are counted once, so that nobody who reads a year counts a year's.

Counting goes beside the journal's writer and takes as long as it takes. Only what came out is then written,
in a short transaction that first looks whether a call changed meanwhile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, CursorResult, and_, delete, func, insert, select, update

from signaling.core.ids import Instant, PoolId
from signaling.core.vocabulary import CallState
from signaling.days import ONE_DAY, day_of, month_after, month_of, start_of
from signaling.store.engine import Database
from signaling.store.tables import call, call_tally, event, tally_until
from signaling.store.tally.counting import count_calls
from signaling.store.tally.parts import KEPT_AS, Group
from signaling.store.tally.tally import NUMBERS, Tally
from signaling.store.tally.until import GRACE, Until, lock, until
from signaling.store.tally.waits import packed


class Span(StrEnum):
    DAY = "day"
    MONTH = "month"


Counted = Mapping[str, Mapping[Group, Tally]]
"""By the name of what they are counted by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A span that is over, as counted from what was committed up to the journal's entry `seq`."""

    span: Span
    first: date
    end: Instant
    counted: Counted
    found: Until
    reached: Until
    seq: int


class RollUp:
    """Closes the days of one pool, in the time of `zone`."""

    def __init__(self, database: Database, *, pool: PoolId, zone: ZoneInfo) -> None:
        self._database = database
        self._pool = pool
        self._zone = zone

    async def catch_up(self, now: Instant = 0) -> int:
        """Close the days and months that are over, oldest first, and return how many there were.

        It is as late as the journal's newest entry says, or `now` where a clock knows better. Where a call
        changes at that moment it stops; call it again later. Raises `StoreUnavailable`.
        """
        closed = 0
        while await self._close_next(now):
            closed += 1
        return closed

    async def _close_next(self, now: Instant) -> bool:
        draft = await self._database.read(lambda connection: self._draft(connection, now))
        return draft is not None and await self._database.write(
            lambda connection: self._keep(connection, draft)
        )

    def _draft(self, connection: Connection, now: Instant) -> _Draft | None:
        newest = select(event.c.seq, event.c.at).where(event.c.pool == self._pool)
        head = connection.execute(newest.order_by(event.c.seq.desc()).limit(1)).one_or_none()
        if head is None:
            return None
        found = until(connection, self._pool)
        return self._month(connection, found, head.seq) or self._day(
            connection, found, head.seq, max(head.at, now)
        )

    def _day(self, connection: Connection, found: Until, seq: int, now: Instant) -> _Draft | None:
        begins = start_of(day_of(found.days, self._zone), self._zone)
        oldest = select(func.min(call.c.queued_at)).where(call.c.pool == self._pool)
        queued_at = connection.scalar(oldest.where(call.c.queued_at >= begins))
        if queued_at is None:
            return None
        day = day_of(queued_at, self._zone)
        start, end = start_of(day, self._zone), start_of(day + ONE_DAY, self._zone)
        still_open = connection.scalar(oldest.where(call.c.state != CallState.ENDED))
        if now < end + GRACE or (still_open is not None and still_open < end):
            return None
        where = [call.c.pool == self._pool, call.c.queued_at >= start, call.c.queued_at < end]
        return _Draft(
            span=Span.DAY,
            first=day,
            end=end,
            counted={name: count_calls(connection, where, by, self._zone) for by, name in KEPT_AS.items()},
            found=found,
            reached=found._replace(days=end),
            seq=seq,
        )

    def _month(self, connection: Connection, found: Until, seq: int) -> _Draft | None:
        days = and_(call_tally.c.pool == self._pool, call_tally.c.span == Span.DAY)
        month = month_of(day_of(found.months, self._zone))
        next_day = select(func.min(call_tally.c.first)).where(days, call_tally.c.by == "")
        first = connection.scalar(next_day.where(call_tally.c.first >= month))
        if first is None:
            return None
        month, after = month_of(first), month_after(first)
        end = start_of(after, self._zone)
        if found.days < end:
            return None
        of_month = and_(days, call_tally.c.first >= month, call_tally.c.first < after)
        return _Draft(
            span=Span.MONTH,
            first=month,
            end=end,
            counted=_add_up(connection.execute(select(call_tally).where(of_month))),
            found=found,
            reached=found._replace(months=end),
            seq=seq,
        )

    def _keep(self, connection: Connection, draft: _Draft) -> bool:
        if lock(connection, self._pool) != draft.found or self._changed(connection, draft):
            return False
        begins = draft.first
        if draft.span is Span.MONTH:  # A month that was closed before and has no day any more goes too.
            begins = min(begins, month_of(day_of(draft.found.months, self._zone)))
        this = and_(
            call_tally.c.pool == self._pool,
            call_tally.c.span == draft.span,
            call_tally.c.by.in_(KEPT_AS.values()),
            call_tally.c.first.between(begins, draft.first),
        )
        connection.execute(delete(call_tally).where(this))
        connection.execute(insert(call_tally), list(self._rows(draft)))
        reached = update(tally_until).where(tally_until.c.pool == self._pool)
        connection.execute(reached.values(days=draft.reached.days, months=draft.reached.months))
        return True

    def _changed(self, connection: Connection, draft: _Draft) -> bool:
        """Whether a call of the draft changed after it was counted."""
        later = (
            select(event.c.seq)
            .join(call, call.c.id == event.c.call)
            .where(event.c.pool == self._pool, event.c.seq > draft.seq, call.c.queued_at < draft.end)
        )
        return connection.execute(later.limit(1)).first() is not None

    def _rows(self, draft: _Draft) -> Iterator[dict[str, Any]]:
        for by, groups in draft.counted.items():
            for group, tally in groups.items():
                value, other = (*group, "", "")[:2]
                yield {
                    "pool": self._pool,
                    "span": draft.span,
                    "by": by,
                    "first": draft.first,
                    "value": value,
                    "other": other,
                    **dict(zip(NUMBERS, tally.numbers, strict=True)),
                    "waits": packed(tally.waits),
                }


def _add_up(rows: CursorResult[Any]) -> Counted:
    found: dict[str, dict[Group, Tally]] = {}
    for row in rows:
        tally = found.setdefault(row.by, {}).setdefault((row.value, row.other), Tally())
        tally.add([getattr(row, name) for name in NUMBERS])
        tally.add_waits(row.waits)
    return found
