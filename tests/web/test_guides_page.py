"""One person's account on the admin page, in Chromium: tried out, changed, told and put back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from guide_server.four_eyes import FourEyesRule
from signaling.store.approvals import Deed
from signaling.store.staff import StaffChange
from tests.fixtures.accessibility import findings
from tests.guide_server.office import PASSWORD, Office, office_at
from tests.web.test_staff_pages import LONG_NAME

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]


@pytest_asyncio.fixture(loop_scope="session")
async def office(sqlite_store: str, staff_pages: Path) -> AsyncIterator[Office]:
    """Roles need two admins here, and Sara alone speaks Somali."""
    rule = FourEyesRule(deeds=frozenset({Deed.ROLES}))
    async with office_at(sqlite_store, pages=staff_pages, four_eyes=rule) as office:
        await office.add_person("admin-2", "Admin Two", ["admin"])
        await office.add_person("guide-2", "سارة الخطيب", ["guide"], ["ar", "so"])
        await office.add_person("guide-3", LONG_NAME, ["guide"], ["sv", "ar", "so"])
        await office.add_person("guide-4", "Safia", ["guide"], ["sv"])
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def page(office: Office, chromium: Browser) -> AsyncIterator[Page]:
    context = await chromium.new_context(locale="sv-SE", base_url=office.url, reduced_motion="reduce")
    page = await context.new_page()
    await page.goto("/signin/?next=/admin/?view=guides")
    await page.get_by_label("Användarnamn").fill("admin-1")
    await page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Logga in").click()
    await expect(page.get_by_role("button", name="Lägg till en vägledare")).to_be_visible()
    yield page
    await context.close()


async def opened(page: Page, name: str) -> None:
    await page.get_by_role("button", name=f"Ändra: {name}").click()
    await expect(page.get_by_role("heading", name=f"Ändra {name}")).to_be_visible()


def preview(page: Page) -> Locator:
    return page.locator("form.preview")


async def test_a_change_is_tried_out_made_and_put_back(page: Page, office: Office) -> None:
    await office.staff.change("guide-3", StaffChange(active=False))
    await opened(page, "سارة الخطيب")
    await page.locator('input[name="language"][value="so"]').uncheck()
    await page.get_by_role("button", name="Pröva ändringen").click()
    await expect(preview(page).get_by_role("heading", level=3)).to_be_focused()
    await expect(preview(page).get_by_role("row", name="Språk")).to_contain_text("arabiska, somaliska")
    await expect(preview(page)).to_contain_text("Ingen annan vägledare talar somaliska.")
    await page.get_by_label("Varför ändrar du?").fill("Byter tjänst")
    await preview(page).get_by_role("button", name="Spara").click()
    await expect(page.get_by_text("سارة الخطيب är sparad.")).to_be_visible()

    await opened(page, "سارة الخطيب")
    newest = page.locator(".history__version").first
    await expect(newest).to_contain_text("Admin One · Byter tjänst")
    await newest.get_by_role("button", name="Återställ vad version 2 ändrade").click()
    await expect(preview(page).get_by_role("row", name="Språk")).to_contain_text("arabiska, somaliska")
    await expect(preview(page)).to_contain_text("Vi hittade inget som bara den här personen kan.")
    await preview(page).get_by_role("button", name="Återställ").click()
    await expect(page.get_by_text("سارة الخطيب är sparad.")).to_be_visible()
    account = await office.staff.account_of("guide-2")
    assert account is not None
    assert account.languages == ("ar", "so")
    await opened(page, "سارة الخطيب")
    await expect(page.locator(".history__version").first).to_contain_text("Återställde version 2")


async def test_roles_wait_and_the_history_says_who_approved(page: Page, office: Office) -> None:
    await opened(page, "Safia")
    await page.locator('input[name="role"][value="leader"]').check()
    await page.get_by_role("button", name="Pröva ändringen").click()
    await expect(preview(page)).to_contain_text("En administratör till måste godkänna uppgifterna.")
    await preview(page).get_by_role("button", name="Begär godkännande").click()
    await expect(page.get_by_text("Uppgifterna väntar på en administratör till")).to_be_visible()
    second = await office.signed_in("admin-2")
    number = (await second.get("/api/approvals"))["rows"][0]["id"]
    answer = await second.ask("POST", f"/api/approvals/{number}/verdict", json={"approve": True})
    assert answer.status == 200
    await opened(page, "Safia")
    await expect(page.locator(".history__version").first).to_contain_text("Godkänt av Admin Two")


async def test_a_change_that_changes_nothing_says_so(page: Page) -> None:
    await opened(page, "Safia")
    await page.get_by_role("button", name="Pröva ändringen").click()
    await expect(preview(page)).to_contain_text("Det är redan så.")
    await expect(preview(page).get_by_role("button", name="Spara")).to_have_count(0)


async def test_what_somebody_else_changed_is_not_overwritten_unseen(page: Page, office: Office) -> None:
    await opened(page, "Safia")
    await page.locator('input[name="language"][value="ar"]').check()
    await page.get_by_role("button", name="Pröva ändringen").click()
    await expect(preview(page)).to_be_visible()
    other = await office.signed_in("admin-2")
    assert (await other.ask("PATCH", "/api/guides/guide-4", json={"topics": ["school"]})).status == 200
    await preview(page).get_by_role("button", name="Spara").click()
    await expect(page.get_by_role("alert")).to_contain_text("Någon annan har ändrat kontot")
    account = await office.staff.account_of("guide-4")
    assert account is not None
    assert account.languages == ("sv",)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1_280])
async def test_it_is_readable_for_everybody(page: Page, scheme: str, width: int) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    await page.set_viewport_size({"width": width, "height": 900})
    await opened(page, LONG_NAME)
    await page.get_by_role("button", name="Stäng av kontot").click()
    await expect(preview(page)).to_be_visible()
    await expect(page.locator(".history__version")).to_have_count(1)
    assert await findings(page) == []
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
