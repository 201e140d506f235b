"""What the simulator is asked about a roster, and what it answers: values that travel between processes.

A *town* is what it plays: days of the past as they were staffed, with residents who are drawn anew at the
rates that were seen. A *change* is one thing otherwise. The same residents meet the roster with the change
and without it, so that what differs between the two is the change's doing (common random numbers).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from signaling.core.ids import GuideId, Instant, Language
from signaling.core.pool_settings import PoolSettings
from signaling.planning.intervals import Interval
from signaling.planning.observed import Duty, Handling, Rings


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Taps of one language in an open part of an hour."""

    language: Language
    begins: Instant
    ends: Instant
    per_hour: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    begins: Instant
    ends: Instant
    expected: tuple[Expected, ...]
    duties: tuple[Duty, ...]

    @property
    def taps(self) -> float:
        """How many are to be expected."""
        return sum(each.per_hour * (each.ends - each.begins) / 3_600_000 for each in self.expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    settings: PoolSettings
    days: tuple[Day, ...]
    handling: Mapping[Language, Handling]
    patience: Mapping[Language, float]
    """Seconds, on average; whoever speaks a language that is not in it never leaves."""
    rings: Rings


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraGuide:
    """One guide more."""

    kind: Literal["extra_guide"] = "extra_guide"
    languages: tuple[Language, ...]
    spans: tuple[tuple[Instant, Instant] | None, ...]
    """From when to when on each of the town's days; None: not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherLanguage:
    """A guide who speaks one language more, whenever at work."""

    kind: Literal["further_language"] = "further_language"
    guide: GuideId
    language: Language


Change = ExtraGuide | FurtherLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class TryChange:
    """What would the change do?"""

    kind: Literal["try_change"] = "try_change"
    town: Town
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class FindSkill:
    """Which one language of one guide would help most?"""

    kind: Literal["find_skill"] = "find_skill"
    town: Town
    candidates: tuple[FurtherLanguage, ...]


Question = TryChange | FindSkill


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with its interval of 95 %; None where the plays are too few to tell."""

    value: float
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Of one language, or of all. None where nobody was offered, or answered."""

    p90_wait: Figure | None
    """Seconds."""
    service_level: Figure | None
    """Answered within two minutes, of those offered."""
    abandonment: Figure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change does to one language, or to all together, whose `language` is empty."""

    language: Language
    taps: float
    """A week."""
    before: Measures
    after: Measures
    more_in_time: Figure
    """Residents a week who are answered within two minutes and would not have been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A change and all its effects: those on everybody first, then by language."""

    change: Change
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    plays: int
    """How often the days were played for these figures."""
    days: int
    considered: int
    """Among how many changes these were chosen."""
    tried: tuple[Tried, ...]
    """The most helpful first."""
