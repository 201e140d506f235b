"""The days of the town's year: who taps when, what for, and who works. Everything by chance, and by seed."""

import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import partial
from hashlib import sha256
from math import log
from zoneinfo import ZoneInfo

from signaling.core.ids import (
    CallId,
    Disposition,
    GuideId,
    Instant,
    KioskId,
    Language,
    Milliseconds,
    NeighbourhoodId,
    PoolId,
    Referral,
    SiteId,
    Topic,
)
from signaling.core.pool_settings import MINUTE, SECOND, PoolSettings
from signaling.core.vocabulary import ChoiceKind
from signaling.day_span import DaySpan
from signaling.days import ONE_DAY, instant_of
from signaling.demo.year.lines import lines
from signaling.demo.year.town import (
    AREAS,
    BUSY_DAYS,
    BUSY_HOURS,
    BUSY_MONTHS,
    BUSY_TOPICS,
    COLLEAGUES,
    DISPOSITIONS,
    GROWTH,
    HOURS,
    OTHER_TALK_MINUTES,
    REFERRALS,
    TALK_MINUTES,
    TAPS_A_DAY,
    TOPICS,
    Colleague,
    Weights,
)
from signaling.headless.call_id import call_id_of
from signaling.hours import WEEKDAYS, expand, spans_of
from signaling.simulation.plan import Manners, Placed, Plan, Resident, Said, Shift

DAYS = 365
SEED = 2026
_HURRIED = 0.04
"""The share of residents who change their mind within seconds."""
_ILL = 0.03
"""The share of a guide's days on which nobody comes in their place."""
_ALSO = {"sv": 0.25, "en": 0.15}
"""Who speaks this language too, and says so when the screen asks."""
_SPREAD = 0.6
"""Sigma of the talks' log-normal distribution."""


def year_plan(
    *,
    last: date,
    settings: PoolSettings,
    pool: PoolId,
    zone: ZoneInfo,
    guides: dict[str, GuideId],
    days: int = DAYS,
    seed: int = SEED,
) -> Plan:
    """The `days` up to `last`, both included, as one plan. `guides`: the ids of the colleagues by login."""
    year = [last - number * ONE_DAY for number in reversed(range(days))]
    begins, ends = instant_of(year[0], 0, zone), instant_of(last + ONE_DAY, 0, zone)
    residents = [
        resident for nth, day in enumerate(year) for resident in _residents(day, nth / DAYS, zone, seed)
    ]
    return Plan(
        settings=settings,
        begins=begins,
        ends=ends,
        residents=tuple(residents),
        shifts=tuple(_shifts(year, guides, zone, seed)),
        manners=Manners(misses=0.02, passes=0.01),
        kiosks=tuple(
            Placed(kiosk=KioskId(site), site=SiteId(site), neighbourhood=NeighbourhoodId(area.id))
            for area in AREAS
            for site, _ in area.sites
        ),
        hours=(*((instant_of(day, 0, zone), expand(HOURS, zone, day)) for day in year), (ends, None)),
        pool=pool,
        name_call=partial(_call_id, seed),
        hears=lines(seed),
        seed=seed,
    )


def _call_id(seed: int, name: str, at: Instant) -> CallId:
    return call_id_of(at, int.from_bytes(sha256(f"{seed} {name}".encode()).digest()[:10]))


def _residents(day: date, through: float, zone: ZoneInfo, seed: int) -> Iterator[Resident]:
    """`through`: how much of the year is over."""
    rng = random.Random(f"{seed} {day}")  # noqa: S311 - repeatable on purpose
    open_ = bool(spans_of(HOURS, day))
    busy = BUSY_DAYS[day.weekday()] if open_ else min(BUSY_DAYS)
    expected = TAPS_A_DAY * busy * BUSY_MONTHS[day.month - 1] * (1 + GROWTH * through) * rng.gauss(1, 0.08)
    for at in sorted(_taps(day, max(0.0, expected), zone, rng)):
        area = rng.choices(AREAS, [area.share for area in AREAS])[0]
        language = Language(_one_of(area.languages, rng))
        mean = TALK_MINUTES.get(language, OTHER_TALK_MINUTES)
        yield Resident(
            taps_at=at,
            neighbourhood=NeighbourhoodId(area.id),
            language=language,
            talk=round(rng.lognormvariate(log(mean) - _SPREAD**2 / 2, _SPREAD) * MINUTE),
            wrap_up=round(rng.uniform(15, 110) * SECOND),
            patience=_patience(rng),
            also=tuple(
                Language(tag) for tag, share in _ALSO.items() if tag != language and rng.random() < share
            ),
            agrees=frozenset({ChoiceKind.TICKET}) if rng.random() < 0.12 else frozenset(),
            returns=rng.random() < 0.8,
            sent_on=rng.random() < 0.02,
            said=_said(day.month, rng),
        )


def _taps(day: date, expected: float, zone: ZoneInfo, rng: random.Random) -> Iterator[Instant]:
    """A Poisson process whose rate is that of the hour."""
    whole = sum(BUSY_HOURS.values())
    for hour, weight in BUSY_HOURS.items():
        rate = expected * weight / whole
        begins = round(datetime.combine(day, time(hour), zone).timestamp() * SECOND)
        at = 0.0
        while rate > 0 and (at := at + rng.expovariate(rate)) < 1:
            yield begins + round(at * 60 * MINUTE)


def _patience(rng: random.Random) -> Milliseconds:
    if rng.random() < _HURRIED:
        return round(rng.uniform(2, 14) * SECOND)
    return round((20 + rng.expovariate(1 / 460)) * SECOND)


def _said(month: int, rng: random.Random) -> Said:
    weights = {topic: weight * BUSY_TOPICS.get((topic, month), 1) for topic, weight in TOPICS.items()}
    disposition = _one_of(DISPOSITIONS, rng)
    return Said(
        topic=Topic(_one_of(weights, rng)),
        disposition=Disposition(disposition),
        referred_to=Referral(_one_of(REFERRALS, rng)) if disposition == "referred" else None,
    )


def _one_of(weights: Weights, rng: random.Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _shifts(year: Iterable[date], guides: dict[str, GuideId], zone: ZoneInfo, seed: int) -> Iterator[Shift]:
    for day in year:
        if not spans_of(HOURS, day):
            continue
        for colleague in COLLEAGUES:
            rng = random.Random(f"{seed} {day} {colleague.login}")  # noqa: S311 - repeatable on purpose
            if colleague.is_away(day) or rng.random() < _ILL:
                continue
            for span in _spans(colleague, day):
                yield Shift(
                    guide=guides[colleague.login],
                    languages=tuple(Language(tag) for tag in colleague.languages),
                    begins=instant_of(day, span.begins, zone) + round(rng.uniform(0, 3) * MINUTE),
                    ends=instant_of(day, span.ends, zone),
                )


def _spans(colleague: Colleague, day: date) -> tuple[DaySpan, ...]:
    spans: tuple[DaySpan, ...] = getattr(colleague.week, WEEKDAYS[day.weekday()])
    return spans
