"""The measures of a set of calls, by the standard names of contact centres, each with its formula.

All are computed from the session log when asked for: there is no counter that could disagree with it (A9).
Percentiles are by nearest rank, so that every database gives the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

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


def figures_of(connection: Connection, where: Sequence[ColumnElement[bool]]) -> Figures:
    """Compute the figures of the calls for which all of `where` holds."""
    counted = connection.execute(
        select(
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
        ).where(*where)
    ).one()
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
        median_wait=_wait_at(connection, where, handled=counted.handled, share=0.5),
        p90_wait=_wait_at(connection, where, handled=counted.handled, share=0.9),
        average_talk=talked // counted.talks if counted.talks else None,
        average_handling=(talked + wrapped_up) // counted.talks if counted.talks else None,
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((_HANDLED, column))), 0)


def _wait_at(
    connection: Connection, where: Sequence[ColumnElement[bool]], *, handled: int, share: float
) -> Milliseconds | None:
    if not handled:
        return None
    rank = ceil(share * handled)
    query = select(call.c.wait_ms).where(_HANDLED, *where).order_by(call.c.wait_ms).offset(rank - 1).limit(1)
    wait: Milliseconds | None = connection.scalar(query)
    return wait
