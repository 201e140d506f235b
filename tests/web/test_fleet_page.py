"""The kiosks' page: which kiosk is dark, for how long it was, and which one has old software (UA7)."""

from collections.abc import AsyncIterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from signaling.core.events import HoursSet, KioskConnected, KioskLost
from signaling.core.ids import KioskId, NeighbourhoodId, Party, SiteId
from signaling.core.vocabulary import Grade
from signaling.hours import expand
from signaling.ports import Errand, ErrandOutcome
from signaling.settings import HoursPart
from signaling.store.audit import Actor
from tests.fixtures.accessibility import findings
from tests.guide_server.office import STOCKHOLM, Office, office_at
from tests.store.histories import Told, graded
from tests.web.test_staff_pages import _enter, page

__all__ = ["page"]

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

HOUR = 3_600_000
OFFICE_HOURS = HoursPart.model_validate(
    {
        "week": {
            day: ["08:00-18:00"]
            for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
        }
    }
)


@pytest_asyncio.fixture(loop_scope="session")
async def office(sqlite_store: str, staff_pages: Path) -> AsyncIterator[Office]:
    """Three kiosks in use and one that is not. One is dark, one was, and both have old software."""
    opening = partial(expand, OFFICE_HOURS, STOCKHOLM)
    async with office_at(sqlite_store, pages=staff_pages, opening=opening) as office:
        library = next(iter((await office.directory.catalogue()).sites))
        for kiosk, name, version in (
            ("kiosk-1", "", "1.10.0"),
            ("kiosk-2", "Väntrummet", "1.9.2"),
            ("kiosk-3", "Trapphuset", "1.9.2"),
            ("kiosk-4", "Lagret", None),
        ):
            if name:
                await office.directory.add_kiosk(KioskId(kiosk), name=name, at_site=library)
            if version is not None:
                code = await office.directory.make_enrolment_code(KioskId(kiosk))
                await office.directory.enrol(code.code, bytes(32))
                await office.directory.note_version(KioskId(kiosk), version)
        told = opening(date(2026, 1, 1), 60)
        arrived = [_here("kiosk-1"), _here("kiosk-2"), _here("kiosk-3")]
        await office.tell([HoursSet(hours=told), *arrived], step=0)
        office.clock.advance(20 * 24 * HOUR)
        await office.tell(_lost("kiosk-2"), step=0)
        office.clock.advance(27 * HOUR)
        await office.tell([_here("kiosk-2", 2)], step=0)
        for number in range(1, 7):
            call = Told(number, kiosk="kiosk-1")
            grade = Grade.POOR if number < 3 else Grade.GOOD
            said = graded(call.id, Party.kiosk(call.kiosk), grade)
            await office.tell([*call.whole()[:7], said, *call.whole()[7:]])
        office.clock.advance(5 * 24 * HOUR)
        await office.tell(_lost("kiosk-3"), step=0)
        office.clock.advance(50 * HOUR)
        yield office


def _here(kiosk: str, epoch: int = 1) -> KioskConnected:
    return KioskConnected(
        kiosk=KioskId(kiosk), epoch=epoch, site=SiteId("site-1"), neighbourhood=NeighbourhoodId("varby")
    )


def _lost(kiosk: str) -> list[KioskLost]:
    return [KioskLost(kiosk=KioskId(kiosk), epoch=1)]


async def test_a_dark_kiosk_and_an_old_one_are_seen_at_first_look(page: Page) -> None:
    await _enter(page, "?view=kiosks")
    await expect(page.locator(".summary__lead")).to_have_text(
        "En skärm är mörk nu. 2 skärmar har en äldre version än 1.10.0."
    )
    row = {name: page.get_by_role("row", name=name) for name in ("Entrén", "Väntrum", "Trapphus", "Lagret")}
    await expect(row["Entrén"]).to_contain_text("Har kontakt")
    await expect(row["Entrén"]).to_contain_text("Version 1.10.0")
    await expect(row["Entrén"].get_by_role("img")).to_have_accessible_name(
        "De senaste 14 dagarna: mörk på 0 dagar, 0 timmar av öppettiden"
    )
    await expect(row["Entrén"]).to_contain_text("Dålig bild eller dåligt ljud i 2 av 6 samtal, 30 dagar")
    await expect(row["Väntrum"].locator(".fleet__line")).to_have_count(0)
    await expect(row["Väntrum"]).to_contain_text("Äldre version 1.9.2, nyast är 1.10.0")
    await expect(row["Väntrum"]).to_contain_text("30 dagar13 tim")
    await expect(row["Trapphus"]).to_contain_text("Mörk sedan")
    await expect(row["Lagret"]).to_contain_text("Väntar på inskrivning")
    await expect(row["Lagret"].get_by_role("img")).to_have_count(0)
    await row["Trapphus"].get_by_text("Dag för dag").click()
    await expect(row["Trapphus"].get_by_role("table").get_by_role("row")).to_have_count(15)
    assert await findings(page) == []


async def test_those_that_need_somebody_are_shown_alone(page: Page) -> None:
    await _enter(page, "?view=kiosks")
    await page.get_by_role("link", name="Behöver ses till: 2").click()
    rows = page.locator("table.fleet > tbody > tr")
    await expect(rows).to_have_count(2)
    await expect(rows.filter(has_text="Trapphuset")).to_contain_text("Mörk sedan")
    await expect(rows.filter(has_text="Väntrummet")).to_contain_text("Äldre version")
    assert page.url.endswith("only=unwell")
    assert await findings(page) == []
    await page.go_back()
    await expect(rows).to_have_count(4)


async def test_a_code_comes_into_view_wherever_it_was_asked_for(page: Page) -> None:
    await _enter(page, "?view=kiosks")
    await page.set_viewport_size({"width": 1024, "height": 400})
    await page.get_by_role("button", name="Ny inskrivningskod").last.click()
    heading = page.get_by_role("heading", name="Kod för")
    await expect(heading).to_be_focused()
    await expect(heading).to_be_in_viewport()


async def test_a_kiosk_is_asked_to_restart_after_a_second_thought_and_seen_to(
    page: Page, office: Office
) -> None:
    errands = office.records.errands
    for kiosk in ("kiosk-1", "kiosk-2"):
        await errands.heard(KioskId(kiosk), run="first", able=frozenset(Errand))
    await _enter(page, "?view=kiosks")
    row = page.get_by_role("row", name="Entrén")
    restart = page.get_by_role("button", name="Starta om Entrén")
    await restart.focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Starta om Entrén")
    await expect(dialog).to_contain_text("mellan samtal, oftast inom en minut")
    await expect(dialog).to_contain_text("Ett samtal som pågår störs inte")
    assert await findings(page) == []
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(restart).to_be_focused()
    assert await errands.wishes(Errand.RESTART) == {}

    await page.keyboard.press("Enter")
    await dialog.get_by_role("button", name="Ja, starta om").click()
    await expect(page.get_by_role("status").filter(has_text="startar om så snart")).to_be_visible()
    await expect(row).to_contain_text("inte hörd ännu")
    await errands.heard(KioskId("kiosk-1"), run="first", able=frozenset(Errand))
    await expect(row).to_contain_text("görs när ingen använder skärmen")
    await errands.heard(KioskId("kiosk-1"), run="second", able=frozenset(Errand))
    await expect(row).to_contain_text("Omstartad")
    assert await findings(page) == []


async def test_what_no_kiosk_heard_and_what_did_not_work_is_told(page: Page, office: Office) -> None:
    errands, by = office.records.errands, Actor(who="technician-1")
    for kiosk in ("kiosk-1", "kiosk-2"):
        await errands.heard(KioskId(kiosk), run="first", able=frozenset(Errand))
    await errands.ask(KioskId("kiosk-1"), Errand.RESTART, by=by)
    await errands.ask(KioskId("kiosk-2"), Errand.UPDATE, by=by)
    (asked_at,) = (await errands.wishes(Errand.UPDATE)).values()
    await errands.report(
        KioskId("kiosk-2"), Errand.UPDATE, asked_at=asked_at, outcome=ErrandOutcome.WENT_BACK
    )
    office.clock.advance(2 * HOUR)
    await _enter(page, "?view=kiosks")
    await expect(page.get_by_role("row", name="Entrén")).to_contain_text("hördes inte och görs inte längre")
    await expect(page.get_by_role("row", name="Väntrum")).to_contain_text("den förra versionen används")
    older = page.get_by_role("row", name="Trapphus")
    await expect(older).to_contain_text("Kan inte startas om härifrån")
    await expect(older.get_by_role("button", name="Starta om")).to_have_count(0)


async def test_without_the_fleet_the_list_of_kiosks_still_serves(page: Page) -> None:
    await page.route("**/api/fleet", lambda route: route.fulfill(status=429))
    await _enter(page, "?view=kiosks")
    await expect(page.get_by_role("row", name="Entrén")).to_contain_text("I bruk")
    await expect(page.locator(".notice")).to_be_visible()


async def test_it_can_be_read_on_a_telephone(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await _enter(page, "?view=kiosks")
    await page.locator("tbody tr").first.wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
