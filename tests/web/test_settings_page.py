"""The settings in Chromium: an admin changes them, sees what it comes to, and takes it back."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, Route, expect

from guide_server.four_eyes import FourEyesRule
from signaling.settings import Settings
from signaling.store.approvals import Deed
from tests.fixtures.accessibility import grave_findings
from tests.guide_server.office import PASSWORD, Office, office_at
from tests.web.at_a_desk import at_a_desk, sign_in
from tests.web.kiosk_walk import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

AREAS = ("languages", "hours", "sites", "topics", "waiting", "retention", "texts")
TWO = FourEyesRule(deeds=frozenset({Deed.RETENTION}))
FILE = Settings.model_validate(
    {
        "pool": {"substitutes": ROOT / "deploy" / "config" / "substitutes.yaml"},
        "hours": {"week": {"monday": ["08:00-12:00", "13:00-17:00"], "tuesday": ["08:00-17:00"]}},
        "retention": {"calls": {"days": 730, "decision": "KS 2026/123"}},
    }
)


@pytest_asyncio.fixture(loop_scope="session")
async def office(sqlite_store: str, staff_pages: Path) -> AsyncIterator[Office]:
    async with office_at(sqlite_store, pages=staff_pages, file=FILE, four_eyes=TWO) as office:
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def page(office: Office, chromium: Browser) -> AsyncIterator[Page]:
    """An admin's, who is signed in."""
    async with at_a_desk(chromium, office) as page:
        await sign_in(page, "/signin/?next=/admin/%3Fview=settings%26area=hours")
        await page.get_by_role("heading", name="Överallt").wait_for()
        yield page


async def _open(page: Page, area: str) -> None:
    await page.goto(f"/admin/?view=settings&area={area}")
    await page.get_by_role("heading", name="Historik").wait_for()


async def _apply(page: Page, note: str) -> None:
    await page.get_by_role("button", name="Förhandsgranska").click()
    await page.get_by_label("Varför ändrar du?").fill(note)
    await page.get_by_role("button", name="Låt det gälla").click()
    await expect(page.get_by_role("status").filter(has_text="Det gäller nu.")).to_be_visible()


def _changes(page: Page) -> Locator:
    return page.get_by_role("table", name="Det här ändras").get_by_role("row")


async def _in_force(office: Office, area: str) -> dict[str, object]:
    """As anybody else is told it."""
    other = await office.signed_in("admin-1")
    shown = await other.get("/api/settings")
    content: dict[str, object] = next(each for each in shown["areas"] if each["area"] == area)["content"]
    return content


async def test_hours_are_changed_seen_applied_and_taken_back(page: Page, office: Office) -> None:
    await expect(page.get_by_role("heading", level=1)).to_have_text("Öppettider: som i inställningsfilen.")
    await page.get_by_label("tisdag: stänger").fill("19:00")
    await page.get_by_label("Datum", exact=True).fill("2026-12-24")
    await page.get_by_role("button", name="Lägg till datumet").click()
    await expect(page.get_by_text("2 ändringar gäller inte än.")).to_be_visible()
    await page.get_by_role("button", name="Förhandsgranska").click()
    await expect(page.get_by_role("heading", name="Det här ändras")).to_be_focused()
    tuesday = _changes(page).filter(has_text="tisdag")
    await expect(tuesday.get_by_role("cell")).to_have_text(["08:00–17:00", "08:00–19:00"])
    await expect(_changes(page).filter(has_text="24 december 2026").get_by_role("cell").last).to_have_text(
        "stängt"
    )
    await page.get_by_label("Varför ändrar du?").fill("Kvällsöppet")
    await page.get_by_role("button", name="Låt det gälla").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("ändrade av Admin One")
    assert (await _in_force(office, "hours"))["exceptions"] == {"2026-12-24": []}
    version = page.get_by_role("listitem").filter(has_text="Kvällsöppet")
    await expect(version).to_contain_text("Admin One")
    await version.get_by_text("Visa vad som ändrades").click()
    await expect(version.get_by_role("row").filter(has_text="tisdag")).to_contain_text("08:00–19:00")
    await version.get_by_role("button", name="Ångra version 1").click()
    await version.get_by_role("button", name="Ångra", exact=True).click()
    await expect(page.get_by_text("Ångrade version 1")).to_be_visible()
    await expect(page.get_by_label("tisdag: stänger")).to_have_value("17:00")
    assert (await _in_force(office, "hours"))["exceptions"] == {}


async def test_a_draft_outlives_the_session_that_it_was_written_in(page: Page, office: Office) -> None:
    await page.get_by_label("tisdag: stänger").fill("19:00")
    await page.context.clear_cookies()
    await page.get_by_role("button", name="Förhandsgranska").click()
    told = page.get_by_role("alert").filter(has_text="Det du har skrivit finns kvar här.")
    await expect(told).to_be_visible()
    await expect(page.get_by_label("tisdag: stänger")).to_have_value("19:00")
    assert await grave_findings(page) == []
    async with page.context.expect_page() as opened:
        await told.get_by_role("link", name="Logga in i en ny flik").click()
    other = await opened.value
    await other.locator("#login").fill("admin-1")
    await other.locator("#password").fill(PASSWORD)
    await other.keyboard.press("Enter")
    await other.get_by_role("heading", name="Överallt").wait_for()
    await other.close()
    await page.get_by_role("button", name="Förhandsgranska").click()
    await expect(page.get_by_role("heading", name="Det här ändras")).to_be_visible()
    await expect(told).to_have_count(0)
    await page.get_by_label("Varför ändrar du?").fill("Kvällsöppet")
    await page.get_by_role("button", name="Låt det gälla").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("ändrade av Admin One")


async def test_topics_are_added_grouped_and_taken_away(page: Page, office: Office) -> None:
    await _open(page, "topics")
    await page.get_by_label("Ett ärende till").fill("Körkort & bil")
    await page.get_by_role("button", name="Lägg till").first.click()
    await page.get_by_label("Grupp för Körkort & bil").select_option(label="Vardagen")
    await page.get_by_role("button", name="Ta bort Skatt", exact=True).click()
    await _apply(page, "Många frågar")
    topics = await _in_force(office, "topics")
    assert isinstance(topics["topics"], list)
    assert "taxes" not in topics["topics"]
    assert topics["topics"][-1] == "korkort_bil"
    assert isinstance(topics["topic_groups"], dict)
    assert topics["topic_groups"]["daily_life"][-1] == "korkort_bil"


async def test_a_topic_is_called_so_in_both_languages_wherever_it_is_shown(
    page: Page, office: Office
) -> None:
    await _open(page, "topics")
    await page.get_by_label("Ett ärende till").fill("Körkort & bil")
    await page.get_by_role("button", name="Lägg till").first.click()
    await page.get_by_label("Eget namn för korkort bil").click()
    await page.get_by_label("korkort bil på engelska").fill("Driving licence")
    await _apply(page, "Många frågar")
    guide = await office.signed_in("guide-1")
    assert (await guide.get("/api/names"))["topic"] == {
        "korkort_bil": {"sv": "Körkort & bil", "en": "Driving licence"}
    }
    await page.get_by_text("Visa vad som ändrades").first.click()
    told = page.get_by_role("row").filter(has_text="Namn: Körkort & bil: engelska")
    await expect(told).to_contain_text("Driving licence")
    await page.get_by_role("button", name="In English").click()
    await expect(page.get_by_label("Group of Driving licence")).to_be_visible()


async def test_groups_of_topics_are_put_in_order_by_the_keyboard(page: Page, office: Office) -> None:
    await _open(page, "topics")
    up = page.get_by_role("button", name="Flytta upp Kommunen och annat", exact=True)
    await up.focus()
    await page.keyboard.press("Enter")
    await expect(up).to_be_focused()
    await page.get_by_role("button", name="Förhandsgranska").click()
    await expect(_changes(page).filter(has_text="Gruppernas ordning")).to_be_visible()
    await page.get_by_role("button", name="Låt det gälla").click()
    await expect(page.get_by_role("status").filter(has_text="Det gäller nu.")).to_be_visible()
    order = (await _in_force(office, "topics"))["topic_group_order"]
    assert order == ["authorities", "children", "municipality", "daily_life"]


async def test_what_guides_should_know_of_a_place_is_changed_and_taken_back(
    page: Page, office: Office
) -> None:
    await _open(page, "sites")
    place = page.get_by_label("Vårby bibliotek")
    await place.fill("Storgatan 1\nSkrivare vid disken")
    await page.get_by_role("button", name="Förhandsgranska").click()
    row = _changes(page).filter(has_text="Vårby bibliotek")
    await expect(row.get_by_role("cell").last).to_contain_text("Storgatan 1")
    await page.get_by_label("Varför ändrar du?").fill("Skrivaren flyttade")
    await page.get_by_role("button", name="Låt det gälla").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("ändrad")
    guide = await office.signed_in("guide-1")
    assert "Storgatan 1" in (await guide.get("/api/desk/places/kiosk-1"))["information"]
    await page.get_by_role("button", name="Ångra version 1").click()
    await page.get_by_role("button", name="Ångra", exact=True).click()
    await expect(place).to_have_value("")
    assert await _in_force(office, "sites") == {"sites": {}}


async def test_going_back_past_later_versions_says_so_and_what_it_leads_to(
    page: Page, office: Office
) -> None:
    """Undoing the first of three takes all three back, and the last language of somebody with them."""
    admin = await office.signed_in("admin-1")
    base = await _in_force(office, "languages")
    languages = base["languages"]
    assert isinstance(languages, list)
    for number, new in enumerate((["hy"], ["hy", "ka"], ["hy", "ka", "sq"])):
        change = {"content": base | {"languages": [*languages, *new]}, "base": number}
        assert (await admin.ask("PUT", "/api/settings/languages", json=change)).status == 200
    await office.add_person("guide-9", "Ani", ["guide"], ["hy"])
    await _open(page, "languages")
    await page.get_by_role("button", name="Tillbaka till som det var före version 1").click()
    form = page.locator("form.undo")
    await expect(form).to_contain_text("Det som versionerna 2–3 ändrade tas också tillbaka.")
    await expect(form.get_by_role("row").filter(has_text="Språk på skärmarna")).to_contain_text("armeniska")
    await expect(form).to_contain_text("Ani talar inget av språken som blir kvar.")
    await form.get_by_role("button", name="Gå tillbaka").click()
    await expect(page.get_by_text("Gick tillbaka till före version 1")).to_be_visible()
    assert (await _in_force(office, "languages"))["languages"] == languages


async def test_what_is_too_much_is_said_plainly(page: Page) -> None:
    await page.route("**/api/settings/waiting/preview", _too_large)
    await _open(page, "waiting")
    await page.locator(".settings__number").first.fill("40")
    await page.get_by_role("button", name="Förhandsgranska").click()
    await expect(page.get_by_role("alert").filter(has_text="högst 768 kB")).to_be_visible()


async def _too_large(route: Route) -> None:
    await route.fulfill(status=413, json={"id": "too_large", "message": "The request is too large."})


async def test_languages_are_put_in_order_by_the_keyboard(page: Page, office: Office) -> None:
    await _open(page, "languages")
    up = page.get_by_role("button", name="Flytta upp finska")
    await up.focus()
    await page.keyboard.press("Enter")
    await expect(up).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Flytta ner finska")).to_be_focused()
    await _apply(page, "Finskt förvaltningsområde")
    languages = (await _in_force(office, "languages"))["languages"]
    assert isinstance(languages, list)
    assert languages[:3] == ["fi", "sv", "en"]


async def test_what_is_amiss_stands_at_its_field_and_the_draft_is_kept(page: Page) -> None:
    await _open(page, "waiting")
    ring = page.get_by_label("Ringer hos en vägledare", exact=True)
    await ring.fill("0")
    await page.get_by_role("button", name="Förhandsgranska").click()
    await expect(page.get_by_text("En sak behöver rättas.")).to_be_visible()
    await expect(ring).to_have_attribute("aria-invalid", "true")
    await expect(page.locator(".field").filter(has=ring)).to_contain_text("Talet är för litet.")
    await ring.fill("30")
    await page.get_by_role("button", name="Förhandsgranska").click()
    await page.get_by_role("button", name="Fortsätt ändra").click()
    await expect(page.get_by_role("heading", name="Tider i samtal", level=2)).to_be_focused()
    await _apply(page, "")
    await expect(page.get_by_label("Ringer hos en vägledare", exact=True)).to_have_value("30")


async def test_whoever_was_slower_sees_what_the_other_did_and_goes_on(page: Page, office: Office) -> None:
    await _open(page, "waiting")
    await page.get_by_label("Ringer hos en vägledare", exact=True).fill("20")
    other = await office.signed_in("admin-1")
    content = await _in_force(office, "waiting") | {"wrap_up_seconds": 90}
    body = {"content": content, "base": 0, "note": "Mer tid behövs inte"}
    assert (await other.ask("PUT", "/api/settings/waiting", json=body)).status == 200
    await page.get_by_role("button", name="Förhandsgranska").click()
    await expect(page.get_by_role("heading", name=re.compile("Admin One ändrade också"))).to_be_focused()
    await expect(page.get_by_role("row").filter(has_text="Efter samtalet")).to_contain_text("90 sekunder")
    await page.get_by_role("button", name="Lägg mina ändringar ovanpå").click()
    await expect(page.get_by_label("Ringer hos en vägledare", exact=True)).to_have_value("20")
    await _apply(page, "")
    now = await _in_force(office, "waiting")
    assert (now["ring_seconds"], now["wrap_up_seconds"]) == (20, 90)


async def test_a_shorter_retention_waits_where_two_admins_must_agree(page: Page, office: Office) -> None:
    await _open(page, "retention")
    calls = page.get_by_role("group", name="Samtal med journal")
    await calls.get_by_label("Dagar").fill("365")
    await page.get_by_role("button", name="Förhandsgranska").click()
    await page.get_by_role("button", name="Begär godkännande").click()
    said = page.get_by_role("status").filter(has_text="Det väntar på en administratör")
    await expect(said).to_be_visible()
    await page.goto("/admin/?view=review")
    await expect(page.get_by_role("row", name="Gallra tidigare (dagar)")).to_contain_text(
        "Samtal med journal: 730 → 365"
    )
    assert (await _in_force(office, "retention"))["calls"] == {"days": 730, "decision": "KS 2026/123"}


async def test_a_draft_is_not_left_without_being_asked(page: Page) -> None:
    await _open(page, "retention")
    await page.get_by_label("Vägledare får skriva anteckningar").check()
    await page.get_by_role("link", name="Samtal", exact=True).click()
    await page.get_by_role("button", name="Stanna").click()
    await expect(page.get_by_label("Vägledare får skriva anteckningar")).to_be_checked()
    await page.get_by_role("link", name="Öppettider").click()
    await page.get_by_role("button", name="Lämna utan att ändra").click()
    await expect(page.get_by_role("heading", name="Överallt")).to_be_visible()


async def test_the_kiosks_words_are_found_and_said_otherwise(page: Page, office: Office) -> None:
    await _open(page, "texts")
    await page.get_by_label("Språk", exact=True).select_option("so")
    await page.get_by_label("Sök bland texterna").fill("waiting.position")
    word = page.get_by_role("textbox", name="Egen text för waiting.position")
    await word.fill("Lambar")
    await page.get_by_role("button", name="Förhandsgranska").click()
    await expect(word).to_have_attribute("aria-invalid", "true")
    await word.fill("Lambar {{position}}")
    await _apply(page, "Kortare")
    assert await _in_force(office, "texts") == {"so": {"waiting.position": "Lambar {{position}}"}}
    await page.get_by_role("button", name="Gå tillbaka till inställningsfilen").click()
    await page.get_by_role("button", name="Gå tillbaka", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("som i inställningsfilen igen")
    assert await _in_force(office, "texts") == {}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_is_accessible_and_fits(page: Page, language: str, theme: str) -> None:
    await page.add_init_script(f"localStorage.setItem('desk.language', '{language}')")
    faults = {}
    for area in AREAS:
        await page.goto(f"/admin/?view=settings&area={area}")
        await page.locator(".history__list").wait_for(state="attached")
        await page.locator(".settings__editor :is(button, input, textarea)").first.wait_for()
        await page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        if area == "topics":
            await page.locator(".naming summary").first.click()
        faults[area] = await grave_findings(page)
        await page.set_viewport_size({"width": 360, "height": 740})
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, area
        await page.set_viewport_size({"width": 1440, "height": 900})
    await page.goto("/admin/?view=settings&area=waiting")
    ring = page.locator(".settings__number").first
    await ring.fill("0")
    await page.locator(".draft .button--primary").click()
    await page.locator(".faults").wait_for()
    faults["amiss"] = await grave_findings(page)
    await ring.fill("40")
    await page.locator(".draft .button--primary").click()
    await page.locator(".preview").wait_for()
    faults["preview"] = await grave_findings(page)
    assert {name: found for name, found in faults.items() if found} == {}
    page.once("dialog", lambda dialog: dialog.accept())
