"""A resident at a kiosk's page and a guide at a desk, each in a Chromium process of their own."""

from dataclasses import dataclass
from http import HTTPStatus

from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.e2e.city import PASSWORD, City
from tests.fixtures.chromium import PATIENCE

FLUENT = 15
"""Pictures a second that each side must decode."""
WINDOWS = 10
SEEN = 10
"""Pictures that prove that somebody is seen."""
WATCH_ICE = """
  window.icePolicies = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super(configuration);
      window.icePolicies.push(configuration.iceTransportPolicy);
    }
  };
"""
"""Remembers by which policy each connection looked for its path."""
DECODED = """(selector) => {
  const video = document.querySelector(selector);
  return video === null ? 0 : video.getVideoPlaybackQuality().totalVideoFrames;
}"""


@dataclass(slots=True)
class Frames:
    """How many pictures of the other party a page has decoded."""

    page: Page
    selector: str

    async def count(self) -> int:
        return int(await self.page.evaluate(DECODED, self.selector))

    async def per_second(self, seconds: float = 5.0) -> float:
        """Over so many seconds, in the best of several such windows: others use the machine too."""
        best = 0.0
        for _ in range(WINDOWS):
            before = await self.count()
            await self.page.wait_for_timeout(seconds * 1_000)
            best = max(best, (await self.count() - before) / seconds)
            if best >= FLUENT:
                break
        return best

    async def until(self, at_least: int) -> None:
        """Wait until this many were decoded; the test's time-out is the bound."""
        await self.page.wait_for_function(
            f"([selector, least]) => ({DECODED})(selector) >= least", arg=[self.selector, at_least]
        )


@dataclass(slots=True)
class Resident:
    """Taps at the kiosk. `guide` counts the pictures of the guide."""

    page: Page
    guide: Frames

    @classmethod
    async def at(cls, browser: Browser, url: str, *, viewport: tuple[int, int] = (1080, 1920)) -> "Resident":
        context = await browser.new_context(viewport={"width": viewport[0], "height": viewport[1]})
        context.set_default_timeout(PATIENCE)
        await context.add_init_script(WATCH_ICE)
        page = await context.new_page()
        await page.goto(url)
        return cls(page, Frames(page, "video.guide-picture"))

    async def call(self, language: str = "sv") -> None:
        """Two taps from the first screen: the language, and the wish to talk."""
        card = self.page.locator(f'.language-card[data-language="{language}"]')
        more = self.page.locator('[data-action="more"]')
        await expect(card.or_(more).first).to_be_visible()
        while await card.count() == 0:
            await more.click()
        await card.click()
        await self.page.locator(".button--now").click()

    async def leave_screen(self) -> None:
        """Done with the last screen: the next person finds the first one."""
        await self.page.locator('[data-action="done"]').click()
        await expect(self.page.locator('[data-action="have_ticket"]')).to_be_visible()

    async def bring(self, code: str) -> None:
        """Come back with a ticket."""
        await self.page.locator('[data-action="have_ticket"]').click()
        for digit in code:
            await self.page.locator(f'[data-digit="{digit}"]').click()
        await self.page.locator('[data-action="redeem"]').click()


@dataclass(slots=True)
class Guide:
    """Works at a desk. `resident` counts the pictures of the resident."""

    page: Page
    resident: Frames

    @classmethod
    async def at(
        cls, browser: Browser, city: City, *, login: str = "amina", query: str = "", theme: str = "light"
    ) -> "Guide":
        context = await browser.new_context(
            viewport={"width": 1440, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            permissions=["camera", "microphone", "notifications"],
        )
        context.set_default_timeout(PATIENCE)
        await context.add_init_script(WATCH_ICE)
        await sign_in(context, city, login)
        page = await context.new_page()
        await page.goto(f"{city.url}/desk/{query}")
        await expect(page.locator(".status__word")).to_be_visible()
        return cls(page, Frames(page, "video.call__resident"))

    async def become_available(self) -> None:
        """On duty: the desk is ready, or rings at once for somebody who waits."""
        await self.page.keyboard.press("Alt+1")
        ready = self.page.locator(".own-picture video").or_(self.page.locator(".ringing"))
        await expect(ready.first).to_be_visible()

    async def open(self, panel: str) -> None:
        """Bring one panel of the call to the right side: `write`, `give`, `place`, `people` or `view`."""
        await self.page.locator(f"#tab-{panel}").click()
        await expect(self.page.locator(f"#panel-{panel}")).to_be_visible()

    async def leave_duty(self) -> None:
        await self.page.locator(".choices .choice").last.click()
        await expect(self.page.locator(".own-picture video")).to_have_count(0)

    async def take(self) -> None:
        await expect(self.page.locator(".ringing")).to_be_visible()
        await self.page.keyboard.press("Enter")
        await expect(self.page.locator(".call")).to_be_visible()

    async def hang_up(self) -> None:
        """Once both see each other: whoever hangs up before gives the call back, and it rings again."""
        await expect(self.page.locator('[data-act="hold"]')).to_be_enabled()
        await self.page.keyboard.press("Alt+H")
        await expect(self.page.locator(".wrap-up")).to_be_visible()

    async def wrap_up(self, topic: str = "school", disposition: str = "solved") -> None:
        await self.page.locator(f'input[name="topic"][value="{topic}"]').check()
        await self.page.locator(f'input[name="disposition"][value="{disposition}"]').check()
        await self.page.locator('.wrap-up button[type="submit"]').click()
        await expect(self.page.locator(".wrap-up")).to_have_count(0)


async def meet(resident: Resident, guide: Guide) -> None:
    """Both decode each other's pictures."""
    for frames in (resident.guide, guide.resident):
        await frames.until(await frames.count() + SEEN)


async def see(page: Page, selector: str) -> None:
    """A further party's picture is decoded on this page."""
    await Frames(page, selector).until(SEEN)


async def sign_in(context: BrowserContext, city: City, login: str) -> None:
    """A server that is too busy to look into its records asks for another try, and gets it."""
    while True:
        answer = await context.request.post(
            f"{city.url}/api/session",
            data={"login": login, "password": PASSWORD},
            headers={"Origin": city.url},
            timeout=PATIENCE,
        )
        if answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
            break
    assert answer.ok, await answer.text()
