"""What a leader may do, and a guide may ask of one: assign a call, join it for all to see, come and help.

A leader decides who is rung, never in which language: a guide who shares none with the resident is refused to
a leader too. Nothing a leader does is silent: a ring that was assigned and a guest who joined name the leader
in the journal, and every party's screen shows who is in the call.
"""

from signaling.core.call_table import CallInput
from signaling.core.commands import AnswerHelp, AskForHelp, Assign, Join, WithdrawHelp
from signaling.core.draft import Draft
from signaling.core.errors import (
    CallFull,
    NobodyFree,
    NoSharedLanguage,
    NotNow,
    NotYourCall,
    UnknownCall,
    UnknownGuide,
)
from signaling.core.events import HelpAnswered, HelpAsked, HelpWithdrawn, NextStatusChosen, RingTaken
from signaling.core.ids import AdminId, CallId, GuideId, Party, Role
from signaling.core.parties import MOST_PARTIES
from signaling.core.pool import Call, Guide
from signaling.core.vocabulary import CallState, GuideStatus

ASSIGNED = "was assigned by a leader"
JOINED = "joined as the leader"
_LEADS = frozenset({Role.LEADER, Role.ADMIN})
_UNOCCUPIED = frozenset({GuideStatus.AVAILABLE, GuideStatus.AWAY, GuideStatus.OFFLINE})


def assign(draft: Draft, command: Assign) -> None:
    call = _call(draft, command.call)
    if command.by.role not in _LEADS:
        raise NotYourCall
    guide = _guide(draft, command.guide)
    if call.shared_with(guide) is None:
        raise NoSharedLanguage
    if call.state is CallState.RINGING and call.desk == guide.id:
        return
    if not guide.free:
        raise NobodyFree
    if call.state is not CallState.WAITING:
        _stop_ringing(draft, call)
    draft.ring(call.id, guide.id, ASSIGNED, by=command.by)


def _stop_ringing(draft: Draft, call: Call) -> None:
    """Raises `NotNow` where somebody has taken it, or nobody is there to be rung for."""
    taken = call.guide is not None or any(guest.taken_at is not None for guest in call.guests)
    if taken:
        raise NotNow
    draft.move(call.id, CallInput.REASSIGNED)


def join(draft: Draft, command: Join) -> None:
    call, leader = _call(draft, command.call), _guide(draft, command.leader)
    if call.guest(leader.id) is not None:
        return
    if call.state is not CallState.LIVE or not leader.connected or leader.status not in _UNOCCUPIED:
        raise NotNow
    if 2 + len(call.guests) >= MOST_PARTIES:
        raise CallFull
    by = Party.leader(AdminId(leader.id))
    draft.ring(call.id, leader.id, JOINED, role=Role.LEADER, by=by)
    epoch = draft.pool.calls[call.id].rings
    draft.write(RingTaken(call=call.id, guide=leader.id, epoch=epoch, role=Role.LEADER))
    if leader.status is not GuideStatus.AVAILABLE:
        _afterwards_as_before(draft, leader)


def _afterwards_as_before(draft: Draft, leader: Guide) -> None:
    draft.write(
        NextStatusChosen(guide=leader.id, status=leader.status, reason=leader.reason, back_at=leader.back_at)
    )


def ask_for_help(draft: Draft, command: AskForHelp) -> None:
    guide = _guide(draft, command.guide)
    if not guide.connected or guide.status is GuideStatus.OFFLINE:
        raise NotNow
    if guide.help is None:
        draft.write(HelpAsked(guide=guide.id))


def withdraw_help(draft: Draft, command: WithdrawHelp) -> None:
    if _guide(draft, command.guide).help is not None:
        draft.write(HelpWithdrawn(guide=command.guide))


def answer_help(draft: Draft, command: AnswerHelp) -> None:
    wanted = _guide(draft, command.guide).help
    if command.by.role not in _LEADS or wanted is None:
        raise NotNow
    if wanted.by is None:
        draft.write(HelpAnswered(guide=command.guide, by=command.by))


def _call(draft: Draft, call_id: CallId) -> Call:
    call = draft.pool.calls.get(call_id)
    if call is None:
        raise UnknownCall
    return call


def _guide(draft: Draft, guide_id: GuideId) -> Guide:
    guide = draft.pool.guides.get(guide_id)
    if guide is None:
        raise UnknownGuide
    return guide
