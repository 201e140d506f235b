"""A resident's way from the tap to the ring: the line, the choices, the ticket."""

from dataclasses import dataclass
from typing import ClassVar

from signaling.core.choices import Choice
from signaling.core.ids import CallId, Instant, KioskId, Language, NeighbourhoodId, Party, SiteId


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTapped:
    """A call exists from here. `tapped_at` is the kiosk's own time of the tap."""

    type: ClassVar[str] = "call_tapped"
    call: CallId
    kiosk: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    language: Language
    tapped_at: Instant
    also: tuple[Language, ...] = ()
    """What the resident said to speak as well, in order."""
    ticket: str | None = None
    """The code of the ticket that the resident came back with: the call stands at that ticket's place."""
    ticket_of: CallId | None = None
    """The call in which that ticket was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageAdded:
    """The resident speaks this language too, and waits for either."""

    type: ClassVar[str] = "language_added"
    call: CallId
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteAgreed:
    """The resident said yes on the screen to a guide of this close language.

    `version` is that of the table of substitutes that offered it.
    """

    type: ClassVar[str] = "substitute_agreed"
    call: CallId
    language: Language
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpreterAgreed:
    """The resident said yes to a guide who speaks the pool's bridge language, with an interpreter."""

    type: ClassVar[str] = "interpreter_agreed"
    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesOffered:
    """The screen shows what else can be done than to wait."""

    type: ClassVar[str] = "choices_offered"
    call: CallId
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitKept:
    """The resident was offered choices and chose to wait on."""

    type: ClassVar[str] = "wait_kept"
    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketGiven:
    """The resident comes back later. `CallEnded` follows."""

    type: ClassVar[str] = "ticket_given"
    call: CallId
    code: str
    from_: Instant
    until: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLapsed:
    """Nobody came back with it in time."""

    type: ClassVar[str] = "ticket_lapsed"
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prioritised:
    """An emergency: this call goes before all others that wait, and their positions grow by it."""

    type: ClassVar[str] = "prioritised"
    call: CallId
    by: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHeld:
    """The kiosk's socket was lost while the call waited; its place is kept until the hold ends."""

    type: ClassVar[str] = "call_held"
    call: CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReturned:
    """The kiosk is back; the call waits again at its old place."""

    type: ClassVar[str] = "call_returned"
    call: CallId
