"""The closed lists: states, statuses, reasons and outcomes.

A word here is the same word in the log and on the wire.
"""

from enum import StrEnum


class CallState(StrEnum):
    """Where a call is in its life. `call_table` says how it moves."""

    WAITING = "waiting"
    """The resident tapped; no desk rings yet."""
    HELD = "held"
    """The kiosk's socket was lost while waiting: the place in the queue is kept for a short while."""
    RINGING = "ringing"
    """One desk rings."""
    CONNECTING = "connecting"
    """A guide took the ring; picture and sound are not yet up on both sides."""
    LIVE = "live"
    INTERRUPTED = "interrupted"
    """No side has shown signs of media lately; both may still come back."""
    ENDED = "ended"


class CallOutcome(StrEnum):
    """How a call ended. Exactly one per call."""

    COMPLETED = "completed"
    ABANDONED_WAITING = "abandoned_waiting"
    ABANDONED_RINGING = "abandoned_ringing"
    NO_GUIDE_AVAILABLE = "no_guide_available"
    OUTSIDE_HOURS = "outside_hours"
    WAIT_LIMIT = "wait_limit"
    SETUP_FAILED = "setup_failed"
    GUIDE_LOST = "guide_lost"
    KIOSK_LOST = "kiosk_lost"
    ENDED_BY_ADMIN = "ended_by_admin"
    REJECTED_OVERLOAD = "rejected_overload"
    RECOVERED_UNKNOWN = "recovered_unknown"
    """The kiosk journalled a tap that the server never acknowledged; reported afterwards."""


class RingOutcome(StrEnum):
    """How one ring of one desk ended. Exactly one per ring.

    A ring stays open from the first sound at the desk until picture and sound flow both ways (`ACCEPTED`),
    so that a take whose media never came up is told apart from one that led to a talk.
    """

    ACCEPTED = "accepted"
    DECLINED = "declined"
    """The guide passed, or gave the call back before picture and sound were up."""
    TIMED_OUT = "timed_out"
    """The guide missed it (RONA)."""
    WITHDRAWN = "withdrawn"
    """The resident left, or an admin ended the call."""
    GUIDE_LOST = "guide_lost"
    SETUP_FAILED = "setup_failed"
    SUPERSEDED = "superseded"
    """The kiosk was lost or a newer ring replaced this one."""


class GuideStatus(StrEnum):
    OFFLINE = "offline"
    AVAILABLE = "available"
    RINGING = "ringing"
    IN_CALL = "in_call"
    WRAP_UP = "wrap_up"
    AWAY = "away"


class AwayReason(StrEnum):
    """Why a guide is away: chosen by the guide, but for `MISSED_RING`, which the exchange sets."""

    BREAK = "break"
    LUNCH = "lunch"
    MEETING = "meeting"
    OTHER_WORK = "other_work"
    MISSED_RING = "missed_ring"
