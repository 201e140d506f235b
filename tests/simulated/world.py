"""One world: ten minutes of a municipality in foul weather, and the accounts that are settled afterwards.

`live(seed)` raises where a promise breaks. The same seed gives the same journal, in every process.
"""

import asyncio
import hashlib
import sys
from collections.abc import Callable, Coroutine
from random import Random
from typing import Any
from unittest.mock import patch

from signaling.core.commands import (
    Command,
    Configure,
    ConnectGuide,
    ConnectKiosk,
    LoseGuide,
    LoseKiosk,
    Recover,
    ReportTap,
    Tick,
)
from signaling.core.errors import Refused
from signaling.core.ids import CallId, Instant, Party
from signaling.core.pool_settings import MINUTE, SECOND, PoolSettings
from signaling.core.views import view
from signaling.ports import JournalUnavailable
from tests.core.invariants import Broken, check_history, require
from tests.core.repertoire import KINDS, Cast, Imagination
from tests.core.world import AR, DISPOSITION, SO, SV, TOPIC, guide, kiosk
from tests.simulated import loop
from tests.simulated.clients import Client, Desk, Kiosk
from tests.simulated.ports import FaultyJournal, Table, Weather
from tests.simulated.server import Server

LENGTH = 600.0
"""Seconds of foul weather; then the sky clears and everybody goes home."""
SETTINGS = PoolSettings(
    languages=(SV, AR, SO),
    topics=(TOPIC,),
    dispositions=(DISPOSITION,),
    ring=15 * SECOND,
    wrap_up=20 * SECOND,
    wait_limit=3 * MINUTE,
    call_limit=4 * MINUTE,
)
OF_SOCKETS = (ConnectKiosk, LoseKiosk, ConnectGuide, LoseGuide, Configure, Recover, Tick, ReportTap)
WILD = {kind: 1.0 for kind in KINDS if kind not in OF_SOCKETS}
"""What anybody's page may send at any time, however foolish."""
HOUR: Instant = 60 * MINUTE
CLOCK_ERRORS: tuple[Instant, ...] = (
    0,
    0,
    0,
    3 * SECOND,
    -3 * SECOND,
    -2 * HOUR,
    2 * HOUR,
    -48 * HOUR,
    48 * HOUR,
)


class World:
    def __init__(self, seed: int) -> None:
        self.random = random = Random(seed)
        self.table = Table()
        self.weather = Weather(
            journal_fails=random.choice((0, 0, 0.02, 0.1)),
            journal_done_but_lost=random.choice((0, 0, 0.01, 0.05)),
            journal_slow=random.choice((0, 0, 0.05)),
            message_lost=random.choice((0, 0.02, 0.1, 0.3)),
            message_doubled=random.choice((0, 0.05, 0.3)),
            longest_delay=random.choice((0.05, 0.5, 5.0)),
        )
        self.socket_life = random.choice((30.0, 120.0, 3_600.0))
        self.between_taps = random.choice((5.0, 20.0, 60.0))
        self.server: Server | None = None
        self.languages = SETTINGS.languages
        self.acknowledged: set[CallId] = set()
        self.peers: dict[tuple[CallId, int], set[Party]] = {}
        self.closing = False
        self._broken: dict[tuple[CallId, int], float] = {}
        self._epoch = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._fault: asyncio.Future[None] | None = None
        names = ("amal", "björn", "cilla")[: random.randint(1, 3)]
        self._kiosks = [Kiosk(self, kiosk(name)) for name in "abcde"[: random.randint(1, 5)]]
        self._desks = [
            Desk(self, guide(name), tuple(random.sample(self.languages, random.randint(1, 3))))
            for name in names
        ]
        self._clients: list[Client] = [*self._kiosks, *self._desks]
        self._cast = Cast(
            kiosks=[each.kiosk for each in self._kiosks], guides=[each.guide for each in self._desks]
        )

    # ── what clients need of it ───────────────────────────────────────────────────────────────────────────

    def time(self) -> float:
        return asyncio.get_running_loop().time()

    def lost(self) -> bool:
        return self.random.random() < self.weather.message_lost

    def delay(self) -> float:
        return self.random.uniform(0, self.weather.longest_delay)

    def later(self, delay: float, act: Callable[..., object], *args: object) -> None:
        asyncio.get_running_loop().call_later(delay, act, *args)

    def next_epoch(self, party: Party) -> int:
        self._epoch += 1
        return self._epoch

    async def known(self, call: CallId) -> frozenset[CallId]:
        return await FaultyJournal(self.table, self.weather, self.random).known([call])

    def flows(self, call: CallId, epoch: int) -> bool:
        """Whether media passes between the two. Now and then it stops for a while, or never begins."""
        key, now = (call, epoch), self.time()
        if key not in self._broken:
            never = self.random.random() < 0.1
            self._broken[key] = now + (1_000 if never else self.random.uniform(0.1, 3))
        elif now > self._broken[key] and self.random.random() < 0.01:
            self._broken[key] = now + self.random.uniform(1, 60)
        return len(self.peers.get(key, ())) == 2 and now > self._broken[key]

    def maybe_repeat(self, client: Client, command: Command, command_id: str) -> None:
        """The network doubles a message, and delivers the second one up to ten seconds late."""
        if self.random.random() < self.weather.message_doubled:
            fresh = self.random.random() < 0.3
            self.spawn(self._repeat(client.party, command, None if fresh else command_id))

    async def _repeat(self, party: Party, command: Command, command_id: str | None) -> None:
        # Fewer than a kiosk remembers calls: what is later was refused by its expiry.
        await asyncio.sleep(self.random.choice((0.1, 2, 10)) * self.random.random())
        await self._send(command, party, command_id)

    async def _send(self, command: Command, party: Party, command_id: str | None = None) -> None:
        server = self.server
        if server is None:
            return
        try:
            await server.ask(command, by=party, command_id=command_id)
        except (Refused, TimeoutError, JournalUnavailable):
            return

    # ── its course ────────────────────────────────────────────────────────────────────────────────────────

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        fault = task.exception()
        if fault is not None:
            self.failed(fault)

    def failed(self, fault: BaseException) -> None:
        if self._fault is not None and not self._fault.done():
            self._fault.set_exception(fault)

    async def run(self) -> None:
        self._fault = asyncio.get_running_loop().create_future()
        course = self.spawn(self._course())
        await asyncio.wait((course, self._fault), return_when=asyncio.FIRST_COMPLETED)
        self._fault.cancel()
        while self._tasks:
            tasks = sorted(self._tasks, key=lambda task: task.get_name())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if not self._fault.cancelled():
            self._fault.result()

    async def _course(self) -> None:
        servers = self.spawn(self._keep_serving())
        busy = []
        for client in self._clients:
            self.spawn(client.stay_connected())
            busy += [self.spawn(client.beat()), self.spawn(client.mind_media()), self.spawn(client.live())]
        wild = self.spawn(self._wild())
        await asyncio.sleep(LENGTH)
        self.closing = True
        wild.cancel()
        self.weather.calm()
        self.socket_life = 1e9
        await asyncio.sleep(120)
        await self._check_screens()
        for work in busy:
            work.cancel()
        for client in self._clients:
            client.hang_up_line()
        await asyncio.sleep(900)
        servers.cancel()
        self._settle_accounts()

    async def _keep_serving(self) -> None:
        """One server after another, each until it crashes; at times the old one wakes beside the new."""
        random = self.random
        crashes = random.choice((0, 1, 2, 5))
        error: Instant = 0
        while True:
            journal = FaultyJournal(self.table, self.weather, random)
            server = Server(self.table, journal, settings=SETTINGS, clock_off=error)
            running = self.spawn(server.run())
            self.server = server
            await asyncio.sleep(random.uniform(1, 2 * LENGTH / (crashes + 1)) if crashes else 1e9)
            if self.closing:
                await asyncio.sleep(1e9)
            crashes = max(1, crashes)
            self.server = None
            server.unplug()
            if random.random() < 0.3:
                self.spawn(self._linger(server, running, random.uniform(0, 30)))
            else:
                server.crash()
                running.cancel()
            await asyncio.sleep(random.choice((0.0, 1.0, 20.0)) * random.random())
            error = random.choice(CLOCK_ERRORS)

    async def _linger(self, server: Server, running: asyncio.Task[None], seconds: float) -> None:
        await asyncio.sleep(seconds)
        server.crash()
        running.cancel()

    async def _wild(self) -> None:
        """Anybody sends anything."""
        while True:
            await asyncio.sleep(self.random.expovariate(1 / 6))
            if self.server is not None and not self.server.dead.is_set():
                pool, now = self.server.exchange.pool, self.server.clock.now()
                command = Imagination(self._cast, pool, now, self.random, weights=WILD).command()
                self.spawn(self._send(command, self._clients[0].party))

    async def _check_screens(self) -> None:
        """In calm weather everybody is connected, and each screen comes to show the truth."""
        assert self.server is not None
        exchange = self.server.exchange
        require("the server is back", exchange.available, exchange.pool.seq)
        for client in self._clients:
            for _ in range(100):
                if client.line is not None and client.view == view(exchange.pool, client.party):
                    break
                await asyncio.sleep(1)
            else:
                raise Broken(f"screens: {client.party} shows {client.view}")

    def _settle_accounts(self) -> None:
        assert self.server is not None
        pool = self.server.exchange.pool
        require("the fold follows the journal", pool.seq == len(self.table.entries), pool.seq)
        history = check_history(self.table.entries, pool)
        require("Q2", self.acknowledged <= set(history.callers), self.acknowledged - set(history.callers))
        require("C3", not list(pool.calls), "everybody has gone home, and a call is still open")
        for helper in pool.guides.values():
            require("no guide stuck", helper.call is None and helper.wrap_up is None, helper)

    def digest(self) -> str:
        return hashlib.sha256(repr(self.table.entries).encode()).hexdigest()[:16]


class _Log:
    """What the exchange logs: a fault of ours fails the world, the rest is weather."""

    def __init__(self, world: World) -> None:
        self._world = world

    def error(self, event: str, **about: Any) -> None:
        fault = about.get("exc_info")
        self._world.failed(fault if isinstance(fault, BaseException) else AssertionError(f"{event}: {about}"))

    def exception(self, event: str, **about: Any) -> None:
        self._world.failed(sys.exc_info()[1] or AssertionError(event))

    def warning(self, event: str, **about: Any) -> None: ...

    def info(self, event: str, **about: Any) -> None: ...


def live(seed: int) -> World:
    """Live through one world. Raises what broke."""

    async def course() -> World:
        world = World(seed)
        with patch("signaling.exchange._log", _Log(world)):
            await world.run()
        return world

    return loop.run(course())
