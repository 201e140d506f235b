"""Files and pages that mean no good: each has its answer, the resident sees none of it, the talk goes on."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from tests.e2e.city import City
from tests.e2e.people import meet
from tests.e2e.test_documents import in_call, payload
from tests.fixtures import papers
from tests.fixtures.chromium import LaunchChromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

ELSEWHERE = "http://elsewhere.example/"
SHOWN = "shown"
HTML = b"<!doctype html><script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'
TURNED_NAME = "ann\u202egnp.exe"

FILES: dict[str, tuple[str, bytes, str]] = {
    "nothing in it": ("a.pdf", b"", "document_empty"),
    "too large": ("a.pdf", b"%PDF-1.7\n" + bytes(31 * 1024 * 1024), "document_too_large"),
    "HTML": ("a.html", HTML, "document_unknown_kind"),
    "HTML that says PDF": ("a.pdf", HTML, "document_unknown_kind"),
    "SVG with a script": ("a.svg", SVG, "document_unknown_kind"),
    "SVG that says PNG": ("a.png", SVG, "document_unknown_kind"),
    "a zip that says PDF": ("a.pdf", b"PK\x03\x04" + bytes(500), "document_unknown_kind"),
    "a program whose name turns round": (TURNED_NAME, b"MZ" + bytes(500), "document_unknown_kind"),
    "PDF behind HTML": ("a.pdf", HTML + papers.pdf(), "document_unknown_kind"),
    "PDF with a password": ("a.pdf", papers.locked_pdf(), "document_encrypted"),
    "no more than PDF's first line": ("a.pdf", b"%PDF-1.7\n", "document_broken"),
    "noise in PDF's clothes": ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 99, "document_broken"),
    "half a PDF": ("a.pdf", papers.pdf(pages=3)[:700], "document_broken"),
    "PDF of ten thousand pages": ("a.pdf", papers.endless_pdf(), "document_too_many_pages"),
    "PDF whose pages go round": ("a.pdf", papers.pageless_pdf(), "document_page_broken"),
    "PDF with a page of no width": ("a.pdf", papers.pdf(box=(0, 0, 1, 99_999)), "document_page_broken"),
    "PNG of 65,000 by 65,000": ("a.png", papers.png_that_claims(65_000, 65_000), "document_too_many_pixels"),
    "JPEG of 65,000 by 65,000": (
        "a.jpg",
        papers.jpeg_that_claims(65_000, 65_000),
        "document_too_many_pixels",
    ),
    "half a PNG": ("a.png", papers.png()[:60], "document_broken"),
    "PNG in name only": ("a.png", b"\x89PNG\r\n\x1a\n" + b"<script>", "document_broken"),
    "PDF of a page like a town": ("a.pdf", papers.pdf(box=(0, 0, 1e9, 1e9)), SHOWN),
    "PDF that claims more pages than it has": ("a.pdf", papers.pdf(count=2**31 - 1), SHOWN),
    "PDF that draws itself": ("a.pdf", papers.circular_pdf(), SHOWN),
    "PDF that would run and fetch": ("a.pdf", papers.active_pdf(ELSEWHERE), SHOWN),
    "PDF with HTML behind it": ("a.pdf", papers.pdf() + HTML, SHOWN),
    "JPEG with a zip behind it": ("a.jpg", papers.photograph() + b"PK\x03\x04CANARY", SHOWN),
    "a name of HTML": ('"><img src=x onerror=alert(1)>.pdf', papers.pdf(), SHOWN),
    "a name like a path": ("..\\..\\etc\\passwd.pdf", papers.pdf(), SHOWN),
    "a name without an end": ("x" * 240 + ".pdf", papers.pdf(), SHOWN),
}

OUTCOME = """() => {
  const problem = document.querySelector("#panel-give [data-problem]")?.dataset.problem;
  const seen = document.querySelector('.letter__delivery[data-seen="true"]');
  return problem ?? (seen === null ? null : "shown");
}"""


async def test_every_file_has_its_answer(city: City, launch_chromium: LaunchChromium) -> None:
    resident, guide = await in_call(city, launch_chromium)
    desk = guide.page
    alarms: list[str] = []
    for page in (desk, resident.page):
        listen(page, alarms)
    await guide.open("give")
    found = {}
    for what, (name, file, _) in FILES.items():
        await desk.locator("#document-file").set_input_files(payload(name, file))
        outcome = await desk.wait_for_function(OUTCOME)
        found[what] = await outcome.json_value()
        await expect(resident.page.locator(".sheet")).to_have_count(1 if found[what] == SHOWN else 0)
        await meet(resident, guide)
        if found[what] == SHOWN:
            await desk.keyboard.press("Alt+C")
            await expect(resident.page.locator(".controls")).to_be_visible()
            await expect(desk.locator(".letter")).to_have_count(0)
    assert found == {what: answer for what, (_, _, answer) in FILES.items()}
    assert alarms == []
    await guide.hang_up()


async def test_a_file_that_swells_is_stopped(city: City, launch_chromium: LaunchChromium) -> None:
    """Some kilobytes that unpack to twelve gigabytes: by its size or by its time, whichever is first."""
    resident, guide = await in_call(city, launch_chromium)
    await guide.open("give")
    await guide.page.locator("#document-file").set_input_files(payload("a.pdf", papers.swelling_pdf()))
    await meet(resident, guide)
    outcome = await (await guide.page.wait_for_function(OUTCOME)).json_value()
    assert outcome in {"document_broken", "document_too_slow"}
    await meet(resident, guide)
    await guide.hang_up()


def listen(page: Page, alarms: list[str]) -> None:
    """Remember what no file may bring about: dialog, error, request elsewhere, window, download."""
    own = urlsplit(page.url).netloc
    page.on("dialog", lambda dialog: alarms.append(f"dialog {dialog.message}"))
    page.on("pageerror", lambda error: alarms.append(f"error {error}"))
    page.on("popup", lambda popup: alarms.append(f"window {popup.url}"))
    page.on("download", lambda download: alarms.append(f"download {download.url}"))
    page.on(
        "request",
        lambda request: (
            None if urlsplit(request.url).netloc in {own, ""} else alarms.append(f"request {request.url}")
        ),
    )


async def test_a_name_is_shown_for_what_it_is(city: City, launch_chromium: LaunchChromium) -> None:
    _, guide = await in_call(city, launch_chromium)
    await guide.open("give")
    name = guide.page.locator(".document__name")
    await guide.page.locator("#document-file").set_input_files(payload(TURNED_NAME, b"MZ"))
    await expect(name).to_have_text("anngnp.exe")
    markup = '"><img src=x onerror=alert(1)>.pdf'
    await guide.page.locator("#document-file").set_input_files(payload(markup, papers.pdf()))
    await expect(name).to_have_text(markup)
    assert await guide.page.locator(".document__name img").count() == 0
    await guide.hang_up()


WATCH_CANVASES = """() => {
  window.sizes = new Set();
  const look = () => {
    for (const { width, height } of document.querySelectorAll("canvas")) sizes.add(`${width}x${height}`);
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true });
}"""
"""Remembers how large any picture was that was painted."""

SPEAK = """async (kind) => {
  const picture = async (width, height, type) => {
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext("2d").fillRect(0, 0, width / 2, height);
    return new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer());
  };
  const hex = async (bytes) =>
    [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");
  const text = (words) => new TextEncoder().encode(words);
  const plain = await picture(41, 31, "image/jpeg");
  const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
  const exif = joined(plain.slice(0, 2), [0xff, 0xe1, 0, 8], text("Exif"), [0, 0], plain.slice(2));
  const at = (marker) => plain.findIndex((byte, place) => byte === 0xff && plain[place + 1] === marker);
  const frame = plain.slice(at(0xc0), at(0xc0) + 19);
  const torn = joined(plain.slice(0, 2), frame, plain.slice(at(0xda), at(0xda) + 14), [0xff, 0xd9]);
  const bytes = {
    html: text("<script>alert(1)</script>"),
    svg: text('<svg xmlns="http://www.w3.org/2000/svg" width="41" height="31"/>'),
    png: await picture(41, 31, "image/png"),
    larger: await picture(4_000, 3_000, "image/jpeg"),
    exif,
    torn,
  }[kind] ?? plain;
  const id = crypto.randomUUID();
  const corners = [[0, 0], [1, 0], [1, 1], [0, 1]];
  const header = { id, document: id, page: 1, pages: 1, width: 41, height: 31, corners,
    bytes: bytes.length, sha256: await hex(bytes) };
  const others = {
    larger_both: { width: 65_000, height: 65_000 },
    pixels: { width: 8_000, height: 8_000 },
    pages: { pages: 10_000 },
    digest: { sha256: "0".repeat(64) },
    more: { bytes: bytes.length - 5 },
    fewer: { bytes: bytes.length + 5 },
    huge: { bytes: 1e12 },
    name: { id: "<img src=x onerror=alert(1)>" },
  }[kind] ?? {};
  const { sheet } = channels;
  if (kind === "flood") sheet.send("[".repeat(200_000));
  else if (kind !== "headless") sheet.send(JSON.stringify({ ...header, ...others }));
  const [first, second] = [bytes.slice(0, 20), bytes.slice(20)];
  for (const piece of kind === "shuffled" ? [second, first] : [first, second]) sheet.send(piece);
  if (kind === "torrent") for (let times = 0; times < 200; times++) sheet.send(new Uint8Array(16_384));
}"""
KINDS = (
    *("html", "svg", "png", "larger", "exif", "torn", "larger_both", "pixels", "pages", "digest", "more"),
    *("fewer", "huge", "name", "flood", "headless", "shuffled"),
)


async def test_a_kiosk_shows_nothing_but_plain_pictures(city: City, launch_chromium: LaunchChromium) -> None:
    resident, guide = await in_call(city, launch_chromium)
    kiosk = resident.page
    alarms: list[str] = []
    listen(kiosk, alarms)
    await kiosk.evaluate(WATCH_CANVASES)
    for kind in KINDS:
        await guide.page.evaluate(SPEAK, kind)
        await guide.page.evaluate(SPEAK, "good")
        await kiosk.wait_for_function("() => document.querySelector('.sheet__paper')?.width === 41", arg=None)
        await kiosk.locator('[data-action="document-close"]').click()
        await expect(kiosk.locator(".controls")).to_be_visible()
    await guide.page.evaluate(SPEAK, "torrent")
    await kiosk.wait_for_function("() => document.querySelector('.sheet__paper')?.width === 41")
    assert set(await kiosk.evaluate("[...sizes]")) <= {"300x150", "41x31"}
    assert alarms == []
    await meet(resident, guide)
    await guide.hang_up()
