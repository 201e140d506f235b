"""A guide shows a document: real programs, real browsers, files made by code."""

import asyncio

import pytest
from playwright.async_api import FileChooser, FilePayload, expect

from tests.e2e.city import City
from tests.e2e.people import Guide, Resident, meet
from tests.fixtures import papers
from tests.fixtures.chromium import PATIENCE, LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]

REMEMBER_CHANNELS = """() => {
  window.channels = {};
  const own = RTCPeerConnection.prototype.createDataChannel;
  RTCPeerConnection.prototype.createDataChannel = function (label, options) {
    return (window.channels[label] = own.call(this, label, options));
  };
}"""
"""Lets a test speak for a page that means no good."""
COLOURS = """([places]) => {
  const canvas = document.querySelector(".sheet__paper");
  const brush = canvas.getContext("2d");
  return places.map(([x, y]) => [...brush.getImageData(x * canvas.width, y * canvas.height, 1, 1).data]);
}"""
SIZE = "() => { const { width, height } = document.querySelector('.sheet__paper'); return [width, height]; }"
PAINTED = """() => {
  const canvas = document.querySelector(".sheet__paper");
  return canvas !== null && canvas.width !== 300;
}"""
KEEP_PIECES = """() => {
  window.pieces = [];
  channels.sheet.addEventListener("message", ({ data }) => {
    pieces.push(typeof data === "string" ? new TextEncoder().encode(data) : new Uint8Array(data));
  });
}"""
CAME = """() => {
  const latin = new TextDecoder("latin1");
  return pieces.map((piece) => latin.decode(piece)).join("");
}"""


async def test_pages_are_turned_and_drawn_on_by_both(city: City, launch_chromium: LaunchChromium) -> None:
    resident, guide = await in_call(city, launch_chromium)
    kiosk, desk = resident.page, guide.page
    await show(guide, "Ansökan om plats.pdf", papers.pdf(pages=3))
    await expect(kiosk.locator(".document__lead")).to_have_text("Vägledaren visar ett dokument. Sida 1 av 3.")
    for page in (kiosk, desk):
        await page.wait_for_function(PAINTED)
        assert await page.evaluate(SIZE) == [1654, 2340]
    assert (await kiosk.evaluate(COLOURS, [[[0.5, 0.12], [0.5, 0.9]]])) == [
        pytest.approx([15, 92, 77, 255], abs=6),
        pytest.approx([255, 255, 255, 255], abs=2),
    ]
    await desk.locator('[data-tool="draw"].button').click()
    await desk.locator(".sheet__marks").click(position={"x": 60, "y": 40})
    await expect(kiosk.locator('.sheet__stroke[data-own="false"]')).to_have_count(1)
    await kiosk.locator(".sheet__marks").click(position={"x": 90, "y": 90})
    await expect(desk.locator('.sheet__stroke[data-own="false"]')).to_have_count(1)

    await desk.keyboard.press("Alt+PageDown")
    await expect(kiosk.locator(".document__lead")).to_contain_text("Sida 2 av 3")
    await expect(kiosk.locator(".sheet__stroke")).to_have_count(0)
    await kiosk.locator('[data-action="page-back"]').click()
    await expect(desk.locator(".letter__page")).to_have_text("Sida 1 av 3")
    for page in (kiosk, desk):
        await expect(page.locator(".sheet__stroke")).to_have_count(2)

    await desk.locator('[data-act="look-closer"]').click()
    await desk.locator(".sheet").focus()
    await desk.keyboard.press("ArrowRight")
    await expect(kiosk.locator('.sheet__pointer[data-own="false"]')).to_be_visible()
    for page in (kiosk, desk):
        await expect(page.locator(".sheet__near")).to_have_css("transform", "matrix(1.25, 0, 0, 1.25, 0, 0)")

    await kiosk.locator('[data-action="document-close"]').click()
    await expect(desk.locator(".letter")).to_have_count(0)
    await expect(desk.locator(".document__name")).to_have_count(0)
    await expect(kiosk.locator(".controls")).to_be_visible()
    await guide.hang_up()


async def test_a_photograph_arrives_without_what_it_knew(city: City, launch_chromium: LaunchChromium) -> None:
    resident, guide = await in_call(city, launch_chromium)
    await resident.page.evaluate(KEEP_PIECES)
    file = papers.photograph()
    assert papers.CANARY in file
    await show(guide, "IMG_0001.jpg", file)
    await resident.page.wait_for_function(PAINTED)
    upright = await resident.page.evaluate(SIZE)
    assert upright == [600, 800]
    above, below = await resident.page.evaluate(COLOURS, [[[0.5, 0.2], [0.5, 0.8]]])
    assert above == pytest.approx([*papers.RED, 255], abs=8)
    assert below == pytest.approx([*papers.BLUE, 255], abs=8)
    came = await resident.page.evaluate(CAME)
    assert "\xff\xd8\xff" in came
    assert not [word for word in (papers.CANARY.decode(), "Exif", "IMG_0001") if word in came]
    await guide.hang_up()


async def test_a_scan_in_jpeg_2000_is_drawn(city: City, launch_chromium: LaunchChromium) -> None:
    """By the decoder that lies beside the desk: no WebAssembly is let in."""
    resident, guide = await in_call(city, launch_chromium)
    await show(guide, "Skanning.pdf", papers.scanned_pdf())
    await resident.page.wait_for_function(PAINTED)
    left, right = await resident.page.evaluate(COLOURS, [[[0.25, 0.5], [0.75, 0.5]]])
    assert left == pytest.approx([*papers.RED, 255], abs=12)
    assert right == pytest.approx([*papers.BLUE, 255], abs=12)
    await guide.hang_up()


async def test_with_the_call_nothing_of_it_is_left(city: City, launch_chromium: LaunchChromium) -> None:
    resident, guide = await in_call(city, launch_chromium)
    await show(guide, "Hyreskontrakt.pdf", papers.pdf(pages=2))
    await resident.page.wait_for_function(PAINTED)
    await guide.hang_up()
    await expect(resident.page.locator(".sheet, .document")).to_have_count(0)
    for page in (resident.page, guide.page):
        assert "Hyreskontrakt" not in await page.content()
        assert await page.locator("canvas, .sheet").count() == 0
        kept = await page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
        assert not [word for word in ("Hyreskontrakt", "d-1", "blob:") if word in kept]
        assert await page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
        assert await page.evaluate("caches.keys().then((all) => all.length)") == 0


async def test_a_page_on_its_way_comes_again_after_the_line_was_lost(
    city: City, launch_chromium: LaunchChromium
) -> None:
    resident, guide = await in_call(city, launch_chromium)
    await show(guide, "Karta.png", papers.png(size=(1_600, 1_200)))
    await resident.page.wait_for_function(PAINTED)
    await resident.page.reload()
    await resident.page.wait_for_function(PAINTED)
    await expect(resident.page.locator(".document__lead")).to_be_visible()
    await expect(guide.page.locator('.letter__delivery[data-seen="true"]')).to_be_visible()
    await guide.page.reload()
    await expect(guide.page.locator(".call")).to_be_visible()
    await expect(resident.page.locator(".sheet")).to_have_count(0)
    await meet(resident, guide)
    await guide.hang_up()


async def test_the_keyboard_leads_to_a_document_and_away(city: City, launch_chromium: LaunchChromium) -> None:
    resident, guide = await in_call(city, launch_chromium)
    desk = guide.page
    # Listened for well before the key: Chromium shows a dialog of its own to whoever does not listen yet.
    choosers: asyncio.Queue[FileChooser] = asyncio.Queue()
    desk.on("filechooser", choosers.put_nowait)
    await desk.keyboard.press("Alt+D")
    await expect(desk.locator("#document-choose")).to_be_focused()
    await desk.keyboard.press("Enter")
    async with asyncio.timeout(PATIENCE / 1_000):
        chooser = await choosers.get()
    await chooser.set_files(payload("Blankett.pdf", papers.pdf()))
    await expect(desk.locator('.letter__delivery[data-seen="true"]')).to_be_visible()
    await expect(resident.page.locator('[data-action="page-on"]')).to_have_count(0)
    await desk.keyboard.press("Alt+C")
    await expect(resident.page.locator(".sheet")).to_have_count(0)
    await guide.hang_up()


async def show(guide: Guide, name: str, file: bytes) -> None:
    await guide.open("give")
    await guide.page.locator("#document-file").set_input_files(payload(name, file))
    await expect(guide.page.locator('.letter__delivery[data-seen="true"]')).to_be_visible()


def payload(name: str, file: bytes) -> FilePayload:
    return FilePayload(name=name, mimeType="application/octet-stream", buffer=file)


async def in_call(city: City, launch_chromium: LaunchChromium) -> tuple[Resident, Guide]:
    resident = await Resident.at(await launch_chromium(), await city.kiosk())
    guide = await Guide.at(await launch_chromium(), city)
    for page in (resident.page, guide.page):
        await page.evaluate(REMEMBER_CHANNELS)
    await guide.become_available()
    await resident.call("sv")
    await guide.take()
    await expect(resident.page.locator(".controls")).to_be_visible()
    await expect(guide.page.locator('[data-act="letter"]')).to_be_enabled()
    return resident, guide
