"""What the page of equal service gives.

Times are milliseconds since 1970-01-01 UTC unless a field is a date.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

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


class EqualityCell(Message):
    """One language in one neighbourhood."""

    language: LanguageTag
    neighbourhood: Id
    kept_back: bool
    within_target: Share | None
    p90_wait: Milliseconds | None


class EqualityHour(Message):
    """An hour of the week over the whole period; null where too few tapped for a figure."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    """Monday is 0."""
    hour: Annotated[int, Field(ge=0, le=23)]
    taps: Count | None
    average_wait: Milliseconds | None


class WaitRatio(Message):
    """The longest P90 wait of a language to the shortest. The aim is at most 2."""

    worst: LanguageTag
    best: LanguageTag
    ratio: float


class EqualityPage(Message):
    start: date
    end: date
    target: Milliseconds
    total: EqualityLine
    languages: Many[EqualityLine]
    neighbourhoods: Many[EqualityLine]
    cells: Many[EqualityCell]
    hours: Many[EqualityHour]
    ratio: WaitRatio | None
    unserved: Many[LanguageTag]
    """Asked for, and nobody was ever reached."""
