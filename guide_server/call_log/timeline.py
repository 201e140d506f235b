"""One call's rings and moments in the words of the API. Tickets' codes stay out of it: they open a place."""

from typing import Any

from guide_server.call_log.models import Moment, MomentFigures, Ring, Screen
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
    MediaGraded,
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
from signaling.core.ids import GuideId, Role
from signaling.core.quality import MediaFigures
from signaling.core.views import shown
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
        guide_name=names.guide(_guide_of(event)),
        figures=_figures(event.figures) if isinstance(event, MediaGraded) else None,
        **_what(event, names),
    )


def screen_of(screen: shown.Screen) -> Screen:
    return Screen(
        at=screen.at,
        state=screen.state,
        position=screen.position,
        choices=tuple(choice.kind for choice in screen.choices),
        on_hold=screen.on_hold,
        outcome=screen.outcome,
    )


def _figures(figures: MediaFigures) -> MomentFigures:
    return MomentFigures(
        frames=figures.frames,
        loss=figures.loss,
        round_trip=figures.round_trip,
        kilobits=figures.kilobits,
    )


def _guide_of(event: Event) -> GuideId | None:
    """Whose moment it is, where it is a guide's."""
    if isinstance(event, MediaGraded):
        return GuideId(event.by.id) if event.by.role is Role.GUIDE else None
    return getattr(event, "guide", None)


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
        case Rated() | MediaGraded():
            return {"detail": event.mood if isinstance(event, Rated) else event.grade}
        case CallEnded() | WrappedUp():
            return {"detail": event.outcome if isinstance(event, CallEnded) else event.topic}
        case _:
            return {}


def _guest(role: Role) -> Role | None:
    return None if role is Role.GUIDE else role
