"""What the live board gives, and what a leader may do on it.

Times are milliseconds since 1970-01-01 UTC unless a field is a date.
"""

from typing import Literal

from signaling.core.ids import Role
from signaling.core.vocabulary import AwayReason, CallState, Grade, GuideStatus, PartyState
from signaling.wire.languages import LanguageName
from signaling.wire.scalars import CallId, Count, Id, Instant, Many, Message, Milliseconds
from signaling.wire.views import Language


class BoardLanguage(Message):
    """One language that somebody waits for or can serve."""

    language: Language
    waiting: Count
    oldest: Instant | None
    """When the one who waits longest was put in line."""
    on_duty: Count
    free: Count


class BoardHelp(Message):
    """The guide asked the leader for help."""

    since: Instant
    coming: str | None
    """The name of the leader who answered."""


class BoardGuide(Message):
    id: Id
    name: str
    status: GuideStatus
    reason: AwayReason | None
    since: Instant
    next_status: GuideStatus | None
    """What the guide is to be after the present call or wrap-up, where somebody chose."""
    back_at: Instant | None
    """When a guide who is away plans to be back."""
    languages: Many[Language]
    connected: bool
    call: CallId | None
    """Which rings at this desk or is led or joined from it."""
    help: BoardHelp | None


class BoardEnd(Message):
    """One end of a talk, as it last said."""

    connected: bool
    """Whether its socket is up; a talk goes on without."""
    receives: bool
    """Whether it sees or hears the other end."""
    grade: Grade | None
    """How sound and picture come through to it; null where it has not said."""


class BoardGuest(Message):
    name: str
    role: Role
    state: PartyState


class BoardTaker(Message):
    id: Id
    name: str


class BoardCall(Message):
    """An open call. It names where the kiosk stands, never who stands before it."""

    call: CallId
    state: CallState
    kiosk_name: str
    site_name: str
    neighbourhood_name: str
    language: Language
    queued_at: Instant
    taken_at: Instant | None
    guide_name: str | None
    """At whose desk it rings or is."""
    because: str
    """Why that guide was rung: the matcher's one line. Empty while no desk has rung."""
    live_since: Instant | None
    on_hold: bool
    kiosk_end: BoardEnd | None
    """Null before a talk, as `guide_end`."""
    guide_end: BoardEnd | None
    guests: Many[BoardGuest]
    """Interpreters, colleagues and leaders in the call."""
    takers: Many[BoardTaker]
    """To whom it could be assigned: free and with a language in common, the longest idle first."""


class BoardToday(Message):
    """The day so far, since midnight in the municipality."""

    decided: Count
    """Calls that were let into the queue, but for those that may still be answered within the target."""
    within_target: Count
    """Those of them that a guide took within the target."""
    abandoned: Count


class Board(Message):
    """The pool as it is at `at`."""

    at: Instant
    target: Milliseconds
    """Within which a resident should be answered."""
    today: BoardToday
    zone: str
    names: Many[LanguageName]
    """Of the languages that are on the board."""
    languages: Many[BoardLanguage]
    guides: Many[BoardGuide]
    calls: Many[BoardCall]
    dark_kiosks: Many[str]
    """Names of kiosks that are enrolled, were connected before and are not now."""


class ForcedStatus(Message):
    """What a guide is to be: at once, or after the call or wrap-up that the guide is in."""

    status: Literal["available", "away", "offline"]


class Assignment(Message):
    """To whom a call shall ring."""

    guide: Id
