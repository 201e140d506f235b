"""Who makes the resident's calls: a page in a browser, or this process alone (`headless_engine`)."""

import asyncio
import time
from typing import Final, Protocol

from kiosk_client.browser import Browser
from kiosk_client.page_server import PageServer, Pulse

LONGEST_SILENCE: Final = 60.0
"""Seconds without a sign of the page, after which not even new browsers have helped."""


class MediaEngine(Protocol):
    async def run(self) -> None:
        """Until cancelled, or until this kiosk is no longer wanted."""
        ...

    @property
    def healthy(self) -> bool:
        """Whether a resident could call now, as far as this machine is concerned."""
        ...


class PageEngine:
    """The page makes the calls. `browser` is None where someone opens the page by hand."""

    def __init__(self, page: PageServer, pulse: Pulse, browser: Browser | None) -> None:
        self._page = page
        self._pulse = pulse
        self._browser = browser
        self._began = time.monotonic()

    async def run(self) -> None:
        await self._page.start()
        try:
            if self._browser is None:
                await asyncio.Event().wait()
            else:
                await self._browser.run()
        finally:
            await self._page.stop()

    @property
    def healthy(self) -> bool:
        last_sign = max(self._began, self._pulse.at or 0.0)
        return self._browser is None or time.monotonic() - last_sign < LONGEST_SILENCE
