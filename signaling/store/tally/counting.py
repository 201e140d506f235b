"""Counting calls from the rows of the session log. Every count there is comes from these formulas."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from signaling.core.vocabulary import CallOutcome
from signaling.store.figures import SHORT, TARGET
from signaling.store.tables import call
from signaling.store.tally.parts import COLUMNS, By, Group, Part
from signaling.store.tally.tally import NUMBERS, Tally
from signaling.store.tally.waits import bound_of

_HANDLED = call.c.live_at.is_not(None)
_TURNED_AWAY = call.c.outcome.in_((CallOutcome.OUTSIDE_HOURS, CallOutcome.REJECTED_OVERLOAD))
_UNKNOWN = call.c.outcome == CallOutcome.RECOVERED_UNKNOWN
_ABANDONED = or_(
    call.c.outcome.in_((CallOutcome.ABANDONED_WAITING, CallOutcome.ABANDONED_RINGING)),
    and_(call.c.outcome == CallOutcome.KIOSK_LOST, call.c.live_at.is_(None)),
)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((_HANDLED, column))), 0)


_FORMULAS = {
    "taps": func.count(),
    "unknown": _count(_UNKNOWN),
    "turned_away": _count(_TURNED_AWAY),
    "handled": _count(_HANDLED),
    "abandoned": _count(_ABANDONED),
    "short_abandoned": _count(and_(_ABANDONED, call.c.wait_ms < SHORT)),
    "within_target": _count(and_(_HANDLED, call.c.wait_ms <= TARGET)),
    "waited": _sum(call.c.wait_ms),
    "talked": _sum(call.c.talk_ms),
    "wrapped_up": _sum(call.c.wrap_up_ms),
    "talks": _count(call.c.talk_ms.is_not(None)),
}
_NUMBERS = [_FORMULAS[name] for name in NUMBERS]
_HANDLED_AT = NUMBERS.index("handled")
_BOUND = case((_HANDLED, bound_of(call.c.wait_ms))).label("bound")
"""Null of a call that was not handled."""

_UTC = ZoneInfo("UTC")


def count_calls(
    connection: Connection, where: Sequence[ColumnElement[bool]], by: By, zone: ZoneInfo = _UTC
) -> dict[Group, Tally]:
    """Count the calls for which all of `where` holds. Groups without a call are not in it.

    `zone` is whose hours those of the week are.
    """
    parts: list[ColumnElement[Any]] = [COLUMNS[part].label(part) for part in by]
    # Numbers and waits together: the calls of a long day are gone through once.
    counts = select(*parts, _BOUND, *_NUMBERS).where(*where).group_by(*parts, _BOUND)
    found: dict[Group, Tally] = {}
    for row in connection.execute(counts):
        bound, *numbers = row[len(by) :]
        tally = found.setdefault(_local(tuple(row[: len(by)]), by, zone), Tally())
        tally.add([int(number) for number in numbers])
        if bound is not None:
            tally.waits[bound] += int(numbers[_HANDLED_AT])
    return found


def _local(group: Group, by: By, zone: ZoneInfo) -> Group:
    """Zones that are not whole hours from UTC are told with the hour before."""
    if Part.HOUR not in by:
        return group
    at = by.index(Part.HOUR)
    hour = datetime.fromtimestamp(int(group[at]) * 3_600, zone)
    return (*group[:at], f"{hour.weekday()}-{hour.hour:02}", *group[at + 1 :])
