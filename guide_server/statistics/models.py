"""What the page of statistics takes and gives.

Times are milliseconds since 1970-01-01 UTC unless a field is a date.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from guide_server.period import Day, PeriodQuery
from signaling.store.statistics import Step
from signaling.wire.languages import LanguageName
from signaling.wire.scalars import Count, Many, Message, Milliseconds


class Versus(StrEnum):
    """What a period is compared with."""

    PREVIOUS = "previous"
    """As many days just before it; before a calendar month, the month before."""
    LAST_YEAR = "last_year"
    """The same days a year earlier."""
    CHOSEN = "chosen"
    """Days of one's own choice."""


class StatisticsQuery(PeriodQuery):
    step: Step | None = None
    """How long each point of the trend is; what suits the period where none is given."""
    versus: Versus | None = None
    versus_start: Annotated[Day | None, Field(alias="versus_from")] = None
    versus_end: Annotated[Day | None, Field(alias="versus_to")] = None

    @model_validator(mode="after")
    def _compares_with_days(self) -> "StatisticsQuery":
        chosen = self.versus is Versus.CHOSEN
        if chosen is not (self.versus_start is not None and self.versus_end is not None):
            raise ValueError("versus_from and versus_to go with versus=chosen")
        if (
            self.versus_start is not None
            and self.versus_end is not None
            and self.versus_start > self.versus_end
        ):
            raise ValueError("the period to compare with ends before it begins")
        return self


class StatisticsPart(StrEnum):
    """One table of the page."""

    MEASURES = "measures"
    TREND = "trend"
    HOURS = "hours"
    LANGUAGES = "languages"
    NEIGHBOURHOODS = "neighbourhoods"
    SITES = "sites"
    TOPICS = "topics"


class StatisticsExport(StatisticsQuery):
    part: StatisticsPart


class Measures(Message):
    """By the standard names of contact centres. What no call has is null."""

    taps: Count | None
    """As all that is null of a count: kept back from whoever may not read the log, in lines."""
    offered: Count
    """Let into the queue."""
    handled: Count | None
    """Picture and sound came up both ways."""
    abandoned: Count
    """The resident left, or the kiosk was lost, before a talk began."""
    short_abandoned: Count | None
    """Those of the abandoned that ended within 10 seconds."""
    turned_away: Count | None
    """Outside hours, or more waited than the pool takes."""
    within_target: Count
    """Handled, and taken within the target."""
    service_level: float | None
    """Within the target, divided by offered."""
    average_wait: Milliseconds | None
    """ASA: of the handled."""
    median_wait: Milliseconds | None
    p90_wait: Milliseconds | None
    average_talk: Milliseconds | None
    average_wrap_up: Milliseconds | None
    occupancy: float | None
    """Talk and wrap-up, divided by the guides' time on duty; only of all calls of a time."""


class StatisticsLine(Message):
    """One language, neighbourhood, site or topic. A small line is kept back and has no measures."""

    key: str
    """Empty: calls of which no guide said what they were about."""
    name: str
    kept_back: bool
    measures: Measures | None
    before: Measures | None
    """Of the period that is compared with, without percentiles; null of no such call, or of too few."""


class StatisticsHour(Message):
    weekday: Annotated[int, Field(ge=0, le=6)]
    """Monday is 0."""
    hour: Annotated[int, Field(ge=0, le=23)]
    measures: Measures
    """Without percentiles."""


class TrendPoint(Message):
    first: date
    """The first day of the day, week or month."""
    measures: Measures


class StatisticsPage(Message):
    start: date
    end: date
    versus_start: date | None
    versus_end: date | None
    step: Step
    target: Milliseconds
    demo: bool
    """Whether these calls are a demonstration's, and nobody made them."""
    files_of_months: bool
    """Whether a file is given of whole months that are over, and of no other period."""
    total: Measures
    before: Measures | None
    languages: Many[StatisticsLine]
    neighbourhoods: Many[StatisticsLine]
    sites: Many[StatisticsLine]
    """Empty for whoever may not read the log: a neighbourhood's sites would tell each other's counts."""
    topics: Many[StatisticsLine]
    hours: Many[StatisticsHour]
    trend: Many[TrendPoint]
    names: Many[LanguageName]
    """Of the languages."""
