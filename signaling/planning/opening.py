"""When a language was open in a period: clock hours, cut to the time in which it was served."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from signaling.core.hours import Hours, OpenTimes
from signaling.core.ids import Instant, Language
from signaling.planning.observed import Slot

HOUR = 3_600_000
"""Milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """An hour of the week on one day, or the part of it that was open."""

    slot: Slot
    begins: Instant
    ends: Instant


def days_between(first: date, last: date) -> list[date]:
    """Both included; none where `last` is before `first`."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def midnight(day: date, zone: ZoneInfo) -> Instant:
    return int(datetime.combine(day, time(), zone).timestamp()) * 1_000


def stretches(hours: Hours | None, day: date, zone: ZoneInfo, language: Language) -> Iterator[Stretch]:
    """The open parts of the day's hours, of which there are 23 or 25 twice a year. None: it never closes."""
    begins, ends = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    for start in range(begins, ends, HOUR):
        local = datetime.fromtimestamp(start / 1_000, zone)
        for opens, closes in _open(hours, language, start, min(start + HOUR, ends)):
            yield Stretch(slot=(local.weekday(), local.hour), begins=opens, ends=closes)


def _open(
    hours: Hours | None, language: Language, begins: Instant, ends: Instant
) -> list[tuple[Instant, Instant]]:
    if hours is None:
        return [(begins, ends)]
    parts = _within(hours.pool, begins, ends)
    for known, times in hours.languages:
        if known == language:
            parts = [part for opens, closes in parts for part in _within(times, opens, closes)]
    return parts


def _within(times: OpenTimes, begins: Instant, ends: Instant) -> list[tuple[Instant, Instant]]:
    return [
        (max(each.opens, begins), min(each.closes, ends))
        for each in times
        if each.opens < ends and begins < each.closes
    ]
