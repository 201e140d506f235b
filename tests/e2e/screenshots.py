"""Pictures of the running product for the documents: `python -m tests.e2e.screenshots [calls tickets three]`.

A real server, a real call for each language, a camera that shows the demo's figure. Writes `docs/screens/`.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from av import VideoFrame
from playwright.async_api import Browser, Page, async_playwright, expect

from signaling.core.ids import KioskId
from signaling.headless.media import draw_scene, place_head
from tests.e2e.city import City, city_in
from tests.e2e.people import Guide, Resident, see, sign_in
from tests.fixtures.chromium import FAKE_MEDIA, QUIET
from tests.fixtures.programs import find_program

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
PARTS = ("calls", "tickets", "three")
LANGUAGES = ("sv", "ar", "ti")
SETTINGS = {
    "VAGVISARE_POOL__SUBSTITUTES": str(FOLDER.parents[1] / "deploy/config/substitutes.yaml"),
    "VAGVISARE_POOL__RING_SECONDS": "60",
    "VAGVISARE_POOL__SETUP_SECONDS": "60",
}
"""No guide is unreachable, and none misses a ring, while many browsers share one machine."""
FRAMES = 120
PORTRAIT = (1080, 1920)
LANDSCAPE = (1920, 1080)


async def main(parts: Sequence[str]) -> None:
    expect.set_options(timeout=90_000)  # pictures are taken on busy machines too
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        camera = folder / "camera.y4m"
        write_figure(camera)
        city = await stack.enter_async_context(city_in(folder, settings=SETTINGS))
        # Before any desk is opened: the server looks for changes of another process every two seconds.
        await city.add_guide("sven", "Sven", ["sv"])
        await city.add_guide("noor", "Noor", [], interprets=["ar", "ti"])
        at_kiosk = await stack.enter_async_context(_chromium(camera))
        at_desk = await stack.enter_async_context(_chromium(camera))
        await _sign_in_page(at_desk, city)
        url = await city.kiosk()
        if "calls" in parts:
            guide = await Guide.at(at_desk, city)
            for language in LANGUAGES:
                await _call(at_kiosk, guide, url, language, PORTRAIT)
            await _call(at_kiosk, guide, url, "ar", LANDSCAPE)
        if "tickets" in parts:
            for language in LANGUAGES:
                await _ticket(at_kiosk, url, language)
        if "three" in parts:
            await _three(at_kiosk, at_desk, city, url)
        await _admin(at_desk, city)
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.relative_to(Path.cwd())}\n")


async def _call(browser: Browser, guide: Guide, url: str, language: str, size: tuple[int, int]) -> None:
    """One call, with a picture of each thing that resident and guide see on the way."""
    name = f"kiosk-{language}" if size == PORTRAIT else f"kiosk-landscape-{language}"
    resident = await Resident.at(browser, url, viewport=size)
    kiosk = resident.page
    if language == LANGUAGES[0] or size == LANDSCAPE:
        await shoot(kiosk, f"{name}-1-start")
    if await kiosk.locator(f'.language-card[data-language="{language}"]').count() == 0:
        await kiosk.locator(".language-card--more").first.click()
        await shoot(kiosk, f"{name}-2-languages")
    await kiosk.locator(f'.language-card[data-language="{language}"]').click()
    await shoot(kiosk, f"{name}-3-talk")
    await kiosk.locator(".button--now").click()
    await shoot(kiosk, f"{name}-4-waiting")
    await guide.page.keyboard.press("Alt+1")
    await expect(guide.page.locator(".ringing")).to_be_visible()
    await shoot(guide.page, f"desk-ringing-{language}")
    await guide.take()
    await resident.guide.until(30)
    await guide.resident.until(30)
    await shoot(kiosk, f"{name}-5-call", settle=2_000)
    await shoot(guide.page, f"desk-call-{language}")
    await guide.page.keyboard.press("Alt+2")
    await guide.hang_up()
    await shoot(kiosk, f"{name}-6-goodbye")
    if size == PORTRAIT:
        await shoot(guide.page, f"desk-wrap-up-{language}")
    await guide.wrap_up()
    await kiosk.context.close()


async def _ticket(browser: Browser, url: str, language: str) -> None:
    """Nobody is on duty: what the screen offers, and the ticket."""
    resident = await Resident.at(browser, url, viewport=PORTRAIT)
    await resident.call(language)
    await expect(resident.page.locator('[data-action="ticket"]')).to_be_visible()
    await shoot(resident.page, f"kiosk-{language}-7-choices")
    await resident.page.locator('[data-action="ticket"]').click()
    await expect(resident.page.locator("[data-ticket]")).to_be_visible()
    await shoot(resident.page, f"kiosk-{language}-8-ticket")
    await resident.leave_screen()
    if language == LANGUAGES[0]:
        await resident.page.locator('[data-action="have_ticket"]').click()
        await shoot(resident.page, f"kiosk-{language}-9-enter-ticket")
    await resident.page.context.close()


async def _three(at_kiosk: Browser, at_desk: Browser, city: City, url: str) -> None:
    """A guide and an interpreter with a resident, and what the board shows meanwhile."""
    sven = await Guide.at(at_desk, city, login="sven")
    noor = await Guide.at(at_desk, city, login="noor")
    other = await Resident.at(at_kiosk, await city.add_kiosk(KioskId("school-1"), "Skärm 2"))
    await sven.become_available()
    await noor.become_available()
    await other.call("so")
    for language in ("ar", "ti"):
        resident = await Resident.at(at_kiosk, url, viewport=PORTRAIT)
        await resident.call(language)
        await expect(resident.page.locator('[data-action="interpreter"]')).to_be_visible()
        await shoot(resident.page, f"kiosk-{language}-10-interpreter")
        await resident.page.locator('[data-action="interpreter"]').click()
        await expect(noor.page.locator(".ringing__role")).to_be_visible()
        await shoot(noor.page, f"desk-interpreter-ringing-{language}")
        await sven.take()
        await noor.take()
        await see(resident.page, ".guest-picture video")
        await see(sven.page, "video.guest__video")
        await shoot(resident.page, f"kiosk-{language}-11-three", settle=2_000)
        await shoot(sven.page, f"desk-three-{language}")
        if language == "ar":
            await _board(at_desk, city)
        await sven.hang_up()
        await sven.wrap_up()
        await resident.page.context.close()
    await other.page.context.close()


async def _board(browser: Browser, city: City) -> None:
    page = await _staff_page(browser)
    await sign_in(page.context, city, "admin")
    await page.goto(f"{city.url}/admin/?view=board")
    await expect(page.locator("table").first).to_be_visible()
    await shoot(page, "admin-board", settle=2_000)
    await page.context.close()


async def _sign_in_page(browser: Browser, city: City) -> None:
    page = await _staff_page(browser)
    await page.goto(f"{city.url}/signin/")
    await shoot(page, "signin")
    await page.context.close()


async def _admin(browser: Browser, city: City) -> None:
    page = await _staff_page(browser)
    await sign_in(page.context, city, "admin")
    await page.goto(f"{city.url}/admin/")
    await expect(page.locator("table").first).to_be_visible()
    await shoot(page, "admin-log")
    await page.locator("tbody th a").first.click()
    await expect(page.locator("svg").first).to_be_visible()
    await shoot(page, "admin-call")
    await page.context.close()


async def _staff_page(browser: Browser) -> Page:
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="sv-SE", color_scheme="light"
    )
    return await context.new_page()


async def shoot(page: Page, name: str, *, settle: float = 700) -> None:
    """Wait until nothing moves into place any more, then take the picture."""
    await page.wait_for_timeout(settle)
    await page.screenshot(path=FOLDER / f"{name}.png", scale="css")


def write_figure(path: Path, *, frames: int = FRAMES, rate: int = 30) -> None:
    """The demo's figure as a camera's picture, in YUV4MPEG2, which Chromium plays in a loop."""
    scene = draw_scene()
    height, width = scene.shape[:2]
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F{rate}:1 Ip A1:1 C420jpeg\n".encode())
        for number in range(frames):
            picture = scene.copy()
            place_head(picture, number / rate)
            plane = VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
            file.write(b"FRAME\n" + plane.to_ndarray().tobytes())


@asynccontextmanager
async def _chromium(camera: Path) -> AsyncIterator[Browser]:
    arguments = [*QUIET, *FAKE_MEDIA, f"--use-file-for-fake-video-capture={camera}"]
    async with async_playwright() as playwright:
        program = find_program("chromium", package="chromium")
        browser = await playwright.chromium.launch(executable_path=program, args=arguments)
        try:
            yield browser
        finally:
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or PARTS))
