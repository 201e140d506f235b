"""What a command causes: the entries to append, or one refusal and nothing.

`decide` is pure. It writes into a draft that folds its own entries, and after every command rings desks until
no free guide and waiting call that could meet are left apart. Commands about a call become an input of the
call table; who may say what is checked here, what it leads to is said there.
"""

from collections.abc import Callable
from typing import Any

from signaling.core import conference, decide_waiting, grading, leading
from signaling.core.call_table import CallInput
from signaling.core.commands import (
    AnswerHelp,
    AskForHelp,
    Assign,
    Choose,
    Command,
    Configure,
    ConnectGuide,
    ConnectKiosk,
    Dismiss,
    ExtendWrapUp,
    FinishWrapUp,
    ForceStatus,
    HandOver,
    HangUp,
    Hold,
    Invite,
    Join,
    LoseGuide,
    LoseKiosk,
    PassRing,
    Prioritise,
    Rate,
    Recover,
    ReportGrade,
    ReportMediaDown,
    ReportMediaUp,
    ReportTap,
    SetHours,
    SetStatus,
    StartCall,
    TakeRing,
    Tick,
    Transfer,
    WithdrawHelp,
    WitnessMedia,
)
from signaling.core.draft import ChosenStatus, Draft
from signaling.core.errors import (
    NotNow,
    NotYourCall,
    TooLate,
    UnknownCall,
    UnknownGuide,
    UnknownTopic,
)
from signaling.core.events import (
    Entry,
    GuideConnected,
    GuideLost,
    GuideStatusChanged,
    HoursSet,
    KioskConnected,
    KioskLost,
    MediaDown,
    MediaUp,
    MediaWitnessed,
    NextStatusChosen,
    PoolConfigured,
    Rated,
    WrappedUp,
    WrapUpExtended,
)
from signaling.core.expire import expire_due
from signaling.core.ids import AdminId, GuideId, Instant, KioskId, Milliseconds, Party, Role
from signaling.core.parties import Guest
from signaling.core.pool import Call, Guide, Pool
from signaling.core.vocabulary import AwayReason, CallState, GuideStatus, PartyState, RingOutcome

WITNESS_SPACING: Milliseconds = 3_000
"""While a socket is lost, signs of media closer together than this are not journalled."""

_NOT_CHOSEN = frozenset({AwayReason.MISSED_RING, AwayReason.BY_ADMIN})
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
    decide_waiting.offer_where_nobody_is(draft, pool)
    return tuple(draft.entries), draft.pool


def _configure(draft: Draft, command: Configure) -> None:
    known = draft.pool.settings
    if command.settings != known and command.settings.revision >= known.revision:
        draft.write(PoolConfigured(settings=command.settings))


def _set_hours(draft: Draft, command: SetHours) -> None:
    pool = draft.pool
    if command.hours != pool.hours and command.revision >= pool.settings.revision:
        draft.write(HoursSet(hours=command.hours))
        decide_waiting.tell_the_waiting(draft)


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
    draft.write(
        GuideConnected(
            guide=command.guide,
            epoch=command.epoch,
            languages=command.languages,
            skills=command.skills,
            interprets=command.interprets,
            topics=command.topics,
        )
    )
    call = None if known is None or known.call is None else draft.pool.calls[known.call]
    if call is not None and call.desk == command.guide:
        draft.move(call.id, CallInput.GUIDE_BACK)


def _lose_guide(draft: Draft, command: LoseGuide) -> None:
    guide = draft.pool.guides.get(command.guide)
    if guide is not None and guide.connected and guide.epoch == command.epoch:
        _lost_guide(draft, guide.id)


def _lost_guide(draft: Draft, guide_id: GuideId) -> None:
    guide = draft.pool.guides[guide_id]
    draft.write(GuideLost(guide=guide_id, epoch=guide.epoch))
    call = None if guide.call is None else draft.pool.calls[guide.call]
    guest = None if call is None else call.guest(guide_id)
    if call is None:
        return
    if guest is None:
        draft.move(call.id, CallInput.GUIDE_LOST)
    elif guest.state is PartyState.RINGING:
        conference.leave(draft, call, guest, RingOutcome.GUIDE_LOST)


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
        draft.move(call.id, CallInput.LEFT_AFTER_LOSS if call.dropped else CallInput.KIOSK_HUNG_UP, by=by)
    elif (guest := _guest_of(call, by)) is not None:
        conference.hang_up(draft, call, guest)
    elif _is_guide(call.desk, by):
        draft.move(call.id, CallInput.GUIDE_HUNG_UP, by=by)
    elif not any(_is_guide(past.guide, by) for past in call.tries):
        raise NotYourCall


def _rate(draft: Draft, command: Rate) -> None:
    kiosk = draft.pool.kiosks.get(command.kiosk)
    ended = None if kiosk is None else kiosk.ended
    if ended is None or ended.id != command.call:
        raise UnknownCall
    if not ended.rated:
        draft.write(Rated(call=command.call, kiosk=command.kiosk, mood=command.mood))


def _media_up(draft: Draft, command: ReportMediaUp) -> None:
    call, guest = _call_of(draft, command)
    _receives(draft, call, guest, command.by)


def _receives(draft: Draft, call: Call, guest: Guest | None, by: Party) -> None:
    link = call if guest is None else guest
    if link.kiosk_media if _is_kiosk(call, by) else link.guide_media:
        return
    if guest is not None and guest.state is PartyState.RINGING:
        raise NotNow
    draft.write(MediaUp(call=call.id, epoch=link.epoch, by=by))
    now = draft.pool.calls[call.id]
    if guest is None or guest.bound:
        draft.move(call.id, CallInput.MEDIA_BOTH if now.heard else CallInput.MEDIA_UP)
    elif guest.state is PartyState.JOINING and (now.guest(guest.guide) or guest).heard:
        draft.end_guest_ring(call, guest, RingOutcome.ACCEPTED)


def _media_down(draft: Draft, command: ReportMediaDown) -> None:
    call, guest = _call_of(draft, command)
    if guest is not None:
        if guest.kiosk_media if _is_kiosk(call, command.by) else guest.guide_media:
            draft.write(MediaDown(call=call.id, epoch=guest.epoch, by=command.by))
        return
    if call.kiosk_media if _is_kiosk(call, command.by) else call.guide_media:
        draft.write(MediaDown(call=call.id, epoch=call.epoch, by=command.by))
    draft.move(call.id, CallInput.MEDIA_DOWN)


def _witness_media(draft: Draft, command: WitnessMedia) -> None:
    call = draft.pool.calls.get(command.call)
    if call is None or not _is_party(call, command.by):
        return
    if call.state is CallState.INTERRUPTED:
        _receives(draft, call, None, command.by)
    elif call.evidence_at is not None and draft.at - call.evidence_at >= WITNESS_SPACING:
        draft.write(MediaWitnessed(call=call.id, by=command.by))
        draft.move(call.id, CallInput.MEDIA_WITNESSED)


def _set_status(draft: Draft, command: SetStatus) -> None:
    guide = _guide_of(draft, command)
    if not guide.connected and command.status is not GuideStatus.OFFLINE:
        raise UnknownGuide
    if command.status not in _CHOICES or command.reason in _NOT_CHOSEN:
        raise NotNow
    if command.chosen_at is not None and command.chosen_at < guide.chosen_at:
        return
    chosen = ChosenStatus(command.status)
    if command.status is GuideStatus.AWAY:
        ahead = command.back_at is not None and command.back_at > draft.at
        chosen = ChosenStatus(command.status, command.reason, command.back_at if ahead else None)
    _choose(draft, guide, chosen, chosen_at=command.chosen_at)


def _force_status(draft: Draft, command: ForceStatus) -> None:
    guide = _guide_of(draft, command)
    if command.status not in _CHOICES or not (guide.connected or command.status is GuideStatus.OFFLINE):
        raise NotNow
    reason = AwayReason.BY_ADMIN if command.status is GuideStatus.AWAY else None
    _choose(draft, guide, ChosenStatus(command.status, reason), chosen_at=draft.at, by=command.by)


def _choose(
    draft: Draft, guide: Guide, chosen: ChosenStatus, *, chosen_at: Instant | None, by: AdminId | None = None
) -> None:
    status, reason, back_at = chosen.status, chosen.reason, chosen.back_at
    if guide.status in (GuideStatus.IN_CALL, GuideStatus.WRAP_UP):
        if (status, reason, back_at) != (guide.next_status, guide.next_reason, guide.next_back_at):
            draft.write(
                NextStatusChosen(
                    guide=guide.id, status=status, reason=reason, chosen_at=chosen_at, by=by, back_at=back_at
                )
            )
        return
    if guide.status is GuideStatus.RINGING and guide.call is not None:
        if status is GuideStatus.AVAILABLE:
            raise NotNow
        call = draft.pool.calls[guide.call]
        guest = call.guest(guide.id)
        if guest is None:
            draft.move(call.id, CallInput.PASSED, then=chosen)
        else:
            conference.leave(draft, call, guest, RingOutcome.DECLINED, then=chosen)
    elif (status, reason, back_at) != (guide.status, guide.reason, guide.back_at):
        draft.write(
            GuideStatusChanged(
                guide=guide.id, status=status, reason=reason, chosen_at=chosen_at, by=by, back_at=back_at
            )
        )


def _finish_wrap_up(draft: Draft, command: FinishWrapUp) -> None:
    guide = _guide_of(draft, command)
    if guide.wrap_up is None or guide.wrap_up.call != command.call:
        if guide.wrapped == command.call:
            return
        raise NotNow
    settings = draft.pool.settings
    if command.topic not in settings.topics or command.disposition not in settings.dispositions:
        raise UnknownTopic
    if command.referred_to is not None and command.referred_to not in settings.referrals:
        raise UnknownTopic
    draft.write(
        WrappedUp(
            guide=guide.id,
            call=command.call,
            topic=command.topic,
            disposition=command.disposition,
            referred_to=command.referred_to,
        )
    )
    draft.release(guide.id)


def _extend_wrap_up(draft: Draft, command: ExtendWrapUp) -> None:
    wrap_up = _guide_of(draft, command).wrap_up
    settings = draft.pool.settings
    if wrap_up is None or wrap_up.call != command.call or wrap_up.extensions >= settings.wrap_up_extensions:
        raise NotNow
    until = wrap_up.until + settings.wrap_up
    draft.write(WrapUpExtended(guide=command.guide, call=command.call, until=until))


def _guide_of(draft: Draft, command: SetStatus | ForceStatus | FinishWrapUp | ExtendWrapUp) -> Guide:
    guide = draft.pool.guides.get(command.guide)
    if guide is None:
        raise UnknownGuide
    return guide


def _call_of(draft: Draft, command: ReportMediaUp | ReportMediaDown) -> tuple[Call, Guest | None]:
    """The call, and the guest whose link to the kiosk is reported on; None where it is the lead's."""
    call = draft.pool.calls.get(command.call)
    if call is None:
        raise UnknownCall
    own = _guest_of(call, command.by)
    if own is None and not _is_party(call, command.by):
        raise NotYourCall
    guests = call.guests if _is_kiosk(call, command.by) else () if own is None else (own,)
    guest = next((guest for guest in guests if guest.epoch == command.epoch), None)
    if guest is None and (own is not None or call.epoch != command.epoch):
        raise TooLate
    return call, guest


def _guest_of(call: Call, by: Party) -> Guest | None:
    return call.guest(GuideId(by.id)) if by.role is Role.GUIDE else None


def _is_party(call: Call, by: Party) -> bool:
    return _is_kiosk(call, by) or _is_guide(call.desk, by)


def _is_kiosk(call: Call, by: Party) -> bool:
    return by.role is Role.KIOSK and by.id == call.kiosk


def _is_guide(guide: GuideId | None, by: Party) -> bool:
    return by.role is Role.GUIDE and by.id == guide


_DO: dict[type[Command], Callable[[Draft, Any], None]] = {
    Configure: _configure,
    SetHours: _set_hours,
    Recover: _recover,
    Tick: _tick,
    ConnectKiosk: _connect_kiosk,
    LoseKiosk: _lose_kiosk,
    ConnectGuide: _connect_guide,
    LoseGuide: _lose_guide,
    StartCall: decide_waiting.start_call,
    ReportTap: decide_waiting.report_tap,
    HangUp: _hang_up,
    Choose: decide_waiting.choose,
    Rate: _rate,
    Prioritise: decide_waiting.prioritise,
    ReportMediaUp: _media_up,
    ReportMediaDown: _media_down,
    WitnessMedia: _witness_media,
    ReportGrade: grading.report,
    TakeRing: conference.take,
    PassRing: conference.pass_on,
    Hold: conference.hold,
    Transfer: conference.transfer,
    Invite: conference.invite,
    HandOver: conference.hand_over,
    Dismiss: conference.dismiss,
    Assign: leading.assign,
    Join: leading.join,
    AskForHelp: leading.ask_for_help,
    WithdrawHelp: leading.withdraw_help,
    AnswerHelp: leading.answer_help,
    SetStatus: _set_status,
    ForceStatus: _force_status,
    FinishWrapUp: _finish_wrap_up,
    ExtendWrapUp: _extend_wrap_up,
}
