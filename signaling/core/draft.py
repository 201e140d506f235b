"""A decision in the making: entries are written and folded one by one, each seeing those before it."""

from dataclasses import dataclass, field

from signaling.core.call_table import REFUSALS, TABLE, CallInput, Step
from signaling.core.events import (
    CallDropped,
    CallEnded,
    CallHeld,
    CallInterrupted,
    CallLive,
    CallResumed,
    CallReturned,
    Entry,
    Event,
    GuestLeft,
    GuideStatusChanged,
    Rang,
    RingEnded,
    RingTaken,
)
from signaling.core.evolve import evolve
from signaling.core.ids import CallId, GuideId, Instant, Party, Role
from signaling.core.joint_matcher import choose_pair, choose_wanted
from signaling.core.matcher import choose
from signaling.core.parties import Guest
from signaling.core.pool import Call, Pool
from signaling.core.vocabulary import AwayReason, CallState, GuideStatus, PartyState, PassReason, RingOutcome


@dataclass(frozen=True, slots=True)
class ChosenStatus:
    """What somebody chose a guide to be."""

    status: GuideStatus
    reason: AwayReason | None = None
    back_at: Instant | None = None
    """When a guide who goes away plans to be back."""


_TALKED = frozenset({CallState.LIVE, CallState.INTERRUPTED})
_LINE_OR_END = frozenset({CallState.WAITING, CallState.HELD, CallState.ENDED})


@dataclass(slots=True)
class Draft:
    """Throw it away and nothing has happened.

    `at` is the instant of the decision, never before the pool's.
    """

    pool: Pool
    at: Instant
    entries: list[Entry] = field(default_factory=list)

    def write(self, event: Event) -> None:
        entry = Entry(self.pool.seq + 1, self.at, event)
        self.entries.append(entry)
        self.pool = evolve(self.pool, entry)

    def move(
        self,
        call_id: CallId,
        what: CallInput,
        *,
        by: Party | None = None,
        then: ChosenStatus | None = None,
        reason: PassReason | None = None,
        fact: Event | None = None,
    ) -> None:
        """Let `what` happen to an open call, as the table says.

        `then` is the status of a guide who is set free by it, instead of the one that `release` finds;
        `reason` why a ring was passed on; `fact` the event that states the step, where it does not follow
        from the step alone. Raises the input's refusal where the table has no step for it.
        """
        call = self.pool.calls[call_id]
        step = TABLE[call.state].get(what)
        if step is None:
            refusal = REFUSALS.get(what)
            if refusal is not None:
                raise refusal
            return
        if step.ring is not None:
            self._end_ring(call, step.ring, then, reason)
        self._part(call, step)
        fact = fact or self._fact(call, step, what=what, by=by)
        if fact is not None:
            self.write(fact)
        if isinstance(fact, CallDropped):
            self.release(fact.guide)
        if step.to is CallState.WAITING and not self.pool.kiosks[call.kiosk].connected:
            self.move(call_id, CallInput.KIOSK_LOST)

    def release(self, guide_id: GuideId) -> None:
        """The guide is done with a call: on to what was chosen meanwhile, or to the next resident."""
        guide = self.pool.guides[guide_id]
        status = guide.next_status or GuideStatus.AVAILABLE
        self.write(
            GuideStatusChanged(
                guide=guide_id, status=status, reason=guide.next_reason, back_at=guide.next_back_at
            )
        )

    def ring_all(self) -> None:
        """Ring until nobody who waits could be served by a guide who is free."""
        while True:
            if (wanted := choose_wanted(self.pool, self.at)) is not None:
                self.ring(wanted.call.id, wanted.guide.id, wanted.because)
            elif (choice := choose(self.pool, self.at)) is not None:
                self.ring(choice.call.id, choice.guide.id, choice.because)
            elif (pair := choose_pair(self.pool, self.at)) is not None:
                self.ring(pair.call.id, pair.guide.id, pair.because)
                self.ring(pair.call.id, pair.interpreter.id, pair.because, role=Role.INTERPRETER, bound=True)
            else:
                return

    def ring(
        self,
        call_id: CallId,
        guide: GuideId,
        because: str,
        *,
        role: Role = Role.GUIDE,
        bound: bool = False,
        by: Party | None = None,
    ) -> None:
        call = self.pool.calls[call_id]
        self.write(
            Rang(
                call=call_id,
                guide=guide,
                epoch=call.rings + 1,
                until=self.at + self.pool.settings.ring,
                because=because,
                role=role,
                bound=bound,
                spoken=call.shared_with(self.pool.guides[guide]),
                by=by,
            )
        )

    def part(
        self,
        call: Call,
        guest: Guest,
        outcome: RingOutcome,
        *,
        then: ChosenStatus | None = None,
        reason: PassReason | None = None,
    ) -> None:
        """The guest is out of the call. `outcome` is that of their ring, where it is still open."""
        if guest.state is PartyState.PRESENT:
            self.write(GuestLeft(call=call.id, guide=guest.guide, epoch=guest.epoch, role=guest.role))
        else:
            self.end_guest_ring(call, guest, outcome, reason)
        self._set_free(guest.guide, outcome, then)

    def end_guest_ring(
        self, call: Call, guest: Guest, outcome: RingOutcome, reason: PassReason | None = None
    ) -> None:
        """`ACCEPTED`: they are seen and heard, and in the call from here. Otherwise use `part`."""
        self.write(
            RingEnded(
                call=call.id,
                guide=guest.guide,
                epoch=guest.epoch,
                outcome=outcome,
                role=guest.role,
                reason=reason,
            )
        )

    def _end_ring(
        self, call: Call, outcome: RingOutcome, then: ChosenStatus | None, reason: PassReason | None
    ) -> None:
        guide = call.desk
        if guide is None:
            return
        self.write(RingEnded(call=call.id, guide=guide, epoch=call.epoch, outcome=outcome, reason=reason))
        if outcome is not RingOutcome.ACCEPTED:
            self._set_free(guide, outcome, then)

    def _part(self, call: Call, step: Step) -> None:
        """Where a step leads out of the ring or the talk, nobody stays in it; where into it, all are in."""
        for guest in call.guests:
            if step.ring is RingOutcome.ACCEPTED and guest.bound:
                self.end_guest_ring(call, guest, RingOutcome.ACCEPTED)
            elif step.to in _LINE_OR_END:
                self.part(call, guest, _outcome_beside(guest, step))

    def _set_free(self, guide: GuideId, outcome: RingOutcome, then: ChosenStatus | None) -> None:
        if outcome is RingOutcome.TIMED_OUT:
            then = ChosenStatus(GuideStatus.AWAY, AwayReason.MISSED_RING)
        if then is None:
            self.release(guide)
        else:
            self.write(
                GuideStatusChanged(guide=guide, status=then.status, reason=then.reason, back_at=then.back_at)
            )

    def _fact(self, call: Call, step: Step, *, what: CallInput, by: Party | None) -> Event | None:
        """The event that states the step; None where the call stays or its ring's end says it already."""
        if step.outcome is not None:
            wraps_up = call.guide is not None and call.state in _TALKED
            until = self.at + self.pool.settings.wrap_up if wraps_up else None
            return CallEnded(call=call.id, outcome=step.outcome, by=by, wrap_up_until=until)
        match call.state, step.to:
            case _, CallState.HELD:
                return CallHeld(call=call.id)
            case CallState.HELD, CallState.WAITING:
                return CallReturned(call=call.id)
            case CallState.RINGING, CallState.CONNECTING if call.desk is not None:
                return RingTaken(call=call.id, guide=call.desk, epoch=call.epoch)
            case CallState.CONNECTING, CallState.LIVE:
                return CallLive(call=call.id, epoch=call.epoch)
            case CallState.LIVE, CallState.INTERRUPTED:
                return CallInterrupted(call=call.id)
            case CallState.INTERRUPTED, CallState.INTERRUPTED if what is CallInput.RESTARTED:
                return CallInterrupted(call=call.id)
            case CallState.INTERRUPTED, CallState.LIVE:
                return CallResumed(call=call.id)
            case CallState.INTERRUPTED, CallState.WAITING if call.guide is not None:
                return CallDropped(call=call.id, guide=call.guide)
            case _:
                return None


def _outcome_beside(guest: Guest, step: Step) -> RingOutcome:
    """How a guest's open ring ends when the call moves on without them."""
    if step.to is CallState.ENDED:
        return RingOutcome.WITHDRAWN
    if step.ring is RingOutcome.TIMED_OUT and guest.state is PartyState.RINGING:
        return RingOutcome.TIMED_OUT
    return RingOutcome.SUPERSEDED
