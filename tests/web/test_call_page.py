"""One call's page in Chromium: how it came through to each end over time, and what the resident saw."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from signaling.core.events import Event, GuideConnected, PutOnHold, TakenOffHold
from signaling.core.ids import Language, Party
from signaling.core.vocabulary import Grade
from tests.fixtures.accessibility import grave_findings
from tests.guide_server.office import Office, office_at
from tests.store.histories import Told, graded
from tests.web.at_a_desk import at_a_desk, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

CALL, OLD = Told(1, language="ar"), Told(2, language="so")
RESIDENT, GUIDE = Party.kiosk(CALL.kiosk), Party.guide(CALL.guide)


def a_rough_talk() -> list[Event]:
    """The resident's end gets worse and better again; the guide's is well but for a moment."""
    said = [
        (RESIDENT, Grade.GOOD), (GUIDE, Grade.GOOD), (RESIDENT, Grade.FAIR), (RESIDENT, Grade.POOR),
        (GUIDE, Grade.FAIR), (RESIDENT, Grade.AUDIO_ONLY), (GUIDE, Grade.GOOD), (RESIDENT, Grade.NONE),
        (RESIDENT, Grade.FAIR),
    ]  # fmt: skip
    return [graded(CALL.id, end, grade) for end, grade in said]


@pytest_asyncio.fixture(loop_scope="session")
async def office(sqlite_store: str, staff_pages: Path) -> AsyncIterator[Office]:
    async with office_at(sqlite_store, pages=staff_pages) as office:
        seated = GuideConnected(guide=CALL.guide, epoch=1, languages=(Language("ar"), Language("so")))
        await office.tell([seated, *OLD.whole()], step=2_000)
        held: list[Event] = [
            PutOnHold(call=CALL.id),
            TakenOffHold(call=CALL.id),
            graded(CALL.id, RESIDENT, Grade.GOOD),
        ]
        office.clock.advance(60_000)
        await office.tell([*CALL.whole()[:7], *a_rough_talk(), *held, *CALL.ended()], step=9_000)
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def page(office: Office, chromium: Browser) -> AsyncIterator[Page]:
    async with at_a_desk(chromium, office) as page:
        await sign_in(page, "/admin/?from=2026-01-01&to=2026-01-31")
        await expect(page.locator("tbody tr")).to_have_count(2)
        yield page


async def test_a_call_is_found_by_how_it_came_through(page: Page) -> None:
    await page.locator(".filters__more summary").click()
    await page.get_by_label("Bild och ljud").select_option(label="Inget kom fram")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await expect(page.locator("tbody tr")).to_contain_text("bild och ljud: inget kom fram")
    await page.get_by_label("Bild och ljud").select_option(label="Ojämnt")
    await expect(page.locator(".empty")).to_be_visible()
    assert "quality=fair" in page.url


async def test_bands_and_rows_tell_each_end_over_time(page: Page) -> None:
    await page.goto(f"/admin/?call={CALL.id}")
    kiosk, guide = page.locator('.band[data-end="kiosk"]'), page.locator('.band[data-end="guide"]')
    grades = ["good", "fair", "poor", "audio_only", "none", "fair", "good"]
    parts = kiosk.locator(".band__part")
    await expect(parts).to_have_count(len(grades))
    assert [await part.get_attribute("data-grade") for part in await parts.all()] == grades
    await expect(guide.locator(".band__part")).to_have_count(3)
    rows = page.locator("tr[data-grade]")
    await expect(rows).to_have_count(10)
    await expect(rows.nth(2)).to_contain_text("Dåligt")
    await expect(rows.nth(2)).to_contain_text("9 bilder/s · 12 % förlust · 300 kbit/s")
    assert await grave_findings(page) == []


async def test_what_the_resident_saw_stands_beside_it(page: Page) -> None:
    await page.goto(f"/admin/?call={CALL.id}")
    screens = page.locator("tr[data-screen]")
    await expect(screens.first).to_contain_text("Väntar på en vägledare (nummer 1 i kön)")
    shown = [await screen.get_attribute("data-screen") for screen in await screens.all()]
    assert shown == ["waiting", "ringing", "connecting", "live", "live", "live", "ended"]
    await expect(screens.nth(4)).to_contain_text("pausat")
    times = [await screen.locator(".table__figures").all_inner_texts() for screen in await screens.all()]
    since, stood = [each[0] for each in times], [each[1] for each in times]
    assert since[0] == "0:00"
    assert stood[-1] == "–", "nobody tells when the resident left"

    def seconds(clock: str) -> int:
        minutes, rest = clock.split(":")
        return int(minutes) * 60 + int(rest)

    for begins, lasted, ends in zip(since, stood, since[1:], strict=False):
        assert abs(seconds(begins) + seconds(lasted) - seconds(ends)) <= 1, "each is rounded by itself"
    await expect(page.get_by_text("Hur många minuters väntan skärmen angav sparas inte")).to_be_visible()


async def test_a_call_that_nobody_graded_says_nothing_of_it(page: Page) -> None:
    await page.goto(f"/admin/?call={OLD.id}")
    await expect(page.locator("tr[data-screen]").first).to_be_visible()
    await expect(page.locator(".band")).to_have_count(0)
    await expect(page.locator("tr[data-grade]")).to_have_count(0)
