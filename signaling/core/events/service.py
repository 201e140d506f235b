"""What concerns the pool as a whole: its settings and its hours."""

from dataclasses import dataclass
from typing import ClassVar

from signaling.core.hours import Hours
from signaling.core.pool_settings import PoolSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolConfigured:
    type: ClassVar[str] = "pool_configured"
    settings: PoolSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursSet:
    """When residents are served in the coming days; None means always."""

    type: ClassVar[str] = "hours_set"
    hours: Hours | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursTurned:
    """The pool, a site or a language has just opened or closed."""

    type: ClassVar[str] = "hours_turned"
