"""What is to be expected, from what was seen: taps by hour of the week, handling, patience.

An hour in which a language was tapped often enough has a rate of its own. Elsewhere the language's taps are
spread over the week as everybody's are, which is a better guess than a handful, and tells nobody's story.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from signaling.core.ids import Language
from signaling.planning.intervals import poisson
from signaling.planning.observed import BIN, Bins, Handling, Observed, Slot
from signaling.planning.opening import HOUR, Stretch
from signaling.planning.patience import Patience, Waits, exponential, together

ENOUGH = 20
"""Taps, talks or residents who left: from so many on a language is told by its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Taps in an hour, and between which bounds it lies with 95 % confidence."""

    taps: float
    low: float
    high: float
    own: bool
    """Whether the hour had enough taps of the language to speak for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageDemand:
    language: Language
    taps: int
    weeks: float
    """How long the period was."""
    rates: Mapping[Slot, Rate]
    handling: float
    """Seconds that a call keeps a guide: the ring, talk and wrap-up."""
    durations: Handling
    """The talks and wrap-ups behind it."""
    own_handling: bool
    """Whether from talks of this language, or of all."""
    patience: Patience | None
    """None: nobody left, so that it is only known to be long."""
    own_patience: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    languages: tuple[LanguageDemand, ...]
    """Those with enough taps, the most tapped first."""
    everybody: LanguageDemand
    """All of these as if they were one language, which every guide speaks."""
    scarce: Mapping[Language, int]
    """Languages with too few taps to say anything, and how many they had."""
    talks: int


EVERYBODY = Language("")
"""Stands for all languages together."""


def demand(
    observed: Observed,
    opening: Mapping[Language, Sequence[Stretch]],
    weeks: float,
    *,
    told: Mapping[Language, int] | None = None,
) -> Demand | None:
    """None where there are too few taps or talks in all.

    `opening`: the period's open stretches of every language that was tapped, and of `EVERYBODY`.

    `told`: all that may be known of how many asked for each language. Then no language speaks for itself by
    the hour or in its patience, its time per call is in whole seconds, and nothing else of one language is in
    what is returned.
    """
    counts = counts_of(observed) if told is None else told
    talks = sum(sum(each.talks.values()) for each in observed.handling.values())
    enough = sorted(
        (tag for tag, taps in counts.items() if taps >= ENOUGH), key=lambda tag: (-counts[tag], tag)
    )
    if not enough or talks < ENOUGH:
        return None
    profile: dict[Slot, int] = defaultdict(int)
    for tag in enough if told is None else observed.taps:
        for slot, taps in observed.taps[tag].items():
            profile[slot] += taps
    everything = Handling(
        talks=_sum(each.talks for each in observed.handling.values()),
        wrap_ups=_sum(each.wrap_ups for each in observed.handling.values()),
    )
    common = _Common(
        profile=profile,
        handling=everything,
        waits=together(observed.waits.values()),
        setup=observed.rings.answered_after + observed.rings.connected_after,
        weeks=weeks,
    )
    return Demand(
        languages=tuple(
            common.language(tag, observed, opening[tag])
            if told is None
            else common.told(tag, told[tag], observed, opening[tag])
            for tag in enough
        ),
        everybody=common.everybody(sum(profile.values()), opening[EVERYBODY]),
        scarce={tag: taps for tag, taps in sorted(counts.items()) if taps < ENOUGH},
        talks=talks,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Common:
    """What a language borrows where it has too little of its own."""

    profile: Mapping[Slot, int]
    handling: Handling
    waits: Waits
    setup: float
    weeks: float

    def language(self, tag: Language, observed: Observed, open_: Sequence[Stretch]) -> LanguageDemand:
        own = observed.handling.get(tag, Handling(talks={}, wrap_ups={}))
        waits = observed.waits.get(tag, Waits({}, {}))
        has_talks = sum(own.talks.values()) >= ENOUGH
        has_left = waits.count_left >= ENOUGH
        return LanguageDemand(
            language=tag,
            taps=sum(observed.taps[tag].values()),
            weeks=self.weeks,
            rates=self._rates(observed.taps[tag], open_),
            handling=self.setup + mean_handling(own if has_talks else self.handling),
            durations=own if has_talks else self.handling,
            own_handling=has_talks,
            patience=exponential(waits if has_left else self.waits),
            own_patience=has_left,
        )

    def told(self, tag: Language, taps: int, observed: Observed, open_: Sequence[Stretch]) -> LanguageDemand:
        """Of a language of which no more than the number of its taps, and its times where many, are told."""
        own = observed.handling.get(tag, Handling(talks={}, wrap_ups={}))
        has_talks = sum(own.talks.values()) >= ENOUGH
        return LanguageDemand(
            language=tag,
            taps=taps,
            weeks=self.weeks,
            rates=self._rates({}, open_, within=taps),
            handling=float(round(self.setup + mean_handling(own if has_talks else self.handling))),
            durations=own if has_talks else self.handling,
            own_handling=has_talks,
            patience=exponential(self.waits),
            own_patience=False,
        )

    def everybody(self, taps: int, open_: Sequence[Stretch]) -> LanguageDemand:
        return LanguageDemand(
            language=EVERYBODY,
            taps=taps,
            weeks=self.weeks,
            rates=self._rates(self.profile, open_),
            handling=self.setup + mean_handling(self.handling),
            durations=self.handling,
            own_handling=True,
            patience=exponential(self.waits),
            own_patience=True,
        )

    def _rates(
        self, taps: Mapping[Slot, int], open_: Sequence[Stretch], *, within: int | None = None
    ) -> dict[Slot, Rate]:
        """Of the open hours; what was tapped in others is part of no rate. `within`: how many were tapped in
        the open hours, where it is not known in which.
        """
        exposure = open_hours(open_)
        if within is None:
            within = sum(count for slot, count in taps.items() if slot in exposure)
        everybodys = sum(self.profile.get(slot, 0) for slot in exposure)
        whole = poisson(within)
        rates = {}
        for slot, hours in exposure.items():
            count = taps.get(slot, 0)
            if count >= ENOUGH:
                own = poisson(count)
                rates[slot] = Rate(taps=count / hours, low=own.low / hours, high=own.high / hours, own=True)
            else:
                part = self.profile.get(slot, 0) / everybodys / hours if everybodys else 0.0
                rates[slot] = Rate(
                    taps=within * part, low=whole.low * part, high=whole.high * part, own=False
                )
        return rates


def counts_of(observed: Observed) -> dict[Language, int]:
    """How often each language was tapped."""
    return {language: sum(slots.values()) for language, slots in observed.taps.items()}


def open_hours(open_: Iterable[Stretch]) -> dict[Slot, float]:
    """For how many hours each hour of the week was open in the period."""
    hours: dict[Slot, float] = defaultdict(float)
    for stretch in open_:
        hours[stretch.slot] += (stretch.ends - stretch.begins) / HOUR
    return dict(sorted(hours.items()))


def mean_handling(handling: Handling) -> float:
    """Seconds of talk and wrap-up."""
    return _mean(handling.talks) + _mean(handling.wrap_ups)


def _mean(bins: Bins) -> float:
    count = sum(bins.values())
    return sum((low + BIN / 2) * number for low, number in bins.items()) / count if count else 0.0


def _sum(many: Iterable[Bins]) -> dict[int, int]:
    total: dict[int, int] = defaultdict(int)
    for bins in many:
        for low, count in bins.items():
            total[low] += count
    return dict(total)
