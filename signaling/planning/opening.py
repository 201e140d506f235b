"""When a language was open in a period: clock hours, cut to the time in which it was served."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from signaling.core.hours import Hours, OpenTimes
from signaling.core.ids import Instant, Language, SiteId
from signaling.days import ONE_DAY, start_of
from signaling.planning.observed import Slot

HOUR = 3_600_000
"""Milliseconds."""
Span = tuple[Instant, Instant]
"""From the first instant up to but not including the second."""
Opening = Callable[[date, int], Hours | None]
"""The hours of so many days from a day on, by today's rules; None where no rule ever closes anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """An hour of the week on one day, or the part of it that was open."""

    slot: Slot
    begins: Instant
    ends: Instant


def days_between(first: date, last: date) -> list[date]:
    """Both included; none where `last` is before `first`."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def opened(
    hours: Hours | None,
    day: date,
    zone: ZoneInfo,
    *,
    language: Language | None = None,
    site: SiteId | None = None,
) -> list[Span]:
    """The open parts of a day, as instants, in order. None: it never closes.

    Of the pool; the hours of a language and of a site narrow it.
    """
    found = [(start_of(day, zone), start_of(day + ONE_DAY, zone))]
    for times in _narrowing(hours, language, site):
        found = within(found, [(each.opens, each.closes) for each in times])
    return found


def stretches(
    hours: Hours | None,
    day: date,
    zone: ZoneInfo,
    *,
    language: Language | None = None,
    site: SiteId | None = None,
) -> Iterator[Stretch]:
    """The open parts of the day's hours, of which there are 23 or 25 twice a year. As `opened`."""
    begins, ends = start_of(day, zone), start_of(day + ONE_DAY, zone)
    open_spans = opened(hours, day, zone, language=language, site=site)
    for start in range(begins, ends, HOUR):
        local = datetime.fromtimestamp(start / 1_000, zone)
        for opens, closes in within([(start, min(start + HOUR, ends))], open_spans):
            yield Stretch(slot=(local.weekday(), local.hour), begins=opens, ends=closes)


def _narrowing(hours: Hours | None, language: Language | None, site: SiteId | None) -> Iterator[OpenTimes]:
    if hours is not None:
        yield hours.pool
        yield from (times for known, times in hours.languages if known == language)
        yield from (times for known, times in hours.sites if known == site)


def within(spans: Iterable[Span], others: Sequence[Span]) -> list[Span]:
    """What is in one of the spans and in one of the others."""
    return [
        (max(begins, opens), min(ends, closes))
        for begins, ends in spans
        for opens, closes in others
        if opens < ends and begins < closes
    ]
