"""The promises that the core keeps, by id, checked in every kind of test.

`check(pool)` looks at one pool between two commands; `check_history(entries)` follows a whole journal with a
model of its own, which shares no code with `evolve`. A broken promise raises `Broken` and names its id.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

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
    PoolConfigured,
    Rang,
    RingEnded,
    RingTaken,
    WrappedUp,
)
from signaling.core.ids import CallId, GuideId, Instant, KioskId, Language, Role
from signaling.core.pool import Call, Guide, Pool, restore, snapshot
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import CallOutcome, CallState, GuideStatus, RingOutcome

IN_TALK = (CallState.CONNECTING, CallState.LIVE, CallState.INTERRUPTED)
GIVEN_BACK = (RingOutcome.DECLINED, RingOutcome.TIMED_OUT, RingOutcome.SETUP_FAILED)


class Broken(AssertionError):
    """A promise is broken."""


def require(promise: str, kept: object, about: object = "") -> None:
    if not kept:
        raise Broken(f"{promise}: {about}")


def check(pool: Pool) -> None:
    """Between two commands: who is where, who waits in vain, and whether the indexes are true."""
    _check_calls(pool)
    _check_guides(pool)
    _check_work_conservation(pool)
    require("indexes", restore(snapshot(pool)) == pool, "derived from the entities, they would differ")


def _check_calls(pool: Pool) -> None:
    desks = Counter(call.desk for call in pool.calls.values() if call.desk is not None)
    kiosks = Counter(call.kiosk for call in pool.calls.values())
    require("A1", all(count == 1 for count in desks.values()), desks)
    require("A2", all(count == 1 for count in kiosks.values()), kiosks)
    for call in pool.calls.values():
        kiosk = pool.kiosks[call.kiosk]
        require("A2", kiosk.call == call.id, call)
        require("C1", call.state is not CallState.ENDED, call)
        require("C3", ("call", call.id) in {(of, of_id) for _, of, of_id in pool.deadlines}, call)
        rings = call.state in (CallState.RINGING, CallState.CONNECTING)
        require("A3", (call.ring is not None) is rings, call)
        require("A3", call.epoch == 0 or call.state is CallState.WAITING or call.desk or not rings, call)
        if call.state in (CallState.WAITING, CallState.RINGING):
            require("C4", kiosk.connected, call)
        if call.state is CallState.HELD:
            require("C4", not kiosk.connected, call)
        if call.desk is not None:
            require("A1", pool.guides[call.desk].call == call.id, call)
    for kiosk in pool.kiosks.values():
        require("A2", kiosk.call is None or pool.calls[kiosk.call].kiosk == kiosk.id, kiosk)


def _check_guides(pool: Pool) -> None:
    for guide in pool.guides.values():
        call = None if guide.call is None else pool.calls.get(guide.call)
        require("A1", call is None or call.desk == guide.id, guide)
        require(
            "no guide stuck ringing",
            (guide.status is GuideStatus.RINGING) == (call is not None and call.state is CallState.RINGING),
            guide,
        )
        require(
            "no guide stuck in a call",
            (guide.status is GuideStatus.IN_CALL) == (call is not None and call.state in IN_TALK),
            guide,
        )
        require(
            "no guide stuck in wrap-up",
            (guide.status is GuideStatus.WRAP_UP) == (guide.wrap_up is not None),
            guide,
        )
        if guide.status is GuideStatus.RINGING:
            require("A5", guide.connected, guide)
        if not guide.connected and guide.status in (GuideStatus.AVAILABLE, GuideStatus.AWAY):
            require("C3", guide.until is not None, guide)


def _check_work_conservation(pool: Pool) -> None:
    free = [guide for guide in pool.guides.values() if guide.free]
    for call in pool.calls.values():
        if call.state is CallState.WAITING:
            tried = {past.guide: past.at + pool.settings.pass_back_off for past in call.tries}
            for guide in free:
                if call.language in guide.languages:
                    require("A6", tried.get(guide.id, 0) > pool.at, (call, guide))


@dataclass
class _Caller:
    """A call as the history tells it."""

    tapped: CallTapped
    place: int
    state: CallState = CallState.WAITING
    epoch: int = 0
    ring: Rang | None = None
    taken: bool = False
    guide: GuideId | None = None
    media: dict[Role, bool] = field(default_factory=dict)
    tries: dict[GuideId, Instant] = field(default_factory=dict)
    evidence: Instant | None = None
    outcome: CallOutcome | None = None


@dataclass
class _Helper:
    """A guide as the history tells it."""

    languages: tuple[Language, ...]
    connected: bool = True
    status: GuideStatus = GuideStatus.OFFLINE
    wraps_up: CallId | None = None

    def may_ring(self, language: Language) -> bool:
        return self.connected and self.status is GuideStatus.AVAILABLE and language in self.languages


@dataclass
class History:
    """What must have been true while the journal was written."""

    seq: int = 0
    at: Instant = 0
    settings: PoolSettings = field(default_factory=PoolSettings)
    callers: dict[CallId, _Caller] = field(default_factory=dict)
    helpers: dict[GuideId, _Helper] = field(default_factory=dict)
    kiosks: dict[KioskId, bool] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        require("gapless", entry.seq == self.seq + 1, entry)
        require("T1", entry.at >= self.at, entry)
        self.seq, self.at = entry.seq, entry.at
        if (call := getattr(entry.event, "call", None)) is not None and not isinstance(
            entry.event, CallTapped
        ):
            require("C1", call in self.callers, entry)
            if not isinstance(entry.event, WrappedUp) and not entry.event.type.startswith("wrap_up"):
                require("C1", self.callers[call].outcome is None, entry)
        self._follow(entry.event)

    def _follow(self, event: Event) -> None:  # noqa: C901, PLR0912 - one case an event
        match event:
            case PoolConfigured(settings=settings):
                self.settings = settings
            case KioskConnected(kiosk=kiosk) | KioskLost(kiosk=kiosk):
                self.kiosks[kiosk] = isinstance(event, KioskConnected)
                self._socket_moved(lambda caller: caller.tapped.kiosk == kiosk)
            case GuideConnected(guide=guide, languages=languages):
                known = self.helpers.get(guide)
                self.helpers[guide] = known or _Helper(languages)
                self.helpers[guide].languages, self.helpers[guide].connected = languages, True
                self._socket_moved(lambda caller: caller.guide == guide)
            case GuideLost(guide=guide):
                self.helpers[guide].connected = False
                self._socket_moved(lambda caller: caller.guide == guide)
            case GuideStatusChanged(guide=guide, status=status):
                require("no wrap-up cut short", self.helpers[guide].wraps_up is None, event)
                self.helpers[guide].status = status
            case CallTapped(call=call):
                require("C1", call not in self.callers, event)
                self.callers[call] = _Caller(event, self.seq)
            case CallHeld(call=call):
                self._go(call, CallState.HELD, CallState.WAITING)
            case CallReturned(call=call):
                self._go(call, CallState.WAITING, CallState.HELD)
            case Rang():
                self._rang(event)
            case RingTaken():
                self._taken(event)
            case RingEnded():
                self._ring_ended(event)
            case MediaUp(call=call, by=by) | MediaDown(call=call, by=by):
                self.callers[call].media[by.role] = isinstance(event, MediaUp)
                self.callers[call].evidence = self.at
            case MediaWitnessed(call=call):
                self.callers[call].evidence = self.at
            case CallLive(call=call) | CallResumed(call=call):
                caller = self.callers[call]
                require("C1", caller.state in (CallState.CONNECTING, CallState.INTERRUPTED), event)
                require("live", caller.media == {Role.KIOSK: True, Role.GUIDE: True}, event)
                caller.state = CallState.LIVE
                caller.evidence = self.at
            case CallInterrupted(call=call):
                self._interrupted(event)
            case CallEnded():
                self._ended(event)
            case WrappedUp(guide=guide, call=call):
                require("one wrap-up", self.helpers[guide].wraps_up == call, event)
                self.helpers[guide].wraps_up = None

    def _go(self, call: CallId, to: CallState, *expected: CallState) -> None:
        require("C1", self.callers[call].state in expected, (call, self.callers[call].state, to))
        self.callers[call].state = to

    def _socket_moved(self, concerns: "_Concern") -> None:
        for caller in self.callers.values():
            if caller.outcome is None and concerns(caller):
                caller.evidence = self.at

    def _rang(self, event: Rang) -> None:
        caller, helper = self.callers[event.call], self.helpers[event.guide]
        language = caller.tapped.language
        self._go(event.call, CallState.RINGING, CallState.WAITING)
        require("A3", caller.ring is None and event.epoch == caller.epoch + 1, event)
        require("A5", helper.may_ring(language), (event, helper))
        require("A1", all(other.guide != event.guide for other in self._open()), event)
        if event.epoch == 1:
            self._require_tap_order(event, caller)
        if event.guide in caller.tries:
            self._require_others_first(event, caller, language)
        helper.status = GuideStatus.RINGING
        caller.ring, caller.epoch, caller.guide = event, event.epoch, event.guide
        caller.media = {}

    def _require_tap_order(self, event: Rang, caller: _Caller) -> None:
        passed_over = [
            other
            for other in self._open()
            if other.tapped.language == caller.tapped.language
            and other.place < caller.place
            and other.epoch == 0
            and other.state is CallState.WAITING
        ]
        require("A7", not passed_over, event)

    def _require_others_first(self, event: Rang, caller: _Caller, language: Language) -> None:
        untried = [
            guide
            for guide, helper in self.helpers.items()
            if guide != event.guide and guide not in caller.tries and helper.may_ring(language)
        ]
        require("A8", not untried, event)
        require("A8", caller.tries[event.guide] + self.settings.pass_back_off <= self.at, event)

    def _taken(self, event: RingTaken) -> None:
        caller = self.callers[event.call]
        self._go(event.call, CallState.CONNECTING, CallState.RINGING)
        require("A4", caller.ring is not None and caller.ring.guide == event.guide, event)
        require("A4", caller.epoch == event.epoch and not caller.taken, event)
        caller.taken = True
        self.helpers[event.guide].status = GuideStatus.IN_CALL

    def _ring_ended(self, event: RingEnded) -> None:
        caller = self.callers[event.call]
        require("C2", caller.ring is not None and caller.epoch == event.epoch, event)
        require("C2", caller.guide == event.guide, event)
        require("C2", (event.outcome is RingOutcome.ACCEPTED) <= caller.taken, event)
        caller.ring = None
        if event.outcome is RingOutcome.ACCEPTED:
            return
        caller.state, caller.taken, caller.guide = CallState.WAITING, False, None
        if event.outcome in GIVEN_BACK:
            caller.tries[event.guide] = self.at

    def _interrupted(self, event: CallInterrupted) -> None:
        caller = self.callers[event.call]
        require("C1", caller.state in (CallState.LIVE, CallState.INTERRUPTED), event)
        heard = caller.media == {Role.KIOSK: True, Role.GUIDE: True}
        if caller.state is CallState.LIVE and heard:
            silence = self.at - (caller.evidence or 0)
            lost = not self.kiosks[caller.tapped.kiosk] or not self._connected(caller.guide)
            require("C5", lost and silence >= self.settings.media_silence, event)
            caller.media = {}
        caller.state = CallState.INTERRUPTED

    def _ended(self, event: CallEnded) -> None:
        caller = self.callers[event.call]
        require("C2", caller.ring is None, event)
        if caller.state in (CallState.LIVE, CallState.INTERRUPTED) and caller.guide is not None:
            require("wrap-up after a talk", event.wrap_up_until is not None, event)
            self.helpers[caller.guide].status = GuideStatus.WRAP_UP
            self.helpers[caller.guide].wraps_up = event.call
        else:
            require("no wrap-up without a talk", event.wrap_up_until is None, event)
        lost = event.outcome in (CallOutcome.KIOSK_LOST, CallOutcome.GUIDE_LOST)
        require("C5", not (caller.state is CallState.LIVE and lost), event)
        caller.state, caller.outcome = CallState.ENDED, event.outcome

    def _connected(self, guide: GuideId | None) -> bool:
        return guide is not None and self.helpers[guide].connected

    def _open(self) -> Iterable[_Caller]:
        return (caller for caller in self.callers.values() if caller.outcome is None)


class _Concern(Protocol):
    """Which callers a socket concerns."""

    def __call__(self, caller: _Caller) -> bool: ...


def check_history(entries: Iterable[Entry], pool: Pool | None = None) -> History:
    """Follow a whole journal from its first entry. With the `pool` it led to, the two must agree (Q2, A9)."""
    history = History()
    for entry in entries:
        history.add(entry)
    if pool is not None:
        _check_agreement(history, pool)
    return history


def _check_agreement(history: History, pool: Pool) -> None:
    still_open = {call: caller for call, caller in history.callers.items() if caller.outcome is None}
    require("Q2", set(still_open) == set(pool.calls), "taps = open calls + outcomes")
    for call_id, caller in still_open.items():
        call: Call = pool.calls[call_id]
        require("Q3", call.place == caller.place, call)
        require("A9", (call.state, call.desk, call.epoch) == (caller.state, caller.guide, caller.epoch), call)
    for guide_id, helper in history.helpers.items():
        guide: Guide = pool.guides[guide_id]
        require("A9", (guide.status, guide.connected) == (helper.status, helper.connected), guide)
