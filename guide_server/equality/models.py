"""What the pages of equal service give.

Times are milliseconds since 1970-01-01 UTC unless a field is a date.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from signaling.wire.languages import LanguageName
from signaling.wire.scalars import Count, Id, LanguageTag, Many, Message, Milliseconds


class Share(Message):
    """A share from 0 to 1, and between which bounds the true one lies with 95 % confidence."""

    share: float
    low: float
    high: float


class EqualityLine(Message):
    """One language, one neighbourhood, or all. A small line is kept back and has no figures."""

    key: str
    name: str
    kept_back: bool
    taps: Count | None = None
    offered: Count | None = None
    handled: Count | None = None
    within_target: Share | None = None
    """Handled within the target, of those offered."""
    left: Share | None = None
    """Tapped and left before a guide came, of those offered."""
    median_wait: Milliseconds | None = None
    p90_wait: Milliseconds | None = None
    p90_low: Milliseconds | None = None
    """The true P90 lies between this and `p90_high` with 95 % confidence."""
    p90_high: Milliseconds | None = None
    first_word: Milliseconds | None = None
    """From the tap until both sides receive each other: median of the handled; null over long periods."""
    first_word_p90: Milliseconds | None = None


class EqualityCell(Message):
    """One language in one neighbourhood."""

    language: LanguageTag
    neighbourhood: Id
    kept_back: bool
    within_target: Share | None
    left: Share | None
    p90_wait: Milliseconds | None


class EqualityHour(Message):
    """One language in one hour of the day, over the whole period."""

    language: str
    """Empty: all those together that are kept back."""
    hour: Annotated[int, Field(ge=0, le=23)]
    kept_back: bool
    within_target: Share | None


class WaitRatio(Message):
    """The longest P90 wait of a language to the shortest. The aim is at most 2."""

    worst: LanguageTag
    best: LanguageTag
    ratio: float


class EqualityPage(Message):
    start: date
    end: date
    target: Milliseconds
    demo: bool
    """Whether these calls are a demonstration's, and nobody made them."""
    total: EqualityLine
    languages: Many[EqualityLine]
    neighbourhoods: Many[EqualityLine]
    cells: Many[EqualityCell]
    hours: Many[EqualityHour]
    """Empty where they would give away what is kept back."""
    ratio: WaitRatio | None
    unserved: Many[LanguageTag]
    """Asked for, and nobody was ever reached."""
    names: Many[LanguageName]
    """Of the languages."""


class PublishedLine(Message):
    """A language, a neighbourhood, or all, as residents may read of it: no count under five follows."""

    key: str
    name: str
    offered: Count | None
    """Who asked for help during the hours; kept back, as all that is null, where few did."""
    within_percent: Annotated[int, Field(ge=0, le=100)] | None
    """Answered within the target, of those."""
    left_percent: Annotated[int, Field(ge=0, le=100)] | None
    """Left before a guide came, of those."""
    p90_wait: Milliseconds | None
    """Nine of ten of the answered waited no longer."""


class PublishedCell(Message):
    language: LanguageTag
    neighbourhood: Id
    offered: Count | None
    within_percent: Annotated[int, Field(ge=0, le=100)] | None


class PublishedMonth(Message):
    """One whole month. No other periods are published, so that none can be held against another."""

    month: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
    target: Milliseconds
    demo: bool
    total: PublishedLine
    languages: Many[PublishedLine]
    neighbourhoods: Many[PublishedLine]
    cells: Many[PublishedCell]
    ratio: WaitRatio | None
    names: Many[LanguageName]
