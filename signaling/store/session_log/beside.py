"""What happened beside one call while it waited: by it the call's place in the line is known afterwards."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, Connection, or_, select

from signaling.core.events import CallDropped, CallEnded, CallSentOn, Entry, RingEnded, RingTaken
from signaling.core.ids import CallId, Milliseconds, PoolId, Role
from signaling.core.pool_settings import MINUTE
from signaling.core.vocabulary import RingOutcome
from signaling.store.codec import decode_event
from signaling.store.retention.destroy import parts
from signaling.store.tables import call, event

LONGEST: Final[Milliseconds] = 24 * 60 * MINUTE
"""No call that waited when this one came was put in line longer ago."""


def entries_beside(
    connection: Connection, pool: PoolId, call_id: CallId, own: Sequence[Entry]
) -> list[Entry]:
    """The entries of every call that was open while this one waited, with `own`, in their order.

    A call that has been erased is not among them.
    """
    if not own:
        return []
    tapped, left = own[0].at, _left_the_line(own)
    open_then = select(call.c.id, call.c.ticket_of).where(
        call.c.pool == pool,
        call.c.queued_at >= tapped - LONGEST,
        *(() if left is None else (call.c.queued_at <= left.at,)),
        or_(call.c.ended_at.is_(None), call.c.ended_at >= tapped),
    )
    # Whoever came back with a ticket stands where the call stood in which it was taken.
    others = {each for row in connection.execute(open_then) for each in row if each is not None} - {call_id}
    upto = [] if left is None else [event.c.seq <= left.seq]
    beside = [entry for part in parts(sorted(others)) for entry in _entries_of(connection, pool, part, upto)]
    return sorted([*own, *beside], key=lambda entry: entry.seq)


def _left_the_line(own: Sequence[Entry]) -> Entry | None:
    """Where it last stopped to wait for a guide; None where it still waits."""
    left: Entry | None = None
    for entry in own:
        match entry.event:
            case RingTaken(role=Role.GUIDE) | CallEnded():
                left = entry
            case RingEnded(role=Role.GUIDE, outcome=outcome) if outcome is not RingOutcome.ACCEPTED:
                left = None
            case CallSentOn() | CallDropped():
                left = None
            case _:
                pass
    return left


def _entries_of(
    connection: Connection, pool: PoolId, calls: Sequence[str], upto: Sequence[ColumnElement[bool]]
) -> list[Entry]:
    query = select(event.c.seq, event.c.at, event.c.type, event.c.body).where(
        event.c.call.in_(calls), event.c.pool == pool, *upto
    )
    return [Entry(row.seq, row.at, decode_event(row.type, row.body)) for row in connection.execute(query)]
