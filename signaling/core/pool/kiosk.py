"""A kiosk, and what is remembered of its calls."""

from dataclasses import dataclass

from signaling.core.choices import Ticket
from signaling.core.ids import CallId, GuideId, Instant, KioskId, Language, NeighbourhoodId, SiteId
from signaling.core.vocabulary import CallOutcome

REMEMBERED_CALLS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What is remembered of a kiosk's last call."""

    id: CallId
    language: Language
    outcome: CallOutcome
    at: Instant
    guide: GuideId | None
    ticket: Ticket | None
    rated: bool = False
    """Whether the resident has said how it went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kiosk:
    """A kiosk that has connected at least once.

    It is kept when lost: a repeated tap must stay a repetition.
    """

    id: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    epoch: int
    connected: bool
    call: CallId | None = None
    ended: Ended | None = None
    past: tuple[CallId, ...] = ()
    """Its last `REMEMBERED_CALLS` ended calls, the newest last, so that a late repetition has no effect."""
