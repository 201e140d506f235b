"""From the check before the shift to the desk: what was chosen there counts here."""

import pytest
from playwright.async_api import expect

from tests.e2e.city import City
from tests.e2e.people import sign_in
from tests.fixtures.accessibility import grave_findings
from tests.fixtures.chromium import LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WATCH_DEVICES = """
  window.opened = [];
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (wish) => {
    window.opened.push(wish);
    return open(wish);
  };
"""
"""Remembers which devices a page asked for."""


async def test_languages_and_devices_that_were_chosen_before_the_shift_count_at_the_desk(
    city: City, launch_chromium: LaunchChromium
) -> None:
    browser = await launch_chromium("--use-fake-device-for-media-stream=device-count=2")
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900},
        permissions=["camera", "microphone", "notifications"],
        base_url=city.url,
        reduced_motion="reduce",
    )
    await context.add_init_script(WATCH_DEVICES)
    await sign_in(context, city, "amina")
    page = await context.new_page()
    await page.goto("/desk/")
    await page.get_by_role("link", name="Prova ljud, bild och förbindelse").click()
    await page.wait_for_url("**/check/")
    await page.get_by_role("combobox", name="Mikrofon").select_option(index=2)
    chosen = await page.get_by_role("combobox", name="Mikrofon").input_value()
    languages = page.locator(".shift__language")
    await expect(languages.first).to_be_visible()
    assert await languages.count() > 1
    for index in range(1, await languages.count()):
        await languages.nth(index).click()
    await expect(page.get_by_text("Sparat.")).to_be_visible()
    served = await page.locator(".shift__name").first.inner_text()
    await page.get_by_role("link", name="Till arbetsplatsen").click()
    await expect(page.locator(".status__word")).to_be_visible()
    await expect(page.locator(".tags li")).to_have_text([served])
    assert await grave_findings(page) == []
    await page.keyboard.press("Alt+1")
    await expect(page.locator(".own-picture video")).to_be_visible()
    opened = await page.evaluate("window.opened.map((wish) => wish.audio?.deviceId)")
    assert chosen in opened
