"""A decision in the making: entries are written and folded one by one, each seeing those before it."""

from dataclasses import dataclass, field

from signaling.core.call_table import REFUSALS, TABLE, CallInput, Step
from signaling.core.events import (
    CallEnded,
    CallHeld,
    CallInterrupted,
    CallLive,
    CallResumed,
    CallReturned,
    Entry,
    Event,
    GuideStatusChanged,
    Rang,
    RingEnded,
    RingTaken,
)
from signaling.core.evolve import evolve
from signaling.core.ids import CallId, GuideId, Instant, Party
from signaling.core.matcher import choose
from signaling.core.pool import Call, Pool
from signaling.core.vocabulary import AwayReason, CallState, GuideStatus, RingOutcome

ChosenStatus = tuple[GuideStatus, AwayReason | None]

_TALKED = frozenset({CallState.LIVE, CallState.INTERRUPTED})


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
        self, call_id: CallId, what: CallInput, *, by: Party | None = None, then: ChosenStatus | None = None
    ) -> None:
        """Let `what` happen to an open call, as the table says.

        `then` is the status of a guide who is set free by it, instead of the one that `release` finds. Raises
        the input's refusal where the table has no step for it.
        """
        call = self.pool.calls[call_id]
        step = TABLE[call.state].get(what)
        if step is None:
            refusal = REFUSALS.get(what)
            if refusal is not None:
                raise refusal
            return
        if step.ring is not None:
            self._end_ring(call, step.ring, then)
        fact = self._fact(call, step, what=what, by=by)
        if fact is not None:
            self.write(fact)
        if step.to is CallState.WAITING and not self.pool.kiosks[call.kiosk].connected:
            self.move(call_id, CallInput.KIOSK_LOST)

    def release(self, guide_id: GuideId) -> None:
        """The guide is done with a call: on to what was chosen meanwhile, or to the next resident."""
        guide = self.pool.guides[guide_id]
        status = guide.next_status or GuideStatus.AVAILABLE
        self.write(GuideStatusChanged(guide=guide_id, status=status, reason=guide.next_reason))

    def ring_all(self) -> None:
        """Ring until nobody who waits could be served by a guide who is free."""
        while (choice := choose(self.pool, self.at)) is not None:
            self.write(
                Rang(
                    call=choice.call.id,
                    guide=choice.guide.id,
                    epoch=choice.call.epoch + 1,
                    until=self.at + self.pool.settings.ring,
                    because=choice.because,
                )
            )

    def _end_ring(self, call: Call, outcome: RingOutcome, then: ChosenStatus | None) -> None:
        guide = call.desk
        if guide is None:
            return
        self.write(RingEnded(call=call.id, guide=guide, epoch=call.epoch, outcome=outcome))
        if outcome is RingOutcome.ACCEPTED:
            return
        if outcome is RingOutcome.TIMED_OUT:
            then = (GuideStatus.AWAY, AwayReason.MISSED_RING)
        if then is None:
            self.release(guide)
        else:
            self.write(GuideStatusChanged(guide=guide, status=then[0], reason=then[1]))

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
            case _:
                return None
