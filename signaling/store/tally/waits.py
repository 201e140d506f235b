"""How long calls waited, in classes: few enough to keep for each day, fine enough to tell medians by.

A wait belongs to the class of the first of these bounds that it does not exceed: each second up to one
minute, each five seconds up to five minutes, each half minute up to half an hour, each five minutes up to
two hours. So a percentile by nearest rank comes out as the true one rounded up to the next bound: of as many
calls as it says, none waited longer. What waited more than two hours counts as two hours.
"""

from collections import Counter
from collections.abc import Mapping
from math import ceil, floor, sqrt
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, case, literal

from signaling.core.ids import Milliseconds
from signaling.core.pool_settings import MINUTE, SECOND

_Z: Final = 1.96

Waits = Mapping[Milliseconds, int]
"""How many calls there are in the class that ends at each bound."""


class _Steps(NamedTuple):
    """Bounds that lie `step` apart, the last one at `until`."""

    until: Milliseconds
    step: Milliseconds


_SCALE = (
    _Steps(MINUTE, SECOND),
    _Steps(5 * MINUTE, 5 * SECOND),
    _Steps(30 * MINUTE, 30 * SECOND),
    _Steps(120 * MINUTE, 5 * MINUTE),
)
LONGEST: Milliseconds = _SCALE[-1].until


def bound_of(wait: ColumnElement[int]) -> ColumnElement[int]:
    """The bound of the class that `wait` is in, in SQL."""
    rounded = [(wait <= until, (wait + (step - 1)) // step * step) for until, step in _SCALE]
    return case(*rounded, else_=literal(LONGEST))


def percentile(waits: Waits, percent: int) -> Milliseconds | None:
    """The bound that `percent` of the calls did not exceed, by nearest rank; None of no calls."""
    return at_rank(waits, (sum(waits.values()) * percent + 99) // 100)


def percentile_range(waits: Waits, percent: int) -> tuple[Milliseconds, Milliseconds] | None:
    """Between which bounds the true percentile lies with 95 % confidence; None of no calls.

    By order statistics, whatever the distribution: how many of `n` calls wait no longer than the true
    percentile is binomial, here approximated by the normal distribution (W. J. Conover, Practical
    Nonparametric Statistics, 3.2).
    """
    whole, share = sum(waits.values()), percent / 100
    half = _Z * sqrt(whole * share * (1 - share))
    low = at_rank(waits, max(1, floor(whole * share - half)))
    high = at_rank(waits, min(whole, ceil(whole * share + half) + 1))
    return None if low is None or high is None else (low, high)


def at_rank(waits: Waits, rank: int) -> Milliseconds | None:
    """The bound of the class that the call of this rank is in, the shortest wait having rank 1."""
    for bound in sorted(waits):
        rank -= waits[bound]
        if rank <= 0:
            return bound
    return None


def packed(waits: Waits) -> list[int]:
    """As a list of numbers to store: bound, count, bound, count …"""
    return [number for bound in sorted(waits) for number in (bound, waits[bound])]


def add_packed(waits: Counter[Milliseconds], numbers: list[int]) -> None:
    for bound, count in zip(numbers[::2], numbers[1::2], strict=True):
        waits[bound] += count
