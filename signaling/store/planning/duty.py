"""Who was on duty when (`store.attendance`), read out of the journal's own entries about guides.

The journal has no index by time. But its instants never decrease, so a period's first entry is found by
halving.
"""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection, func, select

from signaling.core.events import Event
from signaling.core.ids import Instant, PoolId
from signaling.planning.observed import Duty
from signaling.planning.opening import HOUR
from signaling.store.attendance import AttendanceBook
from signaling.store.codec import decode_event
from signaling.store.tables import DUTY, event

_BEFORE = 24 * HOUR
"""Read so much earlier, for who came to work before the period began."""


def duties(connection: Connection, pool: PoolId, since: Instant, until: Instant) -> tuple[Duty, ...]:
    """Everybody's time on duty from `since` to `until`, in the order in which it began."""
    book = AttendanceBook()
    told = [book.note(at, fact) for at, fact in _facts(connection, pool, since - _BEFORE, until)]
    worked = [*(duty for duty in told if duty is not None), *book.going_on(until)]
    within = (_cut(duty, since, until) for duty in worked)
    return tuple(
        sorted(
            (duty for duty in within if duty.begins < duty.ends), key=lambda duty: (duty.begins, duty.guide)
        )
    )


def _cut(duty: Duty, since: Instant, until: Instant) -> Duty:
    return replace(duty, begins=max(duty.begins, since), ends=min(duty.ends, until))


def _facts(
    connection: Connection, pool: PoolId, since: Instant, until: Instant
) -> Iterator[tuple[Instant, Event]]:
    first, last = _first_at(connection, pool, since), _first_at(connection, pool, until)
    query = (
        select(event.c.at, event.c.type, event.c.body)
        .where(event.c.pool == pool, event.c.seq >= first, event.c.seq < last, DUTY)
        .order_by(event.c.seq)
    )
    for at, type_, body in connection.execute(query):
        yield at, decode_event(type_, body)


def _first_at(connection: Connection, pool: PoolId, at: Instant) -> int:
    """The number of the first entry at this instant or later; one more than the last where there is none."""
    newest = connection.scalar(select(func.max(event.c.seq)).where(event.c.pool == pool)) or 0
    low, high = 1, newest + 1
    while low < high:
        middle = (low + high) // 2
        then = connection.scalar(select(event.c.at).where(event.c.pool == pool, event.c.seq == middle))
        low, high = (middle + 1, high) if then is not None and then < at else (low, middle)
    return low
