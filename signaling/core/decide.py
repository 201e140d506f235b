"""What a command causes: the entries to append, or one refusal and nothing.

`decide` is pure. It writes into a draft that folds its own entries, and after every command rings desks until
no free guide and waiting call that could meet are left apart. Commands about a call become an input of the
call table; who may say what is checked here, what it leads to is said there.
"""

from collections.abc import Callable
from typing import Any

from signaling.core.call_table import CallInput
from signaling.core.commands import (
    Command,
    Configure,
    ConnectGuide,
    ConnectKiosk,
    ExtendWrapUp,
    FinishWrapUp,
    HangUp,
    LoseGuide,
    LoseKiosk,
    PassRing,
    Recover,
    ReportMediaDown,
    ReportMediaUp,
    ReportTap,
    SetStatus,
    StartCall,
    TakeRing,
    Tick,
    WitnessMedia,
)
from signaling.core.draft import Draft
from signaling.core.errors import (
    CallAlreadyOpen,
    NotNow,
    NotYourCall,
    TooLate,
    UnknownCall,
    UnknownGuide,
    UnknownKiosk,
    UnknownLanguage,
    UnknownTopic,
)
from signaling.core.events import (
    CallTapped,
    Entry,
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
    WrappedUp,
    WrapUpExtended,
)
from signaling.core.expire import expire_due
from signaling.core.ids import GuideId, Instant, KioskId, Milliseconds, Party, Role
from signaling.core.pool import Call, Guide, Pool
from signaling.core.vocabulary import AwayReason, CallState, GuideStatus

WITNESS_SPACING: Milliseconds = 3_000
"""While a socket is lost, signs of media closer together than this are not journalled."""

_CHOICES = frozenset({GuideStatus.AVAILABLE, GuideStatus.AWAY, GuideStatus.OFFLINE})


def decide(pool: Pool, command: Command, now: Instant) -> tuple[Entry, ...]:
    """What `command` causes at `now`, to be appended in order; `()` where it had its effect already.

    They are stamped with the pool's time where `now` lies before it, so that no duration is negative. Raises
    a `Refused` where the command may not be done; nothing has happened then.
    """
    return settle(pool, command, now)[0]


def settle(pool: Pool, command: Command, now: Instant) -> tuple[tuple[Entry, ...], Pool]:
    """As `decide`, with the pool that its entries lead to: for a caller who would fold them again."""
    draft = Draft(pool, max(now, pool.at))
    _DO[type(command)](draft, command)
    draft.ring_all()
    return tuple(draft.entries), draft.pool


def _configure(draft: Draft, command: Configure) -> None:
    if command.settings != draft.pool.settings:
        draft.write(PoolConfigured(settings=command.settings))


def _recover(draft: Draft, _command: Recover) -> None:
    pool = draft.pool
    for kiosk in sorted(kiosk.id for kiosk in pool.kiosks.values() if kiosk.connected):
        _lost_kiosk(draft, kiosk)
    for guide in sorted(guide.id for guide in pool.guides.values() if guide.connected):
        _lost_guide(draft, guide)
    interrupted = (call for call in pool.calls.values() if call.state is CallState.INTERRUPTED)
    for call in sorted(interrupted, key=lambda call: call.place):
        draft.move(call.id, CallInput.RESTARTED)


def _tick(draft: Draft, _command: Tick) -> None:
    expire_due(draft)


def _connect_kiosk(draft: Draft, command: ConnectKiosk) -> None:
    known = draft.pool.kiosks.get(command.kiosk)
    if known is not None and command.epoch <= known.epoch:
        return
    draft.write(
        KioskConnected(
            kiosk=command.kiosk,
            epoch=command.epoch,
            site=command.site,
            neighbourhood=command.neighbourhood,
        )
    )
    if known is not None and known.call is not None:
        draft.move(known.call, CallInput.KIOSK_BACK)


def _lose_kiosk(draft: Draft, command: LoseKiosk) -> None:
    kiosk = draft.pool.kiosks.get(command.kiosk)
    if kiosk is not None and kiosk.connected and kiosk.epoch == command.epoch:
        _lost_kiosk(draft, kiosk.id)


def _lost_kiosk(draft: Draft, kiosk_id: KioskId) -> None:
    kiosk = draft.pool.kiosks[kiosk_id]
    draft.write(KioskLost(kiosk=kiosk_id, epoch=kiosk.epoch))
    if kiosk.call is not None:
        draft.move(kiosk.call, CallInput.KIOSK_LOST)


def _connect_guide(draft: Draft, command: ConnectGuide) -> None:
    known = draft.pool.guides.get(command.guide)
    if known is not None and command.epoch <= known.epoch:
        return
    draft.write(GuideConnected(guide=command.guide, epoch=command.epoch, languages=command.languages))
    if known is not None and known.call is not None:
        draft.move(known.call, CallInput.GUIDE_BACK)


def _lose_guide(draft: Draft, command: LoseGuide) -> None:
    guide = draft.pool.guides.get(command.guide)
    if guide is not None and guide.connected and guide.epoch == command.epoch:
        _lost_guide(draft, guide.id)


def _lost_guide(draft: Draft, guide_id: GuideId) -> None:
    guide = draft.pool.guides[guide_id]
    draft.write(GuideLost(guide=guide_id, epoch=guide.epoch))
    if guide.call is not None:
        draft.move(guide.call, CallInput.GUIDE_LOST)


def _start_call(draft: Draft, command: StartCall) -> None:
    pool = draft.pool
    kiosk = pool.kiosks.get(command.kiosk)
    if kiosk is None or not kiosk.connected:
        raise UnknownKiosk
    if kiosk.call == command.call or command.call in kiosk.past:
        return
    if kiosk.call is not None:
        raise CallAlreadyOpen
    if command.call in pool.calls or command.call in pool.closed:
        raise NotYourCall
    if command.language not in pool.settings.languages:
        raise UnknownLanguage
    full = pool.waiting >= pool.settings.waiting_capacity and not pool.lane(command.language).idle
    draft.write(
        CallTapped(
            call=command.call,
            kiosk=kiosk.id,
            site=kiosk.site,
            neighbourhood=kiosk.neighbourhood,
            language=command.language,
            tapped_at=command.tapped_at,
        )
    )
    if full:
        draft.move(command.call, CallInput.TURNED_AWAY)


def _report_tap(draft: Draft, command: ReportTap) -> None:
    kiosk = draft.pool.kiosks.get(command.kiosk)
    if command.call in draft.pool.calls or (kiosk is not None and command.call in kiosk.past):
        return
    draft.write(
        CallTapped(
            call=command.call,
            kiosk=command.kiosk,
            site=command.site,
            neighbourhood=command.neighbourhood,
            language=command.language,
            tapped_at=command.tapped_at,
        )
    )
    draft.move(command.call, CallInput.REPORTED_LATE)


def _hang_up(draft: Draft, command: HangUp) -> None:
    call = draft.pool.calls.get(command.call)
    if call is None:
        if draft.pool.ended(command.call) is not None:
            return
        raise UnknownCall
    by = command.by
    if by.role is Role.ADMIN:
        draft.move(call.id, CallInput.ADMIN_ENDED, by=by)
    elif _is_kiosk(call, by):
        draft.move(call.id, CallInput.KIOSK_HUNG_UP, by=by)
    elif by == _guide_party(call.desk):
        draft.move(call.id, CallInput.GUIDE_HUNG_UP, by=by)
    elif by not in (_guide_party(past.guide) for past in call.tries):
        raise NotYourCall


def _media_up(draft: Draft, command: ReportMediaUp) -> None:
    _receives(draft, _call_of(draft, command), command.by)


def _receives(draft: Draft, call: Call, by: Party) -> None:
    kiosk, guide = call.kiosk_media, call.guide_media
    if kiosk if _is_kiosk(call, by) else guide:
        return
    draft.write(MediaUp(call=call.id, epoch=call.epoch, by=by))
    draft.move(call.id, CallInput.MEDIA_BOTH if kiosk or guide else CallInput.MEDIA_UP)


def _media_down(draft: Draft, command: ReportMediaDown) -> None:
    call = _call_of(draft, command)
    if call.kiosk_media if _is_kiosk(call, command.by) else call.guide_media:
        draft.write(MediaDown(call=call.id, epoch=call.epoch, by=command.by))
    draft.move(call.id, CallInput.MEDIA_DOWN)


def _witness_media(draft: Draft, command: WitnessMedia) -> None:
    call = draft.pool.calls.get(command.call)
    if call is None or not _is_party(call, command.by):
        return
    if call.state is CallState.INTERRUPTED:
        _receives(draft, call, command.by)
    elif call.evidence_at is not None and draft.at - call.evidence_at >= WITNESS_SPACING:
        draft.write(MediaWitnessed(call=call.id, by=command.by))
        draft.move(call.id, CallInput.MEDIA_WITNESSED)


def _take_ring(draft: Draft, command: TakeRing) -> None:
    call = _rung(draft, command)
    if call.guide is None:
        draft.move(call.id, CallInput.TAKEN)


def _pass_ring(draft: Draft, command: PassRing) -> None:
    draft.move(_rung(draft, command).id, CallInput.PASSED)


def _set_status(draft: Draft, command: SetStatus) -> None:
    guide = _guide_of(draft, command)
    if not guide.connected and command.status is not GuideStatus.OFFLINE:
        raise UnknownGuide
    if command.status not in _CHOICES or command.reason is AwayReason.MISSED_RING:
        raise NotNow
    reason = command.reason if command.status is GuideStatus.AWAY else None
    chosen = (command.status, reason)
    if guide.status in (GuideStatus.IN_CALL, GuideStatus.WRAP_UP):
        if chosen != (guide.next_status, guide.next_reason):
            draft.write(NextStatusChosen(guide=guide.id, status=command.status, reason=reason))
    elif guide.status is GuideStatus.RINGING and guide.call is not None:
        if command.status is GuideStatus.AVAILABLE:
            raise NotNow
        draft.move(guide.call, CallInput.PASSED, then=chosen)
    elif chosen != (guide.status, guide.reason):
        draft.write(GuideStatusChanged(guide=guide.id, status=command.status, reason=reason))


def _finish_wrap_up(draft: Draft, command: FinishWrapUp) -> None:
    guide = _guide_of(draft, command)
    if guide.wrap_up is None or guide.wrap_up.call != command.call:
        if guide.wrapped == command.call:
            return
        raise NotNow
    settings = draft.pool.settings
    if command.topic not in settings.topics or command.disposition not in settings.dispositions:
        raise UnknownTopic
    draft.write(
        WrappedUp(guide=guide.id, call=command.call, topic=command.topic, disposition=command.disposition)
    )
    draft.release(guide.id)


def _extend_wrap_up(draft: Draft, command: ExtendWrapUp) -> None:
    wrap_up = _guide_of(draft, command).wrap_up
    settings = draft.pool.settings
    if wrap_up is None or wrap_up.call != command.call or wrap_up.extensions >= settings.wrap_up_extensions:
        raise NotNow
    until = wrap_up.until + settings.wrap_up
    draft.write(WrapUpExtended(guide=command.guide, call=command.call, until=until))


def _guide_of(draft: Draft, command: SetStatus | FinishWrapUp | ExtendWrapUp) -> Guide:
    guide = draft.pool.guides.get(command.guide)
    if guide is None:
        raise UnknownGuide
    return guide


def _rung(draft: Draft, command: TakeRing | PassRing) -> Call:
    """The call whose present ring, taken or not, is the one that the command answers."""
    call = draft.pool.calls.get(command.call)
    if call is None or call.desk != command.guide or call.epoch != command.epoch:
        raise TooLate
    return call


def _call_of(draft: Draft, command: ReportMediaUp | ReportMediaDown) -> Call:
    call = draft.pool.calls.get(command.call)
    if call is None:
        raise UnknownCall
    if not _is_party(call, command.by):
        raise NotYourCall
    if call.epoch != command.epoch:
        raise TooLate
    return call


def _is_party(call: Call, by: Party) -> bool:
    return _is_kiosk(call, by) or by == _guide_party(call.desk)


def _is_kiosk(call: Call, by: Party) -> bool:
    return by == Party.kiosk(call.kiosk)


def _guide_party(guide: GuideId | None) -> Party | None:
    return None if guide is None else Party.guide(guide)


_DO: dict[type[Command], Callable[[Draft, Any], None]] = {
    Configure: _configure,
    Recover: _recover,
    Tick: _tick,
    ConnectKiosk: _connect_kiosk,
    LoseKiosk: _lose_kiosk,
    ConnectGuide: _connect_guide,
    LoseGuide: _lose_guide,
    StartCall: _start_call,
    ReportTap: _report_tap,
    HangUp: _hang_up,
    ReportMediaUp: _media_up,
    ReportMediaDown: _media_down,
    WitnessMedia: _witness_media,
    TakeRing: _take_ring,
    PassRing: _pass_ring,
    SetStatus: _set_status,
    FinishWrapUp: _finish_wrap_up,
    ExtendWrapUp: _extend_wrap_up,
}
