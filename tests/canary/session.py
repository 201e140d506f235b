"""One session of the canary test: a call, traces planted in it, an end, and the search for them."""

import asyncio
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.canary.endings import ENDINGS, LANGUAGE, NOW, RINGING
from tests.canary.traces import DEVICES_OPEN, WATCH_DEVICES, on_disk, on_page, plant
from tests.unattended.devtools import Page, PageGone
from tests.unattended.guide import quick_guide
from tests.unattended.machine import Machine, Stopwatch, until

CONTROL: Final = {"text", "fields", "cookie", "local", "session", "caches", "databases", "files", "picture"}
"""Where a planted trace must be found before the end, or finding none afterwards would prove nothing."""


@dataclass(slots=True)
class Finding:
    """What came of a session, in seconds."""

    ending: str
    noticed: float = 0.0
    """From the first to the last step of the end: where a link is lost, until the page gives the call up."""
    released: float = 0.0
    """From the end's last step until camera and microphone were closed or their browser was dead;
    0 where they were so before.
    """
    wiped: float = 0.0
    """From the end's last step until the resident's profile was gone."""
    back: float = 0.0
    """From the end's last step until the next resident could begin."""
    hits: list[str] = field(default_factory=list)


async def session(machine: Machine, ending: str) -> Finding:
    """Raises `TimeoutError` where the kiosk does not come back."""
    city = machine.city
    async with quick_guide(city) as guide:
        guide.takes = ending not in RINGING
        page, profile = await _begin(machine, ringing=not guide.takes)
        if guide.takes:
            await guide.until_live()
        canary = f"canary{secrets.token_hex(12)}"
        await plant(page, canary)
        seen = set(await on_page(page, canary))
        assert seen >= CONTROL, f"not planted: {CONTROL - seen}"
        assert on_disk(profile, canary), "nothing was planted in the profile"
        finding, watcher = Finding(ending), await Page.attached(profile, serving=machine.origin)
        watch_end = Stopwatch()
        releasing = asyncio.create_task(_released(watcher, watch_end))
        await ENDINGS[ending](machine, guide)
        finding.noticed = watch_end.seconds
    watch_back = Stopwatch()
    finding.wiped = await _gone(profile, watch_back)
    finding.released = max(0.0, await releasing - finding.noticed)
    await _mend(machine)
    await machine.until_screen("start")
    finding.back = watch_back.seconds
    assert machine.profile != profile
    where = [f"page: {place}" for place in await on_page(await machine.page(), canary)]
    finding.hits = [*where, *(f"disk: {path}" for path in on_disk(city.folder, canary))]
    return finding


async def _begin(machine: Machine, *, ringing: bool) -> tuple[Page, Path]:
    await machine.until_screen("start")
    page, profile = await machine.page(), machine.profile
    assert profile is not None
    await page.evaluate(WATCH_DEVICES)
    await machine.tap(LANGUAGE)
    await machine.tap(NOW)
    await machine.until_screen(*(("ringing", "waiting") if ringing else ("live",)))
    await until(lambda: _devices(page, at_least=2))
    return page, profile


async def _released(page: Page, watch: Stopwatch) -> float:
    """What `watch` shows when no device is open any more. Closes the page's line."""
    try:
        await until(lambda: _devices(page, at_most=0))
    except PageGone:
        pass
    finally:
        await page.close()
    return watch.seconds


async def _devices(page: Page, *, at_least: int = 0, at_most: int = 99) -> bool:
    return at_least <= int(await page.evaluate(DEVICES_OPEN)) <= at_most


async def _gone(profile: Path, watch: Stopwatch) -> float:
    async def gone() -> bool:
        return not await asyncio.to_thread(profile.exists)

    await until(gone)
    return watch.seconds


async def _mend(machine: Machine) -> None:
    """Whatever the ending broke."""
    machine.link.heal()
    server = machine.city.server.process
    if server is None or server.returncode is not None:
        await machine.city.start()
