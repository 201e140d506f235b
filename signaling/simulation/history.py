"""A day of a real journal, as a plan that can be played again under another policy or with one guide more.

What a day cannot tell is filled in, and said: `Remembered.notes`. Of a resident who was answered it is known
only that the patience was longer than the wait; how much longer is drawn from the rate at which that day's
residents left while they waited, each instant of waiting being a chance to leave. Talks of those who left are
drawn from the talks that were held. Taps outside the hours, and those reported afterwards, are left out. Who
agreed to something on the screen does so again when it is offered, and whoever came back with a ticket taps
when they did.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from signaling.core.events import (
    CallEnded,
    CallLive,
    CallSentOn,
    CallTapped,
    Entry,
    Event,
    InterpreterAgreed,
    LanguageAdded,
    Rang,
    RingEnded,
    RingTaken,
    SubstituteAgreed,
    TicketGiven,
    WrappedUp,
)
from signaling.core.ids import CallId, GuideId, Instant, Language, Milliseconds, NeighbourhoodId, Role
from signaling.core.pool import Guide, Pool
from signaling.core.pool_settings import MINUTE, SECOND
from signaling.core.vocabulary import CallOutcome, ChoiceKind, RingOutcome
from signaling.simulation.figures import Ledger
from signaling.simulation.plan import Manners, Plan, Resident, Shift

_LEFT = frozenset({CallOutcome.ABANDONED_WAITING, CallOutcome.ABANDONED_RINGING})
_NOT_LET_IN = frozenset(
    {CallOutcome.OUTSIDE_HOURS, CallOutcome.REJECTED_OVERLOAD, CallOutcome.RECOVERED_UNKNOWN}
)
_ASSUMED_TALK: Milliseconds = 5 * MINUTE
_ASSUMED_WRAP_UP: Milliseconds = 45 * SECOND


@dataclass(slots=True, kw_only=True)
class _Seen:
    """One call of the day, as far as it has been read."""

    tapped: Instant
    language: Language
    neighbourhood: NeighbourhoodId
    taken: Instant | None = None
    live: Instant | None = None
    ended: Instant | None = None
    wrapped: Instant | None = None
    also: tuple[Language, ...] = ()
    agreed: frozenset[ChoiceKind] = frozenset()
    sent_on: bool = False
    outcome: CallOutcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    plan: Plan
    notes: tuple[str, ...]
    """What was filled in, one sentence each."""


class History:
    """Reads a journal from its beginning. Hand it every entry, with the pool after it, in order."""

    def __init__(self, since: Instant, until: Instant) -> None:
        self.ledger = Ledger()
        """The day as it was."""
        self._since, self._until = since, until
        self._calls: dict[CallId, _Seen] = {}
        self._eve: Pool | None = None
        """The pool when the day began."""
        self._on_duty: dict[GuideId, Shift] = {}
        """With the end of the day, until they leave."""
        self._shifts: list[Shift] = []
        self._rang: dict[tuple[CallId, int], Instant] = {}
        self._answers: list[Milliseconds] = []
        self._setups: list[Milliseconds] = []
        self._rings: dict[RingOutcome, int] = {}

    def read(self, pool: Pool, entry: Entry) -> None:
        call = getattr(entry.event, "call", None)
        today = self._since <= entry.at < self._until
        if entry.at < self._since:
            self._eve = pool
        if today:
            self._begin_day()
            self._notice_guide(pool, getattr(entry.event, "guide", None), entry.at)
        if isinstance(entry.event, CallTapped) and today:
            self._calls[entry.event.call] = _Seen(
                tapped=entry.at,
                language=entry.event.language,
                neighbourhood=entry.event.neighbourhood,
                also=entry.event.also,
            )
        if call in self._calls or (today and call is None):
            self.ledger.watch(pool, (entry,))
        if call in self._calls:
            self._notice_call(self._calls[call], entry)

    def __len__(self) -> int:
        return len(self._calls)

    def open(self) -> bool:
        """Whether a call of the day has not yet come to its end."""
        return any(seen.ended is None for seen in self._calls.values())

    def remembered(self, pool: Pool, seed: int = 1) -> Remembered:
        """The day as a plan. `pool`: the one at its end."""
        rng = random.Random(seed)  # noqa: S311 - repeatable on purpose
        offered = [
            seen
            for seen in self._calls.values()
            if seen.outcome is not None and seen.outcome not in _NOT_LET_IN
        ]
        left = [seen for seen in offered if seen.outcome in _LEFT]
        waited = sum(_wait(seen) for seen in offered)
        leaving = len(left) / waited if waited and left else None
        talks = [
            seen.ended - seen.live for seen in offered if seen.live is not None and seen.ended is not None
        ]
        residents = tuple(
            _resident(seen, talks or [_ASSUMED_TALK], leaving, rng)
            for seen in sorted(offered, key=lambda seen: seen.tapped)
        )
        plan = Plan(
            settings=pool.settings,
            begins=self._since,
            ends=self._until,
            residents=residents,
            shifts=self._all_shifts(),
            manners=self._manners(),
            seed=seed,
        )
        return Remembered(plan=plan, notes=self._notes(offered, left, leaving))

    def _begin_day(self) -> None:
        """Who was on duty already is so from the day's first instant."""
        if self._eve is None:
            return
        for guide in self._eve.guides.values():
            if guide.on_duty:
                self._on_duty[guide.id] = self._shift(guide, self._since)
                self.ledger.work[guide.id].become(guide.status, self._since)
        self._eve = None

    def _notice_guide(self, pool: Pool, guide_id: GuideId | None, at: Instant) -> None:
        known = None if guide_id is None else pool.guides.get(guide_id)
        if known is None:
            return
        began = self._on_duty.get(known.id)
        if known.on_duty and began is None:
            self._on_duty[known.id] = self._shift(known, at)
        elif began is not None and not known.on_duty:
            del self._on_duty[known.id]
            if at > began.begins:
                self._shifts.append(replace(began, ends=at))

    def _shift(self, guide: Guide, begins: Instant) -> Shift:
        return Shift(
            guide=guide.id,
            languages=guide.languages,
            skills=guide.skills,
            interprets=guide.interprets,
            begins=begins,
            ends=self._until,
        )

    def _notice_call(self, seen: _Seen, entry: Entry) -> None:
        match entry.event:
            case Rang(call=call, epoch=epoch, role=Role.GUIDE):
                self._rang[call, epoch] = entry.at
            case RingTaken(call=call, epoch=epoch, role=Role.GUIDE):
                seen.taken = entry.at
                self._answers.append(entry.at - self._rang.get((call, epoch), entry.at))
            case RingEnded(outcome=outcome, role=Role.GUIDE):
                self._rings[outcome] = self._rings.get(outcome, 0) + 1
                if outcome is not RingOutcome.ACCEPTED and seen.live is None:
                    seen.taken = None
            case CallLive() if seen.live is None:
                seen.live = entry.at
                self._setups.append(entry.at - (seen.taken or entry.at))
            case CallEnded(outcome=outcome):
                seen.ended, seen.outcome = entry.at, outcome
            case WrappedUp():
                seen.wrapped = entry.at
            case CallSentOn():
                seen.sent_on = True
            case _:
                _notice_choice(seen, entry.event)

    def _all_shifts(self) -> tuple[Shift, ...]:
        everybodys = (*self._shifts, *self._on_duty.values())
        return tuple(sorted(everybodys, key=lambda shift: (shift.begins, shift.guide)))

    def _manners(self) -> Manners:
        usual, rings = Manners(), sum(self._rings.values())
        share = {outcome: count / rings for outcome, count in self._rings.items()} if rings else {}
        return Manners(
            answers_after=_mean(self._answers, usual.answers_after),
            connects_after=_mean(self._setups, usual.connects_after),
            misses=share.get(RingOutcome.TIMED_OUT, 0.0),
            passes=share.get(RingOutcome.DECLINED, 0.0),
        )

    def _notes(
        self, offered: Sequence[_Seen], left: Sequence[_Seen], leaving: float | None
    ) -> tuple[str, ...]:
        notes = []
        if leaving is None:
            notes.append("Nobody left while waiting, so in the played days nobody loses patience.")
        else:
            notes.append(
                f"Of {len(offered)} residents {len(left)} left, whose patience is known. Of the others it is"
                " known only to be longer than the wait:"
                f" the rest is drawn, {1 / leaving / SECOND:.0f} s on average."
            )
        without = sum(seen.live is None for seen in offered)
        if without:
            notes.append(f"{without} residents had no talk: theirs are drawn from the talks of the day.")
        omitted = len(self._calls) - len(offered)
        if omitted:
            notes.append(f"{omitted} taps are left out: outside hours, turned away, or not yet ended.")
        return tuple(notes)


def with_guide(plan: Plan, languages: Sequence[Language], begins: Instant, ends: Instant) -> Plan:
    """The plan with one guide more."""
    number = sum(shift.guide.startswith("extra-") for shift in plan.shifts) + 1
    extra = Shift(guide=GuideId(f"extra-{number}"), languages=tuple(languages), begins=begins, ends=ends)
    settings = plan.settings
    offered = tuple(dict.fromkeys((*settings.languages, *languages)))
    return replace(plan, shifts=(*plan.shifts, extra), settings=replace(settings, languages=offered))


def _notice_choice(seen: _Seen, event: Event) -> None:
    match event:
        case LanguageAdded(language=language):
            seen.also = (*seen.also, language)
        case SubstituteAgreed():
            seen.agreed |= {ChoiceKind.SUBSTITUTE}
        case InterpreterAgreed():
            seen.agreed |= {ChoiceKind.INTERPRETER}
        case TicketGiven():
            seen.agreed |= {ChoiceKind.TICKET}
        case _:
            pass


def _wait(seen: _Seen) -> Milliseconds:
    return (seen.taken or seen.ended or seen.tapped) - seen.tapped


def _resident(
    seen: _Seen, talks: Sequence[Milliseconds], leaving: float | None, rng: random.Random
) -> Resident:
    drawn_talk = rng.choice(talks)
    beyond = None if leaving is None else round(rng.expovariate(leaving))
    talk = seen.ended - seen.live if seen.live is not None and seen.ended is not None else drawn_talk
    wrapped = seen.wrapped is not None and seen.ended is not None
    patience = None if beyond is None else _wait(seen) + beyond
    return Resident(
        taps_at=seen.tapped,
        neighbourhood=seen.neighbourhood,
        language=seen.language,
        talk=max(1, talk),
        wrap_up=(seen.wrapped or 0) - (seen.ended or 0) if wrapped else _ASSUMED_WRAP_UP,
        patience=_wait(seen) if seen.outcome in _LEFT else patience,
        also=seen.also,
        agrees=seen.agreed,
        sent_on=seen.sent_on,
    )


def _mean(samples: Sequence[Milliseconds], otherwise: Milliseconds) -> Milliseconds:
    return sum(samples) // len(samples) if samples else otherwise
