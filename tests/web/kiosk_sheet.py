"""The kiosk on one sheet, to look at after every change of texts, fonts or forms.

`python -m tests.web.kiosk_sheet` writes all its languages to docs/screens/; `… states` all its states, in
three scripts and both ways of standing, to tests/artifacts/. No cut text, no boxes for letters, made for
each script.
"""

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from signaling.wire.languages import LANGUAGES
from tests.fixtures.chromium import QUIET
from tests.fixtures.programs import find_program
from tests.web.joined import join
from tests.web.kiosk_walk import LANDSCAPE, PORTRAIT, ROOT, Gallery, served_gallery

SHEET: Final = ROOT / "docs" / "screens" / "kiosk-languages.png"
ARTIFACTS: Final = ROOT / "tests" / "artifacts"
STATES: Final = ("start", "talk", "waiting")
SCRIPTS: Final = ("sv", "ar", "ti")
SHAPES: Final = {"portrait": (PORTRAIT, 12), "landscape": (LANDSCAPE, 7)}
"""How a screen stands, and how many of it make a row."""
A_ROW: Final = 15
TILE: Final = 216
"""Pixels that a standing screen is wide on the sheet; one that lies is twice as wide."""

PAINTED: Final = "[...document.querySelectorAll('video')].every((video) => video.readyState > 1)"


async def main(of: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, served_gallery(Path(folder)) as address:
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(
                executable_path=find_program("chromium", package="chromium"), args=list(QUIET)
            )
            if "states" in of:
                for language in SCRIPTS:
                    await _all_states(chromium, address, language)
            else:
                await _all_languages(chromium, address)


async def _all_languages(chromium: Browser, address: str) -> None:
    page = await _opened(chromium, address, PORTRAIT)
    screens = [await _screen(page, language.tag, state) for language in LANGUAGES for state in STATES]
    await join(chromium, screens, SHEET, a_row=A_ROW, tile=TILE)


async def _all_states(chromium: Browser, address: str, language: str) -> None:
    for shape, (size, a_row) in SHAPES.items():
        page = await _opened(chromium, address, size)
        screens = [await _screen(page, language, state) for state in await Gallery(page).names()]
        tile = TILE if size is PORTRAIT else 2 * TILE
        await join(chromium, screens, ARTIFACTS / f"kiosk-{shape}-{language}.png", a_row=a_row, tile=tile)
        await page.close()


async def _opened(chromium: Browser, address: str, size: ViewportSize) -> Page:
    page = await chromium.new_page(viewport=size, reduced_motion="reduce")
    await page.goto(address)
    return page


async def _screen(page: Page, language: str, state: str) -> bytes:
    await Gallery(page).show(state, language=language, first=language)
    await page.wait_for_function(PAINTED)
    return await page.screenshot(animations="disabled")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
