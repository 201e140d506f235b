"""The leader's board on a wall, in Chromium, on a real server: what it says, and whether it can be read."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from signaling.core.events import (
    Event,
    GuideConnected,
    GuideStatusChanged,
    HelpAsked,
    KioskConnected,
    KioskLost,
    MediaDown,
)
from signaling.core.ids import GuideId, KioskId, Language, NeighbourhoodId, Party, SiteId
from signaling.core.vocabulary import AwayReason, Grade, GuideStatus, RingOutcome
from tests.fixtures.accessibility import grave_findings
from tests.guide_server.office import Office, office_at
from tests.store.histories import Told, graded
from tests.web.at_a_desk import at_a_desk, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

GUIDES = {
    "guide-1": ("Guide One", ("sv", "ar")),
    "guide-2": ("سارة الخطيب", ("ar", "so")),
    "guide-3": ("Demoperson med ett långt namn", ("sv", "so")),
    "guide-4": ("Guide Four", ("ti",)),
    "guide-5": ("Guide Five", ("sv",)),
}
WALL = ViewportSize(width=1920, height=1080)
NARROW = ViewportSize(width=320, height=1080)
SMALLEST_ON_A_WALL = 24
"""Pixels of a screen 1920 wide: what is smaller cannot be read from four metres."""
TEXT_SIZES = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector(".board__main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim()) found.push(parseFloat(getComputedStyle(node.parentElement).fontSize));
  }
  return found;
}"""
OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth"


def _works(guide: str) -> list[Event]:
    languages = tuple(map(Language, GUIDES[guide][1]))
    return [
        GuideConnected(guide=GuideId(guide), epoch=1, languages=languages),
        GuideStatusChanged(guide=GuideId(guide), status=GuideStatus.AVAILABLE),
    ]


def _kiosk(number: int) -> Event:
    return KioskConnected(
        kiosk=KioskId(f"kiosk-{number}"),
        epoch=1,
        site=SiteId("varby-library"),
        neighbourhood=NeighbourhoodId("varby"),
    )


async def a_busy_hour(office: Office) -> None:
    """One talk in which the guide gets nothing, one that is well, one ring; three wait, one of them long."""
    for guide, (name, languages) in list(GUIDES.items())[1:]:
        await office.add_person(guide, name, ["guide"], languages)
    deaf = Told(11, language="ar", guide="guide-1")
    well = Told(12, kiosk="kiosk-2", language="so", guide="guide-3")
    ringing = Told(13, kiosk="kiosk-3", language="ar", guide="guide-2")
    long, soon, new = (
        Told(number, kiosk=f"kiosk-{number}", language=language)
        for number, language in ((14, "ti"), (15, "sv"), (16, "sv"))
    )
    everybody = [event for guide in GUIDES for event in _works(guide)]
    await office.tell([*map(_kiosk, (1, 2, 3, 14, 15, 16, 17)), *everybody], step=0)
    for talk in (deaf, well):
        await office.tell([*talk.tapped(), *talk.rang(), *talk.taken(), *talk.live()], step=0)
    for talk, resident in ((deaf, Grade.POOR), (well, Grade.GOOD)):
        ends = (Party.kiosk(talk.kiosk), resident), (Party.guide(talk.guide), Grade.GOOD)
        await office.tell([graded(talk.id, end, grade) for end, grade in ends], step=0)
    back, lunch = office.clock.now() + 900_000, AwayReason.LUNCH
    away = GuideStatusChanged(guide=GuideId("guide-4"), status=GuideStatus.AWAY, reason=lunch, back_at=back)
    dark = await office.enrolled("kiosk-17")
    await office.tell([away, KioskLost(kiosk=dark, epoch=1), *long.tapped()], step=0)
    office.clock.advance(50_000)
    await office.tell([*soon.tapped(), *soon.rang(guide="guide-5")], step=0)
    passed = soon.ring_ended(RingOutcome.DECLINED, guide="guide-5")
    free = GuideStatusChanged(guide=GuideId("guide-5"), status=GuideStatus.AVAILABLE)
    await office.tell([*passed, free, MediaDown(call=deaf.id, epoch=1, by=Party.guide(deaf.guide))], step=0)
    office.clock.advance(95_000)
    await office.tell([*new.tapped(), *ringing.tapped(), *ringing.rang()], step=0)
    await office.tell([HelpAsked(guide=deaf.guide)], step=0)
    office.clock.advance(9_000)


@pytest_asyncio.fixture(loop_scope="session")
async def office(sqlite_store: str, staff_pages: Path) -> AsyncIterator[Office]:
    async with office_at(sqlite_store, pages=staff_pages) as office:
        await a_busy_hour(office)
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def wall(office: Office, chromium: Browser) -> AsyncIterator[Page]:
    """The board as Leader One has it, on a screen of 1920 × 1080."""
    async with at_a_desk(chromium, office, screen=WALL) as page:
        await sign_in(page, "/board/", "leader-1")
        await expect(page.locator(".board__headline")).to_be_visible()
        yield page


async def test_it_says_in_words_who_waits_how_talks_are_and_who_works(wall: Page) -> None:
    await expect(wall.locator(".board__headline")).to_have_text("4 invånare väntar")
    await expect(wall.locator(".board__day")).to_contain_text(
        re.compile("67.% fick svar inom 2 minuter i dag 2 av 3")
    )
    queue = wall.locator(".wait")
    await expect(queue).to_contain_text(["över målet", "snart över målet", "inom målet"])
    await expect(wall.locator('[data-language="ti"] .wait')).to_contain_text("1 väntar")
    calls = wall.locator("[data-call]")
    await expect(calls.first).to_contain_text("vägledaren får varken bild eller ljud")
    await expect(calls.last).to_contain_text("båda ser och hör varandra")
    await expect(wall.locator(".group")).to_contain_text(["ledig", "det ringer", "i samtal", "borta"])
    await expect(wall.locator('[data-guide="guide-4"]')).to_contain_text(
        re.compile("lunch, tillbaka \\d\\d:\\d\\d")
    )
    await expect(wall.locator(".board__dark")).to_contain_text("En skärm är utan kontakt: kiosk-17")


async def test_it_is_read_from_four_metres(wall: Page) -> None:
    sizes = await wall.evaluate(TEXT_SIZES)
    assert min(sizes) >= SMALLEST_ON_A_WALL
    assert await wall.evaluate(OVERFLOW) <= 0


async def test_a_request_for_help_is_answered_from_it(wall: Page, office: Office) -> None:
    await expect(wall.locator(".alert--now strong")).to_have_text("Guide One ber om hjälp")
    await wall.locator('[data-act="answer"]').click()
    await expect(wall.locator(".alert--now")).to_have_count(0)
    await expect(wall.locator(".board__help")).to_contain_text("Leader One kommer till Guide One")
    wanted = office.pool.guides[GuideId("guide-1")].help
    assert wanted is not None
    assert wanted.by is not None
    assert wanted.by.id == "leader-1"


async def test_a_waiting_call_is_assigned_by_keyboard(wall: Page, office: Office) -> None:
    waiting = wall.locator('[data-state="waiting"] .line__open', has_text="svenska").first
    await waiting.focus()
    await wall.keyboard.press("Enter")
    await expect(wall.locator('select[name="guide"] option')).to_have_text(["Guide Five"])
    await wall.locator('select[name="guide"]').focus()
    await wall.keyboard.press("Tab")
    await wall.keyboard.press("Enter")
    await expect(wall.locator(".side")).to_have_count(0)
    await expect(wall.locator('[data-state="ringing"]')).to_have_count(2)


async def test_what_is_no_longer_possible_is_said_and_escape_closes(wall: Page, office: Office) -> None:
    await wall.locator('[data-state="waiting"] .line__open', has_text="svenska").first.click()
    gone = GuideStatusChanged(guide=GuideId("guide-5"), status=GuideStatus.AWAY, reason=AwayReason.BREAK)
    await office.tell([gone])
    await expect(wall.locator(".side")).to_contain_text("Ingen som är ledig delar språk")
    await wall.keyboard.press("Escape")
    await expect(wall.locator(".side")).to_have_count(0)


async def test_a_leader_is_led_to_their_desk_to_join(wall: Page) -> None:
    await wall.locator('[data-state="live"] .line__open').last.click()
    link = wall.locator('[data-act="join"]')
    await expect(link).to_have_attribute("href", re.compile(r"^/desk/\?join=[0-9a-f-]{36}$"))


async def test_without_the_server_it_says_how_old_it_is(wall: Page) -> None:
    await wall.context.set_offline(True)
    await expect(wall.locator(".alert--danger")).to_contain_text("Vi når inte servern. Det som syns är från")
    await wall.context.set_offline(False)
    await expect(wall.locator(".alert--danger")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_no_grave_fault_of_accessibility(
    office: Office, chromium: Browser, theme: Literal["light", "dark"]
) -> None:
    for screen in (WALL, NARROW):
        async with at_a_desk(chromium, office, screen=screen, theme=theme) as page:
            await sign_in(page, "/board/", "leader-1")
            await expect(page.locator(".wait").first).to_be_visible()
            assert await grave_findings(page) == []
            await page.locator('[data-state="waiting"] .line__open').first.click()
            await expect(page.locator(".side")).to_be_visible()
            assert await grave_findings(page) == []
            assert await page.evaluate(OVERFLOW) <= 0
