"""UD10, UA3: a line that loses packets is on the leader's board while it lasts, and in the log afterwards.

Real programs, real browsers, real media. The loss is one that the kiosk's own counters tell of.
"""

import re

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.e2e.city import City
from tests.e2e.people import Guide, Resident, meet, sign_in
from tests.fixtures.chromium import LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.alone, pytest.mark.timeout(300)]

LOSSY_LINE = """
  window.lossy = false;
  const read = RTCPeerConnection.prototype.getStats;
  RTCPeerConnection.prototype.getStats = async function (...of) {
    const report = new Map(await read.apply(this, of));
    if (!window.lossy) return report;
    for (const [id, stats] of report) {
      if (stats.type !== "inbound-rtp") continue;
      report.set(id, { ...stats, packetsLost: Math.floor(stats.packetsReceived / 3) });
    }
    return report;
  };
"""
"""While `lossy`, every fourth packet was lost."""
ABOUT_A_QUARTER = re.compile(r"\b2[2-8] % förlust")
WALL = ViewportSize(width=1920, height=1080)


async def test_a_lossy_line_is_on_the_board_and_in_the_calls_timeline(
    city: City, launch_chromium: LaunchChromium
) -> None:
    await city.add_leader("lena", "Lena")
    resident = await Resident.at(await launch_chromium(), await city.kiosk())
    await resident.page.add_init_script(LOSSY_LINE)
    await resident.page.reload()
    guide = await Guide.at(await launch_chromium(), city)
    board = await signed_in(city, launch_chromium, "lena", "/board/")
    await guide.become_available()
    await resident.call("sv")
    await guide.take()
    await meet(resident, guide)

    quality = board.locator(".line__quality")
    await expect(quality).to_be_visible(timeout=30_000)
    await resident.page.evaluate("window.lossy = true")
    await expect(board.locator('.line__quality[data-grade="poor"]')).to_have_text(
        "dålig bild eller dåligt ljud hos invånaren", timeout=60_000
    )
    await expect(guide.page.locator(".quality")).to_contain_text("Dåligt hos invånaren")
    await expect(resident.page.locator('.kiosk[data-screen="live"]')).to_be_visible()
    await resident.page.evaluate("window.lossy = false")
    await expect(board.locator('.line__quality[data-grade="poor"]')).to_have_count(0, timeout=60_000)
    await meet(resident, guide)
    await guide.hang_up()

    log = await signed_in(city, launch_chromium, "admin", "/admin/?quality=poor")
    await log.locator("tbody a").first.click()
    kiosk = log.locator('.band[data-end="kiosk"] .band__part')
    await expect(kiosk.locator("visible=true").first).to_be_visible()
    told = [await part.get_attribute("data-grade") for part in await kiosk.all()]
    assert "poor" in told
    assert told[-1] != "poor"
    rows = log.locator('tr[data-grade="poor"]').filter(has_text="Hos invånaren")
    await expect(rows.filter(has_text=ABOUT_A_QUARTER).first).to_be_visible()
    shown = [await row.get_attribute("data-screen") for row in await log.locator("tr[data-screen]").all()]
    assert shown[-2:] == ["live", "ended"]


async def signed_in(city: City, launch_chromium: LaunchChromium, login: str, path: str) -> Page:
    browser = await launch_chromium()
    context = await browser.new_context(viewport=WALL, locale="sv-SE")
    await sign_in(context, city, login)
    page = await context.new_page()
    await page.goto(f"{city.url}{path}")
    return page
