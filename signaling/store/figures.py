"""The measures of a set of calls, by the standard names of contact centres, each with its formula.

Percentiles are by nearest rank, of waits as `tally.waits` puts them into classes.
"""

from dataclasses import dataclass

from signaling.core.ids import Milliseconds
from signaling.core.pool_settings import SECOND

TARGET: Milliseconds = 120 * SECOND
"""T of the service level."""
SHORT: Milliseconds = 10 * SECOND
"""A resident who leaves sooner changed their mind rather than lost patience."""


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
