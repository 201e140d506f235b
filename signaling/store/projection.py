"""The session log as a fold of the journal: what one batch of entries makes of the rows of `call` and
`ring`.

Pure: rows are dictionaries keyed by column. The journal reads the rows of the calls that a batch touches,
folds the batch into them here, and writes them back, in the batch's own transaction. A replay of the whole
journal into an empty projection gives the same rows.
"""

from collections.abc import Iterable
from typing import Any

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
    Entry,
    Event,
    GuestLeft,
    LeadChanged,
    MediaGraded,
    Prioritised,
    PutOnHold,
    Rang,
    RingEnded,
    RingTaken,
    SubstituteAgreed,
    WrappedUp,
)
from signaling.core.ids import CallId, GuideId, Instant, PoolId, Role
from signaling.core.vocabulary import CallState, RingOutcome
from signaling.store import graded

Row = dict[str, Any]

_BUSY = frozenset({CallState.RINGING, CallState.CONNECTING, CallState.LIVE, CallState.INTERRUPTED})
"""States in which a call occupies its guide."""
_MOVES: dict[type[Event], CallState] = {
    CallHeld: CallState.HELD,
    CallReturned: CallState.WAITING,
    Rang: CallState.RINGING,
    RingTaken: CallState.CONNECTING,
    CallLive: CallState.LIVE,
    CallInterrupted: CallState.INTERRUPTED,
    CallResumed: CallState.LIVE,
    CallEnded: CallState.ENDED,
    CallSentOn: CallState.WAITING,
    CallDropped: CallState.WAITING,
}
_PROJECTED = (
    CallTapped | CallHeld | CallReturned | Rang | RingTaken | RingEnded
    | CallLive | CallInterrupted | CallResumed | CallEnded | WrappedUp | SubstituteAgreed | Prioritised
    | GuestLeft | LeadChanged | CallSentOn | CallDropped | MediaGraded | PutOnHold
)  # fmt: skip

UNTOUCHED: Row = {
    "state": CallState.WAITING,
    "outcome": None,
    "ended_by": None,
    "guide": None,
    "rings": 0,
    "taken_at": None,
    "live_at": None,
    "ended_at": None,
    "wait_ms": None,
    "talk_ms": None,
    "topic": None,
    "disposition": None,
    "wrap_up_ms": None,
    "referred_to": None,
    "spoken": None,
    "how": None,
    "substitutes": None,
    "urgent": None,
    "interpreter": None,
    **graded.UNGRADED,
}
"""The columns of a call that change in its life, as they are at the tap."""


def touched(entries: Iterable[Entry]) -> set[CallId]:
    """Return the calls that exist already and whose rows the entries change."""
    known: set[CallId] = set()
    new: set[CallId] = set()
    for entry in entries:
        match entry.event:
            case CallTapped(call=call):
                new.add(call)
            case event if isinstance(event, _PROJECTED):
                known.add(event.call)
    return known - new


class Projection:
    """The rows that a batch touches.

    Make it from the present rows, `fold` each entry, write what it lists.
    """

    def __init__(self, pool: PoolId, calls: Iterable[Row] = ()) -> None:
        self._pool = pool
        self._calls: dict[str, Row] = {row["id"]: dict(row) for row in calls}
        self._desks = {row["id"]: row["guide"] for row in self._calls.values() if row["state"] in _BUSY}
        self._new: set[str] = set()
        self._rings: dict[tuple[str, int], Row] = {}
        self.takes: list[Row] = []
        """Rings of earlier batches that were taken: `call`, `epoch`, `taken_at`."""
        self.ends: list[Row] = []
        """Rings of earlier batches that ended: `call`, `epoch`, `ended_at`, `outcome`."""
        self.leaves: list[Row] = []
        """Guides of rings of earlier batches who left: `call`, `guide`, `left_at`."""
        self.over: list[Row] = []
        """Calls whose parties have all left: `call`, `left_at`."""

    @property
    def new_calls(self) -> list[Row]:
        return _busy_last(row for row in self._calls.values() if row["id"] in self._new)

    @property
    def known_calls(self) -> list[Row]:
        """Changed rows, those that free a guide before those that occupy one:

        the unique index looks at each.
        """
        return _busy_last(row for row in self._calls.values() if row["id"] not in self._new)

    @property
    def moved_calls(self) -> list[str]:
        """Calls that go straight from one guide to another, who must be let go of before any row is
        written.
        """
        return [
            call
            for call, guide in self._desks.items()
            if self._calls[call]["state"] in _BUSY and self._calls[call]["guide"] != guide
        ]

    @property
    def new_rings(self) -> list[Row]:
        return list(self._rings.values())

    def fold(self, entry: Entry) -> None:
        event = entry.event
        if isinstance(event, CallTapped):
            self._tap(event, entry.at)
            return
        row = self._calls.get(event.call) if isinstance(event, _PROJECTED) else None
        if row is not None:
            self._change(row, event, entry.at)

    def _tap(self, event: CallTapped, at: Instant) -> None:
        self._new.add(event.call)
        self._calls[event.call] = {
            "id": event.call,
            "pool": self._pool,
            "kiosk": event.kiosk,
            "site": event.site,
            "neighbourhood": event.neighbourhood,
            "language": event.language,
            "tapped_at": event.tapped_at,
            "queued_at": at,
            "ticket_of": event.ticket_of,
            **UNTOUCHED,
        }

    def _change(self, row: Row, event: Event, at: Instant) -> None:  # noqa: C901 - one case an event
        guest = isinstance(event, Rang | RingTaken | RingEnded) and event.role is not Role.GUIDE
        if not guest:  # A guest comes and goes beside the call's own turns.
            row["state"] = _MOVES.get(type(event), row["state"])
        graded.follow(row, event, at)
        match event:
            case Rang():
                self._ring(row, event, at)
            case RingTaken():
                self._take(row, event, at)
            case RingEnded():
                self._end_ring(row, event, at)
            case SubstituteAgreed():
                row["substitutes"] = event.version
            case Prioritised():
                row["urgent"] = True
            case CallLive():
                row["live_at"] = at
            case CallEnded():
                _end(row, event, at)
                self._all_leave(event.call, at)
            case GuestLeft():
                self._leave(event.call, event.guide, at)
            case LeadChanged():
                row["guide"] = event.guide
                self._leave(event.call, event.left, at)
            case CallSentOn() | CallDropped():
                row |= {"guide": None, "taken_at": None, "wait_ms": None, "live_at": None}
                self._leave(event.call, event.guide, at)
            case WrappedUp():
                _wrap_up(row, event, at)

    def _ring(self, row: Row, event: Rang, at: Instant) -> None:
        if event.role is Role.GUIDE:
            spoken = event.spoken
            row["guide"] = event.guide
            row["rings"] += 1
            row |= {"spoken": spoken and spoken.language, "how": spoken and spoken.how}
        self._rings[event.call, event.epoch] = {
            "call": event.call,
            "epoch": event.epoch,
            "guide": event.guide,
            "role": event.role,
            "at": at,
            "taken_at": None,
            "ended_at": None,
            "outcome": None,
            "because": event.because,
            "left_at": None,
        }

    def _take(self, row: Row, event: RingTaken, at: Instant) -> None:
        if event.role is Role.GUIDE:
            row["taken_at"] = at
            row["wait_ms"] = at - row["queued_at"]
        ring = self._rings.get((event.call, event.epoch))
        if ring is not None:
            ring["taken_at"] = at
        else:
            self.takes.append({"ring_call": event.call, "ring_epoch": event.epoch, "taken_at": at})

    def _end_ring(self, row: Row, event: RingEnded, at: Instant) -> None:
        led_on = event.outcome is RingOutcome.ACCEPTED
        if event.role is Role.INTERPRETER and led_on:
            row["interpreter"] = event.guide
        if event.role is Role.GUIDE and not led_on:
            row |= {"state": CallState.WAITING, "guide": None, "taken_at": None, "wait_ms": None}
            row |= {"spoken": None, "how": None}
        ring = self._rings.get((event.call, event.epoch))
        if ring is not None:
            ring |= {"ended_at": at, "outcome": event.outcome}
        else:
            self.ends.append(
                {"ring_call": event.call, "ring_epoch": event.epoch, "ended_at": at, "outcome": event.outcome}
            )
        if not led_on:
            self._leave(event.call, event.guide, at)

    def _leave(self, call: CallId, guide: GuideId, at: Instant) -> None:
        ring = next((ring for ring in self._parties(call) if ring["guide"] == guide), None)
        if ring is not None:
            ring["left_at"] = at
        else:
            self.leaves.append({"ring_call": call, "ring_guide": guide, "left_at": at})

    def _all_leave(self, call: CallId, at: Instant) -> None:
        for ring in self._parties(call):
            ring["left_at"] = at
        self.over.append({"ring_call": call, "left_at": at})

    def _parties(self, call: CallId) -> list[Row]:
        """This batch's rings whose guides are rung for the call or in it."""
        return [ring for (of, _), ring in self._rings.items() if of == call and ring["left_at"] is None]


def _end(row: Row, event: CallEnded, at: Instant) -> None:
    row["outcome"] = event.outcome
    row["ended_by"] = None if event.by is None else event.by.role
    row["ended_at"] = at
    if row["wait_ms"] is None:
        row["wait_ms"] = at - row["queued_at"]
    if row["live_at"] is not None:
        row["talk_ms"] = at - row["live_at"]


def _wrap_up(row: Row, event: WrappedUp, at: Instant) -> None:
    """What the call's last guide says counts. Who sent it on is heard where nobody has said more."""
    said = {"topic": event.topic, "disposition": event.disposition, "referred_to": event.referred_to}
    if event.guide == row["guide"]:
        row |= said
        if row["ended_at"] is not None:
            row["wrap_up_ms"] = at - row["ended_at"]
    elif row["wrap_up_ms"] is None and row["topic"] is None:
        row |= said


def _busy_last(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["state"] in _BUSY, row["state"] != CallState.ENDED))
