"""A guide's day at the desk, by keyboard alone, and what can come between a guide and a resident."""

import asyncio
import os
import re
import signal
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.e2e.city import PASSWORD, City, city_in
from tests.e2e.people import SEEN, Frames, Guide, sign_in
from tests.fixtures.accessibility import grave_findings
from tests.fixtures.chromium import LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

UNTIL_THE_GUIDE_ENDS_IT = 600
"""Seconds that a call without a page would last."""


async def test_a_shift_by_keyboard_alone(city: City, launch_chromium: LaunchChromium) -> None:
    """From the sign-in page to the next call without a mouse, and every state on the way is accessible."""
    desk = await (await launch_chromium()).new_page(viewport={"width": 1440, "height": 900})
    await desk.goto(f"{city.url}/desk/")
    await go_to(desk, "#login")
    await desk.keyboard.type("amina")
    await go_to(desk, "#password")
    await desk.keyboard.type(PASSWORD)
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_role("heading", name="God dag, Amina.")).to_be_visible()
    await accessible(desk)
    await desk.keyboard.press("Alt+1")
    await expect(desk.locator(".own-picture video")).to_be_visible()
    await accessible(desk)
    calling = await city.headless_call(language="ti", seconds=UNTIL_THE_GUIDE_ENDS_IT)
    await expect(desk.get_by_role("heading", name="Det ringer på tigrinska")).to_be_visible()
    await expect(desk.locator(".facts")).to_contain_text("Norra området")
    await accessible(desk)
    await desk.keyboard.press("Enter")
    await Guide(desk, Frames(desk, "video.call__resident")).resident.until(1)
    await accessible(desk)
    await _work_in_the_call(desk)
    await desk.keyboard.press("Alt+H")
    await expect(desk.locator(".wrap-up")).to_be_visible()
    await desk.keyboard.press("Alt+X")
    await expect(desk.get_by_role("timer")).to_contain_text(re.compile("[34] minuter kvar"))
    assert (await calling)["outcome"] == "completed"
    await accessible(desk)
    await desk.keyboard.type("skol")
    await desk.keyboard.press("Enter")
    await expect(desk.locator('input[name="topic"][value="school"]')).to_be_checked()
    await expect(desk.locator('input[name="disposition"]').first).to_be_focused()
    await desk.keyboard.press("Space")
    await desk.keyboard.press("Control+Enter")
    await expect(desk.locator(".status__word")).to_have_text("Tillgänglig")
    await expect(desk.locator(".day")).to_contain_text("1")
    following = await city.headless_call(language="ti", seconds=1)
    await expect(desk.locator(".facts")).to_contain_text("Skola")
    await desk.keyboard.press("Enter")
    assert (await following)["outcome"] == "completed"


async def _work_in_the_call(desk: Page) -> None:
    """Microphone, camera, hold, text, a phrase, an invitation, the picture and the list of keys."""
    await desk.keyboard.press("Alt+M")
    microphone = desk.locator('[data-act="microphone"]')
    await expect(microphone).to_have_attribute("aria-pressed", "true")
    await desk.keyboard.down("Alt")
    await desk.keyboard.down("q")
    await expect(microphone).to_have_attribute("aria-pressed", "false")
    await desk.keyboard.up("q")
    await desk.keyboard.up("Alt")
    await expect(microphone).to_have_attribute("aria-pressed", "true")
    for off in ("true", "false"):  # on again, or the next caller sees nobody, and waits
        await desk.keyboard.press("Alt+K")
        await expect(desk.locator('[data-act="camera"]')).to_have_attribute("aria-pressed", off)
    hold = desk.locator('[data-act="hold"]')
    await expect(hold).to_be_enabled()
    await desk.keyboard.press("Alt+P")
    await expect(hold).to_have_attribute("aria-pressed", "true")
    await desk.keyboard.press("Alt+P")
    await expect(hold).to_have_attribute("aria-pressed", "false")
    await desk.keyboard.press("Alt+S")
    await expect(desk.locator("#text-own")).to_be_focused()
    await desk.keyboard.type("mkhp 14")
    await desk.keyboard.press("Alt+/")
    await expect(desk.locator("#text-own")).to_have_value("mkhp 14 /")
    await desk.keyboard.type("brev")
    await go_to(desk, ".text__phrases button")
    await desk.keyboard.press("Enter")
    await expect(desk.locator("#text-own")).to_have_value("mkhp 14 Kan du visa mig brevet?")
    await accessible(desk)
    await desk.keyboard.press("Alt+I")
    await expect(desk.locator('select[name="way"]')).to_be_focused()
    await accessible(desk)
    await go_to(desk, '[data-act="go"]')
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_text("Ingen som kan vara med är ledig")).to_be_visible()
    await desk.keyboard.press("Alt+V")
    await accessible(desk)
    await desk.keyboard.press("Alt+ArrowDown")
    await desk.wait_for_function("() => document.querySelector('video.call__resident').volume < 1")
    await desk.keyboard.press("Alt+Shift++")
    await expect(desk.locator(".call__frame")).to_have_attribute("data-near", "true")
    await desk.keyboard.press("Alt+0")
    await expect(desk.locator(".call__frame")).to_have_attribute("data-near", "false")
    await desk.keyboard.press("Alt+O")
    await expect(desk.locator(".call .own-picture")).to_have_count(0)
    await desk.keyboard.press("Control+Shift+/")
    await expect(desk.get_by_role("dialog", name="Kortkommandon")).to_be_visible()
    await accessible(desk)
    await desk.keyboard.press("Escape")
    await expect(desk.get_by_role("dialog")).to_have_count(0)
    await expect(desk.locator(".call")).to_be_visible()


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


async def test_a_ring_says_where_it_comes_from_and_the_tab_shows_it(
    tmp_path: Path, launch_chromium: LaunchChromium
) -> None:
    information = '{"library": {"information": "Ring på klockan vid disken."}}'
    async with city_in(tmp_path, settings={"VAGVISARE_MUNICIPALITY__SITES": information}) as city:
        guide = await Guide.at(await launch_chromium(), city)
        desk = guide.page
        await desk.keyboard.press("Alt+R")
        await expect(desk.get_by_role("dialog", name="Ringsignalen")).to_be_visible()
        outputs = desk.locator("#ring-sink option")
        await expect(outputs.nth(1)).to_be_attached()
        await desk.locator("#ring-sink").select_option(index=1)
        await expect(desk.get_by_text("kan inte användas nu")).to_have_count(0)
        await accessible(desk)
        await desk.keyboard.press("Escape")
        await guide.become_available()
        icon = desk.locator("link[rel=icon]")
        quiet = await icon.get_attribute("href")
        assert quiet is not None
        await city.headless_call(language="sv", seconds=UNTIL_THE_GUIDE_ENDS_IT)
        await expect(desk.locator(".ringing__information")).to_have_text("Ring på klockan vid disken.")
        await expect(desk.locator(".ringing__place")).to_contain_text("Skärm 1")
        await expect(desk).to_have_title("● Det ringer på svenska")
        await expect(icon).not_to_have_attribute("href", re.compile(f"{re.escape(quiet)}$"))
        await guide.take()
        await expect(desk).to_have_title("Arbetsplats · Vägvisare")
        await expect(icon).to_have_attribute("href", re.compile(f"{re.escape(quiet)}$"))


async def test_what_is_said_of_a_call_outlives_a_reload_until_it_is_sent(
    tmp_path: Path, launch_chromium: LaunchChromium
) -> None:
    """Where notes are kept. What identifies a person is not sent, and the draft is gone once all is."""
    decided = {"VAGVISARE_NOTES__KEEP": "true", "VAGVISARE_NOTES__DECISION": "KS 2026/1"}
    unhurried = {"VAGVISARE_POOL__WRAP_UP_SECONDS": "600"}
    async with city_in(tmp_path, settings={**decided, **unhurried}) as city:
        guide = await Guide.at(await launch_chromium(), city)
        desk = guide.page
        await guide.become_available()
        calling = await city.headless_call(language="sv", seconds=UNTIL_THE_GUIDE_ENDS_IT)
        await guide.take()
        await _until_live(desk)
        await guide.hang_up()
        call = (await calling)["call"]
        await desk.locator('input[name="topic"][value="taxes"]').check()
        await desk.locator('input[name="disposition"][value="referred"]').check()
        await desk.locator('select[name="referred_to"]').select_option("tax_agency")
        note = desk.locator("#wrap-up-note")
        await note.fill("Ring 070-123 45 67 om blanketten")
        await expect(desk.locator("#wrap-up-note-found")).to_contain_text("telefonnummer")
        await expect(desk.locator("#wrap-up-note-kept")).to_contain_text("KS 2026/1")
        done = desk.locator('.wrap-up [type="submit"]')
        await expect(done).to_be_disabled()
        await accessible(desk)
        await desk.reload()
        await expect(note).to_have_value("Ring 070-123 45 67 om blanketten")
        await expect(desk.locator('input[name="topic"][value="taxes"]')).to_be_checked()
        await expect(desk.locator('select[name="referred_to"]')).to_have_value("tax_agency")
        await note.fill("Blanketten var slut")
        await done.click()
        await expect(desk.locator(".wrap-up")).to_have_count(0)
        await desk.wait_for_function("() => sessionStorage.length === 0")
        record = await _record(desk, city, call)
        assert (record["call"]["topic"], record["call"]["referred_to"]) == ("taxes", "tax_agency")
        assert [each["text"] for each in record["notes"]] == ["Blanketten var slut"]


async def test_what_is_chosen_is_sent_by_itself_when_the_time_is_over(
    tmp_path: Path, launch_chromium: LaunchChromium
) -> None:
    async with city_in(tmp_path, settings={"VAGVISARE_POOL__WRAP_UP_SECONDS": "30"}) as city:
        guide = await Guide.at(await launch_chromium(), city)
        desk = guide.page
        await guide.become_available()
        calling = await city.headless_call(language="sv", seconds=UNTIL_THE_GUIDE_ENDS_IT)
        await guide.take()
        await _until_live(desk)
        await guide.hang_up()
        await desk.locator('input[name="topic"][value="money"]').check()
        await desk.locator('input[name="disposition"][value="solved"]').check()
        await expect(desk.get_by_role("alert").filter(has_text="Efterarbetet är snart slut")).to_be_attached()
        await expect(desk.locator(".wrap-up")).to_have_count(0)
        assert (await _record(desk, city, (await calling)["call"]))["call"]["topic"] == "money"


async def test_a_desk_that_slept_is_off_duty_and_says_so_when_it_wakes(
    tmp_path: Path, launch_chromium: LaunchChromium
) -> None:
    """Its absence is shorter than by default, and still longer than what the desk takes for a busy moment."""
    async with city_in(tmp_path, settings={"VAGVISARE_POOL__GUIDE_ABSENCE_SECONDS": "8"}) as city:
        browser = await launch_chromium()
        guide = await Guide.at(browser, city)
        await guide.become_available()
        admin = await browser.new_context()
        await sign_in(admin, city, "admin")
        pages = await _renderers(browser)
        try:
            for page in pages:
                os.kill(page, signal.SIGSTOP)
            await _until_off_duty(admin, city)
        finally:
            for page in pages:
                os.kill(page, signal.SIGCONT)
        slept = guide.page.locator(".desk__notices").get_by_text("sov mellan")
        await expect(slept).to_contain_text("Inga samtal ringer")
        await accessible(guide.page)
        await guide.page.locator('[data-act="seen-sleep"]').click()
        await expect(slept).to_have_count(0)
        await guide.become_available()


async def _until_live(desk: Page) -> None:
    """Both see each other: whoever hangs up before then gives the call back, and it rings again.

    And for long enough that a caller without a page counts a picture, or it says that it saw nobody.
    """
    await expect(desk.locator('[data-act="hold"]')).to_be_enabled()
    await Frames(desk, "video.call__resident").until(3 * SEEN)


async def _renderers(browser: Browser) -> list[int]:
    """The processes in which pages and their workers run: where a machine sleeps, they stand still."""
    session = await browser.new_browser_cdp_session()
    found = await session.send("SystemInfo.getProcessInfo")
    return [process["id"] for process in found["processInfo"] if process["type"] == "renderer"]


async def _until_off_duty(admin: BrowserContext, city: City) -> None:
    """Ask the board, as its page does, until nobody is on duty."""
    while True:
        answer = await admin.request.get(f"{city.url}/api/board")
        if not (await answer.json())["guides"]:
            return
        await asyncio.sleep(0.2)


async def _record(desk: Page, city: City, call: str) -> dict[str, Any]:
    """What the log has of the call, as an admin reads it."""
    browser = desk.context.browser
    assert browser is not None
    context = await browser.new_context()
    await sign_in(context, city, "admin")
    answer = await context.request.get(f"{city.url}/api/log/{call}?why=follow_up")
    record: dict[str, Any] = await answer.json()
    return record


async def go_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus: it is then in reach of whoever has no mouse."""
    for _ in range(80):
        if await page.evaluate("(wanted) => document.activeElement?.matches(wanted) ?? false", selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by Tab")


async def accessible(page: Page) -> None:
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
