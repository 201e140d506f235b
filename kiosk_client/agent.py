"""The agent: everything that a kiosk does beside showing its page, and the one place where its parts meet."""

import asyncio
import fcntl
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

import structlog

from kiosk_client.browser import Browser, check_policy
from kiosk_client.device_key import DeviceKey
from kiosk_client.engine import MediaEngine, PageEngine
from kiosk_client.errands import ErrandRunner
from kiosk_client.own_texts_store import OwnTextsStore
from kiosk_client.page_server import PageNeeds, PageServer, Standing
from kiosk_client.page_trial import PageTrial
from kiosk_client.pipe import Pipe
from kiosk_client.profile import ProfileStore
from kiosk_client.pulse import Pulse
from kiosk_client.self_tester import SelfTester, Trial
from kiosk_client.server import Server, ServerAway, ServerRefused
from kiosk_client.settings import KioskSettings
from kiosk_client.tap_journal import JournalUnusable, TapJournal
from kiosk_client.technician import Deed, Technician
from kiosk_client.updates import Updates
from kiosk_client.verdict_store import VerdictStore
from signaling.process import notify_alive, supervised, watchdog_period
from signaling.wire.http import MOST_TAPS
from signaling.wire.scalars import Instant, Milliseconds

KEY_FILE: Final = "device.pem"
PROFILE_EVERY: Final = 120.0
"""Seconds for which a profile is good; where it could not be had, the next errand asks again."""
TAPS_EVERY: Final = 10.0
"""Seconds between two looks for taps that no answer came for. The server is asked where there are some."""
REPORTED_AFTER: Final[Milliseconds] = 60_000
"""A tap may still be on its way from the page for a while; then it is reported."""

_log = structlog.get_logger(__name__)


class AlreadyRunning(Exception):
    """Another agent works with this kiosk's key: stop it first."""


class NotEnrolled(Exception):
    """This kiosk has no identity yet: `vagvisare-kiosk enrol CODE`, with a code from the admin page."""


class PortTaken(Exception):
    """The page's port is in use by another program."""


def now() -> Instant:
    return time.time_ns() // 1_000_000


class Agent:
    """Make it with `opened`. `enrol` once in a kiosk's life, then `run` it."""

    def __init__(self, settings: KioskSettings, server: Server, journal: TapJournal) -> None:
        self.settings = settings
        self.server = server
        self.journal = journal
        self.profiles = ProfileStore(settings.data / "profile.json")
        self.texts = OwnTextsStore(settings.data / "texts.json")
        self.pulse = Pulse()
        self.verdicts = VerdictStore(settings.data)
        self.left = asyncio.Event()
        """Set when a technician has left the kiosk: stop the agent, with status `LEFT`."""
        self.anew = asyncio.Event()
        """Set when an admin wishes a new beginning: stop the agent, with status `RESTARTED`."""
        self._refused_as: Standing | None = None
        if self.profiles.profile is not None:
            server.kiosk = self.profiles.profile.place.kiosk

    @property
    def standing(self) -> Standing:
        """How this kiosk stands with the server, as last heard."""
        if self.profiles.profile is None:
            return "not_enrolled"
        return self._refused_as or "enrolled"

    async def enrol(self, code: str) -> None:
        """Make this machine a kiosk, with a key that no other can have.

        Raises `ServerAway`, `ServerRefused` or `DeviceKeyUnusable`.
        """
        path = self.settings.data / KEY_FILE
        profile = await self.server.enrol(code, DeviceKey.draft(path))
        DeviceKey.keep(path)
        self.profiles.keep(profile)
        self._refused_as = None
        _log.info("enrolled", kiosk=self.server.kiosk)

    async def run(self, engine: MediaEngine) -> None:
        """Until cancelled: calls by `engine`, errands, taps told late, and signs of life for systemd."""
        async with asyncio.TaskGroup() as group:
            group.create_task(engine.run())
            group.create_task(self._errands(engine))
            group.create_task(self._tell_taps())
            group.create_task(_sign_life(engine))

    def page_engine(self) -> PageEngine:
        """Raises `PortTaken`, or `PolicyNotInstalled` where the browser would not do as a kiosk's must."""
        settings = self.settings
        deeds: dict[Deed, Callable[[], None]] = {"leave": self.left.set}
        pin = settings.technician_pin
        needs = PageNeeds(
            journal=self.journal,
            profiles=self.profiles,
            pulse=self.pulse,
            standing=lambda: self.standing,
            pipe=Pipe(self.server.url, self.server.http, self.server.credentials),
            now=now,
            place_test_call=self.server.place_test_call,
            own_texts=lambda: self.texts.texts,
            texts=settings.texts,
            enrol=self.enrol,
            printer=settings.printer,
            technician=None if pin is None else Technician(pin, deeds),
        )
        try:
            page = PageServer.bind(needs, port=settings.port, open_to_machine=not settings.browser.start)
        except OSError as error:
            raise PortTaken(f"Port {settings.port} is in use by another program.") from error
        engine = self._engine_of(page)
        deeds |= {"test": engine.ask_self_test, "restart": engine.restart}
        return engine

    def _engine_of(self, page: PageServer) -> PageEngine:
        settings = self.settings
        if not settings.browser.start:
            return PageEngine(page, self.pulse, None)
        if settings.browser.managed_policy is not None:
            check_policy(settings.browser.managed_policy, page.guard.origin)
        browser = Browser(
            settings.browser, start_url=page.guard.start_url, pulse=self.pulse, port=settings.port
        )
        return PageEngine(page, self.pulse, browser, self.tester(PageTrial(settings.browser, page)))

    def tester(self, trial: Trial) -> SelfTester:
        """Runs the self-test of this kiosk, with `trial` for what the engine does."""
        return SelfTester(
            self.settings,
            trial,
            self.pulse,
            self.verdicts,
            ahead=lambda: self.server.ahead,
            turn=self.server.turn_servers,
        )

    async def _errands(self, engine: MediaEngine) -> None:
        fresh_until = 0.0
        restart = self.anew.set if supervised() else None
        kept = self.settings.updates
        updates = None if kept is None else Updates(kept, self.settings.data)
        errands = ErrandRunner(self.server, self.verdicts, engine, restart=restart, updates=updates)
        while True:
            if self.profiles.profile is not None:
                if time.monotonic() >= fresh_until and await self._refresh_profile():
                    fresh_until = time.monotonic() + PROFILE_EVERY
                if self.standing == "enrolled":
                    await errands.run_due()
            await asyncio.sleep(self.settings.errands_every)

    async def _refresh_profile(self) -> bool:
        """False where the server could not be asked, or declined."""
        try:
            self.profiles.keep(await self.server.profile())
        except ServerAway as away:
            _log.info("server_away", reason=str(away))
            return False
        except ServerRefused as refused:
            self._refused_as = "revoked"
            _log.error("kiosk_refused", reason=refused.problem.id)
            return False
        self._refused_as = None
        await self._refresh_texts()
        return True

    async def _refresh_texts(self) -> None:
        try:
            self.texts.keep(await self.server.own_texts())
        except (ServerAway, ServerRefused) as trouble:
            _log.info("texts_not_refreshed", reason=str(trouble))

    async def _tell_taps(self) -> None:
        while True:
            if self.profiles.profile is not None:
                await self._report_taps()
            await asyncio.sleep(TAPS_EVERY)

    async def _report_taps(self) -> None:
        """Tell of taps that no answer came for, so that each is in the log whatever became of it."""
        try:
            taps = await self.journal.unsettled(before=now() - REPORTED_AFTER, limit=MOST_TAPS)
            if taps and self.standing == "enrolled":
                await self.journal.settle(await self.server.report(taps), now())
                _log.info("taps_reported", count=len(taps))
            await self.journal.purge(now())
        except (ServerAway, ServerRefused) as error:
            _log.info("taps_not_reported", reason=str(error))
        except JournalUnusable as error:
            _log.error("tap_journal_unusable", reason=str(error))


@asynccontextmanager
async def opened(settings: KioskSettings) -> AsyncIterator[Agent]:
    """The agent with its key, journal and way to the server.

    Raises `AlreadyRunning`, or `DeviceKeyUnusable`.
    """
    with _alone(settings.data):
        key = DeviceKey.load_or_create(settings.data / KEY_FILE)
        journal = TapJournal(settings.data / "taps.sqlite3")
        try:
            async with Server(settings.server, key) as server:
                yield Agent(settings, server, journal)
        finally:
            await journal.close()


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Two agents with one key would push each other off the server."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"An agent works with {data} already: stop it first.") from None
        yield


async def _sign_life(engine: MediaEngine) -> None:
    period = watchdog_period()
    while period is not None:
        if engine.healthy:
            notify_alive()
        await asyncio.sleep(period)
