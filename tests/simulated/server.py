"""A server in the simulation: the real exchange, and the least of a gateway around it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from signaling.core.commands import Command, ConnectGuide, ConnectKiosk, LoseGuide, LoseKiosk
from signaling.core.estimate import Working
from signaling.core.events import Entry
from signaling.core.ids import Instant, KioskId, Party, PoolId, Role
from signaling.core.pool import Pool
from signaling.core.pool_settings import PoolSettings
from signaling.core.views import LanguageService, View, kiosk_view, language_services, touched, view
from signaling.exchange import Exchange
from tests.core.invariants import check, require
from tests.core.world import SITE
from tests.simulated.ports import FaultyJournal, SteadyVirtualClock, Table


class Screen(Protocol):
    """Who is shown views."""

    party: Party

    def shown(self, seq: int, seen: View) -> None: ...


@dataclass(eq=False)
class Line:
    """A socket. `gone` is set when it breaks, for whichever reason."""

    server: "Server"
    screen: Screen
    lose: LoseKiosk | LoseGuide
    gone: asyncio.Event

    @property
    def epoch(self) -> int:
        return self.lose.epoch


class Served(NamedTuple):
    """What the views of all kiosks have in common at one moment."""

    pool: Pool
    working: Working
    services: tuple[LanguageService, ...]


class Server:
    """One process, from its start to its crash."""

    def __init__(
        self, table: Table, journal: FaultyJournal, *, settings: PoolSettings, clock_off: Instant
    ) -> None:
        self.clock = SteadyVirtualClock(clock_off)
        self.dead = asyncio.Event()
        self._table = table
        self._journal = journal
        self._lines: dict[Party, Line] = {}
        self._served: Served | None = None
        self.exchange = Exchange(
            PoolId("simulated"), journal=journal, audience=self, clock=self.clock, settings=settings
        )

    async def run(self) -> None:
        """Serve until cancelled."""
        await self.exchange.run()

    def unplug(self) -> None:
        """Every socket breaks; the process may go on for a while."""
        self.dead.set()
        for line in list(self._lines.values()):
            line.gone.set()
        self._lines.clear()

    def crash(self) -> None:
        self.unplug()
        self._journal.cut = True
        self.exchange.close()

    async def join(
        self, screen: Screen, connect: ConnectKiosk | ConnectGuide, lose: LoseKiosk | LoseGuide
    ) -> Line:
        """A socket comes up: the pool hears of it, and the one before it is put out."""
        await self.ask(connect, by=screen.party)
        line = Line(self, screen, lose, asyncio.Event())
        older = self._lines.get(screen.party)
        if older is not None and older.epoch > line.epoch:
            line.gone.set()
            return line
        self._lines[screen.party] = line
        if older is not None:
            older.gone.set()
        self.show(screen.party)
        return line

    def leave(self, line: Line) -> None:
        """A socket is found to be dead."""
        if self._lines.get(line.screen.party) is line:
            del self._lines[line.screen.party]
        if not self.dead.is_set():
            self.exchange.tell(line.lose)

    async def ask(
        self, command: Command, *, by: Party, command_id: str | None = None, expires: Instant | None = None
    ) -> int:
        """As `Exchange.submit`; raises `TimeoutError` where the server dies before it answers."""
        if self.dead.is_set():
            raise TimeoutError
        async with asyncio.timeout(15):
            seq = await self.exchange.submit(command, by=by, command_id=command_id, expires=expires)
        require("never answered before the commit", seq <= len(self._table.entries), (command, seq))
        return seq

    def changed(self, pool: Pool, entries: Sequence[Entry]) -> None:
        """As an `Audience`: what is told is on the disk, and every promise is kept."""
        for entry in entries:
            require("never told before the commit", self._table.entries[entry.seq - 1] == entry, entry)
        check(pool)
        for party in sorted(touched(entries, pool), key=lambda party: (party.role, party.id)):
            self.show(party, pool)

    def show(self, party: Party, pool: Pool | None = None) -> None:
        line = self._lines.get(party)
        pool = pool or self.exchange.pool
        if line is not None:
            line.screen.shown(pool.seq, self._view(pool, party))

    def _view(self, pool: Pool, party: Party) -> View:
        """What all kiosks show alike is worked out once for each pool, as by the gateway."""
        if party.role is not Role.KIOSK:
            return view(pool, party)
        if self._served is None or self._served.pool is not pool:
            working = Working(pool)
            self._served = Served(pool, working, language_services(pool, SITE, working=working))
        return kiosk_view(
            pool, KioskId(party.id), services=self._served.services, working=self._served.working
        )
