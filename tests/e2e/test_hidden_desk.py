"""A desk whose tab nobody looks at: throttled as after half an hour, it is reachable and rings.

Playwright keeps every page awake, so this Chromium is started and looked into without it.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import aiohttp
import pytest

from tests.e2e.city import PASSWORD, City
from tests.e2e.people import DECODED, SEEN
from tests.fixtures.chromium import FAKE_MEDIA, QUIET
from tests.unattended.devtools import Page, PageGone
from tests.unattended.machine import until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SOON: Final = "--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/2"
"""Chromium lets a hidden page's timers run once a minute after five minutes, and here after two seconds."""
COUNTING: Final = "window.ticks = 0; setInterval(() => { window.ticks += 1; }, 100); 0"
AWAKE: Final = 30
"""So often the page ticks in `COUNTED` while it is awake. A hidden one ticks once a second, as it holds
the camera, or else once a minute.
"""
COUNTED: Final = 3.0
"""Seconds."""
SIGN_IN: Final = f"""fetch("/api/session", {{
  method: "POST",
  headers: {{ "Content-Type": "application/json" }},
  body: {json.dumps(json.dumps({"login": "amina", "password": PASSWORD}))},
}}).then((answer) => answer.ok)"""
KEY: Final = """(key, alt) => document.body.dispatchEvent(
  new KeyboardEvent("keydown", { key, code: alt ? "Digit" + key : key, altKey: alt, bubbles: true }))"""
RESIDENT: Final = '"video.call__resident"'


async def test_a_hidden_tab_rings_and_the_resident_is_seen_once_it_is_looked_at(
    city: City, chromium_path: Path, tmp_path: Path
) -> None:
    async with _desk(chromium_path, tmp_path / "profile", city) as desk:
        await desk.evaluate(f"({KEY})('1', true)")
        await _shown(desk, ".own-picture video")
        await desk.evaluate(COUNTING)
        await _another_tab(tmp_path / "profile")
        await until(lambda: _is(desk, "document.hidden"))
        await _throttled(desk)
        calling = await city.headless_call(language="sv", seconds=600)
        await _shown(desk, ".ringing")
        await until(lambda: _is(desk, "document.title.includes('Det ringer på svenska')"))
        await desk.send("Page.bringToFront")
        await until(lambda: _is(desk, "!document.hidden"))
        await desk.evaluate(f"({KEY})('Enter', false)")
        await until(lambda: _is(desk, f"({DECODED})({RESIDENT}) >= {SEEN}"))
        calling.cancel()


async def _throttled(desk: Page) -> None:
    """Wait until the page's own timers no longer run."""

    async def stands_still() -> bool:
        before = int(await desk.evaluate("window.ticks"))
        await asyncio.sleep(COUNTED)
        return int(await desk.evaluate("window.ticks")) - before < AWAKE / 4

    await until(stands_still)


async def _shown(desk: Page, selector: str) -> None:
    await until(lambda: _is(desk, f"document.querySelector({json.dumps(selector)}) !== null"))


async def _is(desk: Page, condition: str) -> bool:
    """False also between two pages."""
    with suppress(PageGone):
        return bool(await desk.evaluate(condition))
    return False


@asynccontextmanager
async def _desk(chromium: Path, profile: Path, city: City) -> AsyncIterator[Page]:
    """A signed-in desk in a browser of its own."""
    arguments = (*QUIET, *FAKE_MEDIA, SOON, "--headless", "--remote-debugging-port=0")
    process = await asyncio.create_subprocess_exec(
        chromium,
        *arguments,
        f"--user-data-dir={profile}",
        f"{city.url}/signin/",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        page = await _attached(profile, city)
        await _shown(page, "#login")
        assert await page.evaluate(SIGN_IN)
        await page.send("Page.navigate", {"url": f"{city.url}/desk/"})
        await _shown(page, ".status__word")
        yield page
        await page.close()
    finally:
        process.terminate()
        await process.wait()


async def _attached(profile: Path, city: City) -> Page:
    found: list[Page] = []

    async def there() -> bool:
        try:
            found.append(await Page.attached(profile, serving=city.url))
        except PageGone:
            return False
        return True

    await until(there)
    return found[0]


async def _another_tab(profile: Path) -> None:
    port = int((profile / "DevToolsActivePort").read_text().splitlines()[0])
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
        async with http.put("/json/new?about:blank") as answer:
            opened = await answer.json(content_type=None)
        async with http.get(f"/json/activate/{opened['id']}") as answer:
            assert answer.ok
