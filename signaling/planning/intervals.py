"""Between which bounds the truth lies, with 95 % confidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import NormalDist

_Z = NormalDist().inv_cdf(0.975)
_RESAMPLES = 400


@dataclass(frozen=True, slots=True)
class Interval:
    low: float
    high: float


def poisson(count: int) -> Interval:
    """How many were to be expected where `count` came: Byar's approximation of the exact interval."""
    above = count + 1
    low = 0.0 if count == 0 else count * (1 - 1 / (9 * count) - _Z / (3 * sqrt(count))) ** 3
    return Interval(max(0.0, low), above * (1 - 1 / (9 * above) + _Z / (3 * sqrt(above))) ** 3)


def over_plays(
    plays: int, measure: Callable[[Sequence[int]], float | None], seed: int = 1
) -> Interval | None:
    """Of a measure of several plays, by drawing plays anew with replacement (B. Efron's bootstrap).

    `measure` takes the numbers of the drawn plays, some of them more than once, and may say None of such a
    draw. None: it did so of most. Plays are drawn whole, because residents of one day wait for each other.
    """
    rng = Random(seed)  # noqa: S311 - repeatable on purpose
    drawn = (measure([rng.randrange(plays) for _ in range(plays)]) for _ in range(_RESAMPLES))
    told = sorted(value for value in drawn if value is not None)
    if len(told) < _RESAMPLES // 2:
        return None
    return Interval(told[round(0.025 * (len(told) - 1))], told[round(0.975 * (len(told) - 1))])
