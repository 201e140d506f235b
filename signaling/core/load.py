"""How much a guide has carried of late, so that the many-languaged are not worn out.

The share of the time at work (ringing, talking, wrapping up) forgets: a span counts against the hour before
it. Whole numbers only, so that every node folds the same. Who is above the pool's cap, or had a heavy call
and has not rested since, is weary: not rung while somebody else who is able is idle, but rung before a
resident is left waiting.
"""

from dataclasses import dataclass
from typing import Self

from signaling.core.ids import Instant, Milliseconds
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import GuideStatus

MEMORY: Milliseconds = 3_600_000
"""A span as long as this counts for as much as all before it."""
WHOLE = 1_000_000
_AT_WORK = frozenset({GuideStatus.RINGING, GuideStatus.IN_CALL, GuideStatus.WRAP_UP})


@dataclass(frozen=True, slots=True)
class Load:
    share: int = 0
    """Of the time, in millionths, up to the last change of status."""
    at: Instant = 0
    """When that was."""
    talk: Milliseconds = 0
    """How long the last talk took."""

    def until(self, now: Instant, status: GuideStatus) -> Self:
        """The load at `now` of a guide who has been in `status` since the last change."""
        span = max(now - self.at, 0)
        worked = WHOLE if status in _AT_WORK else 0
        share = self.share + (worked - self.share) * span // (span + MEMORY)
        return type(self)(share, now, span if status is GuideStatus.IN_CALL else self.talk)

    def is_weary(self, settings: PoolSettings, idle_since: Instant, now: Instant) -> bool:
        """Whether a guide who is idle since then is to be spared."""
        if self.talk >= settings.heavy_call and now - idle_since < settings.rest:
            return True
        cap = settings.occupancy_cap
        return cap < 100 and self.until(now, GuideStatus.AVAILABLE).share * 100 > cap * WHOLE


FRESH = Load()
