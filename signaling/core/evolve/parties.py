"""The folds of what concerns more than two parties: guests, holds, and calls that come back into the line."""

from collections.abc import Callable
from typing import Any

from signaling.core.events import (
    CallDropped,
    CallSentOn,
    Event,
    GuestLeft,
    LeadChanged,
    PutOnHold,
    Rang,
    RingEnded,
    RingTaken,
    TakenOffHold,
    WantedRelaxed,
)
from signaling.core.evolve.guides import out_of_call, rings, wraps_up
from signaling.core.ids import UND, GuideId, Instant
from signaling.core.parties import Guest
from signaling.core.pool import Call, Guide, PoolEdit, Try
from signaling.core.quality import Graded
from signaling.core.records import replace
from signaling.core.skills import Accepted
from signaling.core.vocabulary import CallState, GuideStatus, How, PartyState, RingOutcome, TryReason

TRIED = {
    RingOutcome.DECLINED: TryReason.PASSED,
    RingOutcome.TIMED_OUT: TryReason.MISSED,
    RingOutcome.SETUP_FAILED: TryReason.UNREACHABLE,
}
"""After these the guide has had this call, and others come first."""
_BEFORE_TALK = frozenset({CallState.WAITING, CallState.RINGING, CallState.CONNECTING})


def with_guest(call: Call, guest: Guest) -> Call:
    """The call with this guest new, or as they are now."""
    others = tuple(other for other in call.guests if other.epoch != guest.epoch)
    return replace(call, guests=tuple(sorted((*others, guest), key=lambda party: party.epoch)))


def tried(call: Call, latest: Try) -> Call:
    """The call with the latest try of each guide, the oldest first."""
    failures = call.setup_failures + (latest.why is TryReason.UNREACHABLE)
    others = (past for past in call.tries if past.guide != latest.guide)
    return replace(call, tries=(*others, latest), setup_failures=failures)


def after_ring(edit: PoolEdit, call: Call, event: RingEnded) -> Call:
    """The call with what the end of this ring says of the guide's having had it."""
    why = TRIED.get(event.outcome)
    return call if why is None else tried(call, Try(guide=event.guide, at=edit.at, why=why))


def guest_rang(edit: PoolEdit, call: Call, guide: Guide, event: Rang) -> None:
    guest = Guest(
        guide=event.guide,
        role=event.role,
        epoch=event.epoch,
        state=PartyState.RINGING,
        until=None if event.bound else event.until,
        bound=event.bound,
    )
    edit.put_call(replace(with_guest(call, guest), rings=event.epoch))
    rings(edit, guide, event.call)


def guest_took(edit: PoolEdit, call: Call, guest: Guest, event: RingTaken) -> None:
    until = None if guest.bound else edit.at + edit.settings.setup
    joining = replace(guest, state=PartyState.JOINING, taken_at=edit.at, until=until)
    edit.put_call(begun(edit, with_guest(call, joining)))
    guide = edit.guide(event.guide)
    if guide is not None:
        edit.put_guide(replace(guide, status=GuideStatus.IN_CALL, since=edit.at))


def begun(edit: PoolEdit, call: Call) -> Call:
    """A call is connected once everybody who was rung together has taken."""
    missing = any(guest.state is PartyState.RINGING and guest.bound for guest in call.guests)
    if call.state is not CallState.RINGING or call.guide is None or missing:
        return call
    return replace(call, state=CallState.CONNECTING, until=edit.at + edit.settings.setup)


def guest_ring_ended(edit: PoolEdit, call: Call, guest: Guest, event: RingEnded) -> None:
    if event.outcome is RingOutcome.ACCEPTED:
        guide = edit.guide(event.guide)
        lost = guide is not None and not guide.connected
        until = edit.at + edit.settings.interruption if lost else None
        present = replace(guest, state=PartyState.PRESENT, until=until, bound=False)
        edit.put_call(with_guest(call, present))
        return
    gone = _without(call, guest.guide)
    edit.put_call(after_ring(edit, gone, event) if call.state in _BEFORE_TALK else gone)
    out_of_call(edit, event.guide, has_tried=event.outcome in TRIED)


def guest_socket_moved(edit: PoolEdit, guide: Guide, *, lost: bool) -> None:
    """A guest in the talk whose socket is lost is given time to come back; media may still flow."""
    call = None if guide.call is None else edit.call(guide.call)
    guest = None if call is None else call.guest(guide.id)
    if call is not None and guest is not None and guest.state is PartyState.PRESENT:
        until = edit.at + edit.settings.interruption if lost else None
        edit.put_call(with_guest(call, replace(guest, until=until)))


def _guest_left(edit: PoolEdit, event: GuestLeft) -> None:
    call = edit.call(event.call)
    if call is not None:
        edit.put_call(_without(call, event.guide))
    out_of_call(edit, event.guide, has_tried=True)


def _lead_changed(edit: PoolEdit, event: LeadChanged) -> None:
    call = edit.call(event.call)
    guest = None if call is None else call.guest(event.guide)
    if call is None or guest is None:
        return
    wraps_up(edit, call, event.left, event.wrap_up_until)
    edit.put_call(
        replace(
            _without(call, event.guide),
            guide=event.guide,
            epoch=event.epoch,
            kiosk_media=guest.kiosk_media,
            guide_media=guest.guide_media,
            kiosk_grade=None,
            guide_grade=guest.grade,
            taken_at=guest.taken_at,
            held_since=None,
        )
    )


def _put_on_hold(edit: PoolEdit, event: PutOnHold) -> None:
    _hold(edit, event, since=edit.at)


def _taken_off_hold(edit: PoolEdit, event: TakenOffHold) -> None:
    _hold(edit, event, since=None)


def _hold(edit: PoolEdit, event: PutOnHold | TakenOffHold, *, since: Instant | None) -> None:
    call = edit.call(event.call)
    if call is not None:
        edit.put_call(
            replace(
                call,
                held_since=since,
                kiosk_grade=_unknown(call.kiosk_grade),
                guide_grade=_unknown(call.guide_grade),
                guests=tuple(replace(guest, grade=_unknown(guest.grade)) for guest in call.guests),
            )
        )


def _unknown(graded: Graded | None) -> Graded | None:
    return None if graded is None else replace(graded, grade=None)


def _call_sent_on(edit: PoolEdit, event: CallSentOn) -> None:
    call = edit.call(event.call)
    if call is None:
        return
    wraps_up(edit, call, event.guide, event.wrap_up_until)
    language = event.to.language or call.language
    spoken = Accepted(language, How.ASKED)
    found = (language, UND)  # Whose language was found goes to no more triage.
    others = tuple(accepted for accepted in call.accepts if accepted.language not in found)
    sent = replace(
        tried(call, Try(guide=event.guide, at=edit.at)),
        language=language,
        accepts=(spoken, *others) if event.to.language is not None else call.accepts,
        wanted=event.to if event.to.language is None else None,
    )
    _back_into_line(edit, sent)


def _wanted_relaxed(edit: PoolEdit, event: WantedRelaxed) -> None:
    call = edit.call(event.call)
    if call is not None:
        relaxed = replace(call, wanted=None)
        edit.put_call(replace(relaxed, until=relaxed.wait_until(edit.settings)))


def _call_dropped(edit: PoolEdit, event: CallDropped) -> None:
    call = edit.call(event.call)
    if call is not None:
        _back_into_line(edit, replace(call, dropped=True))
    out_of_call(edit, event.guide)


def _back_into_line(edit: PoolEdit, call: Call) -> None:
    """The talk is over, the wish for help is not: nothing of the talk is left on the call but its number."""
    back = replace(
        call,
        state=CallState.WAITING,
        line_since=edit.at,
        guide=None,
        ring=None,
        spoken=None,
        taken_at=None,
        live_since=None,
        kiosk_media=False,
        guide_media=False,
        kiosk_grade=None,
        guide_grade=None,
        evidence_at=None,
        setup_failures=0,
        held_since=None,
    )
    edit.put_call(replace(back, until=back.wait_until(edit.settings)))


def _without(call: Call, guide: GuideId) -> Call:
    return replace(call, guests=tuple(guest for guest in call.guests if guest.guide != guide))


FOLD: dict[type[Event], Callable[[PoolEdit, Any], None]] = {
    GuestLeft: _guest_left,
    LeadChanged: _lead_changed,
    PutOnHold: _put_on_hold,
    TakenOffHold: _taken_off_hold,
    CallSentOn: _call_sent_on,
    WantedRelaxed: _wanted_relaxed,
    CallDropped: _call_dropped,
}
