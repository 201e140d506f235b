"""Calendar days and months of the municipality's own time, as instants."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from signaling.core.ids import Instant

ONE_DAY = timedelta(days=1)
_MINUTES = 24 * 60
"""Of a day, as clocks count it."""


def start_of(day: date, zone: ZoneInfo) -> Instant:
    """Return the instant at which `day` begins in `zone`."""
    return instant_of(day, 0, zone)


def instant_of(day: date, minutes: int, zone: ZoneInfo) -> Instant:
    """When a clock on a wall in `zone` shows so many minutes after midnight, at most into the next day."""
    day, minutes = day + timedelta(days=minutes // _MINUTES), minutes % _MINUTES
    return round(datetime.combine(day, time(minutes // 60, minutes % 60), zone).timestamp()) * 1_000


def day_of(at: Instant, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(at / 1_000, zone).date()


def month_of(day: date) -> date:
    """The first day of the month that `day` is in."""
    return day.replace(day=1)


def month_after(day: date) -> date:
    """The first day of the month that follows the one that `day` is in."""
    return month_of(month_of(day) + timedelta(days=31))
