"""A page of staff in Chromium, on a screen as an office has it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from playwright.async_api import Browser, Page, ViewportSize

from tests.guide_server.office import PASSWORD, Office

SCREEN = ViewportSize(width=1440, height=900)


@asynccontextmanager
async def at_a_desk(
    chromium: Browser,
    office: Office,
    *,
    screen: ViewportSize = SCREEN,
    theme: Literal["light", "dark"] | None = None,
) -> AsyncIterator[Page]:
    """Nobody is signed in yet. What the page throws fails the test."""
    faults: list[str] = []
    async with await chromium.new_context(
        viewport=screen, base_url=office.url, reduced_motion="reduce", color_scheme=theme
    ) as context:
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield page
    assert faults == []


async def sign_in(page: Page, place: str, login: str = "admin-1") -> None:
    """Open `place`, and sign in where it asks to."""
    await page.goto(place)
    await page.locator("#login").fill(login)
    await page.locator("#password").fill(PASSWORD)
    await page.keyboard.press("Enter")
