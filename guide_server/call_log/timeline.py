"""One call's rings and moments in the words of the API. Tickets' codes stay out of it: they open a place."""

from typing import Any

from guide_server.call_log.models import Moment, Ring
from guide_server.names import Names
from signaling.core.events import (
    CallEnded,
    CallSentOn,
    CallTapped,
    ChoicesOffered,
    Entry,
    Event,
    GuestLeft,
    InterpreterAgreed,
    LanguageAdded,
    LeadChanged,
    PutOnHold,
    Rang,
    Rated,
    RingEnded,
    RingTaken,
    SubstituteAgreed,
    TakenOffHold,
    TicketGiven,
    WaitKept,
    WrappedUp,
    WrapUpExtended,
)
from signaling.core.ids import Role
from signaling.store.call_log import RingRecord

_BY_KIOSK = (CallTapped, LanguageAdded, SubstituteAgreed, InterpreterAgreed, WaitKept, TicketGiven, Rated)
_BY_GUIDE = (RingTaken, LeadChanged, PutOnHold, TakenOffHold, CallSentOn, WrapUpExtended, WrappedUp)


def ring_of(ring: RingRecord, names: Names) -> Ring:
    return Ring(
        epoch=ring.epoch,
        guide_name=names.guide(ring.guide) or ring.guide,
        role=ring.role,
        at=ring.at,
        taken_at=ring.taken_at,
        ended_at=ring.ended_at,
        outcome=ring.outcome,
        because=ring.because,
        left_at=ring.left_at,
    )


def moment_of(entry: Entry, names: Names) -> Moment:
    event = entry.event
    return Moment(
        seq=entry.seq,
        at=entry.at,
        type=event.type,
        by=_by(event),
        guide_name=names.guide(getattr(event, "guide", None)),
        **_what(event, names),
    )


def _by(event: Event) -> Role | None:
    if isinstance(event, _BY_KIOSK):
        return Role.KIOSK
    if isinstance(event, _BY_GUIDE):
        return getattr(event, "role", Role.GUIDE)
    party = getattr(event, "by", None)
    return None if party is None else party.role


def _what(event: Event, names: Names) -> dict[str, Any]:
    """What else there is to say of it."""
    match event:
        case CallTapped():
            return {"languages": (event.language, *event.also)}
        case LanguageAdded() | SubstituteAgreed():
            return {"languages": (event.language,)}
        case ChoicesOffered():
            return {"choices": tuple(choice.kind for choice in event.choices)}
        case TicketGiven():
            return {"start": event.from_, "until": event.until}
        case Rang() | RingTaken() | GuestLeft():
            return {"role": _guest(event.role), "because": getattr(event, "because", "")}
        case RingEnded():
            return {"role": _guest(event.role), "detail": event.outcome, "reason": event.reason}
        case CallSentOn(to=to):
            languages = () if to.language is None else (to.language,)
            return {"detail": to.topic, "languages": languages, "to_name": names.guide(to.guide)}
        case Rated():
            return {"detail": event.mood}
        case CallEnded() | WrappedUp():
            return {"detail": event.outcome if isinstance(event, CallEnded) else event.topic}
        case _:
            return {}


def _guest(role: Role) -> Role | None:
    return None if role is Role.GUIDE else role
