"""Every state of the desk, in Chromium: accessible, whole at two sizes, readable at four times the size."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

import pytest
from playwright.async_api import Page, expect

from tests.fixtures.accessibility import findings
from tests.fixtures.chromium import LaunchChromium
from tests.web.kiosk_walk import served_gallery

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

BEYOND = """() => [...document.querySelectorAll(".desk *, dialog[open] *")].filter((element) => {
  const box = element.getBoundingClientRect();
  const hidden = element.closest(".visually-hidden, .call__frame, .desk__skip, option");
  return box.width > 0 && !hidden && (box.left < -1 || box.right > innerWidth + 1);
}).map((element) => element.className || element.tagName)"""
CUT = """() => [...document.querySelectorAll("button, .notice, h1, h2, dd, td, .code")].filter((element) =>
  !element.matches(".visually-hidden") && element.checkVisibility() && element.clientWidth > 0 &&
  element.scrollWidth > element.clientWidth + 1
).map((element) => `${element.className}: ${element.textContent}`)"""
ALWAYS_IN_SIGHT = '.ringing__take, .ringing__pass, .call__controls, .wrap-up [type="submit"]'
"""What a guide must reach without scrolling, where it is there at all."""
OUT_OF_SIGHT = """(selector) => [...document.querySelectorAll(selector)].filter((element) =>
  element.getBoundingClientRect().bottom > innerHeight
).map((element) => element.className)"""


@pytest.fixture(scope="session")
def desk_gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served_gallery(tmp_path_factory.mktemp("desk_gallery"), of="desk") as address:
        yield address


@pytest.fixture
async def page(desk_gallery: str, launch_chromium: LaunchChromium) -> Page:
    page = await (await launch_chromium()).new_page(reduced_motion="reduce")
    await page.goto(desk_gallery)
    return page


async def states(page: Page) -> Sequence[str]:
    names: list[str] = await page.evaluate("states")
    return names


async def show(page: Page, state: str, **wishes: str) -> None:
    await page.evaluate("async (query) => show(query)", urlencode({"state": state, **wishes}))


@pytest.mark.parametrize(("theme", "language"), [("light", "sv"), ("dark", "en")])
async def test_axe_finds_nothing(page: Page, theme: str, language: str) -> None:
    await page.set_viewport_size({"width": 1440, "height": 900})
    found = {}
    for state in await states(page):
        await show(page, state, theme=theme, language=language)
        found[state] = await findings(page)
    assert {state: faults for state, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("width", "height", "language"), [(1440, 900, "en"), (1280, 720, "sv")])
async def test_all_of_it_is_on_the_screen(page: Page, width: int, height: int, language: str) -> None:
    """Nothing is cut off, the page itself does not scroll, and what answers a call is always in sight."""
    await page.set_viewport_size({"width": width, "height": height})
    for state in await states(page):
        await show(page, state, language=language)
        assert await page.evaluate(BEYOND) == [], state
        assert await page.evaluate(CUT) == [], state
        assert await page.evaluate("document.documentElement.scrollHeight") <= height, state
        assert await page.evaluate(OUT_OF_SIGHT, ALWAYS_IN_SIGHT) == [], state


async def test_at_four_times_the_size_it_is_read_without_scrolling_sideways(page: Page) -> None:
    """WCAG 1.4.10: 1280 pixels wide at 400 % are 320."""
    await page.set_viewport_size({"width": 320, "height": 256})
    for state in await states(page):
        await show(page, state)
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320, state
        assert await page.evaluate(BEYOND) == [], state


@pytest.mark.parametrize(
    ("state", "then"),
    [
        ("wrap_up", "Sedan blir du tillgänglig igen."),
        ("wrap_up_before_a_break", "Sedan: Annat arbete."),
        ("wrap_up_before_leaving", "Sedan avslutas ditt pass."),
    ],
)
async def test_the_foot_of_the_wrap_up_says_what_was_chosen_for_afterwards(
    page: Page, state: str, then: str
) -> None:
    await show(page, state, language="sv")
    await expect(page.get_by_role("timer")).to_contain_text(then)
