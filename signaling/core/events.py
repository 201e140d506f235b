"""What happened: the facts that the journal keeps. Nothing else is stored about a call.

No event carries a name, an address, text of a resident or media. A guide's status follows from `Rang`
(ringing), `RingTaken` (in a call), `CallEnded.wrap_up_until` (wrap-up) and `GuideStatusChanged` (everything
else).
"""

from dataclasses import dataclass
from typing import ClassVar, get_args

from signaling.core.ids import (
    CallId,
    Disposition,
    GuideId,
    Instant,
    KioskId,
    Language,
    NeighbourhoodId,
    Party,
    SiteId,
    Topic,
)
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import AwayReason, CallOutcome, GuideStatus, RingOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolConfigured:
    type: ClassVar[str] = "pool_configured"
    settings: PoolSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskConnected:
    type: ClassVar[str] = "kiosk_connected"
    kiosk: KioskId
    epoch: int
    site: SiteId
    neighbourhood: NeighbourhoodId


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskLost:
    type: ClassVar[str] = "kiosk_lost"
    kiosk: KioskId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideConnected:
    type: ClassVar[str] = "guide_connected"
    guide: GuideId
    epoch: int
    languages: tuple[Language, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideLost:
    type: ClassVar[str] = "guide_lost"
    guide: GuideId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStatusChanged:
    type: ClassVar[str] = "guide_status_changed"
    guide: GuideId
    status: GuideStatus
    reason: AwayReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStatusChosen:
    """During a call or wrap-up the guide chose what comes after it."""

    type: ClassVar[str] = "next_status_chosen"
    guide: GuideId
    status: GuideStatus
    reason: AwayReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTapped:
    """A call exists from here. `tapped_at` is the kiosk's own time of the tap."""

    type: ClassVar[str] = "call_tapped"
    call: CallId
    kiosk: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    language: Language
    tapped_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHeld:
    """The kiosk's socket was lost while the call waited; its place is kept until the hold ends."""

    type: ClassVar[str] = "call_held"
    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReturned:
    """The kiosk is back; the call waits again at its old place."""

    type: ClassVar[str] = "call_returned"
    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang:
    """One desk rings. `because` is the matcher's one line of explanation."""

    type: ClassVar[str] = "rang"
    call: CallId
    guide: GuideId
    epoch: int
    until: Instant
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RingTaken:
    type: ClassVar[str] = "ring_taken"
    call: CallId
    guide: GuideId
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RingEnded:
    type: ClassVar[str] = "ring_ended"
    call: CallId
    guide: GuideId
    epoch: int
    outcome: RingOutcome


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
class WrapUpExtended:
    type: ClassVar[str] = "wrap_up_extended"
    guide: GuideId
    call: CallId
    until: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedUp:
    """The guide said what the call was about; both are `None` when the wrap-up ran out."""

    type: ClassVar[str] = "wrapped_up"
    guide: GuideId
    call: CallId
    topic: Topic | None = None
    disposition: Disposition | None = None


Event = (
    PoolConfigured
    | KioskConnected
    | KioskLost
    | GuideConnected
    | GuideLost
    | GuideStatusChanged
    | NextStatusChosen
    | CallTapped
    | CallHeld
    | CallReturned
    | Rang
    | RingTaken
    | RingEnded
    | MediaUp
    | MediaDown
    | MediaWitnessed
    | CallLive
    | CallInterrupted
    | CallResumed
    | CallEnded
    | WrapUpExtended
    | WrappedUp
)

EVENT_TYPES: dict[str, type[Event]] = {event.type: event for event in get_args(Event)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: the `seq`-th fact of its pool, written at `at`."""

    seq: int
    at: Instant
    event: Event
