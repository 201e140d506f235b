"""What one screen shows: the whole small truth for it, computed from the pool.

A view carries ids; names of places and people are added at the gateway, so that the journal never holds them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from signaling.core.errors import UnknownGuide, UnknownKiosk
from signaling.core.events import Entry, PoolConfigured
from signaling.core.ids import (
    CallId,
    GuideId,
    Instant,
    KioskId,
    Language,
    NeighbourhoodId,
    Party,
    Role,
    SiteId,
)
from signaling.core.pool import IN_LINE, Call, Ended, Guide, Pool
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


def view(pool: Pool, party: Party) -> View:
    """What the party's screen shows. Raises `UnknownKiosk` or `UnknownGuide` where it has never connected."""
    match party.role:
        case Role.KIOSK:
            return kiosk_view(pool, KioskId(party.id))
        case Role.GUIDE:
            return desk_view(pool, GuideId(party.id))
        case _:
            raise UnknownGuide


def language_services(pool: Pool) -> tuple[LanguageService, ...]:
    """How each language is served, in the order in which a kiosk shows them: the same for all kiosks."""
    return tuple(_service(pool, language) for language in pool.settings.languages)


def kiosk_view(
    pool: Pool, kiosk: KioskId, *, services: tuple[LanguageService, ...] | None = None
) -> KioskView:
    """What the kiosk shows.

    `services`: the pool's `language_services`, where many kiosks' views are made. Raises `UnknownKiosk`.
    """
    known = pool.kiosks.get(kiosk)
    if known is None:
        raise UnknownKiosk
    call = None if known.call is None else pool.calls.get(known.call)
    last = known.ended if call is None else None
    return KioskView(
        kiosk=kiosk,
        languages=language_services(pool) if services is None else services,
        call=None if call is None else _kiosk_call(pool, call),
        ended=None if last is None else _ended_call(last),
    )


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
        languages=known.languages,
        ring=None if call is None else _desk_ring(call),
        call=None if call is None else _desk_call(pool, call),
        wrap_up=_desk_wrap_up(pool, known),
        queue=tuple(_queue_line(pool, language) for language in known.languages),
    )


def touched(entries: Iterable[Entry], pool: Pool) -> frozenset[Party]:
    """The parties whose own part of the view `entries` changed; `pool` is the one after them.

    What the others see of the queue changed too, perhaps: refresh their views at leisure.
    """
    parties: set[Party] = set()
    for entry in entries:
        event = entry.event
        kiosk = getattr(event, "kiosk", None)
        guide = getattr(event, "guide", None)
        call = getattr(event, "call", None)
        if kiosk is not None:
            parties.add(Party.kiosk(kiosk))
        if guide is not None:
            parties.add(Party.guide(guide))
        if call is not None:
            parties |= _parties_of(pool, call)
        if isinstance(event, PoolConfigured):
            parties.update(map(Party.kiosk, pool.kiosks), map(Party.guide, pool.guides))
    return frozenset(parties)


def _parties_of(pool: Pool, call_id: CallId) -> set[Party]:
    call = pool.calls.get(call_id)
    if call is not None:
        return {Party.kiosk(call.kiosk)} | ({Party.guide(call.desk)} if call.desk is not None else set())
    ended = pool.ended(call_id)
    if ended is None:
        return set()
    kiosk = {Party.kiosk(pool.closed[call_id])}
    return kiosk | ({Party.guide(ended.guide)} if ended.guide is not None else set())


def _service(pool: Pool, language: Language) -> LanguageService:
    lane = pool.lane(language)
    return LanguageService(
        language=language, on_duty=lane.on_duty, free=len(lane.idle), waiting=len(lane.line)
    )


def _queue_line(pool: Pool, language: Language) -> QueueLine:
    lane = pool.lane(language)
    first = lane.queue.first()
    return QueueLine(
        language=language,
        waiting=len(lane.queue),
        oldest=None if first is None else pool.calls[first[1]].tapped_at,
        free=len(lane.idle),
    )


def _kiosk_call(pool: Pool, call: Call) -> KioskCall:
    in_line = call.state in IN_LINE
    return KioskCall(
        id=call.id,
        state=call.state,
        language=call.language,
        tapped_at=call.tapped_at,
        epoch=call.epoch,
        position=pool.lane(call.language).line.rank((call.place, call.id)) + 1 if in_line else None,
        guide=call.guide,
        until=call.until,
    )


def _ended_call(last: Ended) -> EndedCall:
    return EndedCall(id=last.id, language=last.language, outcome=last.outcome, at=last.at)


def _desk_ring(call: Call) -> DeskRing | None:
    if call.state is not CallState.RINGING:
        return None
    return DeskRing(
        call=call.id,
        epoch=call.epoch,
        kiosk=call.kiosk,
        site=call.site,
        neighbourhood=call.neighbourhood,
        language=call.language,
        tapped_at=call.tapped_at,
        until=call.until,
    )


def _desk_call(pool: Pool, call: Call) -> DeskCall | None:
    if call.taken_at is None:
        return None
    kiosk = pool.kiosks.get(call.kiosk)
    return DeskCall(
        id=call.id,
        state=call.state,
        epoch=call.epoch,
        kiosk=call.kiosk,
        site=call.site,
        neighbourhood=call.neighbourhood,
        language=call.language,
        tapped_at=call.tapped_at,
        taken_at=call.taken_at,
        live_since=call.live_since,
        kiosk_connected=kiosk is not None and kiosk.connected,
        until=call.until,
    )


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
