"""Kiosks and desks in the simulation: people with habits, behind lines that lose, double and reorder."""

import asyncio
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

from signaling.core.commands import (
    Command,
    ConnectGuide,
    ConnectKiosk,
    ExtendWrapUp,
    FinishWrapUp,
    HangUp,
    LoseGuide,
    LoseKiosk,
    PassRing,
    ReportMediaDown,
    ReportMediaUp,
    ReportTap,
    SetStatus,
    StartCall,
    TakeRing,
    WitnessMedia,
)
from signaling.core.errors import Refused
from signaling.core.ids import CallId, GuideId, KioskId, Language, Party
from signaling.core.views import DeskView, KioskView, View
from signaling.core.vocabulary import AwayReason, CallState, GuideStatus
from signaling.ports import JournalUnavailable
from tests.core.world import DISPOSITION, NEIGHBOURHOOD, SITE, TOPIC
from tests.simulated.server import Line

if TYPE_CHECKING:
    from tests.simulated.world import World

TALK = frozenset({CallState.CONNECTING, CallState.LIVE, CallState.INTERRUPTED})
BEAT = 5.0
ANSWER_WITHIN = 3.0
"""Seconds: what is not answered by then is sent again, under the same id."""
EXPIRES_IN = 10.0


class Client:
    """A page: it stays connected, keeps the newest view, and sends each command until it is answered."""

    def __init__(self, world: "World", party: Party) -> None:
        self.world = world
        self.party = party
        self.random = world.random
        self.line: Line | None = None
        self.seq = 0
        self.view: View | None = None
        self.at_home = False
        """Left for good."""
        self._news = asyncio.Event()
        self._ids = count(1)

    def shown(self, seq: int, seen: View) -> None:
        """A view is on its way; those behind overtake those ahead."""
        if not self.world.lost():
            self.world.later(self.world.delay(), self._receive, seq, seen)

    def _receive(self, seq: int, seen: View) -> None:
        if seq >= self.seq:
            self.seq, self.view = seq, seen
            self._news.set()
            self._news = asyncio.Event()

    async def stay_connected(self) -> None:
        while not self.at_home:
            await asyncio.sleep(self.random.uniform(0.05, 1.0))
            server = self.world.server
            if server is None or server.dead.is_set():
                continue
            try:
                connect, lose = self.commands_of_socket()
                line = await server.join(self, connect, lose)
            except (TimeoutError, JournalUnavailable):
                continue
            self.line = line
            with_luck = self.random.expovariate(1 / self.world.socket_life)
            try:
                async with asyncio.timeout(with_luck):
                    await line.gone.wait()
            except TimeoutError:
                self.world.later(self.random.uniform(0, 12), server.leave, line)
            else:
                server.leave(line)
            self.line = None
            if self.random.random() < 0.2:
                await asyncio.sleep(self.random.uniform(5, 60))

    def hang_up_line(self) -> None:
        """The page is closed for good."""
        self.at_home = True
        if self.line is not None:
            self.line.gone.set()

    def commands_of_socket(self) -> tuple[ConnectKiosk | ConnectGuide, LoseKiosk | LoseGuide]:
        raise NotImplementedError

    async def live(self) -> None:
        raise NotImplementedError

    async def wish(self, command: Command) -> int | Refused | None:
        """The answer; None where none came before the command expired."""
        world, command_id = self.world, f"{next(self._ids)}"
        world.maybe_repeat(self, command, command_id)
        end = world.time() + EXPIRES_IN
        while world.time() < end:
            line = self.line
            if line is None or world.lost():
                await asyncio.sleep(self.random.uniform(0.5, ANSWER_WITHIN))
                continue
            await asyncio.sleep(world.delay())
            expires = line.server.clock.now() + int((end - world.time()) * 1_000)
            try:
                seq = await line.server.ask(command, by=self.party, command_id=command_id, expires=expires)
            except Refused as refused:
                return refused
            except (TimeoutError, JournalUnavailable):
                await asyncio.sleep(1)
                continue
            if world.lost():
                await asyncio.sleep(ANSWER_WITHIN)
                continue
            return seq
        return None

    async def beat(self) -> None:
        """Every few seconds: say what was seen last, be shown what is newer, keep media's state told."""
        while True:
            await asyncio.sleep(BEAT * self.random.uniform(0.8, 1.2))
            line = self.line
            if line is None or self.world.lost():
                continue
            if self.seq < line.server.exchange.pool.seq:
                line.server.show(self.party)
            talk = self.talk()
            if talk is not None and self.world.flows(*talk):
                line.server.exchange.tell(WitnessMedia(call=talk[0], by=self.party))

    async def mind_media(self) -> None:
        """Join the other's connection and say whether anything arrives."""
        told: tuple[CallId, int, bool] | None = None
        while True:
            await self._until(lambda: self.talk() is not None)
            await asyncio.sleep(self.random.uniform(0.3, 1.5))
            talk = self.talk()
            if talk is None:
                continue
            call, epoch = talk
            self.world.peers.setdefault(talk, set()).add(self.party)
            flows = self.world.flows(call, epoch)
            lasting = self.state() is CallState.LIVE
            if told == (call, epoch, flows) and (flows is lasting or not flows):
                continue
            report = ReportMediaUp if flows else ReportMediaDown
            if not flows and not lasting:
                continue
            if isinstance(await self.wish(report(call=call, epoch=epoch, by=self.party)), int):
                told = (call, epoch, flows)

    def talk(self) -> tuple[CallId, int] | None:
        """The call and ring for which this page holds a connection."""
        raise NotImplementedError

    def state(self) -> CallState | None:
        raise NotImplementedError

    async def until(self, seen: Callable[[], bool], within: float) -> bool:
        if seen():
            return True
        try:
            async with asyncio.timeout(within):
                await self._until(seen)
        except TimeoutError:
            return False
        return True

    async def _until(self, seen: Callable[[], bool]) -> None:
        """Until the screen shows it; nothing else changes what a page knows."""
        while not seen():
            await self._news.wait()


class Kiosk(Client):
    def __init__(self, world: "World", kiosk: KioskId) -> None:
        super().__init__(world, Party.kiosk(kiosk))
        self.kiosk = kiosk

    def commands_of_socket(self) -> tuple[ConnectKiosk, LoseKiosk]:
        epoch = self.world.next_epoch(self.party)
        return (
            ConnectKiosk(kiosk=self.kiosk, epoch=epoch, site=SITE, neighbourhood=NEIGHBOURHOOD),
            LoseKiosk(kiosk=self.kiosk, epoch=epoch),
        )

    @property
    def screen(self) -> KioskView | None:
        return self.view if isinstance(self.view, KioskView) else None

    def state(self) -> CallState | None:
        return None if self.screen is None or self.screen.call is None else self.screen.call.state

    def talk(self) -> tuple[CallId, int] | None:
        call = None if self.screen is None else self.screen.call
        return None if call is None or call.state not in TALK else (call.id, call.epoch)

    async def live(self) -> None:
        """Residents come one after another."""
        random = self.random
        for number in count():
            await asyncio.sleep(random.expovariate(1 / self.world.between_taps))
            if self.world.closing:
                return
            call = CallId(f"{self.kiosk} resident {number}")
            also = tuple(random.sample(self.world.languages, random.randrange(2)))
            language = random.choice(self.world.languages)
            tap = StartCall(call=call, kiosk=self.kiosk, language=language, tapped_at=0, also=also)
            answer = await self.wish(tap)
            if isinstance(answer, int):
                self.world.acknowledged.add(call)
                await self._stay(call)
            elif answer is None:
                await self._report(call, language)

    async def _stay(self, call: CallId) -> None:
        random = self.random
        patience = random.expovariate(1 / 60)
        met = await self.until(lambda: self.state() in TALK or self._over(call), patience)
        if met and not self._over(call):
            await self.until(lambda: self._over(call), random.expovariate(1 / 40))
        if self._over(call):
            return
        if random.random() < 0.15 and self.line is not None:
            self.line.gone.set()
            await asyncio.sleep(random.uniform(0, 90))
        while not self._over(call):
            await self.wish(HangUp(call=call, by=self.party))
            await self.until(lambda: self._over(call), 10)

    def _over(self, call: CallId) -> bool:
        screen = self.screen
        return screen is not None and (screen.call is None or screen.call.id != call)

    async def _report(self, call: CallId, language: Language) -> None:
        """The tap was never acknowledged: as the agent does, tell of it later, unless it did arrive."""
        await asyncio.sleep(self.random.uniform(1, 20))
        server = self.world.server
        if server is None or server.dead.is_set() or call in await self.world.known(call):
            return
        report = ReportTap(
            call=call,
            kiosk=self.kiosk,
            site=SITE,
            neighbourhood=NEIGHBOURHOOD,
            language=language,
            tapped_at=0,
        )
        try:
            await server.ask(report, by=self.party, command_id=call)
        except (Refused, TimeoutError, JournalUnavailable):
            return
        self.world.acknowledged.add(call)


class Desk(Client):
    def __init__(self, world: "World", guide: GuideId, languages: tuple[Language, ...]) -> None:
        super().__init__(world, Party.guide(guide))
        self.guide = guide
        self._languages = languages
        self._diligence = self.random.choice((0.5, 0.8, 1.0))

    def commands_of_socket(self) -> tuple[ConnectGuide, LoseGuide]:
        epoch = self.world.next_epoch(self.party)
        return (
            ConnectGuide(guide=self.guide, epoch=epoch, languages=self._languages),
            LoseGuide(guide=self.guide, epoch=epoch),
        )

    @property
    def screen(self) -> DeskView | None:
        return self.view if isinstance(self.view, DeskView) else None

    def state(self) -> CallState | None:
        return None if self.screen is None or self.screen.call is None else self.screen.call.state

    def talk(self) -> tuple[CallId, int] | None:
        call = None if self.screen is None else self.screen.call
        return None if call is None else (call.id, call.epoch)

    async def live(self) -> None:
        random = self.random
        while True:
            await asyncio.sleep(random.uniform(0.5, 4))
            screen = self.screen
            if screen is None:
                continue
            if screen.ring is not None:
                await self._answer(screen)
            elif screen.wrap_up is not None:
                await self._wrap_up(screen.wrap_up.call)
            else:
                await self._choose(screen)

    async def _choose(self, screen: DeskView) -> None:
        """Take a break, come back from one, end a talk; mostly nothing."""
        luck = self.random.random()
        if screen.call is not None and luck < 0.05:
            await self.wish(HangUp(call=screen.call.id, by=self.party))
        elif screen.status in (GuideStatus.AWAY, GuideStatus.OFFLINE):
            if luck < 0.5:
                await self.wish(SetStatus(guide=self.guide, status=GuideStatus.AVAILABLE))
        elif luck > 0.97:
            away = self.random.choice((AwayReason.LUNCH, AwayReason.BREAK))
            await self.wish(SetStatus(guide=self.guide, status=GuideStatus.AWAY, reason=away))

    async def _answer(self, screen: DeskView) -> None:
        ring = screen.ring
        assert ring is not None
        await asyncio.sleep(self.random.expovariate(1 / 4))
        if self.random.random() < self._diligence:
            await self.wish(TakeRing(call=ring.call, guide=self.guide, epoch=ring.epoch))
        elif self.random.random() < 0.5:
            await self.wish(PassRing(call=ring.call, guide=self.guide, epoch=ring.epoch))
        await asyncio.sleep(1)

    async def _wrap_up(self, call: CallId) -> None:
        await asyncio.sleep(self.random.expovariate(1 / 5))
        if self.random.random() < 0.2:
            await self.wish(ExtendWrapUp(guide=self.guide, call=call))
        elif self.random.random() < 0.8:
            await self.wish(FinishWrapUp(guide=self.guide, call=call, topic=TOPIC, disposition=DISPOSITION))
