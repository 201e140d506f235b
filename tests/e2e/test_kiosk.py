"""The kiosk when something is wrong: it says so in words, gives a phone number, and comes back by itself.

The promise is ten seconds (K5); a machine that others use too may take longer, so no time is asserted here.
"""

import asyncio

import pytest
from playwright.async_api import Page, WebSocket, expect

from tests.e2e.city import KIOSK, LIBRARY, City
from tests.e2e.people import Resident
from tests.fixtures.accessibility import grave_findings
from tests.fixtures.chromium import LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


async def test_without_the_server_the_kiosk_says_so_and_returns(
    city: City, launch_chromium: LaunchChromium
) -> None:
    resident = await Resident.at(await launch_chromium(), await city.kiosk())
    kiosk = resident.page
    await expect(kiosk.locator(".language-card").first).to_be_visible()
    await city.server.kill()
    await expect(kiosk.get_by_text(LIBRARY.phone).first).to_be_visible()
    await expect(kiosk.locator(".language-card")).to_have_count(0)
    assert await grave_findings(kiosk) == []
    await city.start()
    await expect(kiosk.locator(".language-card").first).to_be_visible()


async def test_a_resident_who_waits_is_told_and_keeps_the_place(
    city: City, launch_chromium: LaunchChromium
) -> None:
    """The server falls while a resident waits: the same call waits on when it is back."""
    resident = await Resident.at(await launch_chromium(), await city.kiosk())
    await resident.call("sv")
    await expect(resident.page.locator(".calling__words")).to_be_visible()
    in_the_line = resident.page.locator(".instead")
    await expect(in_the_line).to_be_visible()
    await city.server.kill()
    told = view_after_this(resident.page)
    await city.start()
    await told.wait()
    await expect(resident.page.locator(".calling__words")).to_be_visible()
    await expect(in_the_line).to_be_visible()


def view_after_this(page: Page) -> asyncio.Event:
    """Set once the server has pushed a view over a socket that the page opens from now on."""
    told = asyncio.Event()

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda said: told.set() if '["view"' in str(said) else None)

    page.on("websocket", listen)
    return told


async def test_a_revoked_kiosk_is_out_of_service(city: City, launch_chromium: LaunchChromium) -> None:
    resident = await Resident.at(await launch_chromium(), await city.kiosk())
    await expect(resident.page.locator(".language-card").first).to_be_visible()
    await city.revoke(KIOSK)
    await expect(resident.page.locator(".language-card")).to_have_count(0)
    await expect(resident.page.get_by_text(LIBRARY.phone).first).to_be_visible()
    assert await grave_findings(resident.page) == []
