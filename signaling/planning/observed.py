"""What a period showed, as plain values: the store fills them in, everything else is reckoned from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from signaling.core.ids import GuideId, Instant, KioskId, Language
from signaling.core.skills import Skill, served
from signaling.planning.patience import Waits

Slot = tuple[int, int]
"""An hour of the week by the municipality's clock: weekday, Monday being 0, and hour of the day."""
Bins = Mapping[int, int]
"""Of durations: the lower bound of each bin of `BIN` seconds, and how many fell into it."""

BIN = 10
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """For how long guides were busy with residents of one language."""

    talks: Bins
    """From picture and sound to the end."""
    wrap_ups: Bins


@dataclass(frozen=True, slots=True, kw_only=True)
class Rings:
    """How desks answered."""

    accepted: int = 0
    answered_after: float = 0.0
    """Seconds from the first sound to the take, on average of the accepted."""
    connected_after: float = 0.0
    """Seconds from the take to picture and sound, on average of the accepted."""
    missed: int = 0
    passed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One guide at work, without a break."""

    guide: GuideId
    skills: tuple[Skill, ...]
    interprets: tuple[Language, ...] = ()
    begins: Instant
    ends: Instant
    missed: bool = False
    """Whether a ring that the guide missed ended it."""

    @property
    def languages(self) -> tuple[Language, ...]:
        return served(self.skills)


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskHour:
    """Taps at one kiosk in one hour of the week."""

    taps: int
    outside: int
    """Those of the taps that found the service closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """Taps outside the hours and those reported afterwards are counted at the kiosks only."""

    taps: Mapping[Language, Mapping[Slot, int]]
    waits: Mapping[Language, Waits]
    handling: Mapping[Language, Handling]
    rings: Rings
    kiosks: Mapping[KioskId, Mapping[Slot, KioskHour]]
