"""Signing in by a real OpenID provider and with a second step, and one's own account, in Chromium."""

import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from deploy.node import find_node
from guide_server.http.access import StaffRole
from guide_server.sign_in import totp
from guide_server.sign_in.oidc import OidcSettings
from tests.fakes import ManualClock
from tests.fixtures.accessibility import grave_findings
from tests.fixtures.chromium import LaunchChromium
from tests.fixtures.programs import free_port, stop
from tests.fixtures.qr import scan
from tests.guide_server.office import PASSWORD, Office, office_at
from tests.web.kiosk_walk import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

CLIENT, SECRET = "vagvisare", "a secret of this test, long enough"


@contextmanager
def providing(redirect_uri: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A certified provider in a process of its own; `localhost` is another site than 127.0.0.1."""
    node, port = find_node(), free_port()
    assert node is not None
    script = ROOT / "tests" / "web" / "identity" / "provider.mjs"
    arguments = (node.node, script, str(port), redirect_uri, CLIENT, SECRET)
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"ready\n"
        yield f"http://localhost:{port}", process
    finally:
        stop(process)
        process.stdout.close()


@pytest.fixture
async def office(sqlite_store: str, staff_pages: Path) -> AsyncIterator[Office]:
    """An office by the true time, whose provider is `office.provider`."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with providing(f"{url}/api/oidc/return") as (issuer, process):
        settings = OidcSettings(
            issuer=issuer, client_id=CLIENT, client_secret=SECRET, roles_claim="groups",
            roles={StaffRole.GUIDE: frozenset({"vv-guide"}), StaffRole.ADMIN: frozenset({"vv-admin"})},
        )  # fmt: skip
        async with office_at(
            sqlite_store, clock=ManualClock(time.time_ns() // 1_000_000), port=port,
            public_url=url, pages=staff_pages, oidc=settings,
        ) as office:  # fmt: skip
            await office.add_person("boss", "Demo Boss", ["admin"])
            PROVIDER[office.url] = process
            yield office


PROVIDER: dict[str, "subprocess.Popen[bytes]"] = {}
"""Each office's provider, for the test that ends it."""


@pytest.fixture
async def page(office: Office, launch_chromium: LaunchChromium) -> AsyncIterator[Page]:
    context = await (await launch_chromium()).new_context(
        viewport={"width": 1440, "height": 900}, base_url=office.url, reduced_motion="reduce"
    )
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []
    await context.close()


async def by_provider(page: Page, who: str) -> None:
    """From the sign-in page to the provider and through its two questions."""
    await page.get_by_role("link", name="Logga in med ditt arbetskonto").click()
    await page.locator('input[name="login"]').fill(who)
    await page.locator('input[name="password"]').fill("anything")
    await page.locator('button[type="submit"]').click()
    await page.get_by_role("button", name="Continue").click()


async def forget(page: Page) -> None:
    """As if nobody had signed in. First away, or the page itself may notice, and go elsewhere meanwhile."""
    await page.goto("about:blank")
    await page.context.clear_cookies()


async def by_password(page: Page, login: str = "guide-1", password: str = PASSWORD) -> None:
    await page.get_by_label("Användarnamn").fill(login)
    await page.get_by_label("Lösenord", exact=True).fill(password)
    await page.keyboard.press("Enter")


async def test_people_come_in_by_a_certified_provider(page: Page, office: Office) -> None:
    """There and back over two sites, with cookies that no other site sees; the wished page is reached."""
    await page.goto("/admin/?view=kiosks")
    await expect(page.get_by_label("Användarnamn")).to_be_visible()
    assert await grave_findings(page) == []
    await by_provider(page, "boss")
    await expect(page.get_by_role("navigation", name="Delar")).to_be_visible()
    assert page.url == f"{office.url}/admin/?view=kiosks"
    await forget(page)
    await page.goto("/check/")
    await by_provider(page, "guide-1")
    await expect(page.get_by_role("heading", name="Före passet")).to_be_visible()


async def test_a_stranger_is_told_so_and_passwords_still_let_in(page: Page, office: Office) -> None:
    await page.goto("/signin/?next=/desk/")
    await by_provider(page, "stranger")
    await expect(page.get_by_role("alert")).to_contain_text("har ingen plats här än")
    assert await grave_findings(page) == []
    logins = {account.login for account in await office.staff.accounts()}
    assert logins == {"admin-1", "analyst-1", "boss", "guide-1", "leader-1", "technician-1"}
    stop(PROVIDER.pop(office.url))
    office.clock.advance(60_000)
    await page.get_by_role("link", name="Logga in med ditt arbetskonto").click()
    await expect(page.get_by_role("alert")).to_contain_text("svarar inte just nu")
    await by_password(page)
    await page.wait_for_url("**/desk/")


async def test_a_second_step_is_set_up_used_and_given_up(page: Page, office: Office) -> None:
    await page.goto("/account/")
    await by_password(page)
    await expect(page.get_by_role("heading", name="Min inloggning")).to_be_visible()
    assert await grave_findings(page) == []
    step = page.get_by_role("region", name="Kod från telefonen")
    await step.get_by_label("Ditt lösenord").fill(PASSWORD)
    await step.get_by_role("button", name="Börja").click()
    code = step.get_by_role("img", name="QR-kod")
    read = scan(await code.screenshot())
    factor = await office.factors.of("guide-1")
    assert factor is not None
    assert read == totp.address(factor.secret, "guide-1", "Vägvisare")
    assert await grave_findings(page) == []

    def shown() -> str:
        return totp.code_of(factor.secret, totp.step_at(office.clock.now()))

    await step.get_by_label("Koden som telefonen visar nu").fill("000000")
    await step.get_by_role("button", name="Slå på").click()
    await expect(step.get_by_role("alert")).to_contain_text("stämmer inte")
    await step.get_by_label("Koden som telefonen visar nu").fill(shown())
    await step.get_by_role("button", name="Slå på").click()
    await expect(step.locator(".codes li")).to_have_count(totp.BACKUP_CODES)
    assert await grave_findings(page) == []
    backup = await step.locator(".codes li").first.inner_text()
    await step.get_by_role("button", name="Jag har sparat dem").click()
    await expect(step.get_by_text("Du har 10 reservkoder kvar.")).to_be_visible()

    office.clock.advance(totp.STEP)
    await page.get_by_role("button", name="Logga ut överallt").click()
    await by_password(page)
    await expect(page.get_by_role("heading", name="En kod till")).to_be_visible()
    assert await grave_findings(page) == []
    await page.keyboard.type("000000")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("Koden stämmer inte")
    await page.get_by_label("Kod", exact=True).fill(shown())
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Min inloggning")).to_be_visible()

    await forget(page)
    await page.goto("/account/")
    await by_password(page)
    await page.get_by_label("Kod", exact=True).fill(backup)
    await page.keyboard.press("Enter")
    await expect(step.get_by_text("Du har 9 reservkoder kvar.")).to_be_visible()
    await step.get_by_label("Ditt lösenord").fill(PASSWORD)
    await step.get_by_role("button", name="Sluta be om kod").click()
    await expect(step.get_by_text("Vi ber inte längre om någon kod.")).to_be_visible()


async def test_the_own_password_is_changed(page: Page, office: Office) -> None:
    elsewhere = await office.signed_in("guide-1")
    await page.goto("/account/")
    await by_password(page)
    await page.get_by_label("Nuvarande lösenord").fill("wrong")
    await page.get_by_label("Nytt lösenord").fill("short")
    await page.get_by_role("button", name="Byt lösenord").click()
    await expect(page.get_by_role("alert").first).to_contain_text("för kort")
    await page.get_by_label("Nytt lösenord").fill("några ord efter varandra")
    await page.get_by_role("button", name="Byt lösenord").click()
    await expect(page.get_by_role("alert").first).to_contain_text("stämmer inte")
    await page.get_by_label("Nuvarande lösenord").fill(PASSWORD)
    await page.get_by_role("button", name="Byt lösenord").click()
    await expect(page.get_by_text("Lösenordet är bytt.")).to_be_visible()
    assert (await elsewhere.ask("GET", "/api/me")).status == 401
    await page.reload()
    await expect(page.get_by_role("heading", name="Min inloggning")).to_be_visible()


async def test_the_account_page_fits_in_both_lights_and_languages(page: Page) -> None:
    await page.goto("/account/")
    await by_password(page)
    await expect(page.get_by_role("heading", name="Min inloggning")).to_be_visible()
    for _ in range(2):
        await page.set_viewport_size({"width": 320, "height": 700})
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320
        await page.set_viewport_size({"width": 1440, "height": 900})
        await (
            page.get_by_role("button", name="Mörkt läge")
            .or_(page.get_by_role("button", name="Light"))
            .click()
        )
        assert await grave_findings(page) == []
        await (
            page.get_by_role("button", name="In English")
            .or_(page.get_by_role("button", name="På svenska"))
            .click()
        )
    await page.evaluate("localStorage.setItem('desk.theme', 'dark')")
    await forget(page)
    await page.goto("/signin/")
    await expect(page.get_by_label("Användarnamn")).to_be_visible()
    assert await grave_findings(page) == []
