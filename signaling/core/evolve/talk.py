"""The folds from the ring to the end of the call."""

from collections.abc import Callable
from typing import Any

from signaling.core.events import (
    CallEnded,
    CallInterrupted,
    CallLive,
    CallResumed,
    Event,
    MediaDown,
    MediaGraded,
    MediaUp,
    MediaWitnessed,
    Rang,
    Rated,
    RingEnded,
    RingTaken,
)
from signaling.core.evolve.guides import out_of_call, rings, wraps_up
from signaling.core.evolve.parties import (
    TRIED,
    after_ring,
    begun,
    guest_rang,
    guest_ring_ended,
    guest_took,
    with_guest,
)
from signaling.core.ids import GuideId, Role
from signaling.core.pace import Pace
from signaling.core.pool import REMEMBERED_CALLS, Call, Ended, PoolEdit, Ring
from signaling.core.quality import Graded
from signaling.core.records import replace
from signaling.core.skills import Accepted
from signaling.core.vocabulary import CallOutcome, CallState, GuideStatus, How, RingOutcome

_LEFT = frozenset({CallOutcome.ABANDONED_WAITING, CallOutcome.ABANDONED_RINGING})


def _rang(edit: PoolEdit, event: Rang) -> None:
    call, guide = edit.call(event.call), edit.guide(event.guide)
    if call is None or guide is None:
        return
    if event.role is not Role.GUIDE:
        guest_rang(edit, call, guide, event)
        return
    ring = Ring(guide=event.guide, at=edit.at, until=event.until, because=event.because)
    edit.put_call(
        replace(
            call,
            state=CallState.RINGING,
            until=event.until,
            epoch=event.epoch,
            rings=event.epoch,
            spoken=event.spoken or Accepted(call.language, How.ASKED),
            ring=ring,
            because=event.because,
            kiosk_media=False,
            guide_media=False,
        )
    )
    rings(edit, guide, event.call)


def _ring_taken(edit: PoolEdit, event: RingTaken) -> None:
    call, guide = edit.call(event.call), edit.guide(event.guide)
    if call is None or guide is None:
        return
    guest = call.guest(event.guide)
    if guest is not None:
        guest_took(edit, call, guest, event)
        return
    if call.ring is not None:
        edit.pace = edit.pace.answered(edit.at - call.ring.at)
    edit.put_call(begun(edit, replace(call, guide=event.guide, taken_at=edit.at)))
    taken = guide.calls_taken + 1
    edit.put_guide(replace(guide, status=GuideStatus.IN_CALL, since=edit.at, calls_taken=taken))


def _ring_ended(edit: PoolEdit, event: RingEnded) -> None:
    call = edit.call(event.call)
    if call is None:
        return
    guest = call.guest(event.guide)
    if guest is not None:
        guest_ring_ended(edit, call, guest, event)
        return
    if event.outcome is RingOutcome.ACCEPTED:
        edit.put_call(replace(call, ring=None))
        return
    edit.put_call(
        replace(
            after_ring(edit, call, event),
            state=CallState.WAITING,
            until=call.wait_until(edit.settings),
            ring=None,
            spoken=None,
            guide=None,
            taken_at=None,
            kiosk_media=False,
            guide_media=False,
            evidence_at=None,
        )
    )
    out_of_call(edit, event.guide, has_tried=event.outcome in TRIED)


def _media_up(edit: PoolEdit, event: MediaUp) -> None:
    _hear(edit, event, receives=True)


def _media_down(edit: PoolEdit, event: MediaDown) -> None:
    _hear(edit, event, receives=False)


def _hear(edit: PoolEdit, event: MediaUp | MediaDown, *, receives: bool) -> None:
    call, is_kiosk = edit.call(event.call), event.by.role is Role.KIOSK
    if call is None:
        return
    guest = next((guest for guest in call.guests if guest.epoch == event.epoch), None)
    if guest is not None and is_kiosk:
        edit.put_call(with_guest(call, replace(guest, kiosk_media=receives)))
    elif guest is not None:
        edit.put_call(with_guest(call, replace(guest, guide_media=receives)))
    elif is_kiosk:
        edit.put_call(replace(call, kiosk_media=receives))
    else:
        edit.put_call(replace(call, guide_media=receives))


def _media_graded(edit: PoolEdit, event: MediaGraded) -> None:
    call = edit.call(event.call)
    if call is None:
        return
    if event.by.role is Role.KIOSK:
        edit.put_call(replace(call, kiosk_grade=_graded(edit, event, call.kiosk_grade)))
        return
    guest = call.guest(GuideId(event.by.id))
    if guest is None:
        edit.put_call(replace(call, guide_grade=_graded(edit, event, call.guide_grade)))
    else:
        edit.put_call(with_guest(call, replace(guest, grade=_graded(edit, event, guest.grade))))


def _graded(edit: PoolEdit, event: MediaGraded, before: Graded | None) -> Graded:
    reports = 1 if before is None else before.reports + 1
    return Graded(grade=event.grade, at=edit.at, reports=reports)


def _media_witnessed(edit: PoolEdit, event: MediaWitnessed) -> None:
    watch(edit, edit.call(event.call))


def _call_live(edit: PoolEdit, event: CallLive) -> None:
    call = edit.call(event.call)
    if call is not None:
        watch(edit, replace(call, state=CallState.LIVE, live_since=edit.at, dropped=False))


def _call_interrupted(edit: PoolEdit, event: CallInterrupted) -> None:
    call = edit.call(event.call)
    if call is None:
        return
    # After silence nobody's word is left to trust: both must say anew that they receive.
    silent = call.evidence_at is not None
    edit.put_call(
        replace(
            call,
            state=CallState.INTERRUPTED,
            until=edit.at + edit.settings.interruption,
            kiosk_media=call.kiosk_media and not silent,
            guide_media=call.guide_media and not silent,
            evidence_at=None,
        )
    )


def _call_resumed(edit: PoolEdit, event: CallResumed) -> None:
    call = edit.call(event.call)
    if call is not None:
        watch(edit, replace(call, state=CallState.LIVE))


def watch(edit: PoolEdit, call: Call | None) -> None:
    """A socket came or went, or media was seen: set the clock of a live call by it."""
    if call is None or call.state is not CallState.LIVE or call.live_since is None:
        return
    limit = call.live_since + edit.settings.call_limit
    if _all_connected(edit, call):
        edit.put_call(replace(call, until=limit, evidence_at=None))
    else:
        until = min(limit, edit.at + edit.settings.media_silence)
        edit.put_call(replace(call, until=until, evidence_at=edit.at))


def _all_connected(edit: PoolEdit, call: Call) -> bool:
    kiosk = edit.kiosk(call.kiosk)
    guide = None if call.guide is None else edit.guide(call.guide)
    return kiosk is not None and kiosk.connected and guide is not None and guide.connected


def _call_ended(edit: PoolEdit, event: CallEnded) -> None:
    call = edit.call(event.call)
    if call is None:
        return
    edit.drop_call(call)
    edit.pace = _learnt(edit, call, event.outcome)
    kiosk = edit.kiosk(call.kiosk)
    if kiosk is not None:
        ended = Ended(
            id=call.id,
            language=call.language,
            outcome=event.outcome,
            at=edit.at,
            guide=call.guide,
            ticket=call.ticket,
        )
        reported_late = event.outcome is CallOutcome.RECOVERED_UNKNOWN
        edit.put_kiosk(
            replace(
                kiosk,
                call=None if kiosk.call == call.id else kiosk.call,
                ended=kiosk.ended if reported_late else ended,
                past=(*kiosk.past, call.id)[-REMEMBERED_CALLS:],
            )
        )
    if call.guide is None:
        return
    if event.wrap_up_until is None:
        out_of_call(edit, call.guide)
    else:
        wraps_up(edit, call, call.guide, event.wrap_up_until)


def _rated(edit: PoolEdit, event: Rated) -> None:
    kiosk = edit.kiosk(event.kiosk)
    if kiosk is not None and kiosk.ended is not None and kiosk.ended.id == event.call:
        edit.put_kiosk(replace(kiosk, ended=replace(kiosk.ended, rated=True)))


def _learnt(edit: PoolEdit, call: Call, outcome: CallOutcome) -> Pace:
    if outcome is CallOutcome.RECOVERED_UNKNOWN:
        return edit.pace
    pace = edit.pace.queued((call.taken_at or edit.at) - call.queued_at, left=outcome in _LEFT)
    if call.live_since is None or call.taken_at is None:
        return pace
    return pace.talked(call.language, edit.at - call.taken_at)


FOLD: dict[type[Event], Callable[[PoolEdit, Any], None]] = {
    Rang: _rang,
    RingTaken: _ring_taken,
    RingEnded: _ring_ended,
    MediaUp: _media_up,
    MediaDown: _media_down,
    MediaWitnessed: _media_witnessed,
    MediaGraded: _media_graded,
    CallLive: _call_live,
    CallInterrupted: _call_interrupted,
    CallResumed: _call_resumed,
    CallEnded: _call_ended,
    Rated: _rated,
}
