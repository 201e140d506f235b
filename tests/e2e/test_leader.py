"""A leader's hour: gives a call to another desk, comes to a guide's help, and joins a talk for all to see.

Resident, guide and leader each have a browser process of their own. Whoever meets is proven by the pictures
that each decodes.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.e2e.city import City, city_in
from tests.e2e.people import SEEN, Frames, Guide, Resident, meet, see, sign_in
from tests.fixtures.accessibility import grave_findings
from tests.fixtures.chromium import LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WALL = {"width": 1920, "height": 1080}


@pytest.fixture
async def hour(tmp_path: Path) -> AsyncIterator[City]:
    async with city_in(tmp_path, settings={"VAGVISARE_POOL__LANGUAGES": '["sv", "ar"]'}) as running:
        await running.add_guide("sahra", "Sahra", ["sv", "ar"])
        await running.add_guide("bjorn", "Björn", ["sv", "ar"])
        await running.add_leader("lena", "Lena")
        yield running


async def test_a_leader_joins_for_all_to_see(hour: City, launch_chromium: LaunchChromium) -> None:
    resident = await Resident.at(await launch_chromium(), await hour.kiosk())
    sahra = await Guide.at(await launch_chromium(), hour, login="sahra")
    board = await _board(hour, launch_chromium)
    await sahra.become_available()
    await resident.call("ar")
    await sahra.take()
    await meet(resident, sahra)

    await sahra.page.locator('[data-act="help"]').click()
    await expect(board.locator(".alert--now strong")).to_have_text("Sahra ber om hjälp")
    await board.locator('[data-act="answer"]').click()
    await expect(sahra.page.locator(".leader__said")).to_have_text("Lena kommer")

    await expect(resident.page.locator(".call__leader")).to_have_count(0)
    await board.locator(".line__open").first.click()
    await board.locator('[data-act="join"]').click()
    await expect(resident.page.locator(".call__leader")).to_contain_text("Lena")
    await expect(sahra.page.locator(".call__leader .notice")).to_contain_text("Lena")
    await expect(board.locator(".call__leader .notice")).to_be_visible()
    await Frames(board, "video.call__resident").until(SEEN)
    await see(board, "video.guest__video")
    await see(sahra.page, "video.guest__video")
    await see(resident.page, ".guest-picture video")
    assert await grave_findings(board) == []

    await board.keyboard.press("Alt+H")
    await expect(resident.page.locator(".call__leader")).to_have_count(0)
    await expect(sahra.page.locator(".call__leader .notice")).to_have_count(0)
    await meet(resident, sahra)
    await board.locator(".leader__board").click()
    await expect(board.locator(".line__said")).to_contain_text(["båda ser och hör varandra"])
    assert await grave_findings(board) == []


async def test_a_leader_gives_a_call_that_rings_to_another_desk(
    hour: City, launch_chromium: LaunchChromium
) -> None:
    resident = await Resident.at(await launch_chromium(), await hour.kiosk())
    sahra = await Guide.at(await launch_chromium(), hour, login="sahra")
    bjorn = await Guide.at(await launch_chromium(), hour, login="bjorn")
    board = await _board(hour, launch_chromium)
    await sahra.become_available()
    await resident.call("ar")
    await expect(sahra.page.locator(".ringing")).to_be_visible()
    await bjorn.become_available()
    await board.locator('[data-state="ringing"] .line__open').click()
    await expect(board.locator('select[name="guide"] option')).to_have_text(["Björn"])
    await board.locator('[data-act="assign"]').click()
    await expect(sahra.page.locator(".ringing")).to_have_count(0)
    await bjorn.take()
    await meet(resident, bjorn)


async def _board(city: City, launch_chromium: LaunchChromium) -> Page:
    """The board on the wall, which is also where the leader stands."""
    browser = await launch_chromium()
    context = await browser.new_context(viewport=WALL, permissions=["camera", "microphone"])  # type: ignore[arg-type]
    await sign_in(context, city, "lena")
    page = await context.new_page()
    await page.goto(f"{city.url}/board/")
    await expect(page.locator(".board__headline")).to_be_visible()
    return page
