"""What the page of planning takes and gives.

Durations are milliseconds, instants milliseconds since 1970-01-01 UTC. What is estimated comes with the
bounds between which it lies with 95 % confidence.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from guide_server.period import Day, PeriodQuery
from signaling.store.planning.trials import TrialState
from signaling.wire.languages import LanguageName
from signaling.wire.scalars import Count, Id, Instant, LanguageTag, Many, Message, Milliseconds

Weekday = Annotated[int, Field(ge=0, le=6)]
"""Monday is 0."""
HourOfDay = Annotated[int, Field(ge=0, le=23)]
MinuteOfDay = Annotated[int, Field(ge=0, le=1_440)]


class PlanningQuery(PeriodQuery):
    """Whole days, both included, of which those that are not over are left out; the last eight weeks.

    For those who may not read the log whole months that are over; the last two.
    """


class Estimate(Message):
    value: float
    low: float
    high: float


class PatienceEstimate(Message):
    mean: Milliseconds
    low: Milliseconds
    high: Milliseconds
    left: Count
    """How many left before a guide came: so many have shown their patience."""


class PlanningHour(Message):
    """One language in one hour of the week."""

    weekday: Weekday
    hour: HourOfDay
    taps: Estimate
    """In the hour."""
    own: bool
    """Whether from the hour's own taps; else the language's taps are spread as everybody's are."""
    needed: Count
    """The fewest guides who meet the target, by Erlang A."""
    needed_low: Count
    needed_high: Count
    on_duty: float
    """Guides of the language at work, on average."""


class PlanningLanguage(Message):
    language: LanguageTag | None
    """None: all together, as if every guide spoke everything."""
    taps_per_week: float
    handling: Milliseconds
    """Ring, talk and wrap-up, on average."""
    own_handling: bool
    """Whether from this language's talks; else from all."""
    patience: PatienceEstimate | None
    """None where nobody left: then it is reckoned as if nobody ever did."""
    own_patience: bool
    lacking: float
    """Guide hours in a week by which the need was above those at work."""
    hours: Many[PlanningHour]


class ScarceLanguage(Message):
    """A language with too few taps for a figure."""

    language: LanguageTag
    taps: Count | None
    """None: so few that the number is not shown."""


class PatienceStep(Message):
    """So many residents would still wait after so long (Kaplan and Meier)."""

    wait: Milliseconds
    share: float
    low: float
    high: float


class KioskHour(Message):
    weekday: Weekday
    hour: HourOfDay
    open: float
    """The share of the hour in which the kiosk was open, over the period."""
    taps: Count
    outside: Count
    """Those of the taps that found it closed."""


class KioskHours(Message):
    kiosk: Id | None
    """None: all of them together, for those who may not read the log."""
    name: str
    site_name: str
    taps: Count
    outside: Count
    hours: Many[KioskHour]


class PlannedGuide(Message):
    """Somebody who was at work in the period, and what they spoke last."""

    guide: Id
    name: str
    languages: Many[LanguageTag]


class PlanningPage(Message):
    start: date | None
    """None where the period has no day that is over and had calls before it ended."""
    end: date | None
    weeks: float
    days_by_todays_hours: Count
    """Of how many of the days it is not kept by which hours it was served: they are reckoned by today's."""
    least: Count
    """Taps that a language needs, and talks that are needed in all, for a figure."""
    taps: Count
    talks: Count
    share: float
    """The target: this share of those offered is answered within `within`, …"""
    within: Milliseconds
    nine_of_ten: Milliseconds
    """… and nine of ten of those who are answered wait at most so long."""
    everybody: PlanningLanguage | None
    """None where there is too little to reckon with."""
    languages: Many[PlanningLanguage]
    scarce: Many[ScarceLanguage]
    patience: Many[PatienceStep]
    """Of all languages together."""
    kiosks: Many[KioskHours]
    as_published: bool
    """Of whole months, and of a language no more than is published: for those who may not read the log."""
    files_of_months: bool
    """Whether a file is given of whole months that are over, and of no other period."""
    guides: Many[PlannedGuide]
    names: Many[LanguageName]
    zone: str
    """The time zone of the municipality: an IANA name."""


class ExtraGuideWish(Message):
    """One guide more, on these weekdays from then to then."""

    kind: Literal["extra_guide"]
    languages: Annotated[Many[LanguageTag], Field(min_length=1, max_length=10)]
    weekdays: Annotated[Many[Weekday], Field(min_length=1, max_length=7)]
    begins: MinuteOfDay
    """Minutes after midnight."""
    ends: MinuteOfDay


class FurtherLanguageWish(Message):
    """A guide who speaks one language more."""

    kind: Literal["further_language"]
    guide: Id
    language: LanguageTag


class FindSkillWish(Message):
    """Which one language of one guide would help most?"""

    kind: Literal["find_skill"]


Wish = Annotated[ExtraGuideWish | FurtherLanguageWish | FindSkillWish, Field(discriminator="kind")]


class NewTrial(Message):
    start: Annotated[Day | None, Field(alias="from", strict=False)] = None
    end: Annotated[Day | None, Field(alias="to", strict=False)] = None
    wish: Wish

    @model_validator(mode="after")
    def _forward(self) -> "NewTrial":
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError("the period ends before it begins")
        return self


class TrialFigure(Message):
    """Without bounds where the plays are too few to tell."""

    value: float
    low: float | None
    high: float | None


class TrialMeasures(Message):
    """None where nobody was offered, or answered."""

    p90_wait: TrialFigure | None
    """Seconds."""
    service_level: TrialFigure | None
    abandonment: TrialFigure | None


class TrialEffect(Message):
    language: LanguageTag | None
    """None: all together."""
    taps_per_week: float
    before: TrialMeasures
    after: TrialMeasures
    more_in_time: TrialFigure
    """Residents a week who are answered in time and would not have been."""


class TriedChange(Message):
    change: ExtraGuideWish | FurtherLanguageWish
    guide_name: str | None
    effects: Many[TrialEffect]
    """On everybody first."""


class TrialView(Message):
    id: Count
    asked_by: str
    """By name."""
    asked_at: Instant
    start: date
    end: date
    wish: Wish
    state: TrialState
    share: float
    """How far it has come, from 0 to 1."""
    until: Instant
    """When it ends at the latest."""
    ended_at: Instant | None
    days: Count | None
    """How many days were played, and how often."""
    plays: Count | None
    considered: Count | None
    """Among how many changes the best were chosen."""
    tried: Many[TriedChange]
    """The most helpful first; empty until it is done, or where nothing can help."""
    kept_back: bool
    """Whether what it found is not for whoever asks: single calls may follow from it."""


class TrialPage(Message):
    trial: TrialView | None
    """The newest; None where there was none yet."""
