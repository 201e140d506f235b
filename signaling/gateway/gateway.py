"""The gateway as one thing: to mount on the server's application, to run, to be the exchange's audience."""

import asyncio
from collections.abc import Callable, Sequence

from aiohttp import web

from signaling.core.events import Entry
from signaling.core.pool import Pool
from signaling.exchange import Exchange
from signaling.gateway import desk, kiosk
from signaling.gateway.admission import DeskSignIns, DeviceTokens
from signaling.gateway.agent_door import AgentDoor
from signaling.gateway.client import Floor, check_forever
from signaling.gateway.errands_http import ErrandsHttp
from signaling.gateway.kiosk_http import KioskHttp, OwnTexts
from signaling.gateway.limits import Limits
from signaling.gateway.names import NameBook
from signaling.gateway.relay import Relay
from signaling.gateway.screens import Screens
from signaling.gateway.self_test_http import SelfTestHttp
from signaling.gateway.transport import Server
from signaling.ports import Clock, DeskSessions, Directory, Errands, Journal, SelfTestGuide, SelfTests
from signaling.turn_credentials import TurnCredentials

PATH = "socket.io"


class Gateway:
    """An `Audience`. Make it, give it to the exchange, then `mount` it with that exchange and `run` it."""

    def __init__(
        self,
        *,
        directory: Directory,
        turn: TurnCredentials,
        clock: Clock,
        self_tests: SelfTests,
        self_test_guide: SelfTestGuide,
        texts: Callable[[], OwnTexts],
        limits: Limits | None = None,
    ) -> None:
        """`texts` gives the municipality's own words for the kiosks whenever it is asked."""
        self._directory = directory
        self._clock = clock
        self._limits = limits or Limits()
        self._names = NameBook(directory)
        self._relay = Relay()
        self._screens = Screens(names=self._names, turn=turn, clock=clock, refresh=self._limits.refresh)
        self._turn = turn
        self._self_tests = self_tests
        self._self_test_guide = self_test_guide
        self._texts = texts
        self._tokens = DeviceTokens(directory, clock)
        self._floor: Floor | None = None
        self._server: Server | None = None

    def changed(self, pool: Pool, entries: Sequence[Entry]) -> None:
        self._relay.follow(entries)
        self._screens.changed(pool, entries)

    def mount(
        self,
        app: web.Application,
        *,
        exchange: Exchange,
        journal: Journal,
        errands: Errands,
        sessions: DeskSessions,
        origin: str,
        address_of: Callable[[web.Request], str] = lambda request: request.remote or "",
    ) -> None:
        """Add the routes. `origin`: that of the desk's page, the only one whose sockets are taken.

        `address_of`: where a request comes from, as seen before the proxy.
        """
        self._floor = floor = Floor(
            exchange=exchange,
            screens=self._screens,
            relay=self._relay,
            clock=self._clock,
            limits=self._limits,
        )
        kiosks = kiosk.KioskDoor(floor, directory=self._directory, tokens=self._tokens, names=self._names)
        desks = desk.DeskDoor(
            floor, sign_ins=DeskSignIns(self._directory, sessions, origin), names=self._names
        )
        self._server = Server({kiosk.NAMESPACE: kiosks, desk.NAMESPACE: desks}, self._limits)
        self._server.attach(app, PATH)
        door = AgentDoor(floor, self._tokens)
        agents = KioskHttp(
            floor,
            door=door,
            directory=self._directory,
            journal=journal,
            turn=self._turn,
            texts=self._texts,
            address_of=address_of,
        )
        tests = SelfTestHttp(
            door,
            guide=self._self_test_guide,
            tests=self._self_tests,
            turn=self._turn,
            clock=self._clock,
        )
        app.add_routes([*agents.routes(), *tests.routes(), *ErrandsHttp(door, errands).routes()])

    async def run(self) -> None:
        """Until cancelled. `mount` comes first."""
        if self._server is None or self._floor is None:
            raise RuntimeError("the gateway is not mounted")
        async with asyncio.TaskGroup() as group:
            group.create_task(self._server.sweep_forever())
            group.create_task(self._screens.refresh_forever())
            group.create_task(check_forever(self._floor))

    def drain(self) -> None:
        """Send everyone elsewhere and let nobody in: this server is about to stop."""
        if self._floor is not None and self._server is not None:
            self._floor.draining = True
            self._server.close_all("draining")
