"""Runs the self-test: each night, or when a technician asks with SIGUSR1. Residents come first."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog

from kiosk_client import self_test
from kiosk_client.browser import PROFILE, browser_on
from kiosk_client.page_server import PageServer
from kiosk_client.pulse import Pulse
from kiosk_client.self_test import DevicesTried, Verdict
from kiosk_client.server import ServerAway, ServerRefused
from kiosk_client.settings import KioskSettings
from signaling.wire.messages import IceCredentials

PAGE: Final = "/self_test.html"
PATIENCE: Final = 60.0
"""Seconds that the page may take, a cold camera and a small machine included."""
RESIDENT_FIRST: Final = 30.0
"""Seconds after which it is looked again whether the kiosk is free."""
UNSEEN: Final = ("--headless=new",)

_log = structlog.get_logger(__name__)


class SelfTester:
    """Await `run()` in a task; `ask()` for a test at once. The last verdict is in `kept`."""

    def __init__(
        self,
        settings: KioskSettings,
        page: PageServer,
        pulse: Pulse,
        *,
        ahead: Callable[[], float | None],
        turn: Callable[[], Awaitable[IceCredentials | None]],
    ) -> None:
        """`turn` raises `ServerAway` or `ServerRefused`."""
        self._settings = settings
        self._page = page
        self._pulse = pulse
        self._ahead = ahead
        self._turn = turn
        self._asked = asyncio.Event()
        self.kept = settings.data / "self-test.json"

    def ask(self) -> None:
        self._asked.set()

    async def run(self) -> None:
        while True:
            await self._until_due()
            while self._pulse.used:  # noqa: ASYNC110 - a night has time
                await asyncio.sleep(RESIDENT_FIRST)
            self._keep(await self.test())

    async def test(self) -> Verdict:
        """Try every part now."""
        settings = self._settings.self_test
        expected = await self._learn_turn()
        tried = await self._try_devices()
        checks = [*self_test.of_devices(tried)]
        checks.append(self_test.of_turn(expected, () if tried is None else tried.relays))
        checks.append(await asyncio.to_thread(self_test.of_disk, self._settings.data))
        checks.append(self_test.of_clock(self._ahead()))
        if self._settings.printer is not None:
            checks.append(await self_test.of_printer(self._settings.printer))
        if settings.touch:
            checks.append(await asyncio.to_thread(self_test.of_touch))
        return Verdict(tuple(checks))

    async def _learn_turn(self) -> Sequence[str] | None:
        """The TURN addresses that are to be tried; None where the server could not be asked."""
        try:
            self._page.turn = await self._turn()
        except (ServerAway, ServerRefused):
            self._page.turn = None
            return None
        urls = () if self._page.turn is None else self._page.turn.urls
        return [url for url in urls if url.startswith("turn")]

    async def _until_due(self) -> None:
        at = self._settings.self_test.at
        wait = None if at is None else seconds_until(at, datetime.now().astimezone())
        try:
            await asyncio.wait_for(self._asked.wait(), wait)
        except TimeoutError:
            return
        self._asked.clear()

    async def _try_devices(self) -> DevicesTried | None:
        """In a browser that nobody sees, beside the one on the screen, which has no device open."""
        while not self._page.tried.empty():
            self._page.tried.get_nowait()
        browser, url = self._settings.browser, self._page.guard.start_url(PAGE)
        prefix = f"{PROFILE}self-test-"
        async with browser_on(browser, url, prefix=prefix, more=UNSEEN):
            try:
                return await asyncio.wait_for(self._page.tried.get(), PATIENCE)
            except TimeoutError:
                return None

    def _keep(self, verdict: Verdict) -> None:
        say = _log.info if verdict.sound else _log.error
        say("self_test", **verdict.told())
        draft = self.kept.with_suffix(".draft")
        try:
            draft.write_text(json.dumps({"at": time.time_ns() // 1_000_000, **verdict.told()}, indent=1))
            draft.replace(self.kept)
        except OSError as error:
            _log.error("self_test_not_kept", reason=error.strerror)


def seconds_until(at: str, now: datetime) -> float:
    """Until the clock next says `at` (HH:MM)."""
    hour, minute = map(int, at.split(":"))
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return (then + timedelta(days=then <= now) - now).total_seconds()
