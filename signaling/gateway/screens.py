"""Every screen that is connected here, and what it was last shown.

A change that is certainly a party's own is shown at once. What others do (positions, queues, how a language
is served) changes many screens a little: those are looked at once a second, and sent where they differ.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

import structlog

from signaling.core import views as core
from signaling.core.estimate import Speeds, speeds
from signaling.core.events import Entry
from signaling.core.ids import CallId, GuideId, Instant, KioskId, Milliseconds, Party, Role, SiteId
from signaling.core.pool import Pool
from signaling.core.pool_settings import SECOND
from signaling.core.views import desk_view, kiosk_view, language_services, touched
from signaling.core.vocabulary import CallState
from signaling.gateway.names import NameBook
from signaling.gateway.transport import Line
from signaling.ports import Clock
from signaling.turn_credentials import IceServers, TurnCredentials
from signaling.wire import translate
from signaling.wire import views as wire_views
from signaling.wire.messages import DeskViewPush, IceCredentials, KioskViewPush, ViewPush

MEDIA_STATES = frozenset({CallState.RINGING, CallState.CONNECTING, CallState.LIVE, CallState.INTERRUPTED})
"""States in which the parties prepare or hold a connection, and so need ICE servers."""
ROUNDS_AT_REST = 3
"""An idle kiosk is looked at in every third round only, a third of them in each."""
RETHINK: Milliseconds = 10 * SECOND
"""A waiting resident's estimate is never older than this."""
_SLICE = 50
"""Screens looked at before others get their turn."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True, eq=False)
class Screen:
    party: Party
    line: Line
    seq: int = 0
    """Of the newest view sent."""
    looked_at: int = 0
    """The pool's `seq` when it was last looked at whether the view is new; 0 where it must be again."""
    sent_at: Instant = 0
    looked_then: Instant = 0
    """When that was."""
    view: core.View | None = None
    """The newest view sent; None where it must be sent again."""
    ice: IceServers | None = None
    ice_call: CallId | None = None
    ice_until: Instant = 0
    """When other credentials must be sent."""

    @property
    def rests(self) -> bool:
        """Whether nobody waits before it: an idle kiosk, whose picker need not be fresh to the second."""
        return isinstance(self.view, core.KioskView) and self.view.call is None

    @property
    def waits(self) -> bool:
        """Whether a resident before it is told how long the wait may be."""
        call = self.view.call if isinstance(self.view, core.KioskView) else None
        return call is not None and call.state is CallState.WAITING

    def is_stale(self, now: Instant) -> bool:
        """Whether an estimate on it must be worked out anew."""
        return self.waits and now - self.looked_then >= RETHINK

    def is_due(self, now: Instant) -> bool:
        """Whether it must be sent even the same view again."""
        return self.view is None or (self.ice is not None and self.ice_until <= now)


@dataclass(slots=True)
class Services:
    """How languages are served at one site: worked out once for all its kiosks when it may have changed."""

    site: SiteId
    seen: tuple[core.LanguageService, ...] = ()
    shown: tuple[wire_views.LanguageService, ...] = ()
    _made_of: tuple[object, ...] = ()

    def of(self, pool: Pool, working: Callable[[], Speeds]) -> "Services":
        made_of = (pool.lanes, pool.settings, pool.hours, pool.turned_at)
        if any(now is not then for now, then in zip_longest(made_of, self._made_of)):
            self._made_of = made_of
            served = language_services(pool, self.site, working=working)
            if served != self.seen:
                self.seen, self.shown = served, translate.services(served)
        return self


@dataclass(slots=True)
class Pace:
    """How fast guides work: looked at once for all estimates of a second, and every `RETHINK` at least."""

    _known: Speeds | None = None
    _at: Instant = 0
    _pool: Pool | None = None

    def of(self, pool: Pool, now: Instant) -> Speeds:
        age = now - self._at
        if self._known is None or age >= RETHINK or (age >= SECOND and pool is not self._pool):
            self._known, self._at, self._pool = speeds(pool), now, pool
        return self._known

    def is_of(self, pool: Pool) -> bool:
        """Whether what `of` last answered was worked out from this very pool, not from an older one."""
        return pool is self._pool


class Screens:
    def __init__(
        self, *, names: NameBook, turn: TurnCredentials, clock: Clock, refresh: Milliseconds
    ) -> None:
        self._names = names
        self._turn = turn
        self._clock = clock
        self._refresh = refresh
        self._screens: dict[Party, Screen] = {}
        self._services: dict[SiteId, Services] = {}
        self._pace = Pace()
        self._pool: Pool | None = None
        self._round = 0

    def add(self, screen: Screen, pool: Pool) -> None:
        """Show this party its view, now and whenever it changes."""
        self._screens[screen.party] = screen
        self._pool = pool
        self.show(screen)

    def remove(self, screen: Screen) -> None:
        if self._screens.get(screen.party) is screen:
            del self._screens[screen.party]

    def changed(self, pool: Pool, entries: Sequence[Entry]) -> None:
        """Show at once what is certainly new."""
        self._pool = pool
        for party in touched(entries, pool):
            screen = self._screens.get(party)
            if screen is not None:
                self.show(screen)

    def show(self, screen: Screen) -> None:
        """Send the view as it is now, whether or not it is new."""
        if self._pool is not None:
            self._send(self._pool, screen, self._view(self._pool, screen.party))

    async def refresh_forever(self) -> None:
        while True:
            await asyncio.sleep(self._refresh / SECOND)
            try:
                await self._refresh_all()
            except Exception:  # noqa: BLE001 - one screen that cannot be drawn must not stop the others
                _log.exception("refresh_failed")

    async def _refresh_all(self) -> None:
        if self._names.lacking:
            await self._names.look_up()
            for screen in self._screens.values():
                screen.view = None
        if self._pool is None:
            return
        self._round += 1
        for number, screen in enumerate(list(self._screens.values())):
            resting = screen.rests and (number + self._round) % ROUNDS_AT_REST
            if not resting or screen.is_due(self._clock.now()):
                self._show_if_new(self._pool, screen)
            if number % _SLICE == 0:
                await asyncio.sleep(0)

    def _view(self, pool: Pool, party: Party) -> core.View:
        if party.role is Role.KIOSK:
            kiosk = KioskId(party.id)
            services = self._served(pool, kiosk).seen
            return kiosk_view(pool, kiosk, services=services, working=partial(self._working, pool))
        return desk_view(pool, GuideId(party.id))

    def _served(self, pool: Pool, kiosk: KioskId) -> Services:
        known = pool.kiosks.get(kiosk)
        site = SiteId("") if known is None else known.site
        return self._services.setdefault(site, Services(site)).of(pool, partial(self._working, pool))

    def _working(self, pool: Pool) -> Speeds:
        return self._pace.of(pool, self._clock.now())

    def _show_if_new(self, pool: Pool, screen: Screen) -> None:
        now = self._clock.now()
        if screen.looked_at == pool.seq and not screen.is_due(now) and not screen.is_stale(now):
            return
        seen = self._view(pool, screen.party)
        if seen != screen.view or screen.is_due(now):
            self._send(pool, screen, seen)
        rough = screen.waits and not self._pace.is_of(pool)
        screen.looked_at, screen.looked_then = (0 if rough else pool.seq), now

    def _send(self, pool: Pool, screen: Screen, seen: core.View) -> None:
        now = self._clock.now()
        screen.seq, screen.sent_at, screen.view = pool.seq, now, seen
        screen.line.emit("view", self._push(pool, screen, seen, now))

    def _push(self, pool: Pool, screen: Screen, seen: core.View, now: Instant) -> ViewPush:
        ice = self._ice(screen, media_call(seen), now)
        match seen:
            case core.KioskView():
                shown = translate.kiosk_view(seen, self._names, self._served(pool, seen.kiosk).shown)
                return KioskViewPush(seq=pool.seq, at=now, view=shown, ice=ice)
            case core.DeskView():
                drawn = translate.desk_view(seen, self._names, pool.settings)
                return DeskViewPush(seq=pool.seq, at=now, view=drawn, ice=ice)

    def _ice(self, screen: Screen, call: CallId | None, now: Instant) -> IceCredentials | None:
        """The call's credentials: the same ones until two thirds of their life are over."""
        if call is None:
            screen.ice = screen.ice_call = None
            return None
        if screen.ice_call != call or screen.ice_until <= now:
            screen.ice, screen.ice_call = self._turn.for_call(call, now), call
            screen.ice_until = now + self._turn.lifetime * 2 // 3
        ice = screen.ice
        if ice is None:
            return None
        return IceCredentials(
            urls=ice.urls, username=ice.username, credential=ice.credential, expires=ice.expires
        )


def media_call(seen: core.View) -> CallId | None:
    """The call for which this screen may hold a connection to another."""
    match seen:
        case core.KioskView():
            return seen.call.id if seen.call is not None and seen.call.state in MEDIA_STATES else None
        case core.DeskView():
            if seen.ring is not None:
                return seen.ring.call
            return None if seen.call is None else seen.call.id
