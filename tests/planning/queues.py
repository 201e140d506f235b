"""What tests ask of a queue beside what planning asks of it."""

from math import inf

from signaling.planning.erlang_a import Queue


def wait_of(queue: Queue, share: float) -> float:
    """So long at most, in seconds, wait this share of those who are answered."""
    if queue.grows:
        return inf
    wanted = share * (1 - queue.abandonment)
    if queue.answered_within(0) >= wanted:
        return 0.0
    low, high = 0.0, queue.handling
    while queue.answered_within(high) < wanted:
        low, high = high, 2 * high
    while high - low > 1e-6 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if queue.answered_within(middle) < wanted else (low, middle)
    return high
