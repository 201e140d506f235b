"""The whole pool at a glance: who waits, who works, who talks with whom and why those two.

For the leader's wall and for an admin who wonders. It holds nothing of a resident but where the kiosk stands,
which language was asked for and since when.
"""

from dataclasses import dataclass
from itertools import islice

from signaling.core.ids import CallId, GuideId, Instant, KioskId, Language, NeighbourhoodId, Role, SiteId
from signaling.core.pool import Call, Guide, Help, Kiosk, Pool
from signaling.core.quality import Graded
from signaling.core.vocabulary import AwayReason, CallState, Grade, GuideStatus, PartyState

MOST_TAKERS = 20
"""As many as a leader can choose among at a glance."""
_UNTAKEN = frozenset({CallState.WAITING, CallState.RINGING})
_TALK = frozenset({CallState.CONNECTING, CallState.LIVE, CallState.INTERRUPTED})


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
    call: CallId | None
    """Which rings at this desk or is led or joined from it."""
    help: Help | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WallboardEnd:
    """One end of a talk, as it last said."""

    connected: bool
    """Whether its socket is up; a talk goes on without."""
    receives: bool
    """Whether it sees or hears the other end."""
    grade: Grade | None = None
    """How sound and picture come through to it; None where it has not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WallboardGuest:
    guide: GuideId
    role: Role
    state: PartyState


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
    live_since: Instant | None
    on_hold: bool
    kiosk_end: WallboardEnd | None
    """None before a talk, as `guide_end`."""
    guide_end: WallboardEnd | None
    guests: tuple[WallboardGuest, ...]
    takers: tuple[GuideId, ...]
    """To whom it could be assigned: free and with a language in common, the longest idle first."""


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
        calls=tuple(_call(pool, call) for call in sorted(pool.calls.values(), key=lambda call: call.place)),
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
        call=guide.call,
        help=guide.help,
    )


def _call(pool: Pool, call: Call) -> WallboardCall:
    talks = call.state in _TALK and call.guide is not None
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
        live_since=call.live_since,
        on_hold=call.on_hold,
        kiosk_end=_end(pool.kiosks.get(call.kiosk), call.kiosk_grade, receives=call.kiosk_media)
        if talks
        else None,
        guide_end=_end(_lead(pool, call), call.guide_grade, receives=call.guide_media) if talks else None,
        guests=tuple(
            WallboardGuest(guide=guest.guide, role=guest.role, state=guest.state) for guest in call.guests
        ),
        takers=_takers(pool, call) if call.state in _UNTAKEN and call.guide is None else (),
    )


def _lead(pool: Pool, call: Call) -> Guide | None:
    return None if call.guide is None else pool.guides.get(call.guide)


def _end(party: Kiosk | Guide | None, graded: Graded | None, *, receives: bool) -> WallboardEnd:
    return WallboardEnd(
        connected=party is not None and party.connected,
        receives=receives,
        grade=None if graded is None else graded.grade,
    )


def _takers(pool: Pool, call: Call) -> tuple[GuideId, ...]:
    idle = (guide for language in call.languages for _, guide in pool.lane(language).idle)
    return tuple(islice(dict.fromkeys(idle), MOST_TAKERS))
