"""From the municipality's rules of opening to instants: what the core is told each day for the days ahead.

Rules speak of weekdays, dates and the local clock, which has a 23-hour and a 25-hour day each year; the core
knows instants only.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import date
from zoneinfo import ZoneInfo

import holidays

from signaling.core.commands import SetHours
from signaling.core.hours import Hours, OpenTime, OpenTimes
from signaling.core.ids import Language, SiteId
from signaling.core.vocabulary import Closing
from signaling.day_span import DAY, DaySpan
from signaling.days import ONE_DAY, day_of, instant_of
from signaling.ports import Clock
from signaling.settings import HoursPart, OpeningPart

AHEAD = 14
"""Days."""
_ALL_DAY = (DaySpan(0, DAY),)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def expand(rules: HoursPart, zone: ZoneInfo, first: date, count: int = AHEAD) -> Hours | None:
    """The hours of `count` days from `first` on; None where no rule ever closes anything."""
    if rules == HoursPart():
        return None
    days = [first + number * ONE_DAY for number in range(count)]
    closed = _public_holidays(days) if rules.public_holidays == "closed" else frozenset()
    return Hours(
        until=instant_of(days[-1], DAY, zone),
        pool=_open_times(rules, days, zone, closed=closed),
        sites=tuple(
            (SiteId(site), _open_times(part, days, zone)) for site, part in sorted(rules.sites.items())
        ),
        languages=tuple(
            (Language(language), _open_times(part, days, zone))
            for language, part in sorted(rules.languages.items())
        ),
        closing=Closing(rules.closing),
    )


async def keep_hours(
    tell: Callable[[SetHours], None], hours: Callable[[date], SetHours], *, zone: ZoneInfo, clock: Clock
) -> None:
    """Tell the exchange the hours from today on, now and at the beginning of every day."""
    while True:
        now = clock.now()
        today = day_of(now, zone)
        tell(hours(today))
        await asyncio.sleep((instant_of(today, DAY, zone) - now) / 1_000 + 1)


def _open_times(
    rules: OpeningPart, days: Iterable[date], zone: ZoneInfo, *, closed: frozenset[date] = frozenset()
) -> OpenTimes:
    times: list[OpenTime] = []
    for day in days:
        for span in sorted(_spans(rules, day, closed)):
            opens, closes = instant_of(day, span.begins, zone), instant_of(day, span.ends, zone)
            if times and times[-1].closes == opens:
                times[-1] = OpenTime(times[-1].opens, closes)
            elif opens < closes:
                times.append(OpenTime(opens, closes))
    return tuple(times)


def spans_of(rules: HoursPart, day: date) -> tuple[DaySpan, ...]:
    """When the pool is open on this day, by the local clock."""
    closed = _public_holidays([day]) if rules.public_holidays == "closed" else frozenset()
    return _spans(rules, day, closed)


def _spans(rules: OpeningPart, day: date, closed: frozenset[date]) -> tuple[DaySpan, ...]:
    exception = rules.exceptions.get(day.isoformat())
    if exception is not None:
        return exception
    if day in closed:
        return ()
    week: tuple[tuple[DaySpan, ...], ...] = tuple(getattr(rules.week, name) for name in WEEKDAYS)
    return week[day.weekday()] if any(week) else _ALL_DAY


def _public_holidays(days: Iterable[date]) -> frozenset[date]:
    """Sweden's public holidays, and the eves that are not but on which offices are closed."""
    known = holidays.country_holidays("SE", categories=("public", "de_facto"))
    return frozenset(day for day in days if day in known)
