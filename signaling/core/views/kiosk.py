"""What a kiosk shows: how each language is served, and its one call."""

from collections.abc import Callable
from dataclasses import dataclass

from signaling.core.choices import Choice, Ticket
from signaling.core.errors import UnknownKiosk
from signaling.core.estimate import Speeds, WaitRange, Working, wait_of_next, wait_range
from signaling.core.ids import CallId, GuideId, Instant, KioskId, Language, SiteId
from signaling.core.pool import IN_LINE, Call, Ended, Pool
from signaling.core.skills import Accepted
from signaling.core.views.common import PartyLine, parties_of
from signaling.core.vocabulary import CallOutcome, CallState


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageService:
    """How one language is served at this moment."""

    language: Language
    on_duty: int
    """Guides who speak it and are signed on and not away."""
    free: int
    waiting: int
    open: bool = True
    """Whether it is served at this time of the day."""
    opens_at: Instant | None = None
    """When it is next served, where it is closed and that is known."""
    wait: WaitRange | None = None
    """How long one who asked now would wait; None where a guide is free, or no number would be honest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskCall:
    id: CallId
    state: CallState
    language: Language
    accepts: tuple[Accepted, ...]
    spoken: Accepted | None
    tapped_at: Instant
    epoch: int
    """Counts this call's rings; 0 before the first. Relay and media reports name it."""
    position: int | None
    """1 for the next in line among those who wait for the same language; None once taken."""
    choices: tuple[Choice, ...]
    """What the screen offers beside waiting."""
    wait: WaitRange | None
    """How long from now until a guide answers; None where no number would be honest."""
    guide: GuideId | None
    """Who took the call; None while it rings."""
    parties: tuple[PartyLine, ...]
    on_hold: bool
    until: Instant | None
    """When the present state ends by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedCall:
    id: CallId
    language: Language
    outcome: CallOutcome
    at: Instant
    ticket: Ticket | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskView:
    kiosk: KioskId
    languages: tuple[LanguageService, ...]
    call: KioskCall | None
    ended: EndedCall | None
    """This kiosk's last call, until the next one."""


def language_services(
    pool: Pool, site: SiteId, *, working: Callable[[], Speeds] | None = None
) -> tuple[LanguageService, ...]:
    """How each language is served, in the order in which a kiosk shows them: the same at all of a site's.

    `working` is as for `kiosk_view`.
    """
    working = working or Working(pool)
    return tuple(_service(pool, site, language, working) for language in pool.settings.languages)


def kiosk_view(
    pool: Pool,
    kiosk: KioskId,
    *,
    services: tuple[LanguageService, ...] | None = None,
    working: Callable[[], Speeds] | None = None,
) -> KioskView:
    """What the kiosk shows.

    Where many kiosks' views are made, give `services`, its site's `language_services`, and `working`, which
    is asked for the pool's `speeds`, of some seconds ago or less, where a wait must be estimated. Raises
    `UnknownKiosk`.
    """
    known = pool.kiosks.get(kiosk)
    if known is None:
        raise UnknownKiosk
    working = working or Working(pool)
    call = None if known.call is None else pool.calls.get(known.call)
    last = known.ended if call is None else None
    return KioskView(
        kiosk=kiosk,
        languages=language_services(pool, known.site, working=working) if services is None else services,
        call=None if call is None else _kiosk_call(pool, call, working),
        ended=None if last is None else _ended_call(last),
    )


def _service(pool: Pool, site: SiteId, language: Language, working: Callable[[], Speeds]) -> LanguageService:
    lane = pool.lane(language)
    busy = lane.on_duty > 0 and len(lane.idle) <= len(lane.line)
    return LanguageService(
        language=language,
        on_duty=lane.on_duty,
        free=len(lane.idle),
        waiting=len(lane.line),
        open=pool.is_open(site, language),
        opens_at=pool.opens_at(site, language),
        wait=wait_of_next(pool, language, working()) if busy else None,
    )


def _kiosk_call(pool: Pool, call: Call, working: Callable[[], Speeds]) -> KioskCall:
    in_line, waits = call.state in IN_LINE, call.state is CallState.WAITING
    return KioskCall(
        id=call.id,
        state=call.state,
        language=call.language,
        accepts=call.accepts,
        spoken=call.spoken,
        tapped_at=call.tapped_at,
        epoch=call.epoch,
        position=pool.lane(call.language).line.rank(call.turn) + 1 if in_line else None,
        choices=call.choices if waits else (),
        wait=wait_range(pool, call, working()) if waits else None,
        guide=call.guide,
        parties=parties_of(call),
        on_hold=call.on_hold,
        until=call.until,
    )


def _ended_call(last: Ended) -> EndedCall:
    return EndedCall(id=last.id, language=last.language, outcome=last.outcome, at=last.at, ticket=last.ticket)
