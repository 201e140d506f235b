"""What concerns more than two parties: guests, holds, and calls that come back into the line."""

from dataclasses import dataclass
from typing import ClassVar

from signaling.core.ids import CallId, GuideId, Instant, Role
from signaling.core.parties import Wanted
from signaling.core.vocabulary import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestLeft:
    """An interpreter or a colleague who was seen and heard is out of the call; the others talk on."""

    type: ClassVar[str] = "guest_left"
    call: CallId
    guide: GuideId
    epoch: int
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadChanged:
    """`guide`, until now a guest with the number `epoch`, leads from here; `left` wraps up."""

    type: ClassVar[str] = "lead_changed"
    call: CallId
    guide: GuideId
    epoch: int
    left: GuideId
    wrap_up_until: Instant
    grade: Grade | None = None
    """How the new lead last said to receive the resident; None where nobody knows, and in old journals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutOnHold:
    type: ClassVar[str] = "put_on_hold"
    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOffHold:
    type: ClassVar[str] = "taken_off_hold"
    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSentOn:
    """`guide` sent the resident on: to a guide, a language or a topic. They wait at their old place."""

    type: ClassVar[str] = "call_sent_on"
    call: CallId
    guide: GuideId
    to: Wanted
    wrap_up_until: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRelaxed:
    """Whom the call was sent on to did not come in time: whoever speaks the language may be rung."""

    type: ClassVar[str] = "wanted_relaxed"
    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDropped:
    """The guide's network was gone for good in the middle of a talk: the call waits at its old place."""

    type: ClassVar[str] = "call_dropped"
    call: CallId
    guide: GuideId
