"""Taking one call out of the counts of its day and month, where it is erased by itself.

A closed day cannot simply be opened and counted again: others of its calls may have been destroyed under the
plan, and live on in its counts alone. So the call is counted by itself, by the same formulas, and subtracted.
"""

from collections import Counter
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, delete, select, update

from signaling.core.ids import CallId, PoolId
from signaling.days import ONE_DAY, day_of, month_of, start_of
from signaling.store.tables import call, call_tally, tally_until
from signaling.store.tally.counting import count_calls
from signaling.store.tally.parts import KEPT_AS
from signaling.store.tally.roll_up import Span
from signaling.store.tally.tally import NUMBERS, Tally
from signaling.store.tally.until import lock
from signaling.store.tally.waits import add_packed, packed


def take_out(connection: Connection, pool: PoolId, zone: ZoneInfo, call_id: CallId) -> None:
    """Subtract the call from what is kept of closed days; delete it in the same transaction.

    What others remember of closed days, and a day that is being counted at this moment, is void from then on.
    """
    reached = lock(connection, pool)
    revised = update(tally_until).where(tally_until.c.pool == pool)
    connection.execute(revised.values(revision=tally_until.c.revision + 1))
    queued_at = connection.scalar(select(call.c.queued_at).where(call.c.id == call_id))
    if queued_at is None:
        return
    day = day_of(queued_at, zone)
    if day >= day_of(reached.days, zone):
        _forget_if_last(connection, pool, zone, call_id, day)
        return
    spans = [(Span.DAY, day)]
    if month_of(day) < month_of(day_of(reached.months, zone)):
        spans.append((Span.MONTH, month_of(day)))
    for by, name in KEPT_AS.items():
        for group, tally in count_calls(connection, [call.c.id == call_id], by, zone).items():
            value, other = (*group, "", "")[:2]
            for span, first in spans:
                row = and_(
                    call_tally.c.pool == pool,
                    call_tally.c.span == span,
                    call_tally.c.by == name,
                    call_tally.c.first == first,
                    call_tally.c.value == value,
                    call_tally.c.other == other,
                )
                _subtract(connection, row, tally)


def _forget_if_last(connection: Connection, pool: PoolId, zone: ZoneInfo, call_id: CallId, day: date) -> None:
    """A day that was closed before, opened again, and then has no call, is never counted anew."""
    others = select(call.c.id).where(
        call.c.pool == pool,
        call.c.queued_at >= start_of(day, zone),
        call.c.queued_at < start_of(day + ONE_DAY, zone),
        call.c.id != call_id,
    )
    if connection.execute(others.limit(1)).first() is None:
        of_day = (call_tally.c.span == Span.DAY, call_tally.c.by.in_(KEPT_AS.values()))
        connection.execute(
            delete(call_tally).where(call_tally.c.pool == pool, *of_day, call_tally.c.first == day)
        )


def _subtract(connection: Connection, row: Any, one: Tally) -> None:
    """There is no such row where calls were not yet counted by these parts when the day was closed."""
    kept = connection.execute(select(call_tally).where(row)).mappings().one_or_none()
    if kept is None:
        return
    numbers = [kept[name] - number for name, number in zip(NUMBERS, one.numbers, strict=True)]
    if not any(numbers):
        connection.execute(delete(call_tally).where(row))
        return
    waits: Counter[int] = Counter()
    add_packed(waits, kept["waits"])
    waits.subtract(one.waits)
    values = {**dict(zip(NUMBERS, numbers, strict=True)), "waits": packed(+waits)}
    connection.execute(update(call_tally).where(row).values(values))
