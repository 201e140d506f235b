"""The true optimum of a small pool: the average-cost Markov decision process, by value iteration.

The state is who is idle and how many wait for each language. An arriving call goes to any idle guide who
speaks its language or waits; a guide who is done takes the first of any of their queues or stays idle. The
cost is the number of those who wait. So the optimum may hold guides back, and knows all rates.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signaling.core.ids import Language
from tests.bench.matching.streams import TALK, Mix

SV, AR, TI = Language("sv"), Language("ar"), Language("ti")
SMALL = Mix((SV, AR, TI), np.array([0.6, 0.25, 0.15]))
TEAMS = [(SV,), (AR, SV), (SV, TI), (AR, SV, TI)]
_LONGEST_QUEUE = 9
_TOLERANCE = 1e-4

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Optimum:
    mean_wait: float
    """Seconds, of all calls, those who give up included."""
    rounds: int


def optimum(*, load: float, patience: float) -> Optimum:
    """Value iteration on the uniformised chain until the gain is known to one in ten thousand."""
    rate = load * len(TEAMS) / TALK
    rates = [rate * share for share in SMALL.shares]
    clock = rate + len(TEAMS) / TALK + 3 * _LONGEST_QUEUE / patience
    sizes = np.indices((_LONGEST_QUEUE + 1,) * 3).astype(float)
    waiting = sizes.sum(axis=0)
    values = np.zeros((1 << len(TEAMS), *waiting.shape))
    low, high, rounds = 0.0, float("inf"), 0
    while high - low >= _TOLERANCE * max(high, 1e-9):
        rounds += 1
        after = np.empty_like(values)
        for idle in range(len(values)):
            after[idle] = (waiting + _step(values, idle, sizes, rates, patience, clock)) / clock
        change = after - values
        low, high = float(change.min()) * clock, float(change.max()) * clock
        values = after - after[0, 0, 0, 0]
    return Optimum((low + high) / 2 / rate, rounds)


def _step(
    values: Values, idle: int, sizes: Values, rates: list[float], patience: float, clock: float
) -> Values:
    """The sum over what may happen next of its rate times the best value after it."""
    here = values[idle]
    total, used = np.zeros_like(here), np.zeros_like(here)
    for nth, language in enumerate(SMALL.languages):
        total += rates[nth] * _arrival(values, idle, nth, language)
        used += rates[nth]
        leaves = sizes[nth] / patience
        total += leaves * _fewer(here, nth)
        used += leaves
    for guide, team in enumerate(TEAMS):
        if not idle >> guide & 1:
            options = [values[idle | 1 << guide]]
            for nth, language in enumerate(SMALL.languages):
                if language in team:
                    options.append(np.where(sizes[nth] > 0, _fewer(here, nth), np.inf))
            total += _least(options) / TALK
            used += 1 / TALK
    return np.asarray(total + (clock - used) * here)


def _arrival(values: Values, idle: int, nth: int, language: Language) -> Values:
    options = [_more(values[idle], nth)]
    options += [
        values[idle & ~(1 << guide)]
        for guide, team in enumerate(TEAMS)
        if idle >> guide & 1 and language in team
    ]
    return _least(options)


def _least(options: list[Values]) -> Values:
    return np.asarray(np.minimum.reduce(options))


def _more(here: Values, axis: int) -> Values:
    """The values with one more waiting; a full queue turns the call away."""
    index = np.minimum(np.arange(here.shape[axis]) + 1, here.shape[axis] - 1)
    return np.asarray(np.take(here, index, axis=axis))


def _fewer(here: Values, axis: int) -> Values:
    index = np.maximum(np.arange(here.shape[axis]) - 1, 0)
    return np.asarray(np.take(here, index, axis=axis))
