"""What happens when a deadline has come: who is missing by then decides which input of the table it is."""

from typing import assert_never

from signaling.core import conference
from signaling.core.call_table import CallInput
from signaling.core.decide_waiting import offer_choices, tell_the_waiting
from signaling.core.draft import Draft
from signaling.core.events import GuideStatusChanged, HoursTurned, TicketLapsed, WantedRelaxed, WrappedUp
from signaling.core.ids import CallId, GuideId
from signaling.core.parties import Guest
from signaling.core.pool import Call, Guide
from signaling.core.vocabulary import CallState, GuideStatus, PartyState, RingOutcome


def expire_due(draft: Draft) -> None:
    """Everything whose time has come, the earliest first. Each step ends a deadline or moves it on."""
    while (first := draft.pool.deadlines.first()) is not None and first[0] <= draft.at:
        _, of, of_id = first
        if of == "choices":
            offer_choices(draft, draft.pool.calls[CallId(of_id)])
        elif of == "hours":
            draft.write(HoursTurned())
            tell_the_waiting(draft)
        elif of == "ticket":
            draft.write(TicketLapsed(code=of_id))
        elif of == "call":
            _expire_call(draft, draft.pool.calls[CallId(of_id)])
        elif of == "guest":
            _expire_guest(draft, draft.pool.guides[GuideId(of_id)])
        else:
            _expire_guide(draft, draft.pool.guides[GuideId(of_id)])


def _expire_call(draft: Draft, call: Call) -> None:
    late = _late_partner(draft, call)
    if call.state is CallState.WAITING and call.wanted is not None and _still_in_time(draft, call):
        draft.write(WantedRelaxed(call=call.id))
    elif late is not None:
        guest, outcome = late
        conference.leave(draft, call, guest, outcome)
    else:
        draft.move(call.id, _input(draft, call))


def _still_in_time(draft: Draft, call: Call) -> bool:
    return call.wait_from + draft.pool.settings.wait_limit > draft.at


def _late_partner(draft: Draft, call: Call) -> tuple[Guest, RingOutcome] | None:
    """The bound interpreter, where the time ran out by them and not by the lead."""
    guest = next((guest for guest in call.guests if guest.bound), None)
    if guest is None:
        return None
    if call.state is CallState.RINGING and call.guide is not None:
        return guest, RingOutcome.TIMED_OUT
    if call.state is not CallState.CONNECTING or _missing(draft, call) is not None:
        return None
    if not draft.pool.guides[guest.guide].connected:
        return guest, RingOutcome.GUIDE_LOST
    last = call.setup_failures + 1 >= draft.pool.settings.setup_attempts
    return None if last or guest.heard else (guest, RingOutcome.SETUP_FAILED)


def _expire_guest(draft: Draft, guide: Guide) -> None:
    call = None if guide.call is None else draft.pool.calls[guide.call]
    guest = None if call is None else call.guest(guide.id)
    if call is None or guest is None:
        return
    if guest.state is PartyState.RINGING:
        draft.part(call, guest, RingOutcome.TIMED_OUT)
    else:
        draft.part(call, guest, RingOutcome.SETUP_FAILED if guide.connected else RingOutcome.GUIDE_LOST)


def _input(draft: Draft, call: Call) -> CallInput:
    match call.state:
        case CallState.WAITING if call.dropped:
            return CallInput.NOBODY_AFTER_LOSS
        case CallState.WAITING:
            on_duty = any(draft.pool.lane(language).on_duty for language in call.languages)
            return CallInput.WAIT_OVER if on_duty else CallInput.NOBODY_ON_DUTY
        case CallState.HELD:
            return CallInput.HOLD_OVER
        case CallState.RINGING:
            return CallInput.MISSED
        case CallState.CONNECTING:
            last = call.setup_failures + 1 >= draft.pool.settings.setup_attempts
            return _missing(draft, call) or (CallInput.SETUP_SPENT if last else CallInput.SETUP_OVER)
        case CallState.LIVE:
            silent = call.evidence_at is not None and not _talk_over(draft, call)
            return CallInput.MEDIA_SILENT if silent else CallInput.TALK_OVER
        case CallState.INTERRUPTED:
            return _missing(draft, call) or CallInput.MEDIA_GONE
        case CallState.ENDED:
            raise AssertionError("an ended call has no deadline")
        case _:
            assert_never(call.state)


def _missing(draft: Draft, call: Call) -> CallInput | None:
    if not draft.pool.kiosks[call.kiosk].connected:
        return CallInput.KIOSK_GONE
    if call.guide is None or not draft.pool.guides[call.guide].connected:
        return CallInput.GUIDE_GONE
    return None


def _talk_over(draft: Draft, call: Call) -> bool:
    return call.live_since is not None and call.live_since + draft.pool.settings.call_limit <= draft.at


def _expire_guide(draft: Draft, guide: Guide) -> None:
    if guide.wrap_up is not None:
        draft.write(WrappedUp(guide=guide.id, call=guide.wrap_up.call))
        draft.release(guide.id)
    else:
        draft.write(GuideStatusChanged(guide=guide.id, status=GuideStatus.OFFLINE))
