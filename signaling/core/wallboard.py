"""The whole pool at a glance: who waits, who works, who talks with whom and why those two.

For the leader's wall and for an admin who wonders. It holds nothing of a resident but where the kiosk stands,
which language was asked for and since when.
"""

from dataclasses import dataclass

from signaling.core.ids import CallId, GuideId, Instant, KioskId, Language, NeighbourhoodId, SiteId
from signaling.core.pool import Call, Guide, Pool
from signaling.core.vocabulary import AwayReason, CallState, GuideStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class WallboardLanguage:
    """One language that somebody waits for or can serve."""

    language: Language
    waiting: int
    oldest: Instant | None
    """When the one who waits longest was put in line."""
    on_duty: int
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WallboardGuide:
    guide: GuideId
    status: GuideStatus
    reason: AwayReason | None
    since: Instant
    next_status: GuideStatus | None
    """What the guide is to be after the present call or wrap-up, where somebody chose."""
    back_at: Instant | None
    """When a guide who is away plans to be back."""
    languages: tuple[Language, ...]
    connected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WallboardCall:
    call: CallId
    state: CallState
    kiosk: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    language: Language
    queued_at: Instant
    taken_at: Instant | None
    guide: GuideId | None
    """At whose desk it rings or is."""
    because: str
    """Why that guide: the matcher's one line. Empty while no desk has rung."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WallboardView:
    languages: tuple[WallboardLanguage, ...]
    """In the pool's order; those that nobody waits for and nobody can serve are left out."""
    guides: tuple[WallboardGuide, ...]
    """Signed-on guides, who longest in their status comes first."""
    calls: tuple[WallboardCall, ...]
    """Open calls in the order of their taps."""
    dark_kiosks: tuple[KioskId, ...]
    """Kiosks that have been connected at least once and are not now."""


def wallboard_view(pool: Pool) -> WallboardView:
    offered = pool.settings.languages
    spoken = (*offered, *sorted(language for language in pool.lanes if language not in offered))
    guides = (guide for guide in pool.guides.values() if guide.status is not GuideStatus.OFFLINE)
    kiosks = (kiosk for kiosk in pool.kiosks.values() if kiosk.epoch and not kiosk.connected)
    return WallboardView(
        languages=tuple(_language(pool, language) for language in spoken if pool.lane(language)),
        guides=tuple(map(_guide, sorted(guides, key=lambda guide: (guide.since, guide.id)))),
        calls=tuple(map(_call, sorted(pool.calls.values(), key=lambda call: call.place))),
        dark_kiosks=tuple(sorted(kiosk.id for kiosk in kiosks)),
    )


def _language(pool: Pool, language: Language) -> WallboardLanguage:
    lane = pool.lane(language)
    first = lane.line.first()
    return WallboardLanguage(
        language=language,
        waiting=len(lane.line),
        oldest=None if first is None else pool.calls[first[-1]].queued_at,
        on_duty=lane.on_duty,
        free=len(lane.idle),
    )


def _guide(guide: Guide) -> WallboardGuide:
    return WallboardGuide(
        guide=guide.id,
        status=guide.status,
        reason=guide.reason,
        since=guide.since,
        next_status=guide.next_status,
        back_at=guide.back_at,
        languages=guide.languages,
        connected=guide.connected,
    )


def _call(call: Call) -> WallboardCall:
    return WallboardCall(
        call=call.id,
        state=call.state,
        kiosk=call.kiosk,
        site=call.site,
        neighbourhood=call.neighbourhood,
        language=call.language,
        queued_at=call.queued_at,
        taken_at=call.taken_at,
        guide=call.desk,
        because=call.because,
    )
