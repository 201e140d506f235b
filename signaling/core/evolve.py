"""One entry folded into a pool: total and deterministic, so that every node gets the same pool.

An event that fits no entity, as a damaged journal might hold, changes nothing but `seq` and `at`. What is
legal is `decide`'s business; here facts are facts.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from signaling.core.events import (
    CallEnded,
    CallHeld,
    CallInterrupted,
    CallLive,
    CallResumed,
    CallReturned,
    CallTapped,
    Entry,
    Event,
    GuideConnected,
    GuideLost,
    GuideStatusChanged,
    KioskConnected,
    KioskLost,
    MediaDown,
    MediaUp,
    MediaWitnessed,
    NextStatusChosen,
    PoolConfigured,
    Rang,
    RingEnded,
    RingTaken,
    WrappedUp,
    WrapUpExtended,
)
from signaling.core.ids import CallId, Party, Role
from signaling.core.pool import REMEMBERED_CALLS, Call, Ended, Guide, Kiosk, Pool, PoolEdit, Ring, Try, WrapUp
from signaling.core.vocabulary import CallOutcome, CallState, GuideStatus, RingOutcome

_TRIED = frozenset({RingOutcome.DECLINED, RingOutcome.TIMED_OUT, RingOutcome.SETUP_FAILED})
"""After these the guide has had this call, and others come first."""


def evolve(pool: Pool, entry: Entry) -> Pool:
    """The pool after `entry`. The caller folds entries in the order of `seq`, each once."""
    edit = PoolEdit(pool, seq=entry.seq, at=entry.at)
    _FOLD[type(entry.event)](edit, entry.event)
    return edit.done()


def _pool_configured(edit: PoolEdit, event: PoolConfigured) -> None:
    edit.settings = event.settings


def _kiosk_connected(edit: PoolEdit, event: KioskConnected) -> None:
    known = edit.kiosk(event.kiosk)
    edit.put_kiosk(
        Kiosk(
            id=event.kiosk,
            site=event.site,
            neighbourhood=event.neighbourhood,
            epoch=event.epoch,
            connected=True,
            call=None if known is None else known.call,
            ended=None if known is None else known.ended,
            past=() if known is None else known.past,
        )
    )
    if known is not None and known.call is not None:
        _watch(edit, edit.call(known.call))


def _kiosk_lost(edit: PoolEdit, event: KioskLost) -> None:
    kiosk = edit.kiosk(event.kiosk)
    if kiosk is None:
        return
    edit.put_kiosk(replace(kiosk, connected=False))
    if kiosk.call is not None:
        _watch(edit, edit.call(kiosk.call))


def _guide_connected(edit: PoolEdit, event: GuideConnected) -> None:
    known = edit.guide(event.guide)
    languages = tuple(dict.fromkeys(event.languages))
    if known is None:
        edit.put_guide(
            Guide(
                id=event.guide,
                epoch=event.epoch,
                languages=languages,
                connected=True,
                status=GuideStatus.OFFLINE,
                since=edit.at,
                idle_since=edit.at,
            )
        )
        return
    edit.put_guide(replace(known, epoch=event.epoch, languages=languages, connected=True, leaves_at=None))
    if known.call is not None:
        _watch(edit, edit.call(known.call))


def _guide_lost(edit: PoolEdit, event: GuideLost) -> None:
    guide = edit.guide(event.guide)
    if guide is None:
        return
    edit.put_guide(replace(guide, connected=False, leaves_at=edit.at + edit.settings.guide_absence))
    if guide.call is not None:
        _watch(edit, edit.call(guide.call))


def _guide_status_changed(edit: PoolEdit, event: GuideStatusChanged) -> None:
    guide = edit.guide(event.guide)
    if guide is None:
        return
    keeps_turn = guide.status is GuideStatus.RINGING and event.status is GuideStatus.AVAILABLE
    edit.put_guide(
        replace(
            guide,
            status=event.status,
            reason=event.reason,
            since=edit.at,
            idle_since=guide.idle_since if keeps_turn else edit.at,
            next_status=None,
            next_reason=None,
        )
    )


def _next_status_chosen(edit: PoolEdit, event: NextStatusChosen) -> None:
    guide = edit.guide(event.guide)
    if guide is not None:
        edit.put_guide(replace(guide, next_status=event.status, next_reason=event.reason))


def _call_tapped(edit: PoolEdit, event: CallTapped) -> None:
    edit.put_call(
        Call(
            id=event.call,
            kiosk=event.kiosk,
            site=event.site,
            neighbourhood=event.neighbourhood,
            language=event.language,
            tapped_at=event.tapped_at,
            queued_at=edit.at,
            place=edit.seq,
            state=CallState.WAITING,
            until=edit.at + edit.settings.wait_limit,
        )
    )
    kiosk = edit.kiosk(event.kiosk) or Kiosk(
        id=event.kiosk, site=event.site, neighbourhood=event.neighbourhood, epoch=0, connected=False
    )
    edit.put_kiosk(replace(kiosk, call=kiosk.call or event.call))


def _call_held(edit: PoolEdit, event: CallHeld) -> None:
    call = edit.call(event.call)
    if call is not None:
        edit.put_call(replace(call, state=CallState.HELD, until=edit.at + edit.settings.hold))


def _call_returned(edit: PoolEdit, event: CallReturned) -> None:
    call = edit.call(event.call)
    if call is not None:
        until = call.queued_at + edit.settings.wait_limit
        edit.put_call(replace(call, state=CallState.WAITING, until=until))


def _rang(edit: PoolEdit, event: Rang) -> None:
    call, guide = edit.call(event.call), edit.guide(event.guide)
    if call is None or guide is None:
        return
    ring = Ring(guide=event.guide, at=edit.at, until=event.until, because=event.because)
    edit.put_call(
        replace(
            call,
            state=CallState.RINGING,
            until=event.until,
            epoch=event.epoch,
            ring=ring,
            kiosk_media=False,
            guide_media=False,
        )
    )
    edit.put_guide(replace(guide, status=GuideStatus.RINGING, reason=None, since=edit.at, call=event.call))


def _ring_taken(edit: PoolEdit, event: RingTaken) -> None:
    call, guide = edit.call(event.call), edit.guide(event.guide)
    if call is None or guide is None:
        return
    edit.put_call(
        replace(
            call,
            state=CallState.CONNECTING,
            until=edit.at + edit.settings.setup,
            guide=event.guide,
            taken_at=edit.at,
        )
    )
    edit.put_guide(replace(guide, status=GuideStatus.IN_CALL, since=edit.at))


def _ring_ended(edit: PoolEdit, event: RingEnded) -> None:
    call = edit.call(event.call)
    if call is None:
        return
    if event.outcome is RingOutcome.ACCEPTED:
        edit.put_call(replace(call, ring=None))
        return
    tries, failures = call.tries, call.setup_failures
    if event.outcome in _TRIED:
        others = (past for past in tries if past.guide != event.guide)
        tries = (*others, Try(guide=event.guide, at=edit.at))
        failures += event.outcome is RingOutcome.SETUP_FAILED
    edit.put_call(
        replace(
            call,
            state=CallState.WAITING,
            until=call.queued_at + edit.settings.wait_limit,
            ring=None,
            guide=None,
            taken_at=None,
            kiosk_media=False,
            guide_media=False,
            evidence_at=None,
            tries=tries,
            setup_failures=failures,
        )
    )
    guide = edit.guide(event.guide)
    if guide is not None:
        idle_since = edit.at if event.outcome in _TRIED else guide.idle_since
        edit.put_guide(replace(guide, call=None, idle_since=idle_since))


def _media_up(edit: PoolEdit, event: MediaUp) -> None:
    _hear(edit, event.call, event.by, receives=True)


def _media_down(edit: PoolEdit, event: MediaDown) -> None:
    _hear(edit, event.call, event.by, receives=False)


def _hear(edit: PoolEdit, call_id: CallId, by: Party, *, receives: bool) -> None:
    call = edit.call(call_id)
    if call is not None and by.role is Role.KIOSK:
        edit.put_call(replace(call, kiosk_media=receives))
    elif call is not None:
        edit.put_call(replace(call, guide_media=receives))


def _media_witnessed(edit: PoolEdit, event: MediaWitnessed) -> None:
    _watch(edit, edit.call(event.call))


def _call_live(edit: PoolEdit, event: CallLive) -> None:
    call = edit.call(event.call)
    if call is not None:
        _watch(edit, replace(call, state=CallState.LIVE, live_since=edit.at))


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
        _watch(edit, replace(call, state=CallState.LIVE))


def _watch(edit: PoolEdit, call: Call | None) -> None:
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
    kiosk = edit.kiosk(call.kiosk)
    if kiosk is not None:
        ended = Ended(id=call.id, language=call.language, outcome=event.outcome, at=edit.at, guide=call.guide)
        reported_late = event.outcome is CallOutcome.RECOVERED_UNKNOWN
        edit.put_kiosk(
            replace(
                kiosk,
                call=None if kiosk.call == call.id else kiosk.call,
                ended=kiosk.ended if reported_late else ended,
                past=(*kiosk.past, call.id)[-REMEMBERED_CALLS:],
            )
        )
    guide = None if call.guide is None else edit.guide(call.guide)
    if guide is None:
        return
    if event.wrap_up_until is None:
        edit.put_guide(replace(guide, call=None))
        return
    wrap_up = WrapUp(call=call.id, kiosk=call.kiosk, language=call.language, until=event.wrap_up_until)
    edit.put_guide(replace(guide, status=GuideStatus.WRAP_UP, since=edit.at, call=None, wrap_up=wrap_up))


def _wrap_up_extended(edit: PoolEdit, event: WrapUpExtended) -> None:
    guide = edit.guide(event.guide)
    if guide is None or guide.wrap_up is None:
        return
    extensions = guide.wrap_up.extensions + 1
    edit.put_guide(replace(guide, wrap_up=replace(guide.wrap_up, until=event.until, extensions=extensions)))


def _wrapped_up(edit: PoolEdit, event: WrappedUp) -> None:
    guide = edit.guide(event.guide)
    if guide is not None:
        wrapped = guide.wrapped if event.topic is None else event.call
        edit.put_guide(replace(guide, wrap_up=None, wrapped=wrapped))


_FOLD: dict[type[Event], Callable[[PoolEdit, Any], None]] = {
    PoolConfigured: _pool_configured,
    KioskConnected: _kiosk_connected,
    KioskLost: _kiosk_lost,
    GuideConnected: _guide_connected,
    GuideLost: _guide_lost,
    GuideStatusChanged: _guide_status_changed,
    NextStatusChosen: _next_status_chosen,
    CallTapped: _call_tapped,
    CallHeld: _call_held,
    CallReturned: _call_returned,
    Rang: _rang,
    RingTaken: _ring_taken,
    RingEnded: _ring_ended,
    MediaUp: _media_up,
    MediaDown: _media_down,
    MediaWitnessed: _media_witnessed,
    CallLive: _call_live,
    CallInterrupted: _call_interrupted,
    CallResumed: _call_resumed,
    CallEnded: _call_ended,
    WrapUpExtended: _wrap_up_extended,
    WrappedUp: _wrapped_up,
}
