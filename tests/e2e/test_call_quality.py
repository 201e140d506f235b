"""UK32, UK33: a camera or microphone that fails, a resident who sits. Real programs, real browsers."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.city import City
from tests.e2e.people import Guide, Resident
from tests.fixtures.chromium import LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TEXTS = Path(__file__).resolve().parents[2] / "guide_server" / "web" / "desk" / "texts" / "sv.json"
DESK: dict[str, str] = json.loads(TEXTS.read_text())
KEEP_DEVICES = """
  window.opened = [];
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.unplugged = [];
  navigator.mediaDevices.getUserMedia = async (wish) => {
    for (const kind of ["audio", "video"]) {
      if (wish[kind] && window.unplugged.includes(kind)) throw new DOMException("", "NotFoundError");
    }
    const stream = await ask(wish);
    window.opened.push(...stream.getTracks());
    return stream;
  };
  window.unplug = (kind) => {
    window.unplugged.push(kind);
    for (const track of window.opened.filter((track) => track.kind === kind)) {
      track.stop();
      track.dispatchEvent(new Event("ended"));
    }
  };
"""
"""`unplug(kind)` takes a device away, as pulling its cable does."""
WIDTH = "document.querySelector('video.mirror')?.videoWidth ?? 0"


async def talking(
    city: City, launch_chromium: LaunchChromium, *scripts: str, language: str = "sv"
) -> tuple[Resident, Guide]:
    resident = await Resident.at(await launch_chromium(), await city.kiosk())
    for script in scripts:
        await resident.page.add_init_script(script)
    await resident.page.reload()
    guide = await Guide.at(await launch_chromium(), city)
    await guide.become_available()
    await resident.call(language)
    await guide.take()
    await guide.resident.until(1)
    return resident, guide


async def test_a_camera_that_is_unplugged_leaves_the_sound_and_the_guide_is_told(
    city: City, launch_chromium: LaunchChromium
) -> None:
    resident, guide = await talking(city, launch_chromium, KEEP_DEVICES)
    await resident.page.evaluate("unplug('video')")
    await expect(guide.page.get_by_text(DESK["signs.no_camera"])).to_be_visible()
    await expect(resident.page.locator('.kiosk[data-screen="live"] .mirror--words')).to_be_visible()
    await resident.page.evaluate("window.unplugged = []")
    await expect(resident.page.locator("video.mirror")).to_be_visible()
    await expect(guide.page.get_by_text(DESK["signs.no_camera"])).to_have_count(0)
    await resident.page.evaluate("unplug('audio')")
    await expect(guide.page.get_by_text(DESK["signs.no_sound"])).to_be_visible()
    await guide.hang_up()


async def test_a_guide_asks_for_a_lower_part_of_the_picture(
    city: City, launch_chromium: LaunchChromium
) -> None:
    resident, guide = await talking(city, launch_chromium)
    page = resident.page
    await page.wait_for_function(f"() => ({WIDTH}) > 0")
    whole = await page.evaluate(WIDTH)
    await guide.open("view")
    await guide.page.locator('[data-framing="lower"]').click()
    await page.wait_for_function(f"(whole) => ({WIDTH}) > 0 && ({WIDTH}) < 0.8 * whole", arg=whole)
    await guide.resident.until(await guide.resident.count() + 10)
    await guide.page.locator('[data-framing="whole"]').click()
    await page.wait_for_function(f"(whole) => ({WIDTH}) === whole", arg=whole)
    await guide.resident.until(await guide.resident.count() + 10)
    await guide.hang_up()


async def test_privacy_is_one_tap_away_in_a_call(city: City, launch_chromium: LaunchChromium) -> None:
    """UK25: and that nothing is recorded stands there without a tap."""
    resident, guide = await talking(city, launch_chromium)
    assert await no_recording(resident.page)
    await resident.page.locator('[data-action="privacy"]').click()
    await expect(resident.page.locator("dialog .facts")).to_be_visible()
    await resident.page.locator('dialog [data-action="close"]').click()
    await expect(resident.page.locator("dialog")).to_have_count(0)
    await guide.hang_up()


async def no_recording(page: Page) -> bool:
    return "Inget spelas in" in await page.locator(".call__foot").inner_text()
