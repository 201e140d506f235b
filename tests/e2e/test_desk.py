"""A guide's day at the desk, by keyboard alone, and what can come between a guide and a resident."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.city import City, city_in
from tests.e2e.people import Guide
from tests.fixtures.accessibility import grave_findings
from tests.fixtures.chromium import LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

UNTIL_THE_GUIDE_ENDS_IT = 120
"""Seconds that a call without a page would last."""
ARRIVED = """async () => {
  const ends = (animation) => animation.effect.getComputedTiming().endTime !== Infinity;
  for (let still = 0; still < 5; ) {
    await new Promise(requestAnimationFrame);
    still = document.getAnimations().some(ends) ? 0 : still + 1;
  }
}"""
"""Past every transition, whose half-way colours are nobody's choice: some frames without any."""


async def test_a_shift_by_keyboard_alone(city: City, launch_chromium: LaunchChromium) -> None:
    """Become available, take, mute, hang up, wrap up, take a break: every state is accessible."""
    guide = await Guide.at(await launch_chromium(), city)
    desk = guide.page
    await expect(desk.get_by_role("heading", name="God dag, Amina.")).to_be_visible()
    await accessible(desk)
    await guide.become_available()
    await accessible(desk)
    calling = await city.headless_call(language="ti", seconds=UNTIL_THE_GUIDE_ENDS_IT)
    await expect(desk.get_by_role("heading", name="Det ringer på tigrinska")).to_be_visible()
    await expect(desk.locator(".facts")).to_contain_text("Norra området")
    await accessible(desk)
    await desk.keyboard.press("Enter")
    await guide.resident.until(1)
    await accessible(desk)
    await desk.keyboard.press("Alt+M")
    await expect(desk.get_by_role("button", name="Mikrofon av")).to_have_attribute("aria-pressed", "true")
    await desk.keyboard.press("Alt+/")
    await expect(desk.get_by_role("dialog", name="Kortkommandon")).to_be_visible()
    await accessible(desk)
    await desk.keyboard.press("Escape")
    await expect(desk.locator(".call")).to_be_visible()
    await desk.keyboard.press("Alt+2")
    await desk.keyboard.press("Alt+H")
    await expect(desk.locator(".wrap-up")).to_be_visible()
    assert (await calling)["outcome"] == "completed"
    await accessible(desk)
    await desk.locator('input[name="topic"]').first.focus()
    await desk.keyboard.press("Space")
    await desk.locator('input[name="disposition"]').first.focus()
    await desk.keyboard.press("Space")
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".status__word")).to_have_text("Borta")
    await accessible(desk)


async def test_a_missed_ring_says_so_and_one_key_brings_the_guide_back(
    tmp_path: Path, launch_chromium: LaunchChromium
) -> None:
    async with city_in(tmp_path, settings={"VAGVISARE_POOL__RING_SECONDS": "10"}) as city:
        guide = await Guide.at(await launch_chromium(), city)
        await guide.become_available()
        calling = await city.headless_call(language="sv", seconds=2)
        await expect(guide.page.locator(".ringing")).to_be_visible()
        await expect(guide.page.get_by_role("heading", name="Ett samtal gick förbi dig")).to_be_visible()
        await accessible(guide.page)
        await guide.page.keyboard.press("Alt+1")
        await guide.take()
        assert (await calling)["outcome"] == "completed"


async def test_the_newest_desk_wins_and_the_older_one_says_why(
    city: City, launch_chromium: LaunchChromium
) -> None:
    browser = await launch_chromium()
    older = await Guide.at(browser, city)
    newer = await Guide.at(browser, city)
    await expect(older.page.get_by_role("heading", name="Du arbetar i ett annat fönster.")).to_be_visible()
    await accessible(older.page)
    await older.page.get_by_role("button", name="Arbeta här i stället").click()
    await expect(older.page.locator(".status__word")).to_be_visible()
    await expect(newer.page.locator(".closed")).to_be_visible()


async def test_a_reload_in_the_middle_of_a_call_brings_the_picture_back(
    city: City, launch_chromium: LaunchChromium
) -> None:
    guide = await Guide.at(await launch_chromium(), city)
    await guide.become_available()
    calling = await city.headless_call(language="sv", seconds=UNTIL_THE_GUIDE_ENDS_IT)
    await guide.take()
    await guide.resident.until(1)
    await guide.page.reload()
    await guide.resident.until(10)
    await guide.hang_up()
    report = await calling
    assert report["outcome"] == "completed"


async def test_without_the_server_the_desk_says_that_the_guide_cannot_be_reached(
    city: City, launch_chromium: LaunchChromium
) -> None:
    guide = await Guide.at(await launch_chromium(), city)
    await guide.become_available()
    await city.server.kill()
    await expect(guide.page.get_by_text("Ingen kontakt med servern.")).to_be_visible()
    await expect(guide.page.locator(".status__word")).to_have_text("Du kan inte nås just nu")
    await accessible(guide.page)
    await city.start()
    await expect(guide.page.locator(".status__word")).to_have_text("Tillgänglig")


async def accessible(page: Page) -> None:
    await page.evaluate(ARRIVED)
    assert await grave_findings(page) == []


async def test_a_guide_on_triage_finds_the_language_and_goes_on_a_break(
    city: City, launch_chromium: LaunchChromium
) -> None:
    """The ring says that the language is not known; the card of endonyms leads to somebody who speaks it."""
    await city.add_guide("triage", "Vera", ["sv", "und"])
    guide = await Guide.at(await launch_chromium(), city, login="triage")
    desk = guide.page
    await guide.become_available()
    await city.headless_call(language="und", seconds=UNTIL_THE_GUIDE_ENDS_IT)
    await expect(desk.get_by_role("heading", name="Språket är inte känt")).to_be_visible()
    await expect(desk.locator(".ringing__fit")).to_contain_text("hittade inte sitt språk")
    await accessible(desk)
    await guide.take()
    card = desk.locator(".language-panel")
    await card.get_by_role("button", name="العربية").click()
    await accessible(desk)
    await desk.get_by_label("Hur länge är du borta?").select_option(label="30 minuter")
    await desk.get_by_role("button", name="Lunch").click()
    await expect(desk.locator(".choices__planned")).to_contain_text("Tillbaka")
    await card.get_by_role("button", name="Skicka vidare till arabiska").click()
    await expect(desk.locator(".wrap-up")).to_be_visible()
    await desk.locator('input[name="topic"]').first.check()
    await desk.locator('input[name="disposition"]').first.check()
    await desk.keyboard.press("Enter")
    await expect(desk.locator(".status__back")).to_contain_text("30 minuter kvar")
    await accessible(desk)
