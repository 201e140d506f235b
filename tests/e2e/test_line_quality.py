"""UD10, UA3, UK13: a weak line is told while it lasts, to all whom it concerns, and is in the log afterwards.

Real programs, real browsers, real media, and datagrams that are really lost: the kiosk has nothing but
a `weak_line` to reach others by. What each side is told of is what its own browser counted.
"""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.e2e.city import City, city_in
from tests.e2e.people import SEEN, Guide, Resident, meet, sign_in
from tests.fixtures.chromium import LaunchChromium
from tests.fixtures.coturn import Coturn
from tests.fixtures.weak_line import DEAD, WeakLine, Weather, weak_line

pytestmark = [pytest.mark.browser, pytest.mark.alone, pytest.mark.timeout(420)]

TEXTS = Path(__file__).resolve().parents[2] / "guide_server" / "web" / "desk" / "texts" / "sv.json"
DESK: dict[str, str] = json.loads(TEXTS.read_text())
WALL = ViewportSize(width=1920, height=1080)
CAMERA = "--use-fake-device-for-media-stream=fps=30"
"""Of its own accord the browser's camera gives twenty pictures a second, a good line's limit."""

LOSSY = Weather(loss=0.25, burst=3)
NARROW = Weather(rate=60_000)
"""It carries the sound, and nothing beside it."""
LATE = Weather(delay=0.5, jitter=0.05)
LOST = re.compile("|".join(DESK[key].split("{{")[0] for key in ("call.lost", "call.interrupted")))
"""What stands over the picture: the desk's own words, and the server's once it knows too."""
SOME_LOSS = re.compile(r"\b[1-9]\d? % förlust")

KEEP_CONNECTIONS = """
  window.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super(configuration);
      window.connections.push(this);
    }
  };
  window.soundPackets = async () => {
    let packets = 0;
    for (const connection of window.connections) {
      for (const stats of (await connection.getStats()).values()) {
        if (stats.type === "inbound-rtp" && stats.kind === "audio") packets += stats.packetsReceived;
      }
    }
    return packets;
  };
"""
"""`soundPackets()` have come to this page."""


@pytest.fixture
async def line(coturn: Coturn) -> AsyncIterator[WeakLine]:
    async with weak_line(coturn.host, coturn.port) as running:
        yield running


@pytest.fixture
async def city(tmp_path: Path, coturn: Coturn, line: WeakLine) -> AsyncIterator[City]:
    """Whose one TURN server is at the other end of the line."""
    settings = {
        "VAGVISARE_TURN__URLS": json.dumps([line.url]),
        "VAGVISARE_TURN__SECRETS": json.dumps([coturn.secret]),
    }
    async with city_in(tmp_path, settings=settings) as running:
        yield running


async def talking(city: City, launch_chromium: LaunchChromium) -> tuple[Resident, Guide]:
    """A resident who has nothing but the line, and a guide with a network of her own."""
    resident = await Resident.at(await launch_chromium(CAMERA), f"{await city.kiosk()}?relay")
    guide = await Guide.at(await launch_chromium(CAMERA), city)
    await guide.page.add_init_script(KEEP_CONNECTIONS)
    await guide.page.reload()
    await expect(guide.page.locator(".status__word")).to_be_visible()
    await guide.become_available()
    await resident.call("sv")
    await guide.take()
    await meet(resident, guide)
    return resident, guide


async def test_loss_is_on_both_pages_on_the_board_and_in_the_calls_timeline(
    city: City, line: WeakLine, launch_chromium: LaunchChromium
) -> None:
    await city.add_leader("lena", "Lena")
    board = await signed_in(city, launch_chromium, "lena", "/board/")
    resident, guide = await talking(city, launch_chromium)
    poor = board.locator('.line__quality[data-grade="poor"]')
    notice = resident.page.locator('[data-notice="poor"]')
    await expect(board.locator(".line__quality")).to_be_visible()
    await expect(notice).to_have_count(0)

    line.be(down=LOSSY)
    await expect(notice).to_be_visible()
    await expect(poor).to_have_text("dålig bild eller dåligt ljud hos invånaren")
    await expect(guide.page.locator(".quality")).to_contain_text(DESK["quality.there_poor"])
    await expect(resident.page.locator('.kiosk[data-screen="live"]')).to_be_visible()
    await meet(resident, guide)
    assert line.down.lost > 0
    assert line.up.lost == 0

    line.be()
    await expect(notice).to_have_count(0)
    await expect(poor).to_have_count(0)
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
    await expect(rows.filter(has_text=SOME_LOSS).first).to_be_visible()
    assert (await shown_in(log))[-2:] == ["live", "ended"]


async def test_a_line_that_is_cut_is_told_and_the_call_goes_on_when_it_is_back(
    city: City, line: WeakLine, launch_chromium: LaunchChromium
) -> None:
    resident, guide = await talking(city, launch_chromium)
    lost = guide.page.locator(".call__banner .notice").filter(has_text=LOST)
    line.be(up=DEAD, down=DEAD)
    await expect(resident.page.locator('.kiosk[data-screen="interrupted"]')).to_be_visible()
    await expect(resident.page.locator(".call__lost")).to_be_visible()
    await expect(lost).to_be_visible()
    assert line.up.lost > 0
    assert line.down.lost > 0

    line.be()
    await expect(resident.page.locator('.kiosk[data-screen="live"]')).to_be_visible()
    await expect(resident.page.locator(".call__lost")).to_have_count(0)
    await meet(resident, guide)
    await expect(lost).to_have_count(0)
    await guide.hang_up()
    log = await signed_in(city, launch_chromium, "admin", "/admin/")
    await log.locator("tbody a").first.click()
    await expect(log.locator("tr[data-screen]").first).to_be_visible()
    assert await shown_in(log) == ["live", "interrupted", "live", "ended"]


async def test_a_narrow_line_carries_the_sound_alone_and_the_picture_comes_back(
    city: City, line: WeakLine, launch_chromium: LaunchChromium
) -> None:
    resident, guide = await talking(city, launch_chromium)
    notice = resident.page.locator('[data-notice="sound_only"]')
    await expect(notice).to_have_count(0)

    line.be(up=NARROW)
    await expect(notice).to_be_visible()
    await expect(guide.page.get_by_text(DESK["signs.sound_only"])).to_be_visible()
    await expect(resident.page.locator('.kiosk[data-screen="live"]')).to_be_visible()
    heard = await guide.page.evaluate("soundPackets()")
    await guide.page.wait_for_function("async (heard) => (await soundPackets()) > heard + 50", arg=heard)
    await expect(resident.page.locator('.kiosk[data-screen="live"]')).to_be_visible()

    line.be()
    await expect(notice).to_have_count(0)
    await guide.resident.until(await guide.resident.count() + SEEN)
    await guide.hang_up()


async def test_a_line_that_is_late_is_told_to_both(
    city: City, line: WeakLine, launch_chromium: LaunchChromium
) -> None:
    resident, guide = await talking(city, launch_chromium)
    notice = resident.page.locator('[data-notice="poor"]')
    line.be(up=LATE, down=LATE)
    await expect(notice).to_be_visible()
    await expect(guide.page.locator(".quality")).to_contain_text(DESK["quality.poor"])
    await expect(resident.page.locator('.kiosk[data-screen="live"]')).to_be_visible()
    await guide.hang_up()


async def shown_in(log: Page) -> list[str | None]:
    """What stood on the resident's screen, in order, as a call's page tells; the last four."""
    rows = await log.locator("tr[data-screen]").all()
    return [await row.get_attribute("data-screen") for row in rows][-4:]


async def signed_in(city: City, launch_chromium: LaunchChromium, login: str, path: str) -> Page:
    browser = await launch_chromium()
    context = await browser.new_context(viewport=WALL, locale="sv-SE")
    await sign_in(context, city, login)
    page = await context.new_page()
    await page.goto(f"{city.url}{path}")
    return page
