"""What an admin changes on the settings page is what a kiosk shows a moment later, without a restart."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.city import City, city_in
from tests.e2e.people import Guide, Resident, sign_in
from tests.fixtures.chromium import LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[City]:
    async with city_in(tmp_path, settings={"VAGVISARE_POOL__LANGUAGES": '["sv", "ar", "fi"]'}) as running:
        yield running


async def _settings(town: City, launch_chromium: LaunchChromium, area: str) -> Page:
    context = await (await launch_chromium()).new_context(viewport={"width": 1440, "height": 900})
    await sign_in(context, town, "admin")
    page = await context.new_page()
    await page.goto(f"{town.url}/admin/?view=settings&area={area}")
    return page


async def _apply(page: Page) -> None:
    await page.get_by_role("button", name="Förhandsgranska").click()
    await page.get_by_role("button", name="Låt det gälla").click()
    await expect(page.get_by_text("Det gäller nu.")).to_be_visible()


async def test_a_kiosk_takes_up_languages_and_gets_them_back(
    town: City, launch_chromium: LaunchChromium
) -> None:
    kiosk = (await Resident.at(await launch_chromium(), await town.kiosk())).page
    cards = kiosk.locator(".language-card")
    await expect(cards).to_have_count(3)
    page = await _settings(town, launch_chromium, "languages")
    await page.get_by_role("button", name="Ta bort finska").click()
    await page.get_by_role("button", name="Flytta upp arabiska").click()
    await _apply(page)
    await expect(cards).to_have_count(2)
    await expect(cards.first).to_have_attribute("data-language", "ar")
    await page.get_by_role("button", name="Ångra version 1").click()
    await page.get_by_role("button", name="Ångra", exact=True).click()
    await expect(cards).to_have_count(3)


async def test_a_kiosk_closes_and_opens_with_the_hours(town: City, launch_chromium: LaunchChromium) -> None:
    kiosk = (await Resident.at(await launch_chromium(), await town.kiosk())).page
    card = kiosk.locator('.language-card[data-language="sv"]')
    await expect(card).to_contain_text("Inte på plats nu")
    page = await _settings(town, launch_chromium, "hours")
    far = WEEKDAYS[(datetime.now(UTC).weekday() + 3) % 7]
    await page.get_by_role("button", name=f"{far}: en tid till").click()
    await _apply(page)
    await expect(card).to_contain_text("Stängt nu")
    await page.get_by_role("button", name="Gå tillbaka till inställningsfilen").click()
    await page.get_by_role("button", name="Gå tillbaka", exact=True).click()
    await expect(card).to_contain_text("Inte på plats nu")


async def test_a_desk_takes_up_topics_for_the_call_that_it_is_in(
    town: City, launch_chromium: LaunchChromium
) -> None:
    guide = await Guide.at(await launch_chromium(), town)
    await guide.become_available()
    page = await _settings(town, launch_chromium, "topics")
    await page.get_by_label("Ett ärende till").fill("Körkort")
    await page.get_by_role("button", name="Lägg till").first.click()
    await town.headless_call(language="sv", seconds=600)
    await guide.take()
    await _apply(page)
    await guide.hang_up()
    topic = guide.page.locator("label").filter(has=guide.page.locator('input[name="topic"][value="korkort"]'))
    await expect(topic).to_have_text("Körkort")
    await guide.wrap_up("korkort")
