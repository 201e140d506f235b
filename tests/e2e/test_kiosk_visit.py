"""One visit to the kiosk's page, with a real agent and a real server: what it forgets and what it keeps."""

import pytest
from playwright.async_api import expect

from tests.e2e.city import LIBRARY, City
from tests.e2e.people import Guide, Resident
from tests.fixtures.chromium import LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

REMEMBER_TRACKS = """
  window.tracksOpened = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const stream = await ask(wish);
    window.tracksOpened.push(...stream.getTracks());
    return stream;
  };
"""
BOTH_LIVE = "() => tracksOpened.filter(({ readyState }) => readyState === 'live').length === 2"
ALL_ENDED = "() => tracksOpened.every(({ readyState }) => readyState === 'ended')"
KINDS_OPENED = "tracksOpened.map(({ kind }) => kind)"
CAMERA_OFF = "() => tracksOpened.every(({ kind, readyState }) => kind === 'audio' || readyState === 'ended')"
KEPT = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  cookies: document.cookie,
})"""


async def test_it_leaves_nothing_behind(city: City, launch_chromium: LaunchChromium) -> None:
    resident = await Resident.at(await launch_chromium(), await city.kiosk())
    page = resident.page
    await page.add_init_script(REMEMBER_TRACKS)
    await page.reload()
    guide = await Guide.at(await launch_chromium(), city)
    await guide.become_available()
    await page.locator('[data-action="contrast"]').click()
    await resident.call("en")
    await guide.take()
    await resident.guide.until(1)
    await page.wait_for_function(BOTH_LIVE)
    await page.locator('.controls [data-action="leave"]').click()
    await page.wait_for_function(ALL_ENDED)
    await expect(page.locator('.kiosk[data-screen="ended"]')).to_be_visible()
    await page.locator('[data-action="done"]').click()
    await expect(page.locator('.kiosk[data-screen="start"]')).to_be_visible()
    assert "Amina" not in await page.content()
    assert await page.evaluate("document.documentElement.lang") == "sv"
    assert await page.evaluate("document.documentElement.dataset.theme ?? null") is None
    assert await page.evaluate(KEPT) == {
        "local": 0,
        "session": 0,
        "databases": 0,
        "caches": 0,
        "cookies": "",
    }


async def test_who_talks_unseen_talks_before_a_camera_that_is_off(
    city: City, launch_chromium: LaunchChromium
) -> None:
    resident = await Resident.at(await launch_chromium(), await city.kiosk())
    page = resident.page
    await page.add_init_script(REMEMBER_TRACKS)
    await page.reload()
    guide = await Guide.at(await launch_chromium(), city)
    await guide.become_available()
    await page.locator('.language-card[data-language="sv"]').click()
    await page.locator('[data-action="talk_unseen"]').click()
    await guide.take()
    await resident.guide.until(1)
    assert await page.evaluate(KINDS_OPENED) == ["audio"]
    await page.locator('.controls [data-action="camera"]').click()
    await guide.resident.until(5)
    await page.locator('.controls [data-action="camera"]').click()
    await page.wait_for_function(CAMERA_OFF)


async def test_a_page_loaded_anew_is_back_in_its_call(city: City, launch_chromium: LaunchChromium) -> None:
    resident = await Resident.at(await launch_chromium(), await city.kiosk())
    guide = await Guide.at(await launch_chromium(), city)
    await guide.become_available()
    await resident.call("ar")
    await guide.take()
    await resident.guide.until(1)
    await resident.page.reload()
    await expect(resident.page.locator('.kiosk[data-screen="live"]')).to_be_visible()
    assert await resident.page.evaluate("document.documentElement.lang") == "ar"
    await guide.hang_up()
    await expect(resident.page.locator('.kiosk[data-screen="ended"]')).to_be_visible()


async def test_who_cannot_be_served_is_told_what_to_do(city: City, launch_chromium: LaunchChromium) -> None:
    """Nobody is on duty: the tap is answered in the resident's language, and with the phone number."""
    page = (await Resident.at(await launch_chromium(), await city.kiosk())).page
    await page.locator('.language-card[data-language="so"]').click()
    await expect(page.locator(".phone__number")).to_have_text(LIBRARY.phone)
    await page.locator('[data-action="talk"]').click()
    await expect(page.locator(".ended__people, .calling__people")).to_be_visible()
    await expect(page.locator(".phone__number")).to_have_text(LIBRARY.phone)
    assert await page.evaluate("document.documentElement.lang") == "so"
