"""What a resident who waits can choose: computed from the pool, offered on the screen, never done unasked."""

from dataclasses import dataclass

from signaling.core.ids import CallId, Instant, Language
from signaling.core.vocabulary import ChoiceKind


@dataclass(frozen=True, slots=True)
class Choice:
    """`language` is set for `SUBSTITUTE`, and where an `ALSO` is chosen."""

    kind: ChoiceKind
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """The right to come back and stand at the old place. It says nothing of the person who holds it."""

    code: str
    """Six digits, made where chance may be had, distinct among those that are open."""
    call: CallId
    """The call that was ended by taking it."""
    language: Language
    also: tuple[Language, ...]
    """What else the resident said to speak."""
    place: int
    from_: Instant
    """When it is worthwhile to come back. Coming sooner is allowed."""
    until: Instant
