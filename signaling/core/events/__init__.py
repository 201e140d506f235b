"""What happened: the facts that the journal keeps. Nothing else is stored about a call.

No event carries a name, an address, text of a resident or media. A guide's status follows from `Rang`
(ringing), `RingTaken` (in a call), `CallEnded.wrap_up_until` (wrap-up) and `GuideStatusChanged` (everything
else).
"""

from dataclasses import dataclass
from typing import get_args

from signaling.core.events.attendance import (
    GuideConnected,
    GuideLost,
    GuideStatusChanged,
    HelpAnswered,
    HelpAsked,
    HelpWithdrawn,
    KioskConnected,
    KioskLost,
    NextStatusChosen,
    WrappedUp,
    WrapUpExtended,
)
from signaling.core.events.parties import (
    CallDropped,
    CallSentOn,
    GuestLeft,
    LeadChanged,
    PutOnHold,
    TakenOffHold,
    WantedRelaxed,
)
from signaling.core.events.service import HoursSet, HoursTurned, PoolConfigured
from signaling.core.events.talk import (
    CallEnded,
    CallInterrupted,
    CallLive,
    CallResumed,
    MediaDown,
    MediaGraded,
    MediaUp,
    MediaWitnessed,
    Rang,
    Rated,
    RingEnded,
    RingTaken,
)
from signaling.core.events.waiting import (
    CallHeld,
    CallReturned,
    CallTapped,
    ChoicesOffered,
    InterpreterAgreed,
    LanguageAdded,
    Prioritised,
    SubstituteAgreed,
    TicketGiven,
    TicketLapsed,
    WaitKept,
)
from signaling.core.ids import Instant

__all__ = [
    "EVENT_TYPES",
    "CallDropped",
    "CallEnded",
    "CallHeld",
    "CallInterrupted",
    "CallLive",
    "CallResumed",
    "CallReturned",
    "CallSentOn",
    "CallTapped",
    "ChoicesOffered",
    "Entry",
    "Event",
    "GuestLeft",
    "GuideConnected",
    "GuideLost",
    "GuideStatusChanged",
    "HelpAnswered",
    "HelpAsked",
    "HelpWithdrawn",
    "HoursSet",
    "HoursTurned",
    "InterpreterAgreed",
    "KioskConnected",
    "KioskLost",
    "LanguageAdded",
    "LeadChanged",
    "MediaDown",
    "MediaGraded",
    "MediaUp",
    "MediaWitnessed",
    "NextStatusChosen",
    "PoolConfigured",
    "Prioritised",
    "PutOnHold",
    "Rang",
    "Rated",
    "RingEnded",
    "RingTaken",
    "SubstituteAgreed",
    "TakenOffHold",
    "TicketGiven",
    "TicketLapsed",
    "WaitKept",
    "WantedRelaxed",
    "WrapUpExtended",
    "WrappedUp",
]

Event = (
    PoolConfigured
    | HoursSet
    | HoursTurned
    | KioskConnected
    | KioskLost
    | GuideConnected
    | GuideLost
    | GuideStatusChanged
    | NextStatusChosen
    | HelpAsked
    | HelpAnswered
    | HelpWithdrawn
    | CallTapped
    | LanguageAdded
    | SubstituteAgreed
    | InterpreterAgreed
    | ChoicesOffered
    | WaitKept
    | TicketGiven
    | TicketLapsed
    | Prioritised
    | CallHeld
    | CallReturned
    | Rang
    | RingTaken
    | RingEnded
    | MediaUp
    | MediaDown
    | MediaWitnessed
    | MediaGraded
    | CallLive
    | CallInterrupted
    | CallResumed
    | CallEnded
    | Rated
    | GuestLeft
    | LeadChanged
    | PutOnHold
    | TakenOffHold
    | CallSentOn
    | WantedRelaxed
    | CallDropped
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
