"""The session log's page in Chromium: periods, folds, saved selections, calls that go on, public records."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from signaling.core.vocabulary import CallOutcome
from signaling.store.audit import Actor, AuditAction
from tests.guide_server.office import Office, office_at
from tests.store.histories import Told
from tests.web.at_a_desk import at_a_desk, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]


@pytest_asyncio.fixture(loop_scope="session")
async def office(sqlite_store: str, staff_pages: Path) -> AsyncIterator[Office]:
    """An office with 120 calls in its log, two of them talks, and one that waits."""
    async with office_at(sqlite_store, pages=staff_pages) as office:
        await office.tell(Told(1, language="ar").whole(), step=7_000)
        await office.tell(Told(2, language="so").whole(), step=7_000)
        for number in range(3, 120):
            call = Told(number, language="sv")
            await office.tell([*call.tapped(), *call.ended(CallOutcome.ABANDONED_WAITING)], step=9_000)
            office.clock.advance(60_000)
        await office.tell(Told(120, language="ti").tapped())
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def page(office: Office, chromium: Browser) -> AsyncIterator[Page]:
    async with at_a_desk(chromium, office) as page:
        await sign_in(page, "/admin/?from=2026-01-01&to=2026-01-31")
        await expect(page.locator("tbody tr")).to_have_count(50)
        yield page


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


async def test_a_selection_is_saved_under_a_hostile_name_gone_to_and_forgotten(page: Page) -> None:
    await page.get_by_label("Önskat språk").select_option(label="arabiska")
    await page.get_by_role("button", name="Spara urvalet").click()
    await page.get_by_label("Namn på urvalet").fill("<img src=x onerror=alert(1)>")
    await page.get_by_role("button", name="Spara", exact=True).click()
    saved = page.get_by_role("link", name="<img src=x onerror=alert(1)>")
    await expect(saved).to_be_visible()
    await page.get_by_role("button", name="Rensa urvalet").click()
    await saved.click()
    await expect(page.locator("tbody tr")).to_have_count(1)
    assert query(page) == {"from": ["2026-01-01"], "to": ["2026-01-31"], "language": ["ar"]}
    await page.get_by_role("button", name="Ta bort urvalet").click()
    await expect(saved).to_have_count(0)


async def test_what_is_not_offered_any_more_is_still_seen_to_be_chosen(page: Page) -> None:
    await page.goto("/admin/?kiosk=scrapped&language=ur&spoken=!")
    await expect(page.get_by_label("Önskat språk").locator("option:checked")).to_have_text("urdu")
    await expect(page.get_by_label("Skärm").locator("option:checked")).to_have_text("scrapped")
    await expect(page.get_by_label("Talat språk").locator("option:checked")).to_have_text("!")


async def test_a_page_is_gone_to_by_its_number(page: Page) -> None:
    await page.get_by_label("Sida", exact=False).last.fill("3")
    await page.keyboard.press("Enter")
    await expect(page.locator("tbody tr")).to_have_count(20)
    assert query(page)["page"] == ["3"]


async def test_a_public_record_has_no_ids_and_no_names(page: Page, office: Office) -> None:
    await page.get_by_role("link", name="Visa som allmän handling").click()
    await expect(page.get_by_role("columnheader", name="Plats")).to_be_visible()
    text = await page.locator("table").inner_text()
    assert "Guide One" not in text
    assert "Entrén" not in text
    assert await page.locator("tbody a").count() == 0
    newest = (await office.audit.page(Actor(who="inspector")))[0]
    assert (newest.what, newest.filter["public"]) == (AuditAction.READ_LOG, 1)


async def test_a_call_that_goes_on_is_followed_to_its_end(page: Page, office: Office) -> None:
    first = page.locator("tbody tr").first
    await expect(first).to_contain_text("Pågår")
    await expect(first).to_contain_text("väntar")
    await office.tell(Told(120).ended(CallOutcome.WAIT_LIMIT))
    await expect(first).not_to_contain_text("Pågår")
    what = [row.what for row in await office.audit.page(Actor(who="inspector"))]
    assert what.count(AuditAction.READ_LOG) == 2, "the page, and once more for the call's end"


async def test_a_week_is_chosen_by_its_number(page: Page) -> None:
    week = page.get_by_label("Period").locator("optgroup").last.locator("option").nth(1)
    label = await week.inner_text()
    await page.get_by_label("Period").select_option(value=await week.get_attribute("value"))
    await expect(page.locator(".eyebrow")).to_contain_text(label.split(",")[0])
    assert set(query(page)) == {"from", "to"}
