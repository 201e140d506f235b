"""The first answer: how many guides an hour needs, by Erlang A, one language at a time.

It takes each hour as if it had lasted for ever, and each language's guides as if they did nothing else. What
guides with several languages can do for each other is in no formula: the need of everybody together, as if
all spoke everything, is the least that can do, the sum of the languages the most. The simulator tells where
between them the truth lies.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import ceil

from signaling.core.ids import Language
from signaling.planning.demand import EVERYBODY, Demand, LanguageDemand, Rate
from signaling.planning.erlang_a import Queue
from signaling.planning.observed import Duty, Slot
from signaling.planning.opening import Stretch

SHARE = 0.8
WITHIN = 120.0
"""Seconds."""
NINE_OF_TEN = 600.0
"""Seconds: nine of ten of those who are answered wait at most so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """One language in one hour of the week."""

    slot: Slot
    rate: Rate
    needed: int
    needed_low: int
    """Where as few tap as the rate's interval allows; `needed_high`: as many."""
    needed_high: int
    on_duty: float
    """How many guides of the language were at work, on average of the hour's open time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    demand: LanguageDemand
    hours: tuple[Hour, ...]

    @property
    def lacking(self) -> float:
        """Guide hours in a week by which the need was above those at work."""
        return sum(max(0.0, hour.needed - hour.on_duty) for hour in self.hours)


def staffing(
    found: Demand, opening: Mapping[Language, Sequence[Stretch]], duties: Sequence[Duty]
) -> tuple[Staffing, ...]:
    """Of everybody first, then of each language."""
    return tuple(
        _staffing(each, opening[each.language], duties) for each in (found.everybody, *found.languages)
    )


def needed(taps_per_hour: float, handling: float, patience: float | None) -> int:
    """The fewest guides that meet the target: `SHARE` answered `WITHIN`, and `NINE_OF_TEN`.

    `handling` and `patience` are seconds. Nobody is needed where nobody comes.
    """
    if taps_per_hour <= 0:
        return 0
    rounded = float(f"{taps_per_hour:.4g}")
    return _needed(rounded, round(handling), None if patience is None else max(1, round(patience)))


@lru_cache(maxsize=20_000)
def _needed(taps_per_hour: float, handling: int, patience: int | None) -> int:
    arrivals, handling = taps_per_hour / 3_600, max(1, handling)
    guides = max(1, ceil(SHARE * arrivals * handling))
    while not _is_met(Queue(arrivals=arrivals, handling=handling, patience=patience, guides=guides)):
        guides += 1
    return guides


def _is_met(queue: Queue) -> bool:
    if queue.answered_within(WITHIN) < SHARE:
        return False
    return queue.answered_within(NINE_OF_TEN) >= 0.9 * (1 - queue.abandonment)


def _staffing(found: LanguageDemand, open_: Sequence[Stretch], duties: Sequence[Duty]) -> Staffing:
    patience = None if found.patience is None else found.patience.mean
    at_work = _at_work(found.language, open_, duties)
    return Staffing(
        demand=found,
        hours=tuple(
            Hour(
                slot=slot,
                rate=rate,
                needed=needed(rate.taps, found.handling, patience),
                needed_low=needed(rate.low, found.handling, patience),
                needed_high=needed(rate.high, found.handling, patience),
                on_duty=at_work.get(slot, 0.0),
            )
            for slot, rate in found.rates.items()
        ),
    )


def _at_work(language: Language, open_: Sequence[Stretch], duties: Sequence[Duty]) -> dict[Slot, float]:
    """Guides of the language at work, on average over each hour of the week's open time."""
    ordered = sorted(open_, key=lambda stretch: stretch.begins)
    ends = [stretch.ends for stretch in ordered]
    lasted: dict[Slot, int] = defaultdict(int)
    worked: dict[Slot, int] = defaultdict(int)
    for stretch in ordered:
        lasted[stretch.slot] += stretch.ends - stretch.begins
    for duty in duties:
        if language not in duty.languages and (language != EVERYBODY or not duty.languages):
            continue
        for stretch in islice(ordered, bisect_right(ends, duty.begins), None):
            if stretch.begins >= duty.ends:
                break
            worked[stretch.slot] += min(duty.ends, stretch.ends) - max(duty.begins, stretch.begins)
    return {slot: worked[slot] / time for slot, time in lasted.items()}
