"""The promises that one step of a pool keeps: what a command may change, and what its repetition may not."""

from collections.abc import Iterator, Sequence

from signaling.core.commands import (
    AnswerHelp,
    AskForHelp,
    Assign,
    Command,
    Configure,
    ConnectGuide,
    ConnectKiosk,
    FinishWrapUp,
    HangUp,
    Join,
    LoseGuide,
    LoseKiosk,
    Recover,
    ReportMediaUp,
    ReportTap,
    StartCall,
    TakeRing,
    Tick,
    WithdrawHelp,
)
from signaling.core.decide import settle
from signaling.core.errors import Refused
from signaling.core.events import (
    CallEnded,
    CallTapped,
    Entry,
    GuideStatusChanged,
    Prioritised,
    RingEnded,
    WrappedUp,
)
from signaling.core.ids import CallId, SiteId
from signaling.core.pool import IN_LINE, Call, Pool
from signaling.core.pool_settings import PoolSettings
from signaling.core.views import desk_view, kiosk_view, language_services
from signaling.core.vocabulary import AwayReason, CallOutcome, CallState, RingOutcome
from tests.core.invariants import check, require

ONCE = (
    Configure,
    ConnectKiosk,
    LoseKiosk,
    ConnectGuide,
    LoseGuide,
    StartCall,
    ReportTap,
    TakeRing,
    HangUp,
    ReportMediaUp,
    FinishWrapUp,
    Assign,
    Join,
    AskForHelp,
    AnswerHelp,
    WithdrawHelp,
)
"""Repeated at once, these change nothing."""
LOST = frozenset({CallOutcome.KIOSK_LOST, CallOutcome.GUIDE_LOST})
WITHDRAWN_AT_ONCE = frozenset({CallState.RINGING, CallState.CONNECTING})


def check_step(before: Pool, command: Command, entries: Sequence[Entry], after: Pool) -> None:
    """`command` led from `before` to `after`; also looks at `after` itself."""
    if not entries:
        require("an illegal or repeated command changes nothing", after is before or after == before, command)
        return
    check(after)
    _check_log(before, entries, after)
    _check_positions(before, entries, after)
    _check_screens(after)
    _check_stays(after)
    _check_memory(before, after)
    _check_facts(entries, after.settings)
    _check_repetition(command, after)
    match command:
        case Recover():
            up = [kiosk.id for kiosk in after.kiosks.values() if kiosk.connected]
            require("a crash breaks every socket", not up, up)
            at_desk = [guide.id for guide in after.guides.values() if guide.connected]
            require("a crash breaks every socket", not at_desk, at_desk)
            for call in before.calls.values():
                if call.state is CallState.LIVE:
                    require("C6", call.id in after.calls, call)
        case Tick() if after.settings.ring:  # a ring of no time is missed as it begins
            first = after.deadlines.first()
            require("Q4", first is None or first[0] > after.at, first)
        case HangUp() if command.call in before.calls:
            was = before.calls[command.call]
            if was.kiosk == command.by.id and was.state in WITHDRAWN_AT_ONCE and was.desk is not None:
                require("C4", after.guides[was.desk].call != was.id, command)
        case _:
            pass


def _check_log(before: Pool, entries: Sequence[Entry], after: Pool) -> None:
    require("T1", all(entry.at >= before.at for entry in entries), entries)
    require(
        "gapless", [entry.seq for entry in entries] == list(range(before.seq + 1, after.seq + 1)), entries
    )
    ended = [entry.event.call for entry in entries if isinstance(entry.event, CallEnded)]
    require("C1", len(ended) == len(set(ended)), ended)
    gone = {call for call in before.calls if call not in after.calls}
    require("C1", gone <= set(ended) and not set(ended) & set(after.calls), (gone, ended))


def _check_positions(before: Pool, entries: Sequence[Entry], after: Pool) -> None:
    """Nobody is pushed back but by an emergency or by one who returns to their old place."""
    moved = _returned(before, after)
    for entry in entries:
        match entry.event:
            case Prioritised(call=call_id) | RingEnded(call=call_id):
                moved.add(call_id)
            case CallTapped(call=call_id, ticket=str()):
                moved.add(call_id)
            case _:
                pass
    for call in after.calls.values():
        was = before.calls.get(call.id)
        if call.state not in IN_LINE:
            continue
        position = _position(after, call)
        require("Q1", position >= 1, call)
        require("Q1", position == 1 + sum(1 for _ in _ahead(after, call)), call)
        if was is not None and was.state in IN_LINE and _position(before, was) < position:
            ahead = {other.id for other in _ahead(after, call)} - {other.id for other in _ahead(before, was)}
            require("Q1", ahead <= moved, (call, ahead, entries))


def _returned(before: Pool, after: Pool) -> set[CallId]:
    """Calls that are in the line again after a guide had taken them."""
    return {
        call.id
        for call in after.calls.values()
        if call.state in IN_LINE
        and (was := before.calls.get(call.id)) is not None
        and was.state not in IN_LINE
    }


def _position(pool: Pool, call: Call) -> int:
    shown = kiosk_view(pool, call.kiosk).call
    require("Q1", shown is not None and shown.position is not None, call)
    return 0 if shown is None or shown.position is None else shown.position


def _ahead(pool: Pool, call: Call) -> Iterator[Call]:
    return (
        other
        for other in pool.calls.values()
        if other.state in IN_LINE and other.language == call.language and other.turn < call.turn
    )


def _check_screens(pool: Pool) -> None:
    """Both ends tell of the same call and ring, and what is counted for all is a count of each."""
    for call in pool.calls.values():
        if call.desk is None:
            continue
        kiosk, desk = kiosk_view(pool, call.kiosk).call, desk_view(pool, call.desk)
        require("C7", kiosk is not None and kiosk.id == call.id and kiosk.epoch == call.epoch, call)
        ring, talk = desk.ring, desk.call
        named = (ring.call, ring.epoch) if ring is not None else talk and (talk.id, talk.epoch)
        require("C7", named == (call.id, call.epoch), (call, desk))
    guides, calls = list(pool.guides.values()), list(pool.calls.values())
    for service in language_services(pool, SiteId("anywhere")):
        able = [guide for guide in guides if service.language in guide.languages]
        line = [call for call in calls if call.state in IN_LINE and call.language == service.language]
        require("A9", service.on_duty == sum(guide.on_duty for guide in able), service)
        require("A9", service.free == sum(guide.free for guide in able), service)
        require("A9", service.waiting == len(line), service)


def _check_facts(entries: Sequence[Entry], settings: PoolSettings) -> None:
    away = {
        entry.event.guide
        for entry in entries
        if isinstance(entry.event, GuideStatusChanged) and entry.event.reason is AwayReason.MISSED_RING
    }
    for entry in entries:
        match entry.event:
            case RingEnded(outcome=RingOutcome.TIMED_OUT, guide=guide):
                require("A8", guide in away, "whoever misses a ring is away for a visible reason")
            case WrappedUp(topic=str() as topic):
                require("a topic of the list", topic in settings.topics, entry)
            case _:
                pass


def _check_memory(before: Pool, after: Pool) -> None:
    """A kiosk's last calls stay known, so that a late repetition has no effect."""
    for kiosk in before.kiosks.values():
        past = after.kiosks[kiosk.id].past
        require("C8", set(kiosk.past[-1:]) <= set(past), (kiosk, past))


def _check_stays(pool: Pool) -> None:
    settings = pool.settings
    longest = {
        CallState.WAITING: settings.wait_limit,
        CallState.HELD: settings.hold,
        CallState.RINGING: settings.ring,
        CallState.CONNECTING: settings.setup,
        CallState.LIVE: settings.call_limit,
        CallState.INTERRUPTED: settings.interruption,
    }
    for call in pool.calls.values():
        require("C3", call.until <= pool.at + longest[call.state], call)
    for guide in pool.guides.values():
        extensions = 0 if guide.wrap_up is None else guide.wrap_up.extensions
        require("C3", extensions <= settings.wrap_up_extensions, guide)
        require("C3", not (guide.connected and guide.leaves_at is not None), guide)


def _check_repetition(command: Command, after: Pool) -> None:
    if not isinstance(command, ONCE):
        return
    try:
        again, _ = settle(after, command, after.at)
    except Refused:
        require("C8", not isinstance(command, (TakeRing, FinishWrapUp)), command)
        return
    require("C8", not again, (command, again))
