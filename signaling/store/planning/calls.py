"""The calls of a period in sums, as planning needs them. No call can be told from another in them.

Time zones that are not whole hours from UTC are told with the hour before.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from signaling.core.ids import KioskId, Language, Role
from signaling.core.vocabulary import CallOutcome, RingOutcome
from signaling.planning.observed import BIN, Handling, KioskHour, Observed, Rings, Slot
from signaling.planning.opening import HOUR
from signaling.planning.patience import Waits
from signaling.store.tables import call, ring

Where = Sequence[ColumnElement[bool]]

_LEFT = and_(
    call.c.outcome.in_((CallOutcome.ABANDONED_WAITING, CallOutcome.ABANDONED_RINGING)),
    call.c.live_at.is_(None),
)
_LET_IN = call.c.outcome.is_distinct_from(CallOutcome.OUTSIDE_HOURS) & call.c.outcome.is_distinct_from(
    CallOutcome.RECOVERED_UNKNOWN
)
_QUEUED = _LET_IN & call.c.outcome.is_distinct_from(CallOutcome.REJECTED_OVERLOAD)
_OUTSIDE = call.c.outcome == CallOutcome.OUTSIDE_HOURS


def observe(connection: Connection, where: Where, zone: ZoneInfo) -> Observed:
    """What the calls for which all of `where` holds show."""
    return Observed(
        taps=_taps(connection, where, zone),
        waits=_waits(connection, where),
        handling=_handling(connection, where),
        rings=_rings(connection, where),
        kiosks=_kiosks(connection, where, zone),
    )


def _taps(connection: Connection, where: Where, zone: ZoneInfo) -> dict[Language, dict[Slot, int]]:
    hour = (call.c.queued_at // HOUR).label("hour")
    query = select(call.c.language, hour, func.count()).where(*where, _LET_IN).group_by(call.c.language, hour)
    found: dict[Language, dict[Slot, int]] = defaultdict(lambda: defaultdict(int))
    for language, since, taps in connection.execute(query):
        found[Language(language)][_slot(since, zone)] += taps
    return {language: dict(slots) for language, slots in found.items()}


def _waits(connection: Connection, where: Where) -> dict[Language, Waits]:
    """Of those who were let into the queue; who still waits is not known yet."""
    second, left = (call.c.wait_ms // 1_000).label("second"), case((_LEFT, 1), else_=0).label("left")
    query = (
        select(call.c.language, second, left, func.count())
        .where(*where, _QUEUED, call.c.wait_ms.is_not(None))
        .group_by(call.c.language, second, left)
    )
    ends: dict[Language, tuple[dict[int, int], dict[int, int]]] = defaultdict(lambda: ({}, {}))
    for language, wait, has_left, count in connection.execute(query):
        ends[Language(language)][has_left][wait] = count
    return {language: Waits(left=left, answered=answered) for language, (answered, left) in ends.items()}


def _handling(connection: Connection, where: Where) -> dict[Language, Handling]:
    talks = _bins(connection, where, call.c.talk_ms)
    wrap_ups = _bins(connection, where, call.c.wrap_up_ms)
    return {
        language: Handling(talks=bins, wrap_ups=wrap_ups.get(language, {}))
        for language, bins in talks.items()
    }


def _bins(
    connection: Connection, where: Where, duration: ColumnElement[Any]
) -> dict[Language, dict[int, int]]:
    low = (duration // (BIN * 1_000) * BIN).label("low")
    query = (
        select(call.c.language, low, func.count())
        .where(*where, call.c.live_at.is_not(None), duration.is_not(None))
        .group_by(call.c.language, low)
    )
    found: dict[Language, dict[int, int]] = defaultdict(dict)
    for language, seconds, count in connection.execute(query):
        found[Language(language)][seconds] = count
    return dict(found)


def _rings(connection: Connection, where: Where) -> Rings:
    """The rings that were to lead the call; those of guests are not."""
    accepted = and_(ring.c.outcome == RingOutcome.ACCEPTED, ring.c.taken_at == call.c.taken_at)
    live = and_(accepted, call.c.live_at.is_not(None))
    query = (
        select(
            _count(live),
            func.sum(case((live, ring.c.taken_at - ring.c.at), else_=0)),
            func.sum(case((live, call.c.live_at - call.c.taken_at), else_=0)),
            _count(ring.c.outcome == RingOutcome.TIMED_OUT),
            _count(ring.c.outcome == RingOutcome.DECLINED),
        )
        .join_from(ring, call)
        .where(*where, ring.c.role == Role.GUIDE)
    )
    count, answering, connecting, missed, passed = connection.execute(query).one()
    if not count:
        return Rings(missed=missed, passed=passed)
    return Rings(
        accepted=count,
        answered_after=float(answering) / count / 1_000,
        connected_after=float(connecting) / count / 1_000,
        missed=missed,
        passed=passed,
    )


def _kiosks(connection: Connection, where: Where, zone: ZoneInfo) -> dict[KioskId, dict[Slot, KioskHour]]:
    """By the tap itself, which a kiosk may have reported only later."""
    hour = (call.c.tapped_at // HOUR).label("hour")
    query = (
        select(call.c.kiosk, hour, func.count(), _count(_OUTSIDE)).where(*where).group_by(call.c.kiosk, hour)
    )
    found: dict[KioskId, dict[Slot, KioskHour]] = defaultdict(dict)
    for kiosk, since, taps, outside in connection.execute(query):
        slots, slot = found[KioskId(kiosk)], _slot(since, zone)
        known = slots.get(slot, KioskHour(taps=0, outside=0))
        slots[slot] = KioskHour(taps=known.taps + taps, outside=known.outside + outside)
    return dict(found)


def _slot(hour: int, zone: ZoneInfo) -> Slot:
    local = datetime.fromtimestamp(hour * 3_600, zone)
    return local.weekday(), local.hour


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))
