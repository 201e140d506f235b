"""A self-test in the engine that makes residents' calls: a page, in a browser that nobody sees."""

import asyncio
from collections.abc import Sequence
from typing import Final

from kiosk_client import self_test
from kiosk_client.browser import PROFILE, browser_on
from kiosk_client.page_server import PageServer
from kiosk_client.self_test import DevicesTried
from kiosk_client.settings import BrowserPart
from signaling.wire.messages import IceCredentials
from signaling.wire.self_test import CheckReport

PAGE: Final = "/self_test.html"
PATIENCE: Final = 240.0
"""Seconds that the page may take: a cold camera, a small machine, other kiosks' test calls before its own."""
UNSEEN: Final = ("--headless=new",)


class PageTrial:
    """A `Trial`, beside the browser on the screen, which has no device open."""

    def __init__(self, browser: BrowserPart, page: PageServer) -> None:
        self._browser = browser
        self._page = page

    async def __call__(
        self, ice: IceCredentials | None, relays: Sequence[str] | None
    ) -> Sequence[CheckReport]:
        self._page.self_test.ice = ice
        tried = await self._try_devices()
        turn = self_test.of_turn(relays, () if tried is None else tried.relays)
        checks = [*self_test.of_devices(tried), turn]
        return checks if tried is None else [*checks, self_test.of_call(tried.call)]

    async def _try_devices(self) -> DevicesTried | None:
        tried = self._page.self_test.tried
        while not tried.empty():
            tried.get_nowait()
        url = self._page.guard.start_url(PAGE)
        async with browser_on(self._browser, url, prefix=f"{PROFILE}self-test-", more=UNSEEN):
            try:
                async with asyncio.timeout(PATIENCE):
                    return await tried.get()
            except TimeoutError:
                return None
