"""One picture of the kiosk in all its languages: `python -m tests.web.kiosk_sheet` writes docs/screens/.

Look at it after every change of texts or fonts: no cut text, no boxes for letters, made for each script.
"""

import asyncio
import sys
import tempfile
from base64 import b64encode
from pathlib import Path
from typing import Final

from playwright.async_api import Page, ViewportSize, async_playwright

from signaling.wire.languages import LANGUAGES
from tests.fixtures.chromium import QUIET
from tests.fixtures.programs import find_program
from tests.web.kiosk_walk import PORTRAIT, ROOT, Gallery, served_gallery

SHEET: Final = ROOT / "docs" / "screens" / "kiosk-languages.png"
STATES: Final = ("start", "talk", "waiting")
A_ROW: Final = 5
"""Languages."""
TILE: Final = 216
"""Pixels that one screen is wide on the sheet."""
GAP: Final = 16
WIDTH: Final = A_ROW * len(STATES) * (TILE + GAP) + GAP

PAINTED: Final = "[...document.querySelectorAll('video')].every((video) => video.readyState > 1)"
STYLE: Final = f"""
  body {{ margin: 0; padding: {GAP}px; background: #4a5752; display: grid; gap: {GAP}px;
    grid-template-columns: repeat({A_ROW * len(STATES)}, {TILE}px); }}
  img {{ width: 100%; display: block; }}
"""


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder, served_gallery(Path(folder)) as address:
        async with async_playwright() as playwright:
            chromium = await playwright.chromium.launch(
                executable_path=find_program("chromium", package="chromium"), args=list(QUIET)
            )
            page = await chromium.new_page(viewport=PORTRAIT, reduced_motion="reduce")
            await page.goto(address)
            screens = [await _screen(page, language.tag, state) for language in LANGUAGES for state in STATES]
            await _join(await chromium.new_page(viewport=ViewportSize(width=WIDTH, height=800)), screens)
    sys.stdout.write(f"{len(screens)} screens in {SHEET.relative_to(ROOT)}\n")


async def _screen(page: Page, language: str, state: str) -> bytes:
    await Gallery(page).show(state, language=language, first=language)
    await page.wait_for_function(PAINTED)
    return await page.screenshot(animations="disabled")


async def _join(page: Page, screens: list[bytes]) -> None:
    pictures = "".join(f'<img src="data:image/png;base64,{b64encode(png).decode()}">' for png in screens)
    await page.set_content(f"<style>{STYLE}</style>{pictures}")
    await page.screenshot(path=SHEET, full_page=True)


if __name__ == "__main__":
    asyncio.run(main())
