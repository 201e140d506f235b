"""What a guide's desk shows: the ring, the call or the wrap-up, and the queues of its languages."""

from dataclasses import dataclass
from itertools import islice

from signaling.core.errors import UnknownGuide
from signaling.core.ids import CallId, GuideId, Instant, KioskId, Language, NeighbourhoodId, Role, SiteId
from signaling.core.pool import Call, Guide, Help, Pool
from signaling.core.skills import Accepted, Skill
from signaling.core.views.common import PartyLine, parties_of
from signaling.core.vocabulary import AwayReason, CallState, Grade, GuideStatus, How, PartyState

MOST_COLLEAGUES = 20
"""As many as a guide can choose among at a glance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRing:
    call: CallId
    epoch: int
    kiosk: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    language: Language
    """The one that was tapped."""
    spoken: Accepted
    """What the guide and the resident have in common."""
    tapped_at: Instant
    until: Instant
    role: Role
    """What the guide is asked to be in the call."""
    parties: tuple[PartyLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCall:
    id: CallId
    state: CallState
    """`connecting`, `live` or `interrupted`; `ringing` where somebody rung together has still to take."""
    epoch: int
    kiosk: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    language: Language
    spoken: Accepted
    tapped_at: Instant
    taken_at: Instant
    live_since: Instant | None
    kiosk_connected: bool
    role: Role
    """What the guide is in the call. The one whose role is `guide` leads it."""
    parties: tuple[PartyLine, ...]
    held_since: Instant | None
    """Since when it is on hold; None where it is not."""
    until: Instant | None
    kiosk_grade: Grade | None = None
    """How the lead comes through to the resident; None where the kiosk has not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWrapUp:
    call: CallId
    language: Language
    kiosk: KioskId
    until: Instant
    extensions_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskHelp:
    """The guide asked the leader for help."""

    since: Instant
    coming: GuideId | None
    """The leader who answered."""


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
    next_by_admin: bool
    next_back_at: Instant | None
    back_at: Instant | None
    """When the guide plans to be back."""
    skills: tuple[Skill, ...]
    ring: DeskRing | None
    call: DeskCall | None
    wrap_up: DeskWrapUp | None
    queue: tuple[QueueLine, ...]
    colleagues: tuple[GuideId, ...]
    """Whom the lead of a call could invite or send the resident on to: free, and of its language."""
    help: DeskHelp | None


def desk_view(pool: Pool, guide: GuideId) -> DeskView:
    known = pool.guides.get(guide)
    if known is None:
        raise UnknownGuide
    call = None if known.call is None else pool.calls.get(known.call)
    return DeskView(
        guide=guide,
        status=known.status,
        reason=known.reason,
        since=known.since,
        next_status=known.next_status,
        next_reason=known.next_reason,
        next_by_admin=known.next_by_admin,
        next_back_at=known.next_back_at,
        back_at=known.back_at,
        skills=known.skills,
        ring=None if call is None else _desk_ring(call, guide),
        call=None if call is None else _desk_call(pool, call, guide),
        wrap_up=_desk_wrap_up(pool, known),
        queue=tuple([_queue_line(pool, language) for language in known.languages]),
        colleagues=() if call is None or call.guide != guide else _colleagues(pool, call),
        help=None if known.help is None else _desk_help(known.help),
    )


def _queue_line(pool: Pool, language: Language) -> QueueLine:
    lane = pool.lane(language)
    first = lane.queue.first()
    return QueueLine(
        language=language,
        waiting=lane.queue.size,
        oldest=None if first is None else pool.calls[first[-1]].tapped_at,
        free=lane.idle.size,
    )


def _colleagues(pool: Pool, call: Call) -> tuple[GuideId, ...]:
    idle = pool.lane(_spoken(call).language).idle
    return tuple(guide for _, guide in islice(idle, MOST_COLLEAGUES))


def _desk_ring(call: Call, guide: GuideId) -> DeskRing | None:
    guest = call.guest(guide)
    if guest is None:
        rings = call.state is CallState.RINGING and call.guide is None
    else:
        rings = guest.state is PartyState.RINGING
    if not rings:
        return None
    return DeskRing(
        call=call.id,
        epoch=call.epoch if guest is None else guest.epoch,
        kiosk=call.kiosk,
        site=call.site,
        neighbourhood=call.neighbourhood,
        language=call.language,
        spoken=_spoken(call),
        tapped_at=call.tapped_at,
        until=call.until if guest is None or guest.until is None else guest.until,
        role=Role.GUIDE if guest is None else guest.role,
        parties=parties_of(call),
    )


def _desk_call(pool: Pool, call: Call, guide: GuideId) -> DeskCall | None:
    guest = call.guest(guide)
    taken_at = call.taken_at if guest is None else guest.taken_at
    if taken_at is None:
        return None
    kiosk = pool.kiosks.get(call.kiosk)
    joins = guest is not None and guest.state is PartyState.JOINING and not guest.bound
    return DeskCall(
        id=call.id,
        state=CallState.CONNECTING if joins else call.state,
        epoch=call.epoch if guest is None else guest.epoch,
        kiosk=call.kiosk,
        site=call.site,
        neighbourhood=call.neighbourhood,
        language=call.language,
        spoken=_spoken(call),
        tapped_at=call.tapped_at,
        taken_at=taken_at,
        live_since=call.live_since,
        kiosk_connected=kiosk is not None and kiosk.connected,
        role=Role.GUIDE if guest is None else guest.role,
        parties=parties_of(call),
        held_since=call.held_since,
        until=call.until,
        kiosk_grade=None if call.kiosk_grade is None else call.kiosk_grade.grade,
    )


def _spoken(call: Call) -> Accepted:
    """What is spoken in the call: where an interpreter joins, what the resident asked for."""
    return call.spoken or Accepted(call.language, How.ASKED)


def _desk_help(wanted: Help) -> DeskHelp:
    return DeskHelp(since=wanted.at, coming=None if wanted.by is None else GuideId(wanted.by.id))


def _desk_wrap_up(pool: Pool, guide: Guide) -> DeskWrapUp | None:
    wrap_up = guide.wrap_up
    if wrap_up is None:
        return None
    return DeskWrapUp(
        call=wrap_up.call,
        language=wrap_up.language,
        kiosk=wrap_up.kiosk,
        until=wrap_up.until,
        extensions_left=max(0, pool.settings.wrap_up_extensions - wrap_up.extensions),
    )
