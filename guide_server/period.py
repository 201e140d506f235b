"""The days that a reading is about."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from guide_server.http.endpoint import Query
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


class PeriodQuery(Query):
    """Whole days of the municipality, both included; the last thirty where none are given. And what for."""

    start: Annotated[Day | None, Field(alias="from")] = None
    end: Annotated[Day | None, Field(alias="to")] = None
    why: Purpose = Purpose.FOLLOW_UP

    @model_validator(mode="after")
    def _forward(self) -> "PeriodQuery":
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError("the period ends before it begins")
        return self


def period_of(asked: PeriodQuery, clock: Clock, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day; where they are not given, the last month of days up to today."""
    today = datetime.fromtimestamp(clock.now() / 1_000, zone).date()
    end = asked.end or max(today, asked.start or today)
    return asked.start or end - timedelta(days=DAYS_BY_DEFAULT - 1), end
