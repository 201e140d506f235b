"""From when to when a ticket is good: from the estimated wait, and within the hours.

A place is kept, so coming back later costs nothing, and coming sooner is allowed: `from_` is when a guide is
likely to be free at once. Where no honest estimate can be made, it is the municipality's own pause.
"""

from signaling.core.estimate import speeds, wait_range
from signaling.core.ids import Instant, Milliseconds
from signaling.core.pool import Call, Pool
from signaling.core.pool_settings import MINUTE

SHORTEST: Milliseconds = 15 * MINUTE
"""A ticket that would be good for less before it closes is for the next time that it is open."""


def good(pool: Pool, call: Call, at: Instant) -> tuple[Instant, Instant]:
    """From when, and until when, it is worthwhile to come back for a call that takes a ticket at `at`."""
    wait = wait_range(pool, call, speeds(pool))
    pause = pool.settings.ticket_pause if wait is None else wait.high * MINUTE
    opens, closes = _open_from(pool, call, at + pause)
    if closes is not None and closes - opens < SHORTEST:
        opens, closes = _open_from(pool, call, closes)
    until = opens + pool.settings.ticket_life
    return opens, until if closes is None else max(opens, min(until, closes))


def _open_from(pool: Pool, call: Call, at: Instant) -> tuple[Instant, Instant | None]:
    """When the language is first served at the site, `at` included, and when that ends, where it is known."""
    if pool.hours is None:
        return at, None
    opens = pool.hours.opens_at(call.site, call.language, at)
    return (at, None) if opens is None else (opens, pool.hours.closes_at(call.site, call.language, opens))
