"""The newest days of a period as a town to try rosters in, and the changes that are worth a try."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from signaling.core.ids import GuideId, Instant, Language
from signaling.core.pool_settings import PoolSettings
from signaling.days import ONE_DAY, start_of
from signaling.planning.demand import Demand
from signaling.planning.observed import Duty, Rings
from signaling.planning.opening import Stretch
from signaling.planning.trial import Day, Expected, FurtherLanguage, Town

LONGEST = 28
"""Days."""
FEWEST = 5
TAPS = 1_500
"""So many are enough for days that are played over and over."""


def town_of(
    demand: Demand,
    opening: Mapping[Language, Sequence[Stretch]],
    duties: Sequence[Duty],
    days: Sequence[date],
    *,
    settings: PoolSettings,
    rings: Rings,
    zone: ZoneInfo,
) -> Town:
    """Days on which it was open and somebody was at work: four weeks, or fewer where many tap."""
    duties = through_missed_rings(duties)
    chosen: list[Day] = []
    for day in reversed(days):
        found = _day(demand, opening, duties, start_of(day, zone), start_of(day + ONE_DAY, zone))
        if found.duties and found.expected:
            chosen.insert(0, found)
        if len(chosen) == LONGEST or (len(chosen) >= FEWEST and sum(each.taps for each in chosen) >= TAPS):
            break
    return Town(
        settings=settings,
        days=tuple(chosen),
        handling={each.language: each.durations for each in demand.languages},
        patience={
            each.language: each.patience.mean for each in demand.languages if each.patience is not None
        },
        rings=rings,
    )


def through_missed_rings(duties: Sequence[Duty]) -> tuple[Duty, ...]:
    """A guide's times on duty, joined where a missed ring alone parts them.

    A trial misses rings by itself, as often as was seen: with the gaps of those that were missed in truth
    they would count twice. `duties` are in the order in which they began, as is the answer.
    """
    joined: list[Duty] = []
    last: dict[GuideId, int] = {}
    for duty in duties:
        place = last.get(duty.guide)
        if place is not None and joined[place].missed and _alike(joined[place], duty):
            joined[place] = replace(joined[place], ends=duty.ends, missed=duty.missed)
        else:
            last[duty.guide] = len(joined)
            joined.append(duty)
    return tuple(joined)


def _alike(one: Duty, other: Duty) -> bool:
    return (one.skills, one.interprets) == (other.skills, other.interprets)


def further_languages(town: Town) -> tuple[FurtherLanguage, ...]:
    """Every guide of the town with every language that is tapped there and that the guide does not speak."""
    spoken: dict[GuideId, set[Language]] = defaultdict(set)
    for day in town.days:
        for duty in day.duties:
            spoken[duty.guide].update(duty.languages)
    return tuple(
        FurtherLanguage(guide=guide, language=language)
        for guide in sorted(spoken)
        for language in town.handling
        if language not in spoken[guide]
    )


def _day(
    demand: Demand,
    opening: Mapping[Language, Sequence[Stretch]],
    duties: Sequence[Duty],
    begins: Instant,
    ends: Instant,
) -> Day:
    return Day(
        begins=begins,
        ends=ends,
        expected=tuple(_expected(demand, opening, begins, ends)),
        duties=tuple(
            replace(duty, begins=max(begins, duty.begins), ends=min(ends, duty.ends))
            for duty in duties
            if duty.begins < ends and begins < duty.ends
        ),
    )


def _expected(
    demand: Demand, opening: Mapping[Language, Sequence[Stretch]], begins: Instant, ends: Instant
) -> Iterator[Expected]:
    for each in demand.languages:
        for stretch in opening[each.language]:
            rate = each.rates[stretch.slot].taps
            if begins <= stretch.begins < ends and rate > 0:
                yield Expected(
                    language=each.language, begins=stretch.begins, ends=stretch.ends, per_hour=rate
                )
