"""The wall clock as it was at the start, moved on by the monotonic clock.

A wall clock that jumps, back or forth, so changes no deadline of a running process, and no duration in the
log is negative.
"""

import time

from signaling.core.ids import Instant

_NANOSECONDS_PER_MILLISECOND = 1_000_000


class SteadyClock:
    def __init__(self) -> None:
        self._offset = time.time_ns() - time.monotonic_ns()

    def now(self) -> Instant:
        return (self._offset + time.monotonic_ns()) // _NANOSECONDS_PER_MILLISECOND
