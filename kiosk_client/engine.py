"""Who makes the resident's calls: a page in a browser, or this process alone (`headless_engine`)."""

import asyncio
import time
from typing import Final, Protocol

from kiosk_client.browser import Browser
from kiosk_client.page_server import PageServer
from kiosk_client.pulse import Pulse
from kiosk_client.self_tester import SelfTester

LONGEST_SILENCE: Final = 60.0
"""Seconds without a sign of the page, after which not even new browsers have helped."""


class MediaEngine(Protocol):
    async def run(self) -> None:
        """Until cancelled, or until this kiosk is no longer wanted."""
        ...

    def ask_self_test(self) -> None:
        """Try every part as soon as no resident is served."""
        ...

    @property
    def idle(self) -> bool:
        """Whether a new beginning now would disturb neither a resident nor a self-test."""
        ...

    @property
    def healthy(self) -> bool:
        """Whether a resident could call now, as far as this machine is concerned."""
        ...


class PageEngine:
    """The page makes the calls. `browser` is None where someone opens the page by hand."""

    def __init__(
        self, page: PageServer, pulse: Pulse, browser: Browser | None, tester: SelfTester | None = None
    ) -> None:
        self._page = page
        self._pulse = pulse
        self._browser = browser
        self._tester = tester
        self._began = time.monotonic()

    async def run(self) -> None:
        await self._page.start()
        try:
            if self._browser is None:
                await asyncio.Event().wait()
            else:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._browser.run())
                    if self._tester is not None:
                        group.create_task(self._tester.run())
        finally:
            await self._page.stop()

    def ask_self_test(self) -> None:
        if self._tester is not None:
            self._tester.ask()

    def restart(self) -> None:
        """Begin with a new browser, whatever the page does now."""
        if self._browser is not None:
            self._browser.renew()

    @property
    def idle(self) -> bool:
        return not self._pulse.in_use and (self._tester is None or not self._tester.testing)

    @property
    def healthy(self) -> bool:
        last_sign = max(self._began, self._pulse.at or 0.0)
        return self._browser is None or time.monotonic() - last_sign < LONGEST_SILENCE
