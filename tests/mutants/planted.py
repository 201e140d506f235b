"""The bugs: historical ones of other routing engines, and slips of the pen in the core's lines."""

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import pytest

from tests.core.test_mutants import MUTANTS as HISTORICAL


@dataclass(frozen=True)
class Slip:
    """In the function `at`, `old` reads `new`."""

    name: str
    at: str
    old: str
    new: str


class Gone(Exception):
    """The core no longer has the line in which this slip was planted: plant it anew."""


@contextmanager
def planted(slip: Slip) -> Iterator[None]:
    """The core with this bug. Whoever imported the function has the bug too: only its code is exchanged."""
    function = _function(slip.at)
    source = textwrap.dedent(inspect.getsource(function))
    if source.count(slip.old) != 1:
        raise Gone(f"{slip.name}: {slip.old!r} is {source.count(slip.old)} times in {slip.at}")
    scratch = dict(function.__globals__)
    exec(compile(source.replace(slip.old, slip.new), slip.at, "exec"), scratch)
    changed: Any = scratch[function.__name__]
    changed = changed.fget if isinstance(changed, property) else changed
    sound = function.__code__
    function.__code__ = changed.__code__
    try:
        yield
    finally:
        function.__code__ = sound


def _function(at: str) -> Any:
    module, path = at.split(":")
    found: Any = import_module(f"signaling.core.{module}")
    for name in path.split("."):
        found = inspect.getattr_static(found, name)
    return getattr(found, "fget", found)


@contextmanager
def restored(patch: Callable[[pytest.MonkeyPatch], None]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        patch(monkeypatch)
        yield


HISTORICAL_NAMES = tuple(patch.__name__ for patch, _ in HISTORICAL)
_PATCHES = {patch.__name__: patch for patch, _ in HISTORICAL}

SLIPS = (
    # Sockets
    Slip(
        "an old socket counts as new",
        "decide:_connect_kiosk",
        "command.epoch <= known.epoch",
        "command.epoch < known.epoch - 1",
    ),
    Slip(
        "a returning kiosk finds its call asleep",
        "decide:_connect_kiosk",
        "CallInput.KIOSK_BACK",
        "CallInput.GUIDE_BACK",
    ),
    Slip(
        "an old socket's end takes the new one down",
        "decide:_lose_kiosk",
        " and kiosk.epoch == command.epoch",
        "",
    ),
    Slip(
        "an old desk's end takes the new one down",
        "decide:_lose_guide",
        " and guide.epoch == command.epoch",
        "",
    ),
    Slip(
        "an old desk counts as new",
        "decide:_connect_guide",
        "command.epoch <= known.epoch",
        "command.epoch < known.epoch - 1",
    ),
    Slip(
        "a lost kiosk keeps ringing",
        "decide:_lost_kiosk",
        "if kiosk.call is not None:",
        "if kiosk.call is None:",
    ),
    Slip(
        "a lost desk keeps ringing", "decide:_lost_guide", "draft.move(call.id, CallInput.GUIDE_LOST)", "pass"
    ),
    Slip("a crash forgets the desks", "decide:_recover", "_lost_guide(draft, guide)", "pass"),
    Slip("a crash forgets the kiosks", "decide:_recover", "_lost_kiosk(draft, kiosk)", "pass"),
    Slip("a kiosk forgets its past", "evolve.attendance:_kiosk_connected", "known.past", "()"),
    Slip("a kiosk forgets its call", "evolve.attendance:_kiosk_connected", "known.call,", "None,"),
    Slip(
        "a lost kiosk counts as there", "evolve.attendance:_kiosk_lost", "connected=False", "connected=True"
    ),
    Slip(
        "a lost guide never leaves",
        "evolve.attendance:_guide_lost",
        "edit.at + edit.settings.guide_absence",
        "None",
    ),
    Slip(
        "a guide who is back is signed off all the same",
        "evolve.attendance:_guide_connected",
        "leaves_at=None",
        "leaves_at=known.leaves_at",
    ),
    # The line
    Slip(
        "a call's place is a time", "evolve.waiting:_call_tapped", "place=edit.seq if", "place=-edit.seq if"
    ),
    Slip(
        "the wait limit begins anew",
        "evolve.waiting:_call_returned",
        "call.wait_until(edit.settings)",
        "edit.at + edit.settings.wait_limit",
    ),
    Slip(
        "the hold has no end",
        "evolve.waiting:_call_held",
        "edit.at + edit.settings.hold",
        "edit.at + 9_000_000",
    ),
    Slip("an emergency waits like all", "evolve.waiting:_prioritised", "rank=EMERGENCY", "rank=0"),
    Slip(
        "a queue forgets those who wait again",
        "lanes:LanesEdit.move_call",
        "self._queue(new, here=True)",
        "self._queue(new, here=False)",
    ),
    Slip("a ticket is good twice", "evolve.waiting:_call_tapped", "edit.drop_ticket(ticket.code)", "pass"),
    Slip(
        "a ticket loses its place", "evolve.waiting:_call_tapped", "if ticket is None else ticket.place", ""
    ),
    # The ring
    Slip(
        "a missed ring does not set away",
        "draft:Draft._set_free",
        "outcome is RingOutcome.TIMED_OUT",
        "outcome is RingOutcome.WITHDRAWN",
    ),
    Slip(
        "a ring without end",
        "draft:Draft.ring",
        "until=self.at + self.pool.settings.ring",
        "until=self.at + 90 * self.pool.settings.ring",
    ),
    Slip("rings bear one number", "draft:Draft.ring", "epoch=call.rings + 1", "epoch=call.rings or 1"),
    Slip(
        "a passed ring frees nobody",
        "draft:Draft._end_ring",
        "outcome is not RingOutcome.ACCEPTED",
        "outcome is RingOutcome.WITHDRAWN",
    ),
    Slip(
        "a ringing guide seems idle",
        "evolve.guides:rings",
        "status=GuideStatus.RINGING",
        "status=GuideStatus.AVAILABLE",
    ),
    Slip(
        "a late take counts",
        "conference:_rung",
        " and call.epoch == command.epoch",
        "",
    ),
    Slip(
        "a choice of an earlier time counts",
        "decide:_set_status",
        "command.chosen_at < guide.chosen_at",
        "command.chosen_at < 0",
    ),
    Slip(
        "a foreign topic is written", "decide:_finish_wrap_up", "command.topic not in settings.topics or ", ""
    ),
    Slip(
        "work is not looked for",
        "draft:Draft.ring_all",
        "(choice := choose(self.pool, self.at)) is not None",
        "(choice := choose(self.pool, self.at)) is not None and self.at % 2",
    ),
    # The talk
    Slip(
        "one who hears is enough",
        "decide:_receives",
        "CallInput.MEDIA_BOTH if now.heard else",
        "CallInput.MEDIA_BOTH if True else",
    ),
    Slip("nobody is heard", "decide:_receives", "if now.heard else", "if not now.heard else"),
    Slip("the kiosk's word is the guide's", "evolve.talk:_hear", "Role.KIOSK", "Role.GUIDE"),
    Slip(
        "a live call has no limit",
        "evolve.talk:watch",
        "call.live_since + edit.settings.call_limit",
        "call.live_since + 9 * edit.settings.call_limit",
    ),
    Slip("a lost socket is not watched", "evolve.talk:watch", "if _all_connected(edit, call):", "if True:"),
    Slip(
        "only the kiosk is missed",
        "evolve.talk:_all_connected",
        " and guide is not None and guide.connected",
        "",
    ),
    Slip(
        "silence is taken for the call limit",
        "expire:_input",
        "CallInput.MEDIA_SILENT if silent else",
        "CallInput.MEDIA_SILENT if not silent else",
    ),
    Slip("a missing kiosk is not missed", "expire:_missing", "CallInput.KIOSK_GONE", "CallInput.GUIDE_GONE"),
    Slip(
        "the last attempt is one too many", "expire:_input", "call.setup_failures + 1", "call.setup_failures"
    ),
    Slip(
        "a talk leaves no wrap-up",
        "draft:Draft._fact",
        "call.guide is not None and call.state in _TALKED",
        "False",
    ),
    Slip(
        "anybody hangs up",
        "decide:_hang_up",
        "raise NotYourCall",
        "draft.move(call.id, CallInput.ADMIN_ENDED)",
    ),
    Slip("a stranger reports media", "decide:_call_of", "raise NotYourCall", "return call, None"),
    Slip("a report of an old ring counts", "decide:_call_of", "raise TooLate", "pass"),
    Slip(
        "an interrupted call is kept for ever",
        "evolve.talk:_call_interrupted",
        "edit.settings.interruption",
        "90 * edit.settings.interruption",
    ),
    # The end
    Slip(
        "an ended call is not remembered",
        "evolve.talk:_call_ended",
        "(*kiosk.past, call.id)",
        "(*kiosk.past,)",
    ),
    Slip(
        "a kiosk keeps its ended call",
        "evolve.talk:_call_ended",
        "None if kiosk.call == call.id else kiosk.call",
        "kiosk.call",
    ),
    Slip("a wrap-up of nobody's", "evolve.attendance:_wrapped_up", "wrap_up=None", "wrap_up=guide.wrap_up"),
    Slip(
        "a finished wrap-up is finished again",
        "decide:_finish_wrap_up",
        "guide.wrapped == command.call",
        "False",
    ),
    Slip(
        "wrap-up is extended for ever",
        "decide:_extend_wrap_up",
        "wrap_up.extensions >= settings.wrap_up_extensions",
        "False",
    ),
    Slip("a wrap-up that ran out holds the guide", "expire:_expire_guide", "draft.release(guide.id)", "pass"),
    Slip(
        "a choice made in the call is lost",
        "draft:Draft.release",
        "guide.next_status or GuideStatus.AVAILABLE",
        "GuideStatus.AVAILABLE",
    ),
    Slip("the clock goes back", "decide:settle", "max(now, pool.at)", "now"),
    Slip("only the first deadline falls", "expire:expire_due", "while (first", "if (first"),
    # More than two
    Slip(
        "a guest stays in a call that is over",
        "draft:Draft._part",
        "elif step.to in _LINE_OR_END:",
        "elif False:",
    ),
    Slip("a fifth party comes in", "conference:invite", "MOST_PARTIES", "9"),
    Slip(
        "a colleague leads who is not there",
        "conference:hand_over",
        "guest.state is not PartyState.PRESENT",
        "False",
    ),
    Slip(
        "one who was sent on from rings again at once",
        "conference:transfer",
        "CallInput.SENT_ON",
        "CallInput.GUIDE_HUNG_UP",
    ),
    # Leaders
    Slip(
        "a leader rings across languages",
        "leading:assign",
        "if call.shared_with(guide) is None:",
        "if False:",
    ),
    Slip("a guide assigns", "leading:assign", "command.by.role not in _LEADS", "False"),
    Slip("a call that was taken is given away", "leading:_stop_ringing", "if taken:", "if False:"),
    Slip("a leader joins out of a talk", "leading:join", "leader.status not in _UNOCCUPIED", "False"),
    Slip(
        "a leader who was away is available afterwards",
        "leading:join",
        "if leader.status is not GuideStatus.AVAILABLE:",
        "if False:",
    ),
    Slip("a joining leader is not named", "leading:join", "role=Role.LEADER, by=by", "role=Role.LEADER"),
    Slip("a guide puts the leader out", "conference:dismiss", " or guest.role is Role.LEADER", ""),
    Slip("help is answered twice", "leading:answer_help", "if wanted.by is None:", "if True:"),
    Slip(
        "help that came is asked for for ever",
        "evolve.attendance:_still_needed",
        "help_.by is not None or",
        "",
    ),
)


def names() -> tuple[str, ...]:
    return (*HISTORICAL_NAMES, *(slip.name for slip in SLIPS))


def with_bug(name: str) -> Any:
    """A context in which the core has the bug of this name."""
    if name in _PATCHES:
        return restored(_PATCHES[name])
    return planted(next(slip for slip in SLIPS if slip.name == name))
