"""From the ring to the end of the call."""

from dataclasses import dataclass
from typing import ClassVar

from signaling.core.ids import CallId, GuideId, Instant, KioskId, Party, Role
from signaling.core.quality import MediaFigures
from signaling.core.skills import Accepted
from signaling.core.vocabulary import CallOutcome, Grade, Mood, PassReason, RingOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang:
    """One desk rings.

    `because` is the matcher's one line of explanation, `spoken` what the resident and the guide share.
    """

    type: ClassVar[str] = "rang"
    call: CallId
    guide: GuideId
    epoch: int
    until: Instant
    because: str
    role: Role = Role.GUIDE
    bound: bool = False
    """Rung together with the lead: neither is connected without the other."""
    spoken: Accepted | None = None
    """None in old journals: the language that was asked for."""
    by: Party | None = None
    """The leader who assigned the call or joined it; None where the matcher chose or a guide invited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RingTaken:
    type: ClassVar[str] = "ring_taken"
    call: CallId
    guide: GuideId
    epoch: int
    role: Role = Role.GUIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class RingEnded:
    type: ClassVar[str] = "ring_ended"
    call: CallId
    guide: GuideId
    epoch: int
    outcome: RingOutcome
    role: Role = Role.GUIDE
    reason: PassReason | None = None
    """Why the guide passed, where they said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaUp:
    type: ClassVar[str] = "media_up"
    call: CallId
    epoch: int
    by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaDown:
    type: ClassVar[str] = "media_down"
    call: CallId
    epoch: int
    by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaWitnessed:
    """While one socket was lost, the other party still received media."""

    type: ClassVar[str] = "media_witnessed"
    call: CallId
    by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaGraded:
    """Sound and picture came through to one end of the talk like this, from about now on."""

    type: ClassVar[str] = "media_graded"
    call: CallId
    by: Party
    grade: Grade
    figures: MediaFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLive:
    """Both parties receive each other."""

    type: ClassVar[str] = "call_live"
    call: CallId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallInterrupted:
    type: ClassVar[str] = "call_interrupted"
    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class CallResumed:
    type: ClassVar[str] = "call_resumed"
    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded:
    """The one end of a call.

    `by` is who ended it, `None` a deadline. `wrap_up_until` is set where a guide wraps up.
    """

    type: ClassVar[str] = "call_ended"
    call: CallId
    outcome: CallOutcome
    by: Party | None = None
    wrap_up_until: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """The resident, before leaving the screen, said how it went. Nobody knows who that was."""

    type: ClassVar[str] = "rated"
    call: CallId
    kiosk: KioskId
    mood: Mood
