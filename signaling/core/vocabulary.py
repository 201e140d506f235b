"""The closed lists: states, statuses, reasons and outcomes.

A word here is the same word in the log and on the wire.
"""

from enum import StrEnum


class Word(StrEnum):
    """A word of a closed list. It equals its string, and so is found where that would be."""

    __hash__ = str.__hash__


class CallState(Word):
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


class CallOutcome(Word):
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
    TICKET_GIVEN = "ticket_given"
    """The resident chose to come back later and keeps the place."""
    RECOVERED_UNKNOWN = "recovered_unknown"
    """The kiosk journalled a tap that the server never acknowledged; reported afterwards."""


class Mood(Word):
    """How it went, in the resident's eyes: one of three faces."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class ChoiceKind(Word):
    """What a resident who waits can choose."""

    KEEP_WAITING = "keep_waiting"
    ALSO = "also"
    """Another language that the resident speaks."""
    SUBSTITUTE = "substitute"
    """A guide of a close language."""
    INTERPRETER = "interpreter"
    """A guide who speaks the pool's bridge language, with an interpreter."""
    TICKET = "ticket"
    """Come back later, at the old place in the line."""
    PHONE = "phone"
    """Only shown: the number to call."""


class Closing(Word):
    """What becomes of those who still wait when it closes."""

    SERVE = "serve"
    """They are served all the same."""
    TELL = "tell"
    """They are told that it has closed, but for those for whom a guide is being called."""


class RingOutcome(Word):
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


class PartyState(Word):
    """How far a party of a call, other than the kiosk, has come into it."""

    RINGING = "ringing"
    JOINING = "joining"
    """Took the ring; picture and sound to the resident are not yet up both ways."""
    PRESENT = "present"


class PassReason(Word):
    """Why a guide passed on a ring."""

    NOT_READY = "not_ready"
    LANGUAGE = "language"
    """The guide does not speak the language well enough today."""
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    """The guide may know the resident, or has a part in the matter (sv *jäv*)."""
    TECHNICAL = "technical"
    OTHER = "other"


class TryReason(Word):
    """Why a guide who was rung for a call does not have it."""

    PASSED = "passed"
    MISSED = "missed"
    UNREACHABLE = "unreachable"
    """Picture and sound did not come up after the take."""


class Grade(Word):
    """How sound and picture come through at one end of a talk: what that end receives, the best first."""

    GOOD = "good"
    FAIR = "fair"
    """One notices it; one can talk."""
    AUDIO_ONLY = "audio_only"
    """The sound is well, and the picture rests because the network does not carry both."""
    POOR = "poor"
    """The picture jerks, the sound breaks, or people interrupt each other."""
    NONE = "none"
    """Nothing comes."""


class GuideStatus(Word):
    OFFLINE = "offline"
    AVAILABLE = "available"
    RINGING = "ringing"
    IN_CALL = "in_call"
    WRAP_UP = "wrap_up"
    AWAY = "away"


class AwayReason(Word):
    """Why a guide is away: chosen by the guide, but for the last two.

    `MISSED_RING` is set by the exchange, `BY_ADMIN` by an admin who sent the guide away or off.
    """

    BREAK = "break"
    LUNCH = "lunch"
    MEETING = "meeting"
    OTHER_WORK = "other_work"
    MISSED_RING = "missed_ring"
    BY_ADMIN = "by_admin"


class Level(Word):
    """How well a guide speaks or signs a language."""

    BASIC = "basic"
    """Can greet, understand what it is about, and find who can help."""
    GOOD = "good"
    """Can help with most things."""
    FLUENT = "fluent"


class Mode(Word):
    SPEAK = "speak"
    SIGN = "sign"


class How(Word):
    """How a language came to be one that a resident is helped in."""

    ASKED = "asked"
    """The language that was tapped."""
    ALSO = "also"
    """The resident said to speak it too."""
    SUBSTITUTE = "substitute"
    """A close language, of the table of substitutes, to which the resident said yes."""


class PolicyName(Word):
    """How the guide for a call is chosen among those who are idle and speak its language."""

    SPARE_THE_SCARCE = "spare_the_scarce"
    """The one whom the languages will miss least."""
    LONGEST_IDLE = "longest_idle"
    ROUND_ROBIN = "round_robin"
    FEWEST_CALLS = "fewest_calls"
    RANDOM = "random"
    SKILL_STEPS = "skill_steps"
    """First those of few languages, more with every step of waiting."""
