"""What the parties of a call may ask of one another: hold, send on, invite, hand over, let go.

Who may say what is checked here; what it leads to for the call is said by the table. Guests come and go
beside it, but for an interpreter who is bound to the lead: then the table decides for both.
"""

from signaling.core.call_table import CallInput
from signaling.core.commands import Dismiss, HandOver, Hold, Invite, PassRing, TakeRing, Transfer
from signaling.core.draft import ChosenStatus, Draft
from signaling.core.errors import (
    CallFull,
    NobodyFree,
    NoSharedLanguage,
    NotNow,
    NotYourCall,
    TooLate,
    UnknownCall,
    UnknownGuide,
    UnknownLanguage,
    UnknownTopic,
)
from signaling.core.events import (
    CallSentOn,
    LeadChanged,
    PutOnHold,
    RingTaken,
    TakenOffHold,
)
from signaling.core.ids import GuideId, Role
from signaling.core.parties import MOST_PARTIES, Guest, Wanted
from signaling.core.pool import Call, Guide
from signaling.core.vocabulary import CallState, PartyState, PassReason, RingOutcome


def take(draft: Draft, command: TakeRing) -> None:
    call, guest = _rung(draft, command)
    taken = call.guide is not None if guest is None else guest.state is not PartyState.RINGING
    if taken:
        return
    role = Role.GUIDE if guest is None else guest.role
    fact = RingTaken(call=call.id, guide=command.guide, epoch=command.epoch, role=role)
    if guest is not None and not guest.bound:
        draft.write(fact)
        return
    others = [call.guide is not None] if guest is not None else []
    others += [other.taken_at is not None for other in call.guests if other.bound and other is not guest]
    draft.move(call.id, CallInput.TAKEN if all(others) else CallInput.TAKEN_FIRST, fact=fact)


def pass_on(draft: Draft, command: PassRing) -> None:
    call, guest = _rung(draft, command)
    if guest is None:
        draft.move(call.id, CallInput.PASSED, reason=command.reason)
    elif guest.state is PartyState.RINGING:
        leave(draft, call, guest, RingOutcome.DECLINED, reason=command.reason)
    else:
        raise TooLate


def leave(
    draft: Draft,
    call: Call,
    guest: Guest,
    outcome: RingOutcome,
    *,
    then: ChosenStatus | None = None,
    reason: PassReason | None = None,
) -> None:
    """A guest is out; who was rung together with them goes back, and the call into the line."""
    draft.part(call, guest, outcome, then=then, reason=reason)
    if guest.bound:
        draft.move(call.id, CallInput.PARTNER_GONE)


def hang_up(draft: Draft, call: Call, guest: Guest) -> None:
    if guest.state is PartyState.RINGING:
        raise NotNow
    leave(draft, call, guest, RingOutcome.DECLINED)


def hold(draft: Draft, command: Hold) -> None:
    call = _led(draft, command)
    if call.on_hold is command.on:
        return
    if command.on:
        draft.move(call.id, CallInput.PUT_ON_HOLD, fact=PutOnHold(call=call.id))
    else:
        draft.move(call.id, CallInput.TAKEN_OFF_HOLD, fact=TakenOffHold(call=call.id))


def transfer(draft: Draft, command: Transfer) -> None:
    call, settings = _led(draft, command), draft.pool.settings
    to = command.to
    _require_known(draft, to)
    if to.guide is not None:
        target = _colleague(draft, call, to.guide)
        if call.shared_with(target) is None:
            raise NoSharedLanguage
    until = None if to.language is not None else draft.at + settings.wanted_wait
    fact = CallSentOn(
        call=call.id,
        guide=command.guide,
        to=Wanted(guide=to.guide, language=to.language, topic=to.topic, until=until),
        wrap_up_until=draft.at + settings.wrap_up,
    )
    draft.move(call.id, CallInput.SENT_ON, fact=fact)


def invite(draft: Draft, command: Invite) -> None:
    call = _led(draft, command)
    if call.state is not CallState.LIVE:
        raise NotNow
    if command.role not in (Role.COLLEAGUE, Role.INTERPRETER):
        raise NotNow
    if 2 + len(call.guests) >= MOST_PARTIES:
        raise CallFull
    _require_known(draft, command.to)
    guest = _free_for(draft, call, command)
    if guest is None:
        raise NobodyFree
    draft.ring(call.id, guest.id, _because(command), role=command.role)


def hand_over(draft: Draft, command: HandOver) -> None:
    call, guest = _led_guest(draft, command)
    if guest.role is not Role.COLLEAGUE or guest.state is not PartyState.PRESENT:
        raise NotNow
    fact = LeadChanged(
        call=call.id,
        guide=guest.guide,
        epoch=guest.epoch,
        left=command.guide,
        wrap_up_until=draft.at + draft.pool.settings.wrap_up,
        grade=None if guest.grade is None else guest.grade.grade,
    )
    draft.move(call.id, CallInput.HANDED_OVER, fact=fact)


def dismiss(draft: Draft, command: Dismiss) -> None:
    call, guest = _led_guest(draft, command)
    if guest.bound or guest.role is Role.LEADER:
        raise NotNow
    draft.part(call, guest, RingOutcome.WITHDRAWN)


def _rung(draft: Draft, command: TakeRing | PassRing) -> tuple[Call, Guest | None]:
    """The call and the guest (None for the lead) whose present ring, taken or not, the command answers."""
    call = draft.pool.calls.get(command.call)
    if call is None:
        raise TooLate
    if call.desk == command.guide and call.epoch == command.epoch:
        return call, None
    guest = call.guest(command.guide)
    if guest is None or guest.epoch != command.epoch:
        raise TooLate
    return call, guest


def _led(draft: Draft, command: Hold | Transfer | Invite | HandOver | Dismiss) -> Call:
    """The call that this guide leads."""
    call = draft.pool.calls.get(command.call)
    if call is None:
        raise UnknownCall
    if call.guide != command.guide:
        raise NotYourCall
    return call


def _led_guest(draft: Draft, command: HandOver | Dismiss) -> tuple[Call, Guest]:
    call = _led(draft, command)
    guest = next((guest for guest in call.guests if guest.epoch == command.epoch), None)
    if guest is None:
        raise TooLate
    return call, guest


def _require_known(draft: Draft, to: Wanted) -> None:
    settings = draft.pool.settings
    if [to.guide, to.language, to.topic].count(None) != 2:
        raise NotNow
    if to.language is not None and to.language not in settings.languages:
        raise UnknownLanguage
    if to.topic is not None and to.topic not in settings.topics:
        raise UnknownTopic


def _colleague(draft: Draft, call: Call, guide_id: GuideId) -> Guide:
    """Another guide, who is on duty."""
    guide = draft.pool.guides.get(guide_id)
    if guide is None or not guide.on_duty or guide_id == call.guide:
        raise UnknownGuide
    return guide


def _free_for(draft: Draft, call: Call, command: Invite) -> Guide | None:
    """The longest idle of those who could be the guest; a guide who was named must share the language."""
    pool, to = draft.pool, command.to
    if to.guide is not None:
        guide = _colleague(draft, call, to.guide)
        if command.role is Role.COLLEAGUE and call.shared_with(guide) is None:
            raise NoSharedLanguage
        return guide if guide.free else None
    language = to.language or call.language
    interprets = command.role is Role.INTERPRETER
    idle = pool.interpreters(language).idle if interprets else pool.lane(language).idle
    free = (pool.guides[guide_id] for _, guide_id in idle)
    return next((guide for guide in free if to.topic is None or to.topic in guide.topics), None)


def _because(command: Invite) -> str:
    if command.to.guide is not None:
        return "was invited by the guide"
    if command.to.topic is not None:
        return f"was invited as somebody who knows {command.to.topic}; longest idle"
    what = "interprets" if command.role is Role.INTERPRETER else "speaks"
    return f"was invited as somebody who {what} {command.to.language}; longest idle"
