"""Which days a period is compared with."""

from datetime import date

from guide_server.statistics.models import StatisticsQuery, Versus
from signaling.days import ONE_DAY
from signaling.store.statistics import Period, Step

_DAYS_BY_DAY, _DAYS_BY_WEEK = 45, 200
"""The longest periods that are told by day and by week where nothing else is asked for."""


def compared_with(period: Period, asked: StatisticsQuery) -> Period | None:
    match asked.versus:
        case Versus.PREVIOUS:
            return _previous(period)
        case Versus.LAST_YEAR:
            return Period(first=_year_earlier(period.first), last=_year_earlier(period.last))
        case Versus.CHOSEN if asked.versus_start is not None and asked.versus_end is not None:
            return Period(first=asked.versus_start, last=asked.versus_end)
        case _:
            return None


def usual_step(period: Period) -> Step:
    days = (period.last - period.first).days + 1
    if days <= _DAYS_BY_DAY:
        return Step.DAY
    return Step.WEEK if days <= _DAYS_BY_WEEK else Step.MONTH


def _previous(period: Period) -> Period:
    before = period.first - ONE_DAY
    if period.first.day == 1 and (period.last + ONE_DAY).day == 1 and _is_one_month(period):
        return Period(first=before.replace(day=1), last=before)
    return Period(first=before - (period.last - period.first), last=before)


def _is_one_month(period: Period) -> bool:
    return (period.first.year, period.first.month) == (period.last.year, period.last.month)


def _year_earlier(day: date) -> date:
    """The twenty-ninth of February becomes the twenty-eighth."""
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if leap else day.day)
