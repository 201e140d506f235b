"""The admin's pages of alarms and of other systems, in Chromium, on a real server and a real receiver."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from signaling.core.pool_settings import MINUTE
from signaling.store.alarms import AlarmChange, AlarmKind, Subject
from tests.fixtures.accessibility import grave_findings
from tests.guide_server.office import Office, office_at
from tests.guide_server.receiver import Receiver, answers, receiving
from tests.guide_server.webhook_world import LOOPBACK
from tests.store.histories import Told
from tests.web.at_a_desk import at_a_desk, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

DARK = Subject(kind=AlarmKind.KIOSK_DARK, id="kiosk-1")
SOMALI = Subject(kind=AlarmKind.LANGUAGE_UNSERVED, id="so")
QUEUE = Subject(kind=AlarmKind.QUEUE_LONG)


@pytest_asyncio.fixture(loop_scope="session")
async def office(sqlite_store: str, staff_pages: Path) -> AsyncIterator[Office]:
    async with office_at(sqlite_store, pages=staff_pages, reach=LOOPBACK) as office:
        await office.tell(Told(1, language="ar").whole())
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


@pytest_asyncio.fixture(loop_scope="session")
async def page(office: Office, chromium: Browser) -> AsyncIterator[Page]:
    async with at_a_desk(chromium, office) as page:
        yield page


async def enter(page: Page, view: str) -> None:
    await sign_in(page, f"/admin/?view={view}")
    await expect(page.get_by_role("navigation", name="Delar")).to_be_visible()


async def change(office: Office, *subjects: Subject, raised: bool = True) -> None:
    changes = [AlarmChange(subject=subject, raised=raised) for subject in subjects]
    await office.records.alarms.change(changes, at=office.clock.now())


async def test_a_system_is_added_tried_paused_told_again_and_removed(
    page: Page, office: Office, receiver: Receiver
) -> None:
    await enter(page, "integrations")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Inget annat system är anslutet.")
    await page.get_by_role("button", name="Lägg till ett system").click()
    await page.get_by_role("button", name="Spara").click()
    await expect(page.get_by_role("alert")).to_contain_text("Fyll i ett namn")
    await page.get_by_label("Namn", exact=True).fill("Ärendesystemet")
    await page.get_by_label("Adress").fill(receiver.url)
    await page.get_by_role("button", name="Spara").click()
    await expect(page.locator(".secret")).to_contain_text("whsec_")
    await page.get_by_role("button", name="Jag har sparat den").click()
    await expect(page.locator(".secret")).to_have_count(0)
    await expect(page.get_by_role("row", name="Ärendesystemet")).to_contain_text("Får veta allt")

    await page.get_by_role("button", name="Hantera: Ärendesystemet").click()
    receiver.behaviours = [answers(200), answers(503)]
    await page.get_by_role("button", name="Skicka ett prov").click()
    await expect(page.get_by_text("Provet togs emot")).to_be_visible()
    await page.get_by_role("button", name="Skicka ett prov").click()
    await expect(page.get_by_text("Provet kom inte fram: Sade nej (503).")).to_be_visible()
    await expect(page.get_by_role("row", name="ping_")).to_have_count(2)

    await page.get_by_role("button", name="Pausa").click()
    await expect(page.get_by_role("row", name="Ärendesystemet")).to_contain_text("Pausat")
    await page.get_by_role("button", name="Låt det fortsätta").click()
    await page.get_by_label("Berätta allt igen från").fill("2026-01-01")
    await page.get_by_role("button", name="Berätta igen").click()
    await expect(page.get_by_text("Allt från 1 januari 2026 berättas igen.")).to_be_visible()
    [hook] = await office.records.webhooks.all()
    assert hook.cursor == 0

    await page.get_by_role("button", name="Ta bort").click()
    await page.get_by_role("button", name="Ja, ta bort").click()
    await expect(page.get_by_text("Ärendesystemet är borttaget.")).to_be_visible()


async def test_a_token_is_made_shown_once_and_revoked(page: Page) -> None:
    await enter(page, "integrations")
    await page.get_by_role("button", name="Gör en nyckel").click()
    await page.get_by_label("Namn", exact=True).fill("Statistik")
    await page.locator("form").get_by_role("button", name="Gör en nyckel").click()
    await expect(page.get_by_role("alert")).to_contain_text("små bokstäver")
    await page.get_by_label("Namn", exact=True).fill("statistik")
    await page.get_by_label("samtalen, ett och ett").check()
    await page.locator("form").get_by_role("button", name="Gör en nyckel").click()
    await expect(page.locator(".secret")).to_contain_text("vagvisare_")
    await page.reload()
    await expect(page.get_by_role("row", name="statistik")).to_contain_text("I bruk")
    await expect(page.locator(".secret")).to_have_count(0)
    await page.get_by_role("button", name="Spärra: statistik").click()
    await page.get_by_role("button", name="Ja, spärra").click()
    await expect(page.get_by_role("row", name="statistik")).to_contain_text("Spärrad")


async def test_alarms_are_counted_beside_their_name_and_told_in_sentences(page: Page, office: Office) -> None:
    await change(office, DARK, SOMALI)
    await enter(page, "alarms")
    await expect(page.get_by_role("heading", level=1)).to_have_text("2 larm pågår.")
    await expect(page.get_by_role("link", name="Larm 2 pågår")).to_be_visible()
    await expect(page.get_by_text("Skärmen Entrén, Vårby bibliotek har ingen kontakt.")).to_be_visible()
    await expect(page.get_by_text("Ingen vägledare som talar somaliska är i tjänst.")).to_be_visible()
    office.clock.advance(7 * MINUTE)
    await change(office, DARK, SOMALI, raised=False)
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Inget larm just nu.")
    await expect(page.get_by_role("row", name="Entrén")).to_contain_text("7 minuter")


async def test_a_leader_sees_alarms_on_the_board(page: Page, office: Office) -> None:
    await change(office, QUEUE, SOMALI)
    await sign_in(page, "/board/", "leader-1")
    await expect(page.get_by_text("Ovanligt många väntar sedan 13:00")).to_be_visible()
    await expect(page.get_by_text("Ingen som talar somaliska är i tjänst sedan 13:00")).to_be_visible()
    assert await grave_findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "en"])
async def test_both_pages_can_be_read_by_all_and_fit(
    page: Page, office: Office, receiver: Receiver, language: str, scheme: Literal["light", "dark"]
) -> None:
    await page.add_init_script(f"localStorage.setItem('desk.language', '{language}')")
    dressed = f"document.documentElement.dataset.theme = '{scheme}'"
    await page.add_init_script(f"addEventListener('DOMContentLoaded', () => {{ {dressed} }})")
    admin = await office.signed_in("admin-1")
    hook = {"name": "Ärendesystemet", "url": receiver.url, "stream": "calls"}
    made = await (await admin.ask("POST", "/api/webhooks", json=hook)).json()
    receiver.behaviours = [answers(500)]
    await admin.ask("POST", f"/api/webhooks/{made['id']}/ping")
    await admin.ask("POST", "/api/tokens", json={"name": "stat", "scopes": ["calls:read"], "days": 30})
    await change(office, DARK, SOMALI, QUEUE)
    await change(office, QUEUE, raised=False)
    await sign_in(page, "/admin/?view=integrations")
    await page.locator("tbody tr").nth(1).wait_for()
    found = {"lists": await grave_findings(page)}
    await page.locator("tbody button").first.click()
    await page.locator(".panel tbody tr").first.wait_for()
    found["panel"] = await grave_findings(page)
    for number, form in enumerate(("webhook", "token")):
        await page.locator(".part").nth(number).locator("> p > .button").click()
        await page.locator(".guide-form").wait_for()
        found[form] = await grave_findings(page)
        await page.locator(".guide-form__foot .button").nth(1).click()
    await page.goto("/admin/?view=alarms")
    await page.locator(".alarms__one").first.wait_for()
    found["alarms"] = await grave_findings(page)
    assert [fault for faults in found.values() for fault in faults] == [], found
    await page.set_viewport_size({"width": 360, "height": 740})
    for view, ready in (("alarms", ".alarms__one"), ("integrations", "tbody tr")):
        await page.goto(f"/admin/?view={view}")
        await page.locator(ready).first.wait_for()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, view
