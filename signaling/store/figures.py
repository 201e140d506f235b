"""The measures of a set of calls, by the standard names of contact centres, each with its formula.

All are computed from the session log when asked for: there is no counter that could disagree with it (A9).
Percentiles are by nearest rank, so that every database gives the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, or_, select

from signaling.core.ids import Milliseconds
from signaling.core.pool_settings import SECOND
from signaling.core.vocabulary import CallOutcome
from signaling.store.tables import call

TARGET: Milliseconds = 120 * SECOND
"""T of the service level."""
SHORT: Milliseconds = 10 * SECOND
"""A resident who leaves sooner changed their mind rather than lost patience."""

_HANDLED = call.c.live_at.is_not(None)
_TURNED_AWAY = call.c.outcome.in_((CallOutcome.OUTSIDE_HOURS, CallOutcome.REJECTED_OVERLOAD))
_UNKNOWN = call.c.outcome == CallOutcome.RECOVERED_UNKNOWN
_ABANDONED = or_(
    call.c.outcome.in_((CallOutcome.ABANDONED_WAITING, CallOutcome.ABANDONED_RINGING)),
    and_(call.c.outcome == CallOutcome.KIOSK_LOST, call.c.live_at.is_(None)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of calls and durations. A duration is None where no call has one."""

    taps: int
    """All calls, whatever came of them."""
    unknown: int
    """Taps that kiosks reported afterwards: the server was never reached."""
    turned_away: int
    """Outside hours, or more waited than the pool takes."""
    offered: int
    """Those of the taps that were let into the queue: taps - unknown - turned away."""
    handled: int
    """Picture and sound came up both ways."""
    abandoned: int
    """The resident left, or the kiosk was lost, before a talk began."""
    short_abandoned: int
    """Those of the abandoned that ended within `SHORT`."""
    within_target: int
    """Handled, and taken within `TARGET`."""
    average_wait: Milliseconds | None
    """ASA, the average speed of answer: the mean wait of the handled."""
    median_wait: Milliseconds | None
    p90_wait: Milliseconds | None
    """Nine of ten handled calls waited no longer."""
    average_talk: Milliseconds | None
    average_handling: Milliseconds | None
    """AHT: talk and wrap-up of the handled."""

    @property
    def service_level(self) -> float | None:
        """SL(T): taken within `TARGET`, divided by offered; None where none was offered."""
        return self.within_target / self.offered if self.offered else None


Group = tuple[str, ...]
"""The values of the columns that calls are grouped by."""


def figures_of(connection: Connection, where: Sequence[ColumnElement[bool]]) -> Figures:
    """Compute the figures of the calls for which all of `where` holds."""
    return figures_by(connection, where, ())[()]


def figures_by(
    connection: Connection, where: Sequence[ColumnElement[bool]], by: Sequence[ColumnElement[str]]
) -> dict[Group, Figures]:
    """Compute the figures of each group of calls. Groups without a call are not in it; all of them are one
    group, `()`, which is always there.
    """
    columns: list[ColumnElement[Any]] = [*by, *_COUNTS]
    counts = select(*columns).where(*where).group_by(*by)
    waits = _waits_by(connection, where, by)
    return {
        tuple(row[: len(by)]): _figures(row, *waits.get(tuple(row[: len(by)]), (None, None)))
        for row in connection.execute(counts)
    }


def _figures(counted: Row[Any], median: Milliseconds | None, p90: Milliseconds | None) -> Figures:
    waited, talked, wrapped_up = int(counted.waited), int(counted.talked), int(counted.wrapped_up)
    return Figures(
        taps=counted.taps,
        unknown=counted.unknown,
        turned_away=counted.turned_away,
        offered=counted.taps - counted.unknown - counted.turned_away,
        handled=counted.handled,
        abandoned=counted.abandoned,
        short_abandoned=counted.short_abandoned,
        within_target=counted.within_target,
        average_wait=waited // counted.handled if counted.handled else None,
        median_wait=median,
        p90_wait=p90,
        average_talk=talked // counted.talks if counted.talks else None,
        average_handling=(talked + wrapped_up) // counted.talks if counted.talks else None,
    )


def _waits_by(
    connection: Connection, where: Sequence[ColumnElement[bool]], by: Sequence[ColumnElement[str]]
) -> dict[Group, tuple[Milliseconds, Milliseconds]]:
    """Median and P90 of the waits of the handled calls of each group, by nearest rank."""
    whole = func.count().over(partition_by=by or None)
    nth = func.row_number().over(partition_by=by or None, order_by=call.c.wait_ms)
    ranked = (
        select(*by, call.c.wait_ms.label("wait"), nth.label("nth"), whole.label("of"))
        .where(_HANDLED, *where)
        .subquery()
    )
    keys = ranked.c[: len(by)]
    at = [
        func.max(case((ranked.c.nth == (ranked.c["of"] * percent + 99) // 100, ranked.c.wait)))
        for percent in (50, 90)
    ]
    rows = connection.execute(select(*keys, *at).group_by(*keys))
    return {tuple(row[: len(by)]): (row[-2], row[-1]) for row in rows if row[-1] is not None}


def hours(
    connection: Connection, where: Sequence[ColumnElement[bool]]
) -> Sequence[tuple[int, int, int, int, int]]:
    """For each hour since 1970 with a tap: the hour, taps, abandoned, handled, and their wait in all.

    Time zones that are not whole hours from UTC are told with the hour before.
    """
    hour = (call.c.queued_at // 3_600_000).label("hour")
    query = select(
        hour, func.count(), _count(_ABANDONED), _count(_HANDLED), _sum(call.c.wait_ms)
    ).where(*where).group_by(hour)  # fmt: skip
    return [(row[0], row[1], row[2], row[3], int(row[4])) for row in connection.execute(query)]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((_HANDLED, column))), 0)


_COUNTS = (
    func.count().label("taps"),
    _count(_UNKNOWN).label("unknown"),
    _count(_TURNED_AWAY).label("turned_away"),
    _count(_HANDLED).label("handled"),
    _count(_ABANDONED).label("abandoned"),
    _count(and_(_ABANDONED, call.c.wait_ms < SHORT)).label("short_abandoned"),
    _count(and_(_HANDLED, call.c.wait_ms <= TARGET)).label("within_target"),
    _sum(call.c.wait_ms).label("waited"),
    _sum(call.c.talk_ms).label("talked"),
    _sum(call.c.wrap_up_ms).label("wrapped_up"),
    _count(call.c.talk_ms.is_not(None)).label("talks"),
)
