"""The page for residents in all its languages on a sheet, as on a phone: `python -m tests.web.service_sheet`.

To docs/screens/, to look at after every change of texts, fonts or forms. No cut text, no boxes for letters.
"""

import asyncio
import tempfile
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, ViewportSize, async_playwright

from guide_server.http.pages import FOLDER
from signaling.store.migrate import migrate
from signaling.wire.languages import LANGUAGES
from tests.fakes import ManualClock
from tests.fixtures.chromium import QUIET
from tests.fixtures.programs import find_program
from tests.guide_server.office import Office, office_at
from tests.guide_server.test_equality_api import calls
from tests.web.joined import join
from tests.web.kiosk_walk import ROOT

SHEET: Final = ROOT / "docs" / "screens" / "service-languages.png"
PHONE: Final = ViewportSize(width=360, height=1_400)
TILE: Final = 216
A_ROW: Final = 10
SPOKEN: Final = tuple(language.tag for language in LANGUAGES if language.tag != "swl")


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = f"sqlite:///{Path(folder)}/store.sqlite"
        await asyncio.to_thread(migrate, store)
        async with (
            office_at(store, clock=ManualClock(), pages=FOLDER, publishes_equality=True) as office,
            async_playwright() as playwright,
        ):
            await _a_month(office)
            chromium = await playwright.chromium.launch(
                executable_path=find_program("chromium", package="chromium"), args=list(QUIET)
            )
            screens = [await _screen(chromium, office, tag) for tag in SPOKEN]
            await join(chromium, screens, SHEET, a_row=A_ROW, tile=TILE)


async def _a_month(office: Office) -> None:
    """Last month: some waited longer than others."""
    first = 1
    for tag, answered, left in (("sv", 90, 6), ("ar", 70, 14), ("so", 40, 16), ("ti", 30, 20)):
        for place in ("varby", "skogas"):
            await office.tell(calls(tag, place, first=first, answered=answered, left=left), step=700)
            first += answered + left
            office.clock.advance(24 * 3_600_000)
    office.clock.advance(35 * 24 * 3_600_000)


async def _screen(chromium: Browser, office: Office, tag: str) -> bytes:
    page = await chromium.new_page(viewport=PHONE, base_url=office.url)
    await page.goto(f"/service/{tag}?month=2026-01")
    await page.evaluate("document.fonts.ready")
    screen = await page.screenshot()
    await page.close()
    return screen


if __name__ == "__main__":
    asyncio.run(main())
