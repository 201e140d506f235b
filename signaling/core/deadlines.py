"""When something will happen by itself: the shell arms one timer for it and sends `Tick`."""

from signaling.core.ids import Instant
from signaling.core.joint_matcher import next_joint_retry
from signaling.core.matcher import next_retry
from signaling.core.pool import Pool


def next_deadline(pool: Pool) -> Instant | None:
    """The earliest instant at which a `Tick` has an effect; None while there is none.

    It may lie in the past.
    """
    first = pool.deadlines.first()
    due = (None if first is None else first[0], next_retry(pool), next_joint_retry(pool))
    return min((instant for instant in due if instant is not None), default=None)
