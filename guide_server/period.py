"""The days that a reading is about."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, assert_never
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from guide_server.http.endpoint import Query
from signaling.days import ONE_DAY, day_of
from signaling.ports import Clock

DAYS_BY_DEFAULT = 30

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2999, 12, 31))]


class Purpose(StrEnum):
    """Why an admin reads the log. Stands in the audit."""

    FOLLOW_UP = "follow_up"
    """How the service does."""
    COMPLAINT = "complaint"
    FAULT = "fault"
    """Something did not work."""
    PUBLIC_RECORDS_REQUEST = "public_records_request"
    """Someone asked for a public record."""


class NamedPeriod(StrEnum):
    """Days that move on with the calendar. Weeks are those of ISO 8601: they begin on Monday."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"


class PeriodQuery(Query):
    """Whole days of the municipality, both included; the last thirty where none are given. And what for."""

    start: Annotated[Day | None, Field(alias="from")] = None
    end: Annotated[Day | None, Field(alias="to")] = None
    period: NamedPeriod | None = None
    """In place of the first and the last day."""
    why: Purpose = Purpose.FOLLOW_UP

    @model_validator(mode="after")
    def _forward(self) -> "PeriodQuery":
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError("the period ends before it begins")
        if self.period is not None and (self.start is not None or self.end is not None):
            raise ValueError("the period is given by its name and by its days")
        return self


def period_of(asked: PeriodQuery, clock: Clock, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day; where they are not given, the last month of days up to today."""
    today = day_of(clock.now(), zone)
    if asked.period is not None:
        return days_of(asked.period, today)
    end = asked.end or max(today, asked.start or today)
    return asked.start or end - timedelta(days=DAYS_BY_DEFAULT - 1), end


def days_of(period: NamedPeriod, today: date) -> tuple[date, date]:
    """The first and the last day; of what still goes on, today is the last."""
    monday, first, new_year = (
        today - timedelta(days=today.weekday()),
        today.replace(day=1),
        today.replace(month=1, day=1),
    )
    match period:
        case NamedPeriod.TODAY:
            return today, today
        case NamedPeriod.YESTERDAY:
            return today - ONE_DAY, today - ONE_DAY
        case NamedPeriod.THIS_WEEK:
            return monday, today
        case NamedPeriod.LAST_WEEK:
            return monday - timedelta(days=7), monday - ONE_DAY
        case NamedPeriod.THIS_MONTH:
            return first, today
        case NamedPeriod.LAST_MONTH:
            return (first - ONE_DAY).replace(day=1), first - ONE_DAY
        case NamedPeriod.THIS_YEAR:
            return new_year, today
        case NamedPeriod.LAST_YEAR:
            return new_year.replace(year=today.year - 1), new_year - ONE_DAY
        case other:
            assert_never(other)
