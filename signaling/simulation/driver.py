"""A plan played through the real core: residents and guides send commands, time jumps from one to the next.

The core is asked for its next deadline as the exchange asks it, and everybody reacts only to what was
journalled. Nothing here decides who meets whom.
"""

import heapq
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from signaling.core.choices import Choice
from signaling.core.commands import (
    Choose,
    Command,
    Configure,
    ConnectGuide,
    ConnectKiosk,
    FinishWrapUp,
    HangUp,
    PassRing,
    ReportGrade,
    ReportMediaUp,
    SetHours,
    SetStatus,
    StartCall,
    TakeRing,
    Tick,
    Transfer,
)
from signaling.core.deadlines import next_deadline
from signaling.core.decide import settle
from signaling.core.errors import NotNow, NotYourCall, TicketOver, TooLate, UnknownCall
from signaling.core.events import (
    CallEnded,
    CallLive,
    CallSentOn,
    ChoicesOffered,
    Entry,
    GuideStatusChanged,
    Rang,
    RingTaken,
    TicketGiven,
)
from signaling.core.ids import CallId, GuideId, Instant, KioskId, Milliseconds, NeighbourhoodId, Party, SiteId
from signaling.core.parties import Wanted
from signaling.core.pool import Call, Pool
from signaling.core.pool_settings import SECOND
from signaling.core.vocabulary import AwayReason, CallState, ChoiceKind, GuideStatus
from signaling.simulation.plan import Placed, Plan, Resident, Said, Shift

Progress = Callable[[float], None]
"""Told the share of the day that is over, from 0 to 1."""
Watch = Callable[[Pool, tuple[Entry, ...]], None]
"""Told the pool after each command, and the entries that led there."""

Act = Callable[[], object]
NEXT_AFTER: Milliseconds = 10 * SECOND
"""From one resident's end until the next one at the same screen taps."""
_OVERTAKEN = (TooLate, TicketOver, UnknownCall, NotNow, NotYourCall)
"""How the core answers those who act on what has changed meanwhile, as people do."""


def play(plan: Plan, *, watch: Watch, progress: Progress = lambda _: None) -> Pool:
    """Play the plan to its end, when every call has ended and every guide has left. Answers the last pool."""
    return _Play(plan, watch).run(progress)


@dataclass(slots=True)
class _Play:
    plan: Plan
    watch: Watch
    pool: Pool = field(init=False)
    now: Instant = 0
    _agenda: list[tuple[Instant, int, Act]] = field(default_factory=list)
    _turn: Iterator[int] = field(default_factory=count)
    _codes: Iterator[int] = field(default_factory=count)
    _calls: dict[CallId, Resident] = field(default_factory=dict)
    _names: dict[CallId, str] = field(default_factory=dict)
    """What the open calls are called in the plan."""
    _free_kiosks: dict[NeighbourhoodId, list[KioskId]] = field(default_factory=lambda: defaultdict(list))
    _want_kiosk: dict[NeighbourhoodId, deque[Act]] = field(default_factory=lambda: defaultdict(deque))
    """Who stands before a screen that is taken, in turn."""
    _working: dict[GuideId, Instant] = field(default_factory=dict)
    """Guides on their shift, and until when."""
    _returned: set[CallId] = field(default_factory=set)
    """Calls that were begun with a ticket: nobody takes a second one."""
    _sent_on: set[CallId] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.pool = Pool.empty(self.plan.pool)

    def run(self, progress: Progress) -> Pool:
        plan = self.plan
        self.now = plan.begins
        self._do(Configure(settings=plan.settings))
        for placed in plan.kiosks:
            self._place(placed)
        for at, hours in plan.hours:
            self._plan(at, lambda hours=hours: self._do(SetHours(hours=hours)))  # type: ignore[misc]
        for shift in plan.shifts:
            self._plan(shift.begins, lambda shift=shift: self._begin(shift))  # type: ignore[misc]
            self._plan(shift.ends, lambda shift=shift: self._end(shift))  # type: ignore[misc]
        for number, resident in enumerate(plan.residents):
            name = f"call-{number}"
            self._plan(resident.taps_at, lambda name=name, resident=resident: self._tap(name, resident))  # type: ignore[misc]
        last = max((plan.ends, *(shift.ends for shift in plan.shifts)))
        while self._goes_on() and (due := self._next()) is not None:
            self.now = max(self.now, due)
            if self._agenda and self._agenda[0][0] <= self.now:
                heapq.heappop(self._agenda)[2]()
            else:
                self._do(Tick())
            progress(min(1.0, (self.now - plan.begins) / (last - plan.begins)))
        return self.pool

    def _goes_on(self) -> bool:
        """What only the clock would still do, such as forgetting a ticket, is left undone."""
        return bool(
            self._agenda or self.pool.calls or any(guide.on_duty for guide in self.pool.guides.values())
        )

    def _next(self) -> Instant | None:
        deadline = next_deadline(self.pool)
        act = self._agenda[0][0] if self._agenda else None
        return min((due for due in (deadline, act) if due is not None), default=None)

    def _plan(self, at: Instant, act: Act) -> None:
        heapq.heappush(self._agenda, (at, next(self._turn), act))

    def _do(self, command: Command) -> bool:
        """Whether the core had it so."""
        try:
            entries, self.pool = settle(self.pool, command, self.now)
        except _OVERTAKEN:
            return False
        self.watch(self.pool, entries)
        for entry in entries:
            self._react(entry)
        return True

    def _later(self, milliseconds: int, command: Command) -> None:
        self._plan(self.now + milliseconds, lambda: self._do(command))

    def _begin(self, shift: Shift) -> None:
        known = self.pool.guides.get(shift.guide)
        epoch = 1 if known is None else known.epoch + 1
        self._working[shift.guide] = shift.ends
        self._do(
            ConnectGuide(
                guide=shift.guide,
                epoch=epoch,
                languages=shift.languages,
                skills=shift.skills,
                interprets=shift.interprets,
            )
        )
        self._do(SetStatus(guide=shift.guide, status=GuideStatus.AVAILABLE))

    def _end(self, shift: Shift) -> None:
        self._working.pop(shift.guide, None)
        self._do(SetStatus(guide=shift.guide, status=GuideStatus.OFFLINE))

    def _tap(self, name: str, resident: Resident, *, ticket: str | None = None) -> None:
        kiosk = self._take_kiosk(name, resident.neighbourhood)
        if kiosk is None:
            waiting = self._want_kiosk[resident.neighbourhood]
            waiting.append(lambda: self._tap(name, resident, ticket=ticket))
            return
        call = self.plan.name_call(name, self.now)
        self._calls[call] = resident
        self._names[call] = name
        if ticket is not None:
            self._returned.add(call)
        start = StartCall(
            call=call, kiosk=kiosk, language=resident.language, tapped_at=self.now, ticket=ticket
        )
        if not self._do(start):
            self._forget(call, kiosk)
        elif resident.patience is not None:
            self._plan(self.now + resident.patience, lambda: self._lose_patience(call, kiosk))

    def _take_kiosk(self, name: str, neighbourhood: NeighbourhoodId) -> KioskId | None:
        """None where all that there are have somebody before them."""
        free = self._free_kiosks[neighbourhood]
        if self.plan.kiosks:
            return free.pop(int(self.plan.chance(name, "kiosk") * len(free))) if free else None
        return free.pop() if free else self._new_kiosk(neighbourhood)

    def _new_kiosk(self, neighbourhood: NeighbourhoodId) -> KioskId:
        """Nobody waits for a screen: there are as many as are wanted at once."""
        kiosk = KioskId(f"kiosk-{len(self.pool.kiosks)}")
        self._do(ConnectKiosk(kiosk=kiosk, epoch=1, site=SiteId(neighbourhood), neighbourhood=neighbourhood))
        return kiosk

    def _place(self, placed: Placed) -> None:
        self._do(
            ConnectKiosk(kiosk=placed.kiosk, epoch=1, site=placed.site, neighbourhood=placed.neighbourhood)
        )
        self._free_kiosks[placed.neighbourhood].append(placed.kiosk)

    def _forget(self, call: CallId, kiosk: KioskId) -> Resident:
        """The resident goes, and whoever stands behind them taps."""
        resident = self._calls.pop(call)
        del self._names[call]
        self._free_kiosks[resident.neighbourhood].append(kiosk)
        waiting = self._want_kiosk[resident.neighbourhood]
        if waiting:
            self._plan(self.now + NEXT_AFTER, waiting.popleft())
        return resident

    def _lose_patience(self, call: CallId, kiosk: KioskId) -> None:
        known = self.pool.calls.get(call)
        if known is not None and known.guide is None:
            self._do(HangUp(call=call, by=Party.kiosk(kiosk)))

    def _react(self, entry: Entry) -> None:
        match entry.event:
            case Rang():
                self._hear_ring(entry.event)
            case RingTaken(call=call, guide=guide, epoch=epoch):
                kiosk = self.pool.calls[call].kiosk if call in self.pool.calls else None
                if kiosk is not None:
                    after = self.plan.manners.connects_after
                    for party in (Party.kiosk(kiosk), Party.guide(guide)):
                        self._later(after, ReportMediaUp(call=call, epoch=epoch, by=party))
            case CallLive(call=call) if call in self.pool.calls:
                self._talk(call)
            case CallEnded():
                self._leave_kiosk(entry.event)
            case GuideStatusChanged(guide=guide, reason=AwayReason.MISSED_RING):
                self._plan(self.now + self.plan.manners.returns_after, lambda: self._come_back(guide))
            case _:
                self._react_to_a_turn(entry)

    def _react_to_a_turn(self, entry: Entry) -> None:
        """What befalls some residents only."""
        match entry.event:
            case CallSentOn(call=call, guide=guide):
                self._wrap_up(call, guide, self._calls[call])
            case ChoicesOffered(call=call, choices=choices):
                after = self.now + self.plan.manners.chooses_after
                self._plan(after, lambda: self._choose(call, choices))
            case TicketGiven():
                self._come_back_with(entry.event)
            case _:
                pass

    def _hear_ring(self, ring: Rang) -> None:
        manners = self.plan.manners
        chance = self.plan.chance(ring.call, ring.epoch)
        if chance < manners.misses:
            return
        answer = PassRing if chance < manners.misses + manners.passes else TakeRing
        self._later(manners.answers_after, answer(call=ring.call, guide=ring.guide, epoch=ring.epoch))

    def _talk(self, call: CallId) -> None:
        """To its end, or half-way to a guide who sends the resident on."""
        resident, known = self._calls[call], self.pool.calls[call]
        self._grade(known, resident)
        hang_up = HangUp(call=call, by=Party.kiosk(known.kiosk))
        if not resident.sent_on:
            self._later(resident.talk, hang_up)
        elif call in self._sent_on:
            self._later(resident.talk // 2, hang_up)
        else:
            self._sent_on.add(call)
            self._plan(self.now + resident.talk // 2, lambda: self._send_on(call, hang_up))

    def _grade(self, call: Call, resident: Resident) -> None:
        guide = () if call.guide is None else (Party.guide(call.guide),)
        for end in (Party.kiosk(call.kiosk), *guide):
            for heard in self.plan.hears(call.id, end, resident.talk):
                report = ReportGrade(call=call.id, by=end, grade=heard.grade, figures=heard.figures)
                self._later(heard.after, report)

    def _send_on(self, call: CallId, hang_up: HangUp) -> None:
        known = self.pool.calls.get(call)
        if known is None or known.guide is None:
            return
        self._do(Transfer(call=call, guide=known.guide, to=Wanted(language=known.language)))
        known = self.pool.calls.get(call)
        if known is not None and known.state is CallState.LIVE:
            self._do(hang_up)

    def _choose(self, call: CallId, choices: Sequence[Choice]) -> None:
        known = self.pool.calls.get(call)
        if known is None or not known.choices:
            return
        resident = self._calls[call]
        also = next((language for language in resident.also if language not in known.languages), None)
        offered = {choice.kind: choice for choice in reversed(choices)}
        agreed = (ChoiceKind.SUBSTITUTE, ChoiceKind.INTERPRETER, ChoiceKind.TICKET)
        wished = [kind for kind in agreed if kind in resident.agrees and kind in offered]
        if call in self._returned:
            wished = [kind for kind in wished if kind is not ChoiceKind.TICKET]
        if also is not None:
            choice = Choice(ChoiceKind.ALSO, also)
        else:
            choice = offered[wished[0]] if wished else Choice(ChoiceKind.KEEP_WAITING)
        code = f"{next(self._codes):06}" if choice.kind is ChoiceKind.TICKET else None
        self._do(Choose(call=call, kiosk=known.kiosk, choice=choice, code=code))

    def _come_back_with(self, given: TicketGiven) -> None:
        resident, again = self._calls[given.call], f"{self._names[given.call]}-again"
        if resident.returns and given.from_ < self.plan.ends:
            self._plan(given.from_, lambda: self._tap(again, resident, ticket=given.code))

    def _leave_kiosk(self, ended: CallEnded) -> None:
        kiosk = self.pool.closed[ended.call]
        resident = self._forget(ended.call, kiosk)
        last = self.pool.kiosks[kiosk].ended
        if ended.wrap_up_until is not None and last is not None and last.guide is not None:
            self._wrap_up(ended.call, last.guide, resident)

    def _wrap_up(self, call: CallId, guide: GuideId, resident: Resident) -> None:
        settings = self.plan.settings
        if settings.topics and settings.dispositions:
            usual = Said(topic=settings.topics[0], disposition=settings.dispositions[0])
            said = resident.said or usual
            finish = FinishWrapUp(
                guide=guide,
                call=call,
                topic=said.topic,
                disposition=said.disposition,
                referred_to=said.referred_to,
            )
            self._later(resident.wrap_up, finish)

    def _come_back(self, guide: GuideId) -> None:
        known = self.pool.guides.get(guide)
        if guide in self._working and known is not None and known.status is GuideStatus.AWAY:
            self._do(SetStatus(guide=guide, status=GuideStatus.AVAILABLE))
