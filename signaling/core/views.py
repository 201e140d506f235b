"""What one screen shows: the whole small truth for it, computed from the pool.

A view carries ids; names of places and people are added at the gateway, so that the journal never holds them.
"""

from dataclasses import dataclass

from signaling.core.ids import CallId, GuideId, Instant, KioskId, Language, NeighbourhoodId, SiteId
from signaling.core.vocabulary import AwayReason, CallOutcome, CallState, GuideStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageService:
    """How one language is served at this moment."""

    language: Language
    on_duty: int
    """Guides who speak it and are signed on and not away."""
    free: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskCall:
    id: CallId
    state: CallState
    language: Language
    tapped_at: Instant
    epoch: int
    """Counts this call's rings; 0 before the first. Relay and media reports name it."""
    position: int | None
    """1 for the next in line among those who wait for the same language; None once taken."""
    guide: GuideId | None
    """Who took the call; None while it rings."""
    until: Instant | None
    """When the present state ends by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedCall:
    id: CallId
    language: Language
    outcome: CallOutcome
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskView:
    kiosk: KioskId
    languages: tuple[LanguageService, ...]
    call: KioskCall | None
    ended: EndedCall | None
    """This kiosk's last call, until the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRing:
    call: CallId
    epoch: int
    kiosk: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    language: Language
    tapped_at: Instant
    until: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCall:
    id: CallId
    state: CallState
    """`connecting`, `live` or `interrupted`."""
    epoch: int
    kiosk: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    language: Language
    tapped_at: Instant
    taken_at: Instant
    live_since: Instant | None
    kiosk_connected: bool
    until: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWrapUp:
    call: CallId
    language: Language
    kiosk: KioskId
    until: Instant
    extensions_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One language of the queue, as a guide sees it."""

    language: Language
    waiting: int
    oldest: Instant | None
    """When the one who waits longest tapped."""
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    guide: GuideId
    status: GuideStatus
    reason: AwayReason | None
    since: Instant
    next_status: GuideStatus | None
    next_reason: AwayReason | None
    languages: tuple[Language, ...]
    ring: DeskRing | None
    call: DeskCall | None
    wrap_up: DeskWrapUp | None
    queue: tuple[QueueLine, ...]


View = KioskView | DeskView
