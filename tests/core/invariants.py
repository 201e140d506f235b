"""The promises that the core keeps, by id, checked in every kind of test.

`check(pool)` looks at one pool between two commands; `check_history(entries)` follows a whole journal with a
model of its own, which shares no code with `evolve`. A broken promise raises `Broken` and names its id.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from signaling.core.events import (
    CallDropped,
    CallEnded,
    CallHeld,
    CallInterrupted,
    CallLive,
    CallResumed,
    CallReturned,
    CallSentOn,
    CallTapped,
    ChoicesOffered,
    Entry,
    Event,
    GuestLeft,
    GuideConnected,
    GuideLost,
    GuideStatusChanged,
    HelpAnswered,
    HelpAsked,
    HelpWithdrawn,
    InterpreterAgreed,
    KioskConnected,
    KioskLost,
    LanguageAdded,
    LeadChanged,
    MediaDown,
    MediaUp,
    MediaWitnessed,
    PoolConfigured,
    Prioritised,
    Rang,
    Rated,
    RingEnded,
    RingTaken,
    SubstituteAgreed,
    TicketGiven,
    TicketLapsed,
    WantedRelaxed,
    WrappedUp,
    WrapUpExtended,
)
from signaling.core.ids import UND, AdminId, CallId, GuideId, Instant, KioskId, Language, Party, Role
from signaling.core.joint_matcher import is_wanted
from signaling.core.parties import MOST_PARTIES
from signaling.core.policies import POLICIES
from signaling.core.pool import Call, Guide, Pool, restore, snapshot
from signaling.core.pool_settings import PoolSettings
from signaling.core.vocabulary import CallOutcome, CallState, GuideStatus, PartyState, RingOutcome, TryReason

GIVEN_BACK = (RingOutcome.DECLINED, RingOutcome.TIMED_OUT, RingOutcome.SETUP_FAILED)


PROMISES = {
    "A1": "a guide is in at most one call, ringing or talking",
    "A2": "a kiosk has at most one open call",
    "A3": "a call has at most one open ring of each party, and their numbers grow",
    "A4": "a take counts only for the ring that is open, its guide and its number",
    "A5": "a guide is rung only in declared languages, while connected and available",
    "A6": "no guide is idle while a call that they could take waits",
    "A7": "within a language and priority, calls are first rung in tap order, or by a leader's word",
    "A8": "who missed or passed comes last or by a leader's word, and is away for a visible reason",
    "A9": "what is counted equals a replay",
    "C1": "a call ends in exactly one outcome, and stays ended",
    "C2": "a ring ends in exactly one outcome",
    "C3": "no state without a deadline, and none is longer than its bound",
    "C4": "a ring stops when the resident leaves",
    "C5": "a talk is not ended by a lost socket while media flows",
    "C6": "a restart ends no talk",
    "C7": "both ends know the same call and ring",
    "C8": "a repetition has the effect of once",
    "Q1": "a position never grows without a logged reason",
    "Q2": "taps are open calls and outcomes, none lost and none twice",
    "Q3": "a call that waits again stands at its old place",
    "Q4": "the wait limit is answered when it comes",
    "T1": "time in the journal never goes back",
}
"""By id; a clock that jumps (T1) is the simulation's too. T2, health and readiness, is the server's."""


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
    desks = Counter(desk for call in pool.calls.values() for desk in at_work_with(call))
    kiosks = Counter(call.kiosk for call in pool.calls.values())
    require("A1", all(count == 1 for count in desks.values()), desks)
    require("A2", all(count == 1 for count in kiosks.values()), kiosks)
    timed = {of_id for _, of, of_id in pool.deadlines if of == "call"}
    for call in pool.calls.values():
        kiosk = pool.kiosks[call.kiosk]
        require("A2", kiosk.call == call.id, call)
        require("C1", call.state is not CallState.ENDED, call)
        require("choices", not call.choices or call.choices_at is None, call)
        require("C3", call.id in timed, call)
        rings = call.state in (CallState.RINGING, CallState.CONNECTING)
        require("A3", (call.ring is not None) is rings, call)
        require("A3", call.epoch == 0 or call.state is CallState.WAITING or call.desk or not rings, call)
        if call.state in (CallState.WAITING, CallState.RINGING):
            require("C4", kiosk.connected, call)
        if call.state is CallState.HELD:
            require("C4", not kiosk.connected, call)
        for desk in at_work_with(call):
            require("A1", pool.guides[desk].call == call.id, call)
        _check_parties(pool, call)
    for kiosk in pool.kiosks.values():
        require("A2", kiosk.call is None or pool.calls[kiosk.call].kiosk == kiosk.id, kiosk)


def at_work_with(call: Call) -> list[GuideId]:
    """The lead and the guests, whether they are still rung or take part."""
    lead = [] if call.desk is None else [call.desk]
    return lead + [guest.guide for guest in call.guests]


def _check_parties(pool: Pool, call: Call) -> None:
    numbers = [guest.epoch for guest in call.guests]
    require("A3", numbers == sorted(set(numbers)) and call.epoch not in numbers, call)
    require("A3", all(number <= call.rings for number in (*numbers, call.epoch)), call)
    require("four parties", 1 + len(at_work_with(call)) <= MOST_PARTIES, call)
    if call.state in (CallState.WAITING, CallState.HELD):
        require("nobody left behind", not call.guests, call)
    for guest in call.guests:
        begun = call.state in (CallState.LIVE, CallState.INTERRUPTED)
        require("bound until live", guest.bound is not begun, call)
        lost = guest.state is PartyState.PRESENT and not pool.guides[guest.guide].connected
        timed = lost or (guest.state is not PartyState.PRESENT and not guest.bound)
        require("C3", (guest.until is not None) == timed, call)


def _rings_at(call: Call | None, guide: GuideId) -> bool:
    if call is None:
        return False
    guest = call.guest(guide)
    if guest is not None:
        return guest.state is PartyState.RINGING
    return call.state is CallState.RINGING and call.guide is None


def _check_guides(pool: Pool) -> None:
    for guide in pool.guides.values():
        call = None if guide.call is None else pool.calls.get(guide.call)
        require("A1", call is None or guide.id in at_work_with(call), guide)
        require(
            "no guide stuck ringing",
            (guide.status is GuideStatus.RINGING) == _rings_at(call, guide.id),
            guide,
        )
        require(
            "no guide stuck in a call",
            (guide.status is GuideStatus.IN_CALL) == (call is not None and not _rings_at(call, guide.id)),
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
    if POLICIES[pool.settings.policy].step:
        return  # a policy of steps holds guides back on purpose
    free = [guide for guide in pool.guides.values() if guide.free]
    for call in pool.calls.values():
        if call.state is CallState.WAITING:
            tried = {past.guide: past.at + pool.settings.back_off(past.why) for past in call.tries}
            for guide in free:
                if set(call.languages) & set(guide.languages) and is_wanted(call, guide):
                    require("A6", tried.get(guide.id, 0) > pool.at, (call, guide))
            _check_pairs(pool, call, [guide for guide in free if tried.get(guide.id, 0) <= pool.at])


def _check_pairs(pool: Pool, call: Call, free: list[Guide]) -> None:
    if not call.interpreter_agreed or call.wanted is not None:
        return
    for guide in free:
        for interpreter in free:
            joint = pool.settings.bridge in guide.languages and call.language in interpreter.interprets
            require("A6", not joint or guide is interpreter, (call, guide, interpreter))


@dataclass
class _Caller:
    """A call as the history tells it."""

    tapped: CallTapped
    place: int
    accepts: tuple[Language, ...]
    agreed: bool = False
    """To an interpreter."""
    wanted: bool = False
    """It was sent on, and waits for just those."""
    rings: int = 0
    guests: dict[int, "_Guest"] = field(default_factory=dict)
    urgent: bool = False
    state: CallState = CallState.WAITING
    epoch: int = 0
    ring: Rang | None = None
    taken: bool = False
    guide: GuideId | None = None
    media: dict[tuple[int, Role], bool] = field(default_factory=dict)
    tries: dict[GuideId, Instant] = field(default_factory=dict)
    evidence: Instant | None = None
    outcome: CallOutcome | None = None
    rated: bool = False

    @property
    def heard(self) -> bool:
        return self.hears(self.epoch)

    def hears(self, number: int) -> bool:
        return bool(self.media.get((number, Role.KIOSK)) and self.media.get((number, Role.GUIDE)))

    def all_took(self) -> bool:
        """Everybody who was rung together."""
        return self.taken and all(guest.taken for guest in self.guests.values() if guest.bound)


@dataclass
class _Guest:
    """Someone beside the lead, as the history tells it."""

    guide: GuideId
    bound: bool
    taken: bool = False
    present: bool = False


@dataclass
class _Helper:
    """A guide as the history tells it."""

    languages: tuple[Language, ...]
    connected: bool = True
    status: GuideStatus = GuideStatus.OFFLINE
    wraps_up: CallId | None = None
    interprets: tuple[Language, ...] = ()
    helped_by: Role | None = None
    asks: bool = False
    """For help; `helped_by` says that it was answered, and by whom."""

    def may_ring(self, languages: Iterable[Language]) -> bool:
        free = self.connected and self.status is GuideStatus.AVAILABLE
        return free and not set(languages).isdisjoint(self.languages)

    @property
    def unoccupied(self) -> bool:
        return self.status in (GuideStatus.AVAILABLE, GuideStatus.AWAY, GuideStatus.OFFLINE)

    def moves_on(self) -> None:
        if self.helped_by is not None or self.status is GuideStatus.OFFLINE:
            self.asks, self.helped_by = False, None


@dataclass
class History:
    """What must have been true while the journal was written."""

    seq: int = 0
    at: Instant = 0
    settings: PoolSettings = field(default_factory=PoolSettings)
    callers: dict[CallId, _Caller] = field(default_factory=dict)
    helpers: dict[GuideId, _Helper] = field(default_factory=dict)
    kiosks: dict[KioskId, bool] = field(default_factory=dict)
    tickets: dict[str, TicketGiven] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        require("gapless", entry.seq == self.seq + 1, entry)
        require("T1", entry.at >= self.at, entry)
        self.seq, self.at = entry.seq, entry.at
        if (call := getattr(entry.event, "call", None)) is not None and not isinstance(
            entry.event, CallTapped
        ):
            require("C1", call in self.callers, entry)
            if not isinstance(entry.event, Rated | WrappedUp | WrapUpExtended):
                require("C1", self.callers[call].outcome is None, entry)
        self._follow(entry.event)

    def _follow(self, event: Event) -> None:  # noqa: C901, PLR0912, PLR0915 - one case an event
        match event:
            case PoolConfigured(settings=settings):
                self.settings = settings
            case KioskConnected(kiosk=kiosk) | KioskLost(kiosk=kiosk):
                self.kiosks[kiosk] = isinstance(event, KioskConnected)
                self._socket_moved(lambda caller: caller.tapped.kiosk == kiosk)
            case GuideConnected(guide=guide):
                languages = (*event.languages, *(skill.language for skill in event.skills if skill.serves))
                known = self.helpers.get(guide)
                self.helpers[guide] = known or _Helper(languages)
                self.helpers[guide].languages, self.helpers[guide].connected = languages, True
                self.helpers[guide].interprets = event.interprets
                self._socket_moved(lambda caller: caller.guide == guide)
            case GuideLost(guide=guide):
                self.helpers[guide].connected = False
                self._socket_moved(lambda caller: caller.guide == guide)
            case GuideStatusChanged(guide=guide, status=status):
                require("no wrap-up cut short", self.helpers[guide].wraps_up is None, event)
                self.helpers[guide].status = status
                self.helpers[guide].moves_on()
            case HelpAsked(guide=guide):
                require("help is asked for once", not self.helpers[guide].asks, event)
                self.helpers[guide].asks = True
            case HelpAnswered(guide=guide, by=by):
                require("help is answered once", self.helpers[guide].asks, event)
                require("help is answered once", self.helpers[guide].helped_by is None, event)
                require("S1", by.role in (Role.LEADER, Role.ADMIN), event)
                self.helpers[guide].helped_by = by.role
            case HelpWithdrawn(guide=guide):
                require("help was asked for", self.helpers[guide].asks, event)
                self.helpers[guide].asks, self.helpers[guide].helped_by = False, None
            case CallTapped(call=call):
                require("C1", call not in self.callers, event)
                place = self.seq if event.ticket is None else self._redeem(event)
                self.callers[call] = _Caller(event, place, (event.language, *event.also))
            case ChoicesOffered(call=call):
                require("choices", self.callers[call].state is CallState.WAITING, event)
            case TicketGiven(call=call, code=code):
                require("tickets", code not in self.tickets, event)
                self.tickets[code] = event
            case TicketLapsed(code=code):
                require("tickets", self.at > self.tickets.pop(code).until, event)
            case LanguageAdded(call=call, language=language) | SubstituteAgreed(call=call, language=language):
                self.callers[call].accepts += (language,)
            case InterpreterAgreed(call=call):
                self.callers[call].agreed = True
            case WantedRelaxed(call=call):
                self.callers[call].wanted = False
            case GuestLeft(call=call, epoch=epoch):
                require("one leaving", self.callers[call].guests[epoch].present, event)
                del self.callers[call].guests[epoch]
            case LeadChanged():
                self._lead_changed(event)
            case CallSentOn() | CallDropped():
                self._back_into_line(event)
            case Prioritised(call=call, by=by):
                require("Q4", by.role is Role.ADMIN and not self.callers[call].urgent, event)
                self.callers[call].urgent = True
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
            case MediaUp(call=call, by=by, epoch=epoch) | MediaDown(call=call, by=by, epoch=epoch):
                self.callers[call].media[epoch, by.role] = isinstance(event, MediaUp)
                if epoch == self.callers[call].epoch:  # a guest's link says nothing of the guide's
                    self.callers[call].evidence = self.at
            case MediaWitnessed(call=call):
                self.callers[call].evidence = self.at
            case CallLive(call=call) | CallResumed(call=call):
                caller = self.callers[call]
                require("C1", caller.state in (CallState.CONNECTING, CallState.INTERRUPTED), event)
                require("live", caller.heard, event)
                require("bound until live", not any(guest.bound for guest in caller.guests.values()), event)
                caller.state = CallState.LIVE
                caller.evidence = self.at
            case CallInterrupted(call=call):
                self._interrupted(event)
            case CallEnded():
                self._ended(event)
            case Rated(call=call):
                caller = self.callers[call]
                require("C1", caller.outcome is not None and not caller.rated, event)
                caller.rated = True
            case WrappedUp(guide=guide, call=call):
                require("one wrap-up", self.helpers[guide].wraps_up == call, event)
                self.helpers[guide].wraps_up = None

    def _redeem(self, event: CallTapped) -> int:
        """A ticket is good for one return, in its language, to its place."""
        ticket = self.tickets.pop(event.ticket or "", None)
        require("tickets", ticket is not None and ticket.call == event.ticket_of, event)
        require("tickets", ticket is not None and self.at <= ticket.until, event)
        first = self.callers[event.ticket_of or event.call]
        require("tickets", first.outcome is CallOutcome.TICKET_GIVEN, event)
        require("tickets", first.accepts[0] == event.language, event)
        return first.place

    def _go(self, call: CallId, to: CallState, *expected: CallState) -> None:
        require("C1", self.callers[call].state in expected, (call, self.callers[call].state, to))
        self.callers[call].state = to

    def _socket_moved(self, concerns: "_Concern") -> None:
        for caller in self.callers.values():
            if caller.outcome is None and concerns(caller):
                caller.evidence = self.at

    def _rang(self, event: Rang) -> None:
        caller, helper = self.callers[event.call], self.helpers[event.guide]
        require("A3", event.epoch == caller.rings + 1, event)
        caller.rings = event.epoch
        self._require_idle(event)
        if event.role is not Role.GUIDE:
            self._guest_rang(event, caller, helper)
            return
        self._go(event.call, CallState.RINGING, CallState.WAITING)
        require("A3", caller.ring is None, event)
        if event.spoken is None:
            require("a language in common", caller.agreed, event)
            require("A5", helper.may_ring((self.settings.bridge,)), (event, helper))
        else:
            require("A5", helper.may_ring(caller.accepts), (event, helper))
            language = event.spoken.language
            require("a language in common", language in helper.languages, (event, helper))
            require("a language in common", language in caller.accepts, (event, caller))
        if event.by is not None:
            require("S1", event.by.role in (Role.LEADER, Role.ADMIN), event)
        elif event.epoch == 1:
            self._require_tap_order(event, caller, helper)
        if event.guide in caller.tries and event.by is None:
            self._require_others_first(event, caller)
        helper.status = GuideStatus.RINGING
        caller.ring, caller.epoch, caller.guide = event, event.epoch, event.guide
        caller.media = {}

    def _guest_rang(self, event: Rang, caller: _Caller, helper: _Helper) -> None:
        require("A3", caller.state is (CallState.RINGING if event.bound else CallState.LIVE), event)
        if event.role is Role.LEADER:
            require("a leader joins by themselves", event.by == Party.leader(AdminId(event.guide)), event)
            require("a leader joins when unoccupied", helper.connected and helper.unoccupied, event)
        else:
            require("A5", helper.connected and helper.status is GuideStatus.AVAILABLE, event)
        if event.bound:
            require("A5", set(helper.interprets) & set(caller.accepts), (event, helper))
        helper.status = GuideStatus.RINGING
        caller.guests[event.epoch] = _Guest(event.guide, event.bound)

    def _require_idle(self, event: Rang) -> None:
        for other in self._open():
            busy = {other.guide, *(guest.guide for guest in other.guests.values())}
            require("A1", event.guide not in busy, event)

    def _require_tap_order(self, event: Rang, caller: _Caller, helper: _Helper) -> None:
        passed_over = [
            other
            for other in self._open()
            if other.tapped.language == caller.tapped.language
            and (not other.urgent, other.place) < (not caller.urgent, caller.place)
            and other.epoch == 0
            and event.spoken is not None
            and other.state is CallState.WAITING
            and helper.may_ring(other.accepts)
        ]
        require("A7", not passed_over, event)

    def _require_others_first(self, event: Rang, caller: _Caller) -> None:
        untried = [
            guide
            for guide, helper in self.helpers.items()
            if guide != event.guide and guide not in caller.tries and helper.may_ring(caller.accepts)
        ]
        require("A8", caller.wanted or event.spoken is None or not untried, event)
        shortest = min(self.settings.back_off(why) for why in TryReason)
        require("A8", caller.tries[event.guide] + shortest <= self.at, event)

    def _taken(self, event: RingTaken) -> None:
        caller = self.callers[event.call]
        self.helpers[event.guide].status = GuideStatus.IN_CALL
        if event.role is Role.GUIDE:
            require("A4", caller.state is CallState.RINGING, event)
            require("A4", caller.ring is not None and caller.ring.guide == event.guide, event)
            require("A4", caller.epoch == event.epoch and not caller.taken, event)
            caller.taken = True
        else:
            guest = caller.guests[event.epoch]
            require("A4", guest.guide == event.guide and not guest.taken, event)
            guest.taken = True
        if caller.state is CallState.RINGING and caller.all_took():
            caller.state = CallState.CONNECTING

    def _ring_ended(self, event: RingEnded) -> None:
        caller = self.callers[event.call]
        if event.role is not Role.GUIDE:
            self._guest_ring_ended(event, caller)
            return
        require("C2", caller.ring is not None and caller.epoch == event.epoch, event)
        require("C2", caller.guide == event.guide, event)
        require("C2", (event.outcome is RingOutcome.ACCEPTED) <= caller.taken, event)
        caller.ring = None
        if event.outcome is RingOutcome.ACCEPTED:
            return
        caller.state, caller.taken, caller.guide = CallState.WAITING, False, None
        if event.outcome in GIVEN_BACK:
            caller.tries[event.guide] = self.at

    def _guest_ring_ended(self, event: RingEnded, caller: _Caller) -> None:
        guest = caller.guests[event.epoch]
        require("C2", guest.guide == event.guide and not guest.present, event)
        if event.outcome is RingOutcome.ACCEPTED:
            require("C2", guest.taken and caller.hears(event.epoch), event)
            guest.present, guest.bound = True, False
            return
        del caller.guests[event.epoch]
        if guest.bound and event.outcome in GIVEN_BACK:
            caller.tries[event.guide] = self.at

    def _lead_changed(self, event: LeadChanged) -> None:
        caller = self.callers[event.call]
        require("lead", caller.state is CallState.LIVE and caller.guide == event.left, event)
        guest = caller.guests.pop(event.epoch)
        require("lead", guest.present and guest.guide == event.guide, event)
        caller.guide, caller.epoch = event.guide, event.epoch
        self._wraps_up(event.left, event.call)

    def _back_into_line(self, event: CallSentOn | CallDropped) -> None:
        caller = self.callers[event.call]
        require("nobody left behind", not caller.guests, event)
        require("lead", caller.guide == event.guide, event)
        self._go(event.call, CallState.WAITING, CallState.LIVE, CallState.INTERRUPTED)
        if isinstance(event, CallSentOn):
            self._wraps_up(event.guide, event.call)
            if event.to.language is not None:
                spoken = (language for language in caller.accepts if language != UND)
                caller.accepts = (event.to.language, *spoken)
            caller.wanted = event.to.language is None
            caller.tries[event.guide] = self.at
        caller.guide, caller.taken, caller.media = None, False, {}

    def _wraps_up(self, guide: GuideId, call: CallId) -> None:
        self.helpers[guide].status = GuideStatus.WRAP_UP
        self.helpers[guide].wraps_up = call

    def _interrupted(self, event: CallInterrupted) -> None:
        caller = self.callers[event.call]
        require("C1", caller.state in (CallState.LIVE, CallState.INTERRUPTED), event)
        if caller.state is CallState.LIVE and caller.heard:
            silence = self.at - (caller.evidence or 0)
            lost = not self.kiosks[caller.tapped.kiosk] or not self._connected(caller.guide)
            require("C5", lost and silence >= self.settings.media_silence, event)
            caller.media = {}
        caller.state = CallState.INTERRUPTED

    def _ended(self, event: CallEnded) -> None:
        caller = self.callers[event.call]
        require("C2", caller.ring is None and not caller.guests, event)
        if caller.state in (CallState.LIVE, CallState.INTERRUPTED) and caller.guide is not None:
            require("wrap-up after a talk", event.wrap_up_until is not None, event)
            self._wraps_up(caller.guide, event.call)
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
        require("Q3", (call.rank < 0) is caller.urgent, call)
        require("A9", call.languages == tuple(dict.fromkeys(caller.accepts)), call)
        require("A9", (call.state, call.desk, call.epoch) == (caller.state, caller.guide, caller.epoch), call)
    for guide_id, helper in history.helpers.items():
        guide: Guide = pool.guides[guide_id]
        require("A9", (guide.status, guide.connected) == (helper.status, helper.connected), guide)
        require("A9", (guide.help is not None) is helper.asks, guide)
