"""Plays counted by language, and set beside the same plays with a change, with intervals."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge

from signaling.core.ids import Language, Milliseconds
from signaling.core.pool_settings import SECOND
from signaling.planning.demand import EVERYBODY
from signaling.planning.intervals import over_plays
from signaling.planning.trial import Effect, Figure, Measures
from signaling.simulation.driver import play
from signaling.simulation.figures import LEFT, TARGET, TURNED_AWAY, Ledger, at_share
from signaling.simulation.plan import Plan


@dataclass(slots=True)
class Count:
    """Of some calls; by the formulas of `figures`."""

    offered: int = 0
    within: int = 0
    left: int = 0
    waits: list[Milliseconds] = field(default_factory=list)
    """Of those who were answered, in order once `tally` has counted them."""

    def add(self, other: "Count") -> None:
        self.offered += other.offered
        self.within += other.within
        self.left += other.left
        self.waits = list(merge(self.waits, other.waits))


Tally = Mapping[Language, Count]
"""By language, and of `EVERYBODY`."""


def tally(plan: Plan) -> Tally:
    """Play the plan and count."""
    ledger = Ledger()
    play(plan, watch=ledger.watch)
    counts: dict[Language, Count] = defaultdict(Count)
    for story in ledger.stories.values():
        if story.outcome in TURNED_AWAY:
            continue
        for count in (counts[story.language], counts[EVERYBODY]):
            count.offered += 1
            count.left += story.outcome in LEFT
            if story.wait is not None:
                count.within += story.wait <= TARGET
                count.waits.append(story.wait)
    for count in counts.values():
        count.waits.sort()
    return dict(counts)


def added(tallies: Sequence[Tally]) -> Tally:
    total: dict[Language, Count] = defaultdict(Count)
    for each in tallies:
        for language, count in each.items():
            total[language].add(count)
    return dict(total)


def effects(before: Sequence[Tally], after: Sequence[Tally], weeks: float) -> tuple[Effect, ...]:
    """Of each play, without the change and with it; `weeks` is how long one play lasts. Everybody first."""
    taps: dict[Language, int] = defaultdict(int)
    for each in before:
        for language, count in each.items():
            taps[language] += count.offered
    ordered = sorted(taps, key=lambda language: (-taps[language], language))
    return tuple(
        _effect(
            language,
            [each.get(language, Count()) for each in before],
            [each.get(language, Count()) for each in after],
            weeks,
        )
        for language in ordered
    )


def _effect(language: Language, before: Sequence[Count], after: Sequence[Count], weeks: float) -> Effect:
    gains = [(then.within - now.within) / weeks for now, then in zip(before, after, strict=True)]
    more = _figure(len(gains), lambda drawn: sum(gains[number] for number in drawn) / len(drawn))
    assert more is not None  # noqa: S101 - a mean of at least one play
    return Effect(
        language=language,
        taps=sum(count.offered for count in before) / len(before) / weeks,
        before=_measures(before),
        after=_measures(after),
        more_in_time=more,
    )


def _measures(plays: Sequence[Count]) -> Measures:
    def share(part: Callable[[Count], int]) -> Figure | None:
        def of(drawn: Sequence[int]) -> float | None:
            offered = sum(plays[number].offered for number in drawn)
            return sum(part(plays[number]) for number in drawn) / offered if offered else None

        return _figure(len(plays), of)

    def p90(drawn: Sequence[int]) -> float | None:
        wait = at_share(sorted(wait for number in drawn for wait in plays[number].waits), 0.9)
        return None if wait is None else wait / SECOND

    return Measures(
        p90_wait=_figure(len(plays), p90),
        service_level=share(lambda count: count.within),
        abandonment=share(lambda count: count.left),
    )


def _figure(plays: int, measure: Callable[[Sequence[int]], float | None]) -> Figure | None:
    value = measure(range(plays))
    return None if value is None else Figure(value, over_plays(plays, measure))
