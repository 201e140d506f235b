"""What a resident and a guide write, show and hand each other in a call: real programs, real browsers."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.city import City
from tests.e2e.people import SEEN, Frames, Guide, Resident
from tests.fixtures.chromium import PATIENCE, LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


async def test_they_write_letter_by_letter_beside_their_voices(
    city: City, launch_chromium: LaunchChromium
) -> None:
    resident, guide = await in_call(city, launch_chromium)
    own = guide.page.locator("#text-own")
    await own.press_sequentially("Vad heter gata")
    captions = resident.page.locator(".captions__words")
    await expect(captions).to_have_text("Vad heter gata")
    await own.press("Backspace")
    await own.press_sequentially("an?")
    await expect(captions).to_have_text("Vad heter gatan?")
    await resident.page.locator('[data-action="write"]').click()
    for key in ("capitals", "S", "j", "ö", "space", "signs", "4", "erase", "7"):
        await resident.page.locator(f'[data-key="{key}"]').click()
    await expect(guide.page.locator(".text__theirs p")).to_contain_text("Sjö 7")
    await own.fill("/brev")
    await guide.page.get_by_role("button", name="Kan du visa mig brevet?").click()
    await expect(captions).to_have_text("Kan du visa mig brevet?")
    await guide.hang_up()
    await expect(resident.page.locator(".captions, .writing")).to_have_count(0)
    assert "Sjö" not in await resident.page.content()


async def test_a_letter_is_seen_pointed_at_and_put_away(city: City, launch_chromium: LaunchChromium) -> None:
    resident, guide = await in_call(city, launch_chromium)
    await guide.page.locator('[data-act="letter"]').click()
    await resident.page.locator('[data-action="letter-take"]').click()
    for page in (resident.page, guide.page):
        await page.wait_for_function("() => document.querySelector('.sheet__paper')?.width > 300")
    sheet = guide.page.locator(".sheet__marks")
    await guide.page.locator('[data-tool="draw"].button').click()
    await sheet.click(position={"x": 60, "y": 40})
    await expect(resident.page.locator('.sheet__stroke[data-own="false"]')).to_have_count(1)
    await resident.page.locator(".sheet__marks").click(position={"x": 90, "y": 90})
    await expect(guide.page.locator('.sheet__stroke[data-own="false"]')).to_have_count(1)
    await guide.page.locator('[data-act="letter-away"]').click()
    await expect(resident.page.locator(".controls")).to_be_visible()
    await expect(resident.page.locator(".sheet")).to_have_count(0)
    await guide.hang_up()


async def test_a_note_is_taken_home_after_a_yes(city: City, launch_chromium: LaunchChromium) -> None:
    resident, guide = await in_call(city, launch_chromium)
    await guide.open("give")
    hand = guide.page.locator('[data-act="note"]')
    await guide.page.locator("#note-link").fill("javascript:alert(1)")
    await expect(hand).to_be_disabled()
    await guide.page.locator("#note-link").fill("example.org/blankett")
    await guide.page.locator("#note-text").fill("Ta med ditt brev")
    await hand.click()
    await expect(resident.page.get_by_text("Ta med ditt brev")).to_have_count(0)
    await resident.page.locator('[data-action="note-yes"]').click()
    await expect(resident.page.locator(".note__text")).to_have_text("Ta med ditt brev")
    await expect(resident.page.locator(".note__link")).to_have_text("https://example.org/blankett")
    await expect(resident.page.locator(".note__qr path")).to_have_attribute("d", re.compile("^M4 4h1v1"))
    await expect(guide.page.locator("#note-state")).to_have_text("Invånaren tittar på det.")
    await guide.hang_up()
    await expect(resident.page.locator(".note__text")).to_have_count(0)


async def test_a_card_is_found_and_shown_and_the_guide_sees_how_it_comes_through(
    city: City, launch_chromium: LaunchChromium
) -> None:
    resident, guide = await in_call(city, launch_chromium)
    desk = guide.page
    await desk.keyboard.press("Alt+G")
    await expect(desk.locator("#card-search")).to_be_focused()
    await desk.keyboard.type("skatt")
    await desk.locator("[data-card]").click()
    await resident.page.locator('[data-action="note-yes"]').click()
    await expect(resident.page.locator(".note__link")).to_have_text("https://www.skatteverket.se/")
    await desk.keyboard.press("Alt+V")
    ends = desk.locator(".facts--small dd")
    for end in (ends.nth(0), ends.nth(1)):
        await expect(end).to_contain_text("bilder/s")
        await expect(end).to_contain_text("förbindelse")
    await guide.hang_up()


async def test_the_picture_floats_over_other_programs(city: City, launch_chromium: LaunchChromium) -> None:
    _, guide = await in_call(city, launch_chromium)
    desk = guide.page
    await guide.resident.until(SEEN)
    async with desk.context.expect_page() as opening:
        await desk.keyboard.press("Alt+U")
    floating = await opening.value
    await Frames(floating, ".floating__video").until(SEEN)
    await floating.get_by_role("button", name="Mikrofon på").click()
    await expect(desk.locator('[data-act="microphone"]')).to_have_attribute("aria-pressed", "true")
    await guide.hang_up()
    if not floating.is_closed():
        await floating.wait_for_event("close", timeout=PATIENCE)


async def in_call(city: City, launch_chromium: LaunchChromium) -> tuple[Resident, Guide]:
    resident = await Resident.at(await launch_chromium(), await city.kiosk())
    guide = await Guide.at(await launch_chromium(), city)
    await guide.become_available()
    await resident.call("sv")
    await guide.take()
    await expect(resident.page.locator(".controls")).to_be_visible()
    return resident, guide
