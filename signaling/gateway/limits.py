"""How much one client may ask for, so that none of them can harm the others."""

from dataclasses import dataclass

from signaling.core.ids import Instant, Milliseconds
from signaling.core.pool_settings import SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    events_per_second: int = 50
    event_burst: int = 200
    """How many events may come at once."""
    excess_burst: int = 2_000
    """How many may come over that limit, and be refused, before the connection ends."""
    calls_per_minute: int = 30
    """How often one kiosk may call; a resident taps far less often."""
    commands_waiting: int = 32
    """How many commands of one client may wait for their turn."""
    unread_bytes: int = 512 * 1024
    """How much a client may leave unread before it is dropped."""
    sockets: int = 20_000
    join_within: Milliseconds = 10 * SECOND
    """A socket that has not said who it is by then is closed."""
    ping_interval: Milliseconds = 5 * SECOND
    ping_timeout: Milliseconds = 5 * SECOND
    beat_within: Milliseconds = 15 * SECOND
    """A page whose heartbeat is missing for so long is lost, though its socket may still answer pings."""
    identity_check: Milliseconds = 2 * SECOND
    """How often the identity behind each live socket is checked.

    A withdrawn one must end within 5 s, and a directory may answer from a copy that is two seconds old.
    """
    refresh: Milliseconds = SECOND
    """How often a screen hears of what only others changed: positions and queues."""
    enrolments_per_minute: int = 10
    """From one address."""
    agent_requests_per_minute: int = 30
    """Over HTTP, from one kiosk."""


class Bucket:
    """Lets `burst` things pass at once and `per_second` in the long run."""

    __slots__ = ("_burst", "_level", "_per_second", "_since")

    def __init__(self, *, per_second: float, burst: int, now: Instant) -> None:
        self._per_second = per_second
        self._burst = burst
        self._level = float(burst)
        self._since = now

    def take(self, now: Instant) -> bool:
        """Whether one more may pass."""
        self._level = min(self._burst, self._level + (now - self._since) * self._per_second / SECOND)
        self._since = now
        if self._level < 1:
            return False
        self._level -= 1
        return True

    @property
    def retry_after(self) -> Milliseconds:
        """Until the next one may pass, from the last `take`."""
        return max(0, round((1 - self._level) * SECOND / self._per_second))
