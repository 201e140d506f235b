"""Two browsers may begin at one time: the screen's, and that of a self-test, which nobody sees."""

import aiohttp

from kiosk_client.page_trial import PAGE
from tests.kiosk_client.conftest import Kiosk


async def test_a_self_test_does_not_take_the_screens_address_away(kiosk: Kiosk) -> None:
    guard = kiosk.server.guard
    screen, trial = guard.start_url(), guard.start_url(PAGE)
    async with aiohttp.ClientSession() as http:
        for address, page in ((screen, "/"), (trial, PAGE)):
            async with http.get(address, allow_redirects=False) as response:
                assert (response.status, response.headers.get("Location")) == (303, page)
