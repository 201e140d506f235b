"""What it costs a language to have one idle speaker fewer: the price by which the matcher spends guides.

One step of look-ahead in closed form. Each language is taken for itself as a birth and death chain: its state
is the number of idle speakers or, below zero, of those who wait. Speakers come back at the rate at which they
finish; they leave by the language's own taps and, in part, by the calls of their other languages. The cost is
the number of those who wait. The chain's relative value h(n) says what one idle speaker fewer costs from here
to eternity, h(n - 1) - h(n), which for such chains is a recursion of one line. The price of a guide is the
sum over their languages.

Talk, patience and occupancy are typical values: measured, the order in which guides are spent hardly depends
on them.
"""

from functools import lru_cache

from signaling.core.demand import per_second

TALK = 240.0
PATIENCE = 180.0
"""Seconds, mean."""
_OCCUPANCY = 0.6
_SHARED = 0.5
"""How far the calls of other languages fall on those who speak this one: others are spent before them."""
_WAITERS = 40
_MOST = 64
"""Above so many idle speakers a further one is worth nothing."""


def price(speakers: int, step: int, idle: int) -> float:
    """Residents who wait, times seconds, that one of `idle` speakers saves.

    `speakers` are those on duty, `step` is the demand for the language, `idle` at least 1.
    """
    if idle > _MOST:
        return 0.0
    return _prices(speakers if speakers <= _MOST else _rounded(speakers), step)[idle]


def _rounded(speakers: int) -> int:
    return 1 << (speakers - 1).bit_length()


@lru_cache(maxsize=4_096)
def _prices(speakers: int, step: int) -> tuple[float, ...]:
    taps = per_second(step)
    drained = (_OCCUPANCY / TALK - taps / speakers) / (1 - _OCCUPANCY)
    drain = max(0.0, drained * _SHARED)
    top = min(speakers, _MOST)
    back = [(speakers - idle) / TALK for idle in range(top)] + [0.0]
    leave = [taps + idle * drain for idle in range(top + 1)]
    mean = _mean_waiting(speakers, taps, back, leave)
    prices = [0.0] * (_MOST + 1)
    higher = 0.0
    for idle in range(top, 0, -1):
        higher = (mean + back[idle] * higher) / leave[idle]
        prices[idle] = higher
    return tuple(prices)


def _mean_waiting(speakers: int, taps: float, back: list[float], leave: list[float]) -> float:
    """How many wait on average: by the balance between neighbouring states, from none idle to either side."""
    weight = total = 1.0
    for idle in range(1, len(back)):
        weight *= back[idle - 1] / leave[idle]
        total += weight
    weight, waiting = 1.0, 0.0
    for wait in range(1, _WAITERS + 1):
        weight *= taps / (speakers / TALK + wait / PATIENCE)
        total += weight
        waiting += wait * weight
    return waiting / total
