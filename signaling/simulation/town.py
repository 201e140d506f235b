"""A day of a town, drawn anew: the roster as it was, and other residents at the rates that were seen.

Residents come by chance at their hour's rate; their talks and wrap-ups are drawn from those that were seen,
their patience is exponential. They keep to their language and to the queue, whatever the screen offers.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from signaling.core.ids import GuideId, Language, Milliseconds, NeighbourhoodId
from signaling.core.pool_settings import SECOND
from signaling.core.skills import fluent
from signaling.planning.observed import BIN, Bins, Duty
from signaling.planning.trial import Change, Day, Expected, ExtraGuide, FurtherLanguage, Town
from signaling.simulation.plan import Manners, Plan, Resident, Shift

_ANYWHERE = NeighbourhoodId("anywhere")
_EXTRA = GuideId("extra")
_HOUR = 3_600 * SECOND


def draw_day(town: Town, number: int, play: int, change: Change | None = None) -> Plan:
    """Play number `play` of the town's day `number`. The residents are the same, whatever the change."""
    day = town.days[number]
    duties = (*_changed(day, change), *_extra(number, change))
    shifts = tuple(_shift(duty) for duty in duties)
    spoken = (language for shift in shifts for language in shift.languages)
    return Plan(
        settings=replace(town.settings, languages=tuple(dict.fromkeys((*town.settings.languages, *spoken)))),
        begins=day.begins,
        ends=day.ends,
        residents=tuple(sorted(_residents(town, day, play), key=lambda resident: resident.taps_at)),
        shifts=shifts,
        manners=_manners(town),
        seed=play,
    )


def _changed(day: Day, change: Change | None) -> Iterator[Duty]:
    for duty in day.duties:
        if isinstance(change, FurtherLanguage) and duty.guide == change.guide:
            yield replace(duty, skills=(*duty.skills, *fluent((change.language,))))
        else:
            yield duty


def _extra(number: int, change: Change | None) -> Iterator[Duty]:
    if isinstance(change, ExtraGuide) and (span := change.spans[number]) is not None:
        yield Duty(guide=_EXTRA, skills=fluent(change.languages), begins=span[0], ends=span[1])


def _shift(duty: Duty) -> Shift:
    return Shift(
        guide=duty.guide,
        languages=duty.languages,
        skills=duty.skills,
        interprets=duty.interprets,
        begins=duty.begins,
        ends=duty.ends,
    )


def _residents(town: Town, day: Day, play: int) -> Iterator[Resident]:
    for expected in day.expected:
        rng = random.Random(f"{play} {expected.language} {expected.begins}")  # noqa: S311 - repeatable on purpose
        handling = town.handling[expected.language]
        talk, wrap_up = _Durations(handling.talks), _Durations(handling.wrap_ups)
        patience = town.patience.get(expected.language)
        for at in _taps(expected, rng):
            yield Resident(
                taps_at=at,
                neighbourhood=_ANYWHERE,
                language=Language(expected.language),
                talk=talk.draw(rng),
                wrap_up=wrap_up.draw(rng),
                patience=None if patience is None else round(rng.expovariate(1 / patience) * SECOND),
            )


def _taps(expected: Expected, rng: random.Random) -> Iterator[int]:
    at = float(expected.begins)
    while expected.per_hour > 0:
        at += rng.expovariate(expected.per_hour / _HOUR)
        if at >= expected.ends:
            return
        yield int(at)


@dataclass(frozen=True, slots=True)
class _Durations:
    """A bin as often as it was seen, and anywhere within it."""

    bins: Bins

    def draw(self, rng: random.Random) -> Milliseconds:
        if not self.bins:
            return 1
        low = rng.choices(list(self.bins), list(self.bins.values()))[0]
        return max(1, round((low + rng.random() * BIN) * SECOND))


def _manners(town: Town) -> Manners:
    rings, usual = town.rings, Manners()
    if not rings.accepted:
        return usual
    answered = rings.accepted + rings.missed + rings.passed
    return Manners(
        answers_after=max(1, round(rings.answered_after * SECOND)),
        connects_after=max(1, round(rings.connected_after * SECOND)),
        misses=rings.missed / answered,
        passes=rings.passed / answered,
    )
