"""What a resident may expect of the screen, with a real agent and server.

Numbers are lines of docs/kiosk-expectations.md.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.e2e.city import City
from tests.e2e.people import Guide, Resident
from tests.fixtures.chromium import LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

TEXTS = Path(__file__).resolve().parents[2] / "kiosk_client" / "web" / "kiosk" / "texts"
SWEDISH: dict[str, str] = json.loads((TEXTS / "sv.json").read_text())
ENGLISH: dict[str, str] = json.loads((TEXTS / "en.json").read_text())
MOST_STEPS = 30
REMEMBER_SOUND = """
  window.played = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...when) {
    window.played.push(when.length);
    return start.apply(this, when);
  };
  const tone = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    window.played.push("tone");
    return tone.apply(this, when);
  };
"""
"""Remembers what the page has let sound."""
HEADSET = """
  const devices = navigator.mediaDevices;
  const ask = devices.enumerateDevices.bind(devices);
  const headset = { kind: "audiooutput", deviceId: "headset", groupId: "headset", label: "" };
  window.plugged = false;
  window.looking = 0;
  devices.enumerateDevices = async () => {
    window.looking += 1;
    const found = await ask();
    window.looking -= 1;
    return [...found, ...(window.plugged ? [headset] : [])];
  };
  window.plug = (plugged) => {
    window.plugged = plugged;
    devices.dispatchEvent(new Event("devicechange"));
  };
"""


class Ears:
    """Presses keys at the kiosk and hears what is said. Only what is really played is heard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def hear(self, words: str) -> None:
        await expect(self.page.locator(".saying")).to_contain_text(words)

    async def choose(self, words: str) -> None:
        """Go down until these words are heard, and press Enter."""
        for _ in range(MOST_STEPS):
            before = await self.page.locator(".saying").inner_text()
            await self.page.keyboard.press("ArrowDown")
            await expect(self.page.locator(".saying")).not_to_have_text(before)
            if words in await self.page.locator(".saying").inner_text():
                await self.page.keyboard.press("Enter")
                return
        raise AssertionError(f"Nobody says “{words}”.")


async def test_whoever_does_not_see_talks_by_four_keys(city: City, launch_chromium: LaunchChromium) -> None:
    """UK17, UK24: the whole path by ear, from the first key to the face and the end."""
    browser = await launch_chromium()
    resident = await Resident.at(browser, await city.kiosk())
    page, ears = resident.page, Ears(resident.page)
    guide = await Guide.at(await launch_chromium(), city)
    await guide.become_available()
    await expect(page.locator(".language-card").first).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await ears.hear(SWEDISH["ear.welcome"])
    await ears.hear(ENGLISH["ear.welcome"])
    await ears.choose("Svenska")
    await ears.hear(SWEDISH["talk.title"])
    await ears.choose(SWEDISH["talk.start"])
    await guide.take()
    await resident.guide.until(1)
    await ears.hear(SWEDISH["ear.live"])
    await ears.choose(SWEDISH["call.hang_up"])
    await ears.hear(SWEDISH["mood.ask"])
    await ears.choose(SWEDISH["mood.good"])
    await ears.hear(SWEDISH["mood.thanks"])
    await ears.choose(SWEDISH["ended.done"])
    await expect(page.locator('.kiosk[data-screen="start"]')).to_be_visible()
    await expect(page.locator(".saying")).to_have_count(0)


async def test_whoever_does_not_see_takes_a_ticket_and_comes_back_with_it(
    city: City, launch_chromium: LaunchChromium
) -> None:
    """UK17, UK12: nobody is on duty. The choices of waiting, the number and the way back, all by ear."""
    page = (await Resident.at(await launch_chromium(), await city.kiosk())).page
    ears = Ears(page)
    await expect(page.locator(".language-card").first).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await ears.choose("Svenska")
    await ears.hear(SWEDISH["talk.title"])
    await ears.choose(SWEDISH["talk.start"])
    await ears.hear(SWEDISH["choices.title"])
    await ears.choose(SWEDISH["choices.ticket"])
    await ears.hear(SWEDISH["ended.ticket.title"])
    code = await page.locator("[data-ticket]").get_attribute("data-ticket")
    assert code is not None
    await ears.hear("Gäller till")
    await ears.choose(SWEDISH["ended.done"])
    await page.keyboard.press("ArrowDown")
    await ears.hear(SWEDISH["ear.welcome"])
    await ears.choose(SWEDISH["ticket.have"])
    await ears.hear(SWEDISH["ticket.title"])
    for typed, digit in enumerate(code, 1):
        for _ in range(int(digit) + 1):
            await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await ears.hear(" ".join(code[:typed]))
    await ears.choose(SWEDISH["ticket.redeem"])
    await ears.hear(SWEDISH["choices.title"])


async def test_a_headset_begins_the_spoken_menu_and_ends_it(
    city: City, launch_chromium: LaunchChromium
) -> None:
    """UK17, UK14: nothing need be switched on by sight."""
    page = (await Resident.at(await launch_chromium(), await city.kiosk())).page
    await page.add_init_script(HEADSET)
    await page.reload()
    await expect(page.locator(".language-card").first).to_be_visible()
    await page.wait_for_function("() => looking === 0")  # what is there from the start is no headset
    await page.evaluate("plug(true)")
    await expect(page.locator(".saying")).to_contain_text(SWEDISH["ear.welcome"])
    await page.evaluate("plug(false)")
    await expect(page.locator(".saying")).to_have_count(0)


async def test_the_first_screen_asks_for_no_reading(city: City, launch_chromium: LaunchChromium) -> None:
    """UK2, UK3, UK20: silent until touched, languages that speak, 112 without a server."""
    page = (await Resident.at(await launch_chromium(), await city.kiosk())).page
    await page.add_init_script(REMEMBER_SOUND)
    await page.reload()
    card = page.locator('.language-card[data-language="en"]')
    await expect(card).to_be_visible()
    await expect(card).to_contain_text("English")
    await expect(page.locator("img.flag")).to_have_count(0)
    assert await page.evaluate("played") == []
    await page.locator('[data-hear="en"]').click()
    await page.wait_for_function("() => played.length === 1")
    await expect(page.locator('[data-hear="ti"]')).to_have_count(0)
    await city.server.kill()
    await page.locator('[data-action="emergency"]').click()
    await expect(page.locator("dialog")).to_contain_text("114 14")


async def test_what_helps_one_resident_is_gone_for_the_next(
    city: City, launch_chromium: LaunchChromium
) -> None:
    """UK7, UK9, UK10: contrast, size, reach, time and sound at hand on every screen, and wiped at once."""
    page = (await Resident.at(await launch_chromium(), await city.kiosk())).page
    for name in ("text", "contrast", "lower", "unhurried"):
        await page.locator(f'.bar [data-action="{name}"]').click()
    await page.locator('.bar [data-action="sound"]').click()
    await page.locator('[data-action="louder"]').click()
    await page.locator('[data-action="close"]').click()
    await page.locator('.language-card[data-language="fi"]').first.click()
    talk = page.locator('.kiosk[data-screen="talk"][data-text="1.5"][data-lowered="true"]')
    await expect(talk).to_be_visible()
    assert await settings(page) == {"lang": "fi", "theme": "contrast", "scale": "1.5"}
    await page.locator('[data-action="talk"]').click()
    await page.locator('[data-action="leave"], [data-action="done"]').first.click()
    await page.locator('[data-action="done"]').click()
    await expect(page.locator('.kiosk[data-screen="start"][data-text="1"]')).to_be_visible()
    assert await settings(page) == {"lang": "sv", "theme": None, "scale": "1"}
    await expect(page.locator('.bar [aria-pressed="true"]')).to_have_count(0)


async def settings(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = await page.evaluate(
        """() => {
          const root = document.documentElement;
          const scale = root.style.getPropertyValue("--text-scale");
          return { lang: root.lang, theme: root.dataset.theme ?? null, scale };
        }"""
    )
    return found
