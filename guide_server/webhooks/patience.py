"""When a message that was not taken is sent again, and when it is given up. Pure."""

from dataclasses import dataclass

from signaling.core.ids import Instant, Milliseconds
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.store.webhooks.subscriptions import Attempt, DeliveryFault, Webhook

HOUR: Milliseconds = 60 * MINUTE
PAUSES: tuple[Milliseconds, ...] = (
    5 * SECOND, 30 * SECOND, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR,
)  # fmt: skip
"""After the first, the second … attempt in a row that failed; the last one again and again."""
LONGEST_FAILURE: Milliseconds = 5 * 24 * HOUR
"""A receiver that took nothing for so long is told no more until an admin says so."""
SPREAD = 0.2
"""Pauses differ by as much, so that receivers that fell together are not all asked together."""


@dataclass(frozen=True, slots=True)
class Retry:
    at: Instant
    disable: bool


def retry(told: Webhook, attempt: Attempt, *, asked: Milliseconds | None, luck: float, now: Instant) -> Retry:
    """What follows on an attempt that failed.

    `asked`: how long the receiver wants to be left alone, heeded up to an hour. `luck` is in [0, 1).
    """
    since = attempt.at if told.failing_since is None else told.failing_since
    pause = PAUSES[min(told.failures, len(PAUSES) - 1)]
    pause = max(round(pause * (1 + SPREAD * (2 * luck - 1))), min(asked or 0, HOUR))
    over = attempt.fault is DeliveryFault.GONE or now - since >= LONGEST_FAILURE
    return Retry(at=now + pause, disable=over)
