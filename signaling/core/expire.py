"""What happens when a deadline has come: who is missing by then decides which input of the table it is."""

from typing import assert_never

from signaling.core.call_table import CallInput
from signaling.core.draft import Draft
from signaling.core.events import GuideStatusChanged, WrappedUp
from signaling.core.ids import CallId, GuideId
from signaling.core.pool import Call, Guide
from signaling.core.vocabulary import CallState, GuideStatus


def expire_due(draft: Draft) -> None:
    """Everything whose time has come, the earliest first. Each step ends a deadline or moves it on."""
    while (first := draft.pool.deadlines.first()) is not None and first[0] <= draft.at:
        _, of, of_id = first
        if of == "call":
            call = draft.pool.calls[CallId(of_id)]
            draft.move(call.id, _input(draft, call))
        else:
            _expire_guide(draft, draft.pool.guides[GuideId(of_id)])


def _input(draft: Draft, call: Call) -> CallInput:
    match call.state:
        case CallState.WAITING:
            on_duty = draft.pool.lane(call.language).on_duty
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
