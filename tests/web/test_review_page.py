"""The admin page's review, in Chromium: retention, receipts, a second admin, proof, and one call."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from guide_server.four_eyes import FourEyesRule
from signaling.store.approvals import Deed
from signaling.store.audit import Actor
from tests.fixtures.accessibility import findings
from tests.guide_server.office import Office, office_at
from tests.store.histories import Told, call_id
from tests.web.at_a_desk import at_a_desk, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

DAY = 86_400_000


@pytest_asyncio.fixture(loop_scope="session")
async def office(sqlite_store: str, staff_pages: Path) -> AsyncIterator[Office]:
    """Two years on: one call was destroyed, one is kept, and Admin Two asks for three things."""
    rule = FourEyesRule(deeds=frozenset(Deed), deadline=DAY)
    async with office_at(sqlite_store, pages=staff_pages, four_eyes=rule) as office:
        await office.add_person("admin-2", "Admin Two", ["admin"])
        await office.tell(Told(1, language="ar").whole(), step=7_000)
        office.clock.advance(731 * DAY)
        await office.tell(Told(2, language="so").whole(), step=7_000)
        await office.retention.run(Actor(who="retention"))
        two = await office.signed_in("admin-2")
        for method, path, body in (
            ("POST", "/api/log/export-requests", {"language": "so", "why": "public_records_request"}),
            ("PATCH", "/api/guides/guide-1", {"roles": ["analyst", "guide"]}),
            ("POST", f"/api/register/{call_id(2)}/erasure", {"ground": "objection"}),
        ):
            assert (await two.ask(method, path, json=body)).status == 200
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def page(office: Office, chromium: Browser) -> AsyncIterator[Page]:
    async with at_a_desk(chromium, office) as page:
        yield page


async def enter(page: Page, search: str, login: str = "admin-1") -> None:
    await sign_in(page, f"/admin/{search}", login)
    await page.get_by_role("navigation").wait_for()


async def test_the_plan_says_what_goes_when_and_by_which_decision(page: Page) -> None:
    await enter(page, "?view=review")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Nästa gallring är")
    row = page.get_by_role("row", name="Samtal med journal").first
    await expect(row).to_contain_text("730 dagar")
    await expect(row).to_contain_text("KS 2026/123 § 4")
    receipt = page.get_by_role("row").filter(has_text="samtal 1")
    await expect(receipt).to_contain_text("rader i journalen 9")


async def test_another_admin_decides_and_whoever_asked_waits(page: Page, office: Office) -> None:
    await enter(page, "?view=review")
    requests = page.get_by_role("row").filter(has_text="Admin Two")
    await expect(requests).to_have_count(3)
    roles = requests.filter(has_text="Ge eller ta uppgifter")
    await expect(roles).to_contain_text("Guide One: analytiker, vägledare")
    await roles.get_by_role("button", name="Godkänn").click()
    await expect(roles).to_contain_text("Gjort")
    account = await office.staff.account_of("guide-1")
    assert account is not None
    assert account.roles == ("analyst", "guide")
    erasure = requests.filter(has_text="Radera ett samtal")
    await erasure.get_by_role("button", name="Avslå").click()
    await expect(erasure).to_contain_text("Avslaget")


async def test_whoever_asked_sees_that_somebody_else_decides(page: Page) -> None:
    await enter(page, "?view=review", login="admin-2")
    await expect(page.get_by_text("Någon annan bestämmer")).to_have_count(3)
    await expect(page.get_by_role("button", name="Godkänn")).to_have_count(0)


async def test_an_approved_export_is_fetched_by_whoever_asked(page: Page, office: Office) -> None:
    one = await office.signed_in("admin-1")
    rows = (await one.get("/api/approvals"))["rows"]
    number = next(row["id"] for row in rows if row["what"] == "export")
    answer = await one.ask("POST", f"/api/approvals/{number}/verdict", json={"approve": True})
    assert answer.status == 200
    await enter(page, "?view=review", login="admin-2")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Hämta som CSV").click()
    file = await (await download.value).path()
    assert call_id(2) in file.read_text("utf-8-sig")


async def test_the_log_offers_to_ask_where_an_export_needs_two(page: Page, office: Office) -> None:
    await enter(page, "")
    await page.get_by_role("button", name="Begär att få hämta").click()
    await expect(page.get_by_text("En administratör till måste godkänna det")).to_be_visible()
    rows = (await (await office.signed_in("admin-2")).get("/api/approvals"))["rows"]
    assert (rows[0]["asked_by"], rows[0]["what"]) == ("Admin One", "export")


async def test_the_chains_are_read_when_asked_for(page: Page) -> None:
    await enter(page, "?view=review")
    await page.get_by_role("button", name="Läs kedjorna nu").click()
    await expect(page.get_by_text("Kedjorna är hela")).to_be_visible()
    await expect(page.get_by_role("row", name="journal huddinge")).to_contain_text("hel")


async def test_one_call_is_shown_whole_kept_as_a_file_and_its_erasure_asked_for(page: Page) -> None:
    await enter(page, "?view=review")
    await page.get_by_label("Samtalets nummer").fill(call_id(2))
    await page.get_by_role("button", name="Visa allt som sparas").click()
    await expect(page.get_by_text("Det gallras")).to_be_visible()
    await expect(page.get_by_text("call_tapped")).to_be_visible()
    named = await page.locator(".review__facts dt").all_inner_texts()
    assert "hos servern" in named
    assert not [name for name in named if "_" in name], "every column is put in words"
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Hämta som JSON").click()
    kept = json.loads((await (await download.value).path()).read_text("utf-8"))
    assert kept["call"]["id"] == call_id(2)
    await page.get_by_role("button", name="Begär radering").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_role("button", name="Begär radering").click()
    await page.get_by_role("button", name="Ja, radera").click()
    await expect(page.get_by_text("Raderingen är begärd")).to_be_visible()


@pytest.mark.parametrize(
    ("login", "views"),
    [
        ("analyst-1", ["Statistik", "Lika service"]),
        ("leader-1", ["Statistik", "Lika service", "Planering", re.compile("^Larm")]),
        ("technician-1", ["Skärmar", re.compile("^Larm")]),
    ],
)
async def test_each_role_sees_its_own_part(
    page: Page, login: str, views: list[str | re.Pattern[str]]
) -> None:
    await enter(page, "?view=log", login)
    links = page.get_by_role("navigation").get_by_role("link")
    await expect(links).to_have_text(views)
    await expect(links.first).to_have_attribute("aria-current", "page")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.locator(".notice--danger")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
async def test_every_state_is_accessible_and_fits(
    page: Page, office: Office, language: str, scheme: str
) -> None:
    await page.add_init_script(f"localStorage.setItem('desk.language', '{language}')")
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    faults = {}

    async def look(name: str, ready: str) -> None:
        await page.locator(ready).first.wait_for()
        found = await findings(page)
        if found:
            faults[name] = found

    await enter(page, "?view=review")
    await look("review", "tbody tr")
    await page.locator("section", has=page.locator("code")).or_(page.locator("main")).first.wait_for()
    await page.goto(f"/admin/?view=review&call={call_id(2)}")
    await look("register", ".review__facts")
    await page.locator(".review__erase .button--danger").click()
    await look("confirm", "dialog")
    await page.goto(f"/admin/?view=review&call={call_id(9)}")
    await look("unknown", ".notice")
    assert faults == {}
    await page.set_viewport_size({"width": 360, "height": 740})
    for search, ready in (
        ("?view=review", "tbody tr"),
        (f"?view=review&call={call_id(2)}", ".review__facts"),
    ):
        await page.goto(f"/admin/{search}")
        await page.locator(ready).first.wait_for()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, search


async def test_a_shorter_retention_is_told_in_days_before_it_is_approved(office: Office, page: Page) -> None:
    two = await office.signed_in("admin-2")
    areas = (await two.get("/api/settings"))["areas"]
    plan = next(area for area in areas if area["area"] == "retention")["content"]
    body = {
        "content": {**plan, "calls": {"days": 365, "decision": "KS 2027/1"}},
        "base": 0,
        "note": "Beslut i kommunstyrelsen",
    }
    assert (await two.ask("PUT", "/api/settings/retention", json=body)).status == 200
    await enter(page, "?view=review")
    row = page.get_by_role("row", name="Gallra tidigare")
    await expect(row).to_contain_text("Samtal med journal: – → 365 · KS 2027/1 · Beslut i kommunstyrelsen")
    await row.get_by_role("button", name="Godkänn").click()
    await expect(row).to_contain_text("Gjort")
    kept = next(area for area in (await two.get("/api/settings"))["areas"] if area["area"] == "retention")
    assert (kept["version"], kept["changed_by"]) == (1, "Admin Two")
