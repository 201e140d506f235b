"""How long residents are willing to wait, though most are answered before they have had to show it.

Whoever was answered would have waited longer, nobody knows how much: the observation is *censored* by the
take. Leaving such residents out, or taking their wait for their patience, makes everybody look hurried. Both
estimates here count them for as long as they were seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log

from signaling.planning.intervals import Interval, poisson

Seconds = int


@dataclass(frozen=True, slots=True)
class Waits:
    """By how many whole seconds residents waited."""

    left: Mapping[Seconds, int]
    """Those who then left."""
    answered: Mapping[Seconds, int]
    """Those whose wait ended otherwise: mostly by a guide."""

    def __len__(self) -> int:
        return self.count_left + sum(self.answered.values())

    @property
    def count_left(self) -> int:
        return sum(self.left.values())

    @property
    def exposure(self) -> float:
        """For how many seconds somebody waited and could have left."""
        return sum(
            (wait + 0.5) * count for ends in (self.left, self.answered) for wait, count in ends.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """If at every moment the same share of those who wait loses patience."""

    mean: float
    """Seconds."""
    interval: Interval
    left: int


def exponential(waits: Waits) -> Patience | None:
    """The maximum-likelihood estimate under censoring: all waiting, divided by how many left.

    None where nobody left: then patience is only known to be long.
    """
    if waits.count_left == 0:
        return None
    exposure, left = waits.exposure, poisson(waits.count_left)
    return Patience(
        mean=exposure / waits.count_left,
        interval=Interval(exposure / left.high, exposure / left.low),
        left=waits.count_left,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """From `wait` seconds on."""

    wait: Seconds
    share: float
    """Of residents who would still be waiting."""
    interval: Interval


def kaplan_meier(waits: Waits) -> tuple[Step, ...]:
    """How many would still wait after how long, without any assumption: E. L. Kaplan and P. Meier, 1958.

    The interval is Greenwood's on the scale of log(-log), which keeps it between 0 and 1. Who left and who
    was answered in the same second: the first ones first.
    """
    waiting, share, variance = len(waits), 1.0, 0.0
    steps = [Step(0, 1.0, Interval(1.0, 1.0))]
    for wait in sorted(waits.left.keys() | waits.answered.keys()):
        left = waits.left.get(wait, 0)
        if 0 < left < waiting:
            share *= 1 - left / waiting
            variance += left / (waiting * (waiting - left))
            steps.append(Step(wait, share, _between(share, variance)))
        elif left:
            steps.append(Step(wait, 0.0, Interval(0.0, steps[-1].interval.high)))
        waiting -= left + waits.answered.get(wait, 0)
    return tuple(steps)


def _between(share: float, variance: float) -> Interval:
    spread = exp(1.96 * variance**0.5 / abs(log(share)))
    return Interval(share**spread, share ** (1 / spread))


def together(all_waits: Iterable[Waits]) -> Waits:
    """Those of all languages."""
    left: dict[Seconds, int] = {}
    answered: dict[Seconds, int] = {}
    for waits in all_waits:
        for sums, counts in ((left, waits.left), (answered, waits.answered)):
            for wait, count in counts.items():
                sums[wait] = sums.get(wait, 0) + count
    return Waits(left, answered)
