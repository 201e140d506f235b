"""A kiosk and a desk in Chromium processes of their own, once as our product and once as the bare minimum."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.async_api import Browser, Page, expect

from tests.e2e.city import City
from tests.e2e.people import Frames, Guide, sign_in

RING_FOR = 2.0
"""Seconds that the desk rings in the mode `ring`."""
SETTLE = 1.0
"""Seconds that pages have to come to rest before a call."""


@dataclass(frozen=True, slots=True)
class Call:
    """Milliseconds from the beginning to the first picture at each side."""

    kiosk: float
    guide: float
    deed: float
    """From the person's tap or key to the command on its way, before the beginning."""

    @property
    def both(self) -> float:
        """Until both see each other."""
        return max(self.kiosk, self.guide)


@dataclass(frozen=True, slots=True)
class Bare:
    """The bare minimum: cold connections over the smallest relay."""

    kiosk: Page
    guide: Page
    url: str
    relay: str
    rtc: Mapping[str, object]

    async def call(self) -> Call:
        """Mode `bare`: from the call to the first picture."""
        query = urlencode({"relay": self.relay, "rtc": json.dumps(self.rtc)})
        for page in (self.kiosk, self.guide):
            await page.goto(f"{self.url}?{query}")
            await page.wait_for_function("() => window.bare")
        await asyncio.sleep(SETTLE)
        await self.kiosk.evaluate("() => { eye.mark('call'); return bare.call(); }")
        marks = await _pictures(self.kiosk, self.guide)
        for page in (self.kiosk, self.guide):
            await page.goto("about:blank")
        return _call(marks[0]["call"], marks)


@dataclass(frozen=True, slots=True)
class Product:
    """The real kiosk page and the real desk page on the real server."""

    kiosk: Page
    guide: Page
    kiosk_url: str
    desk_url: str

    async def call_at_once(self) -> Call:
        """Mode `tap`: from the call command to the first picture; the guide takes as soon as it rings."""
        await self._ready()
        await self.guide.evaluate("() => eye.takeAtOnce()")
        await self._tap()
        marks = await _pictures(self.kiosk, self.guide)
        await self._part()
        return _call(marks[0]["call"], marks, deed=marks[0]["deed"])

    async def call_after_ringing(self) -> Call:
        """Mode `take`: from the guide's key to the first picture, after two seconds of ringing."""
        await self._ready()
        await self._tap()
        await expect(self.guide.locator(".ringing")).to_be_visible()
        await asyncio.sleep(RING_FOR)
        await self.guide.evaluate("() => eye.open()")
        await self.guide.keyboard.press("Enter")
        marks = await _pictures(self.kiosk, self.guide)
        await self._part()
        return _call(marks[1]["deed"], marks)

    async def _ready(self) -> None:
        await self.guide.goto(self.desk_url)
        await self.kiosk.goto(self.kiosk_url)
        await self.guide.keyboard.press("Alt+1")
        await expect(self.guide.locator(".own-picture video")).to_be_visible()
        await self.kiosk.locator('.language-card[data-language="sv"]').click()
        await self.kiosk.locator(".button--now").wait_for()
        await self.kiosk.evaluate("() => eye.openCamera()")  # as on the bare page
        for page in (self.kiosk, self.guide):  # so that the harness has put all that it needs into the page
            await page.wait_for_function("() => eye")
        await asyncio.sleep(SETTLE)

    async def _tap(self) -> None:
        button = await self.kiosk.locator(".button--now").bounding_box()
        assert button is not None
        for page in (self.kiosk, self.guide):
            await page.evaluate("() => eye.open()")
        await self.kiosk.mouse.click(button["x"] + button["width"] / 2, button["y"] + button["height"] / 2)

    async def _part(self) -> None:
        guide = Guide(self.guide, Frames(self.guide, "video.call__resident"))
        await guide.hang_up()
        await guide.wrap_up()
        for page in (self.kiosk, self.guide):
            await page.goto("about:blank")


async def bare_pages(browsers: tuple[Browser, Browser], eye: str) -> tuple[Page, Page]:
    """A page at each, which looks with `eye`."""
    kiosk, guide = [await browser.new_page() for browser in browsers]
    for page in (kiosk, guide):
        await page.add_init_script(eye)
    return kiosk, guide


async def product_pages(browsers: tuple[Browser, Browser], eye: str, city: City) -> tuple[Page, Page]:
    """The same; the guide is signed in."""
    kiosk = await browsers[0].new_page(viewport={"width": 1080, "height": 1920})
    context = await browsers[1].new_context(
        viewport={"width": 1440, "height": 900}, permissions=["camera", "microphone", "notifications"]
    )
    await sign_in(context, city, "amina")
    guide = await context.new_page()
    for page in (kiosk, guide):
        await page.add_init_script(eye)
    return kiosk, guide


async def _pictures(*pages: Page) -> list[dict[str, float]]:
    """What each eye marked, once both have seen the other."""
    for page in pages:
        await page.wait_for_function("() => eye.marks.picture !== undefined", timeout=20_000)
    return [await page.evaluate("() => eye.marks") for page in pages]


def _call(began: float, marks: list[dict[str, float]], *, deed: float | None = None) -> Call:
    kiosk, guide = marks
    return Call(
        kiosk=kiosk["picture"] - began,
        guide=guide["picture"] - began,
        deed=0.0 if deed is None else began - deed,
    )
