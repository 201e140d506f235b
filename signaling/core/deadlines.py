"""When something will happen by itself: the shell arms one timer for it and sends `Tick`."""

from signaling.core.ids import Instant
from signaling.core.matcher import next_retry
from signaling.core.pool import Pool


def next_deadline(pool: Pool) -> Instant | None:
    """The earliest instant at which a `Tick` has an effect; None while there is none.

    It may lie in the past.
    """
    first = pool.deadlines.first()
    retry = next_retry(pool)
    if first is None:
        return retry
    return first[0] if retry is None else min(first[0], retry)
