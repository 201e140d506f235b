"""The life of a call, as a table: what may happen in which state, and where it leads.

A call is one resident's wish for help. It lives from the tap to its one end, and everything that this program
does for a resident is a step in the table below; nothing moves a call but the table. Three things shape it.

**A resident waits in one line.** `WAITING`, `HELD` and `RINGING` are the three ways to stand in it, and a
call keeps its place through all of them. A ring that comes to nothing, whether passed, missed, or lost with
the guide's socket, leads back to `WAITING` at the old place: it was never the resident's fault. `HELD` exists
because a socket that blinks must cost nobody their place, while a desk must not ring for an empty screen.

**A take is not yet a talk.** The guide has answered in `CONNECTING`, but picture and sound have still to come
up on both sides. The ring stays open until they do, so that a take without media is told apart in the log
from one that led to a talk, and leads back into the line instead of into a dead screen. That is also why a
guide who hangs up here gives the call back, while a resident who hangs up ends it.

**Media is the truth.** A talk goes between two browsers and outlives every server. A lost socket therefore
does not move a `LIVE` call; it only starts a clock that any sign of media stops. Only silence, or a party who
says that nothing arrives, leads to `INTERRUPTED`, and only evidence from both sides leads back.

**A talk may have more than two parties.** Whoever leads it moves the call; guests come and go beside the
table, and only an interpreter who was rung *together* with the guide is bound to it: until the talk is live
neither is connected without the other, so a ring that one of the two does not answer ends both, and the call
waits on at its old place. `RINGING` lasts until both have taken, `CONNECTING` until both are seen and heard.

**A talk may come back into the line.** A guide can send it on, and a guide whose network is gone for good
gives it up: both lead from a talk to `WAITING` at the old place, which is now the first. A call that ends
without a new guide after such a loss was ended by the loss, whoever hung up: `guide_lost`.

Every state but the last has a deadline, so that no call can be forgotten, and somebody who owns it:

- `WAITING` ends at the wait limit, counted from the tap, or from when the call came back into the line. The
  municipality owns it: nobody was found in time.
- `HELD` ends when the hold runs out. The kiosk owns it: it has to come back.
- `RINGING` ends when the ring runs out. The guide owns it, and is set away for having missed it.
- `CONNECTING` ends when the setup runs out. Both own it; who is missing by then gives the outcome its name.
- `LIVE` ends at the call limit, or moves on when a socket is lost and no sign of media follows.
- `INTERRUPTED` ends when the interruption runs out. A missing kiosk ends the call, a missing guide gives it
  back into the line; where both are there and only media never returned, it was a talk that broke off:
  `completed`, ended by nobody.

An input is what happened, already told apart by what the pool knows: a deadline in `CONNECTING` is one of
four inputs, so that every cell has exactly one step. Where a cell is empty, a wish is refused (`REFUSALS`)
and a mere fact changes nothing. The diagram and the table in the docs are drawn from here by
`signaling.core.diagram`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from signaling.core.errors import NotNow, Refused, TooLate
from signaling.core.vocabulary import CallOutcome, CallState, RingOutcome, Word


class CallInput(Word):
    """What can happen to a call."""

    RUNG = "a guide is free"
    TAKEN = "the guide takes"
    TAKEN_FIRST = "one of two rung together takes"
    PARTNER_GONE = "one of two rung together does not come"
    PASSED = "the guide passes"
    REASSIGNED = "a leader gives it to another guide"
    MISSED = "the ring runs out"
    KIOSK_HUNG_UP = "the resident leaves"
    GUIDE_HUNG_UP = "the guide hangs up"
    LEFT_AFTER_LOSS = "the resident leaves after a guide was lost"
    ADMIN_ENDED = "an admin ends it"
    SENT_ON = "the guide sends it on"
    HANDED_OVER = "a colleague takes the lead"
    PUT_ON_HOLD = "the guide puts it on hold"
    TAKEN_OFF_HOLD = "the guide returns from the hold"
    KIOSK_LOST = "the kiosk's socket is lost"
    KIOSK_BACK = "the kiosk is back"
    GUIDE_LOST = "the guide's socket is lost"
    GUIDE_BACK = "the guide is back"
    MEDIA_UP = "one party receives media"
    MEDIA_BOTH = "both parties receive media"
    MEDIA_DOWN = "a party receives nothing"
    MEDIA_WITNESSED = "media flows though a socket is lost"
    MEDIA_SILENT = "a socket is lost and no media is seen"
    RESTARTED = "the server starts anew"
    WAIT_OVER = "the wait limit is reached"
    NOBODY_ON_DUTY = "nobody is on duty at the wait limit"
    TICKET_TAKEN = "the resident takes a ticket"
    NOBODY_AFTER_LOSS = "nobody came after a guide was lost"
    TURNED_AWAY = "too many wait already"
    CLOSED = "it is closed"
    REPORTED_LATE = "the tap was reported afterwards"
    HOLD_OVER = "the hold runs out"
    SETUP_OVER = "the setup runs out"
    SETUP_SPENT = "the last setup runs out"
    KIOSK_GONE = "time is up and the kiosk is missing"
    GUIDE_GONE = "time is up and the guide is missing"
    MEDIA_GONE = "time is up and media is missing"
    TALK_OVER = "the call limit is reached"


@dataclass(frozen=True, slots=True)
class Step:
    """Where an input leads, how it ends the open ring, and how it ends the call."""

    to: CallState
    ring: RingOutcome | None = None
    outcome: CallOutcome | None = None


def _ends(outcome: CallOutcome, *, ring: RingOutcome | None = None) -> Step:
    return Step(CallState.ENDED, ring, outcome)


S, I, R, O = CallState, CallInput, RingOutcome, CallOutcome  # noqa: E741 - a table is read in columns

TABLE: Mapping[CallState, Mapping[CallInput, Step]] = {
    S.WAITING: {
        I.RUNG: Step(S.RINGING),
        I.KIOSK_LOST: Step(S.HELD),
        I.KIOSK_HUNG_UP: _ends(O.ABANDONED_WAITING),
        I.LEFT_AFTER_LOSS: _ends(O.GUIDE_LOST),
        I.ADMIN_ENDED: _ends(O.ENDED_BY_ADMIN),
        I.TICKET_TAKEN: _ends(O.TICKET_GIVEN),
        I.WAIT_OVER: _ends(O.WAIT_LIMIT),
        I.NOBODY_ON_DUTY: _ends(O.NO_GUIDE_AVAILABLE),
        I.NOBODY_AFTER_LOSS: _ends(O.GUIDE_LOST),
        I.TURNED_AWAY: _ends(O.REJECTED_OVERLOAD),
        I.CLOSED: _ends(O.OUTSIDE_HOURS),
        I.REPORTED_LATE: _ends(O.RECOVERED_UNKNOWN),
    },
    S.HELD: {
        I.KIOSK_BACK: Step(S.WAITING),
        I.KIOSK_HUNG_UP: _ends(O.ABANDONED_WAITING),
        I.LEFT_AFTER_LOSS: _ends(O.GUIDE_LOST),
        I.ADMIN_ENDED: _ends(O.ENDED_BY_ADMIN),
        I.HOLD_OVER: _ends(O.KIOSK_LOST),
        I.CLOSED: _ends(O.OUTSIDE_HOURS),
    },
    S.RINGING: {
        I.TAKEN_FIRST: Step(S.RINGING),
        I.TAKEN: Step(S.CONNECTING),
        I.PARTNER_GONE: Step(S.WAITING, R.SUPERSEDED),
        I.PASSED: Step(S.WAITING, R.DECLINED),
        I.REASSIGNED: Step(S.WAITING, R.SUPERSEDED),
        I.MISSED: Step(S.WAITING, R.TIMED_OUT),
        I.GUIDE_LOST: Step(S.WAITING, R.GUIDE_LOST),
        I.KIOSK_LOST: Step(S.HELD, R.SUPERSEDED),
        I.KIOSK_HUNG_UP: _ends(O.ABANDONED_RINGING, ring=R.WITHDRAWN),
        I.LEFT_AFTER_LOSS: _ends(O.GUIDE_LOST, ring=R.WITHDRAWN),
        I.ADMIN_ENDED: _ends(O.ENDED_BY_ADMIN, ring=R.WITHDRAWN),
    },
    S.CONNECTING: {
        I.MEDIA_UP: Step(S.CONNECTING),
        I.MEDIA_DOWN: Step(S.CONNECTING),
        I.MEDIA_BOTH: Step(S.LIVE, R.ACCEPTED),
        I.GUIDE_HUNG_UP: Step(S.WAITING, R.DECLINED),
        I.PARTNER_GONE: Step(S.WAITING, R.SUPERSEDED),
        I.SETUP_OVER: Step(S.WAITING, R.SETUP_FAILED),
        I.GUIDE_GONE: Step(S.WAITING, R.GUIDE_LOST),
        I.KIOSK_GONE: Step(S.HELD, R.SUPERSEDED),
        I.SETUP_SPENT: _ends(O.SETUP_FAILED, ring=R.SETUP_FAILED),
        I.KIOSK_HUNG_UP: _ends(O.ABANDONED_RINGING, ring=R.WITHDRAWN),
        I.LEFT_AFTER_LOSS: _ends(O.GUIDE_LOST, ring=R.WITHDRAWN),
        I.ADMIN_ENDED: _ends(O.ENDED_BY_ADMIN, ring=R.WITHDRAWN),
    },
    S.LIVE: {
        I.KIOSK_LOST: Step(S.LIVE),
        I.KIOSK_BACK: Step(S.LIVE),
        I.GUIDE_LOST: Step(S.LIVE),
        I.GUIDE_BACK: Step(S.LIVE),
        I.MEDIA_WITNESSED: Step(S.LIVE),
        I.PUT_ON_HOLD: Step(S.LIVE),
        I.TAKEN_OFF_HOLD: Step(S.LIVE),
        I.HANDED_OVER: Step(S.LIVE),
        I.SENT_ON: Step(S.WAITING),
        I.MEDIA_DOWN: Step(S.INTERRUPTED),
        I.MEDIA_SILENT: Step(S.INTERRUPTED),
        I.KIOSK_HUNG_UP: _ends(O.COMPLETED),
        I.GUIDE_HUNG_UP: _ends(O.COMPLETED),
        I.ADMIN_ENDED: _ends(O.ENDED_BY_ADMIN),
        I.TALK_OVER: _ends(O.COMPLETED),
    },
    S.INTERRUPTED: {
        I.MEDIA_UP: Step(S.INTERRUPTED),
        I.MEDIA_DOWN: Step(S.INTERRUPTED),
        I.MEDIA_BOTH: Step(S.LIVE),
        I.RESTARTED: Step(S.INTERRUPTED),
        I.KIOSK_HUNG_UP: _ends(O.COMPLETED),
        I.GUIDE_HUNG_UP: _ends(O.COMPLETED),
        I.ADMIN_ENDED: _ends(O.ENDED_BY_ADMIN),
        I.KIOSK_GONE: _ends(O.KIOSK_LOST),
        I.GUIDE_GONE: Step(S.WAITING),
        I.MEDIA_GONE: _ends(O.COMPLETED),
    },
    S.ENDED: {},
}

REFUSALS: Mapping[CallInput, type[Refused]] = {
    I.TICKET_TAKEN: NotNow,
    I.TAKEN: TooLate,
    I.TAKEN_FIRST: TooLate,
    I.PASSED: TooLate,
    I.REASSIGNED: NotNow,
    I.SENT_ON: NotNow,
    I.HANDED_OVER: NotNow,
    I.PUT_ON_HOLD: NotNow,
    I.TAKEN_OFF_HOLD: NotNow,
    I.GUIDE_HUNG_UP: NotNow,
    I.MEDIA_UP: NotNow,
    I.MEDIA_BOTH: NotNow,
    I.MEDIA_DOWN: NotNow,
}
"""How a wish is refused where the table has no step for it. Every other input is a fact and is let pass."""
