"""The sign-in page and the admin page, in Chromium, on a real server with a real log."""

import re
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, expect

from signaling.core.events import Event, GuideConnected, GuideStatusChanged
from signaling.core.ids import GuideId, KioskId, Language, Party, SiteId
from signaling.core.vocabulary import CallOutcome, GuideStatus, RingOutcome
from signaling.ports import CheckResult, Errand, SelfTestResult
from signaling.store.audit import Actor, AuditAction
from signaling.store.self_tests import SelfTests
from tests.fixtures.accessibility import findings
from tests.guide_server.helped import all_ways
from tests.guide_server.office import PASSWORD, Office, office_at
from tests.store.histories import Told

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

LONG_NAME = "Demoperson med ett mycket långt förnamn och ett ännu längre efternamn"


@pytest_asyncio.fixture(loop_scope="session")
async def office(sqlite_store: str, staff_pages: Path) -> AsyncIterator[Office]:
    """An office with three calls in its log: a talk, one passed on by a guide, one abandoned."""
    async with office_at(sqlite_store, pages=staff_pages) as office:
        await office.add_person("guide-2", "سارة الخطيب", ["guide"], ["ar", "so"])
        await office.add_person("guide-3", LONG_NAME, ["guide"], ["sv"])
        talk, passed, left = Told(1, language="ar"), Told(2, language="so", guide="guide-3"), Told(3)
        await office.tell(talk.whole(), step=7_000)
        office.clock.advance(600_000)
        await office.tell(
            [
                *passed.tapped(),
                *passed.rang(guide="guide-2"),
                *passed.ring_ended(RingOutcome.DECLINED, guide="guide-2"),
                *passed.rang(2),
                *passed.taken(2),
                *passed.live(2),
                *passed.ended(),
                *passed.wrapped_up(),
            ],
            step=9_000,
        )
        office.clock.advance(600_000)
        await office.tell(
            [*left.tapped(), *left.ended(CallOutcome.ABANDONED_WAITING, by=Party.kiosk(left.kiosk))]
        )
        yield office


def a_days_calls() -> list[Event]:
    """Arabic and some Somali in Vårby, Swedish in two places and often left, Tigrinya twice."""
    told: list[Event] = []
    number = 100
    for language, place, answered, left in (
        ("ar", "varby", 30, 2), ("sv", "varby", 22, 11), ("sv", "skogas", 10, 35), ("so", "varby", 9, 0),
        ("ti", "varby", 2, 0),
    ):  # fmt: skip
        for nth in range(answered + left):
            number += 1
            call = Told(number, kiosk="kiosk-9", guide="guide-9", language=language, neighbourhood=place)
            ended = call.ended(CallOutcome.ABANDONED_WAITING, by=Party.kiosk(call.kiosk))
            told += call.whole() if nth < answered else [*call.tapped(), *ended]
    return told


@pytest_asyncio.fixture(loop_scope="session")
async def page(office: Office, chromium: Browser) -> AsyncIterator[Page]:
    """A page in which nothing was logged to the console that a page of ours should not log."""
    said: list[str] = []
    size = ViewportSize(width=1440, height=900)
    async with await chromium.new_context(
        viewport=size, base_url=office.url, reduced_motion="reduce"
    ) as context:
        page = await context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        yield page
    assert [line for line in said if "the server responded with a status of 4" not in line] == []


async def _sign_in(page: Page, login: str = "admin-1", password: str = PASSWORD) -> None:
    await page.get_by_label("Användarnamn").fill(login)
    await page.get_by_label("Lösenord", exact=True).fill(password)
    await page.keyboard.press("Enter")


async def _enter(page: Page, search: str = "") -> None:
    """Sign in as an admin and arrive at a place of the admin page."""
    await page.goto(f"/admin/{search}")
    await _sign_in(page)
    await expect(page.get_by_role("navigation", name="Delar")).to_be_visible()


async def test_an_admin_finds_a_call_and_reads_it(page: Page, office: Office) -> None:
    await _enter(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "3 invånare ringde. 2 fick tala med en vägledare."
    )
    rows = page.locator("tbody tr")
    await expect(rows).to_have_count(3)

    await page.get_by_label("Önskat språk").select_option(label="arabiska")
    await expect(rows).to_have_count(1)
    assert parse_qs(urlsplit(page.url).query) == {"language": ["ar"]}

    await rows.first.click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Någon valde arabiska vid")
    await expect(page.get_by_role("img", name="Samtalet från trycket till slutet")).to_be_visible()
    await expect(page.get_by_role("row", name="Samtalet började")).to_be_visible()

    await page.go_back()
    await expect(rows).to_have_count(1)
    await page.go_back()
    await expect(rows).to_have_count(3)
    what = [row.what for row in await office.audit.page(Actor(who="inspector"))]
    assert what.count(AuditAction.READ_CALL) == 1


async def test_the_selection_can_be_sent_as_a_link_and_taken_as_a_file(page: Page) -> None:
    await _enter(page, "?outcome=completed&sort=wait_ms&why=complaint")
    await expect(page.locator("tbody tr")).to_have_count(2)
    await expect(page.get_by_role("columnheader", name="Väntan")).to_have_attribute("aria-sort", "descending")
    await expect(page.get_by_label("Varför läser du?")).to_have_value("complaint")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="CSV").click()
    file = await (await download.value).path()
    assert len(file.read_text("utf-8-sig").splitlines()) == 3


async def test_the_log_shows_how_residents_were_helped(page: Page, office: Office) -> None:
    office.clock.advance(600_000)
    await office.tell(all_ways(), step=9_000)
    await _enter(page)
    rows = page.locator("tbody tr")
    await expect(rows.filter(has_text="på närliggande")).to_have_count(1)
    await expect(rows.filter(has_text="Kom tillbaka med kölapp")).to_have_count(1)

    await page.get_by_text("Fler val").click()
    await page.get_by_label("Hur de förstod varandra").select_option(label="Med språkhjälp")
    await expect(rows).to_have_count(1)
    await rows.get_by_role("link").click()
    await expect(page.get_by_text("hjälpte till med språket")).to_be_visible()
    await expect(page.get_by_role("row", name="för språkhjälp").first).to_be_visible()
    assert await findings(page) == []


async def test_the_board_shows_who_waits_and_why_a_desk_rings(page: Page, office: Office) -> None:
    ringing, waiting = Told(8, language="ar"), Told(9, language="so", kiosk="kiosk-2")
    await office.tell(
        [
            GuideConnected(guide=GuideId("guide-2"), epoch=1, languages=(Language("ar"),)),
            GuideStatusChanged(guide=GuideId("guide-2"), status=GuideStatus.AVAILABLE),
            *ringing.tapped(),
            *ringing.rang(guide="guide-2"),
        ]
    )
    await _enter(page, "?view=board")
    await expect(page.get_by_role("row", name="Entrén")).to_contain_text("ringer")
    await expect(page.get_by_role("heading", level=1)).to_have_text("En invånare väntar.")
    await office.tell(waiting.tapped())
    await expect(page.get_by_role("heading", level=1)).to_have_text("2 invånare väntar.")


async def test_equal_service_is_told_in_a_sentence_drawn_and_in_figures(page: Page, office: Office) -> None:
    await office.tell(a_days_calls(), step=2_000)
    await _enter(page, "?view=equality&from=2026-01-01&to=2026-01-01")
    told = re.compile("svenska.* fick 41.%.*arabiska.* 94.%")
    await expect(page.get_by_role("heading", level=1)).to_have_text(told)
    languages = page.locator(".equality").first
    await expect(languages.get_by_role("row").filter(has_text="svenska")).to_contain_text(re.compile("41.%"))
    await expect(languages.get_by_role("row").filter(has_text="tigrinja")).to_contain_text("Visas inte")
    await expect(languages.locator(".plot__dot")).to_have_count(2)
    await expect(page.get_by_role("link", name="Se vad invånarna ser")).to_have_count(0)
    both = page.get_by_role("heading", name="Språk i varje stadsdel")
    await expect(page.locator(".equality").filter(has=both)).to_contain_text("dolt")


async def test_what_was_read_is_seen_among_the_readings(page: Page) -> None:
    await _enter(page, "?language=ar&why=fault")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await page.get_by_role("link", name="Se läsningarna").click()
    newest = page.locator("tbody tr").first
    await expect(newest).to_contain_text("Läste samtal")
    await expect(newest).to_contain_text("Något har inte fungerat")
    await expect(newest).to_contain_text("språk arabiska")


def a_check(
    name: str, *faults: str, tried: bool = True, about: tuple[str, ...] = (), **figures: float
) -> CheckResult:
    return CheckResult(name=name, tried=tried, faults=faults, figures=figures, about=about)


def a_self_test(at: int, *checks: CheckResult) -> SelfTestResult:
    return SelfTestResult(id=str(uuid.uuid4()), at=at, checks=checks)


async def test_what_kiosks_found_in_themselves_is_told_in_words(page: Page, office: Office) -> None:
    """UA7: sound, with faults, too old, never; and another test is one press away."""
    tests = SelfTests(office.database, clock=office.clock)
    now = office.clock.now()
    library = SiteId("varby-library")
    for kiosk in ("kiosk-2", "kiosk-3", "kiosk-4"):
        await office.directory.add_kiosk(KioskId(kiosk), name=f"Demo {kiosk}", at_site=library)
    for kiosk in ("kiosk-1", "kiosk-2", "kiosk-3", "kiosk-4"):
        code = await office.directory.make_enrolment_code(KioskId(kiosk))
        await office.directory.enrol(code.code, kiosk.encode().ljust(32))
    camera = a_check("camera", brightness=88.2, contrast=27.1, motion=10.7)
    call = a_check(
        "call", frames_in=24, frames_out=22.6, guide_above_db=71.3, kiosk_above_db=38.4,
        loss_in_percent=0, loss_out_percent=0.4, round_trip_ms=21.9,
    )  # fmt: skip
    sound = (a_check("page"), camera, a_check("turn", tried=False), call, a_check("disk", free_mb=74_412))
    black = a_check("camera", "camera_black", brightness=3.1, contrast=0.4, motion=0.2)
    shut = a_check("turn", "turn_shut", about=("turns:turn.example.org:443?transport=tcp",), relays=2)
    unseen = a_check("call", "call_kiosk_unseen", "call_kiosk_unheard", frames_in=24, frames_out=0)
    for told, hours, checks in (
        ("kiosk-1", 6, sound),
        ("kiosk-2", 5, (a_check("page"), black, shut, unseen)),
        ("kiosk-3", 60, sound),
    ):
        await tests.keep(KioskId(told), a_self_test(now - hours * 3_600_000, *checks))

    await _enter(page, "?view=kiosks")
    row = {name: page.get_by_role("row", name=name) for name in ("Entrén", "kiosk-2", "kiosk-3", "kiosk-4")}
    await expect(row["Entrén"]).to_contain_text("Allt fungerar")
    await expect(row["kiosk-2"]).to_contain_text("4 fel")
    await expect(row["kiosk-2"]).to_contain_text("Kamerans bild är svart eller tom")
    await expect(row["kiosk-2"]).to_contain_text("turns:turn.example.org:443")
    await expect(row["kiosk-3"]).to_contain_text("Inget självtest sedan 30 dec")
    await expect(row["kiosk-4"]).to_contain_text("Inget självtest ännu")
    await expect(page.locator(".summary__lead")).to_have_text(
        "En av dem hittade fel på sig själv i senaste självtestet."
    )
    await row["Entrén"].get_by_text("Alla delar").click()
    await expect(row["Entrén"]).to_contain_text("22,6 bilder i sekunden dit")
    await row["kiosk-4"].get_by_role("button", name="Testa nu").click()
    await expect(row["kiosk-4"]).to_contain_text("Ett test är begärt")
    wishes = await office.records.errands.wishes(Errand.SELF_TEST)
    assert wishes == {KioskId("kiosk-4"): now}
    assert await findings(page) == []


async def test_a_self_test_without_a_test_guide_is_no_clean_bill(page: Page, office: Office) -> None:
    """UA7: where no test guide answers at the centre, nobody is told that calls work."""
    code = await office.directory.make_enrolment_code(KioskId("kiosk-1"))
    await office.directory.enrol(code.code, b"kiosk-1".ljust(32))
    tests = SelfTests(office.database, clock=office.clock)
    checks = (a_check("page"), a_check("camera"), a_check("call", tried=False))
    await tests.keep(KioskId("kiosk-1"), a_self_test(office.clock.now() - 3_600_000, *checks))
    await _enter(page, "?view=kiosks")
    row = page.get_by_role("row", name="Entrén")
    await expect(row).to_contain_text("Det som provades fungerar")
    await expect(row).to_contain_text("Inget samtal provades: ingen testvägledare svarade.")
    await expect(row).not_to_contain_text("Allt fungerar")
    await expect(page.locator(".summary__lead")).to_contain_text("Ett självtest provade inget samtal")
    assert await findings(page) == []

    await tests.keep(KioskId("kiosk-1"), a_self_test(office.clock.now(), a_check("page"), a_check("call")))
    await page.reload()
    await expect(row).to_contain_text("Allt fungerar")
    await expect(page.locator(".summary__lead")).to_have_count(0)


async def test_a_kiosk_gets_a_code_and_is_revoked_after_a_second_thought(page: Page) -> None:
    await _enter(page, "?view=kiosks")
    await page.get_by_role("button", name="Ny inskrivningskod").click()
    code = await page.locator(".code__code").inner_text()
    assert len(code.strip()) == 14
    await page.get_by_role("button", name="Spärra", exact=True).click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_text("Väntar på inskrivning")).to_be_visible()
    await page.get_by_role("button", name="Spärra", exact=True).click()
    await page.get_by_role("button", name="Ja, spärra").click()
    await expect(page.get_by_text("Entrén, Vårby bibliotek är spärrad.")).to_be_visible()
    await expect(page.get_by_text("Spärrad", exact=True)).to_be_visible()


async def test_a_guide_is_added_and_can_sign_in(page: Page, office: Office) -> None:
    await _enter(page, "?view=guides")
    await page.get_by_role("button", name="Lägg till en vägledare").click()
    await page.get_by_role("button", name="Pröva kontot").click()
    await expect(page.get_by_role("alert")).to_contain_text("minst tolv tecken")
    await page.get_by_label("Namn", exact=True).fill("Ny Vägledare")
    await page.get_by_label("Användarnamn").fill("ny")
    await page.get_by_label("Lösenord").fill("ett långt lösenord")
    await page.locator('input[name="language"][value="so"]').check()
    await page.get_by_role("group", name="Kan särskilt bra").get_by_label("Skola").check()
    await page.get_by_role("button", name="Pröva kontot").click()
    tried = page.locator("form.preview")
    await expect(tried).to_contain_text("Svarar vid ett skrivbord")
    await expect(tried).to_contain_text("Ny Vägledare talar somaliska, som en vägledare redan gör.")
    await tried.get_by_role("button", name="Spara").click()
    await expect(page.get_by_text("Ny Vägledare är sparad.")).to_be_visible()
    await expect(page.get_by_role("row", name="Ny Vägledare")).to_contain_text("somaliska")
    await expect(page.get_by_role("row", name="Ny Vägledare")).to_contain_text("kan: skola")
    assert (await office.browser().sign_in("ny", "ett långt lösenord")).status == 200


async def test_a_guide_is_kindly_led_away_from_the_admin_page(page: Page) -> None:
    await page.goto("/signin/?next=/admin/")
    await _sign_in(page, "guide-1")
    await page.wait_for_url("**/desk/")
    await page.goto("/admin/")
    await expect(page.get_by_text("Du är inloggad som Guide One")).to_be_visible()
    await page.get_by_role("button", name="Logga in som någon annan").click()
    await _sign_in(page)
    await expect(page.get_by_role("navigation", name="Delar")).to_be_visible()


async def test_a_wrong_password_is_told_and_the_next_one_works(page: Page) -> None:
    await page.goto("/admin/")
    await _sign_in(page, password="a wrong password")
    await expect(page.get_by_role("alert")).to_contain_text("stämmer inte")
    await _sign_in(page)
    await expect(page.get_by_role("navigation", name="Delar")).to_be_visible()


async def test_signing_out_everywhere_ends_every_browser(page: Page, office: Office) -> None:
    elsewhere = await office.signed_in("admin-1")
    await _enter(page)
    await page.locator(".who summary").click()
    await page.get_by_role("button", name="Logga ut överallt").click()
    await expect(page.get_by_role("button", name="Logga in")).to_be_visible()
    assert (await elsewhere.ask("GET", "/api/me")).status == 401


async def test_a_session_that_ended_leads_to_the_sign_in_page_and_back(page: Page, office: Office) -> None:
    await _enter(page, "?language=ar")
    await expect(page.locator("tbody tr")).to_have_count(1)
    office.clock.advance(13 * 3_600_000)
    await page.get_by_label("Utfall").select_option(label="Samtalet blev av")
    await expect(page.get_by_role("button", name="Logga in")).to_be_visible()
    await _sign_in(page)
    await expect(page.get_by_label("Önskat språk")).to_have_value("ar")


@pytest.mark.parametrize("language", ["sv", "en"])
async def test_every_view_is_accessible_and_fits(page: Page, office: Office, language: str) -> None:
    await page.add_init_script(f"localStorage.setItem('desk.language', '{language}')")
    faults = {}

    await office.tell(
        [
            GuideConnected(guide=GuideId("guide-3"), epoch=1, languages=(Language("sv"), Language("ar"))),
            GuideStatusChanged(guide=GuideId("guide-3"), status=GuideStatus.AVAILABLE),
            *Told(8, language="so").tapped(),
        ]
    )
    await office.tell(a_days_calls(), step=2_000)

    async def look(name: str, ready: str) -> None:
        await page.locator(ready).first.wait_for()
        found = await findings(page)
        if found:
            faults[name] = found

    await page.goto("/signin/?next=/admin/")
    await look("sign-in", "form")
    await page.locator("#login").fill("admin-1")
    await page.locator("#password").fill("wrong")
    await page.keyboard.press("Enter")
    await look("sign-in refused", ".notice")
    await page.locator("#password").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await look("log", "tbody tr")
    await page.locator("tbody a").nth(1).click()
    await look("call", ".timeline")
    await page.locator(".who summary").click()
    await look("who", ".who__menu")
    for name, search, ready in (
        ("public record", "?record=public", "tbody tr"),
        ("far beyond", "?page=1000000000", ".empty"),
        ("empty", "?from=2020-01-01&to=2020-01-02", ".empty"),
        ("problem", "?from=2026-02-02&to=2026-02-01", ".notice"),
        ("no such call", "?call=00000009-0000-7000-8000-000000000000", ".notice"),
        ("readings", "?view=readings", "tbody tr"),
        ("equality", "?view=equality&from=2026-01-01&to=2026-01-01", ".plot"),
        ("board", "?view=board", "tbody tr"),
        ("kiosks", "?view=kiosks", "tbody tr"),
    ):
        await page.goto(f"/admin/{search}")
        await look(name, ready)
    await page.locator("tbody button").first.click()
    await look("code", ".code")
    await page.locator("tbody button").nth(1).click()
    await look("confirm", "dialog")
    await page.goto("/admin/?view=guides")
    await look("guides", "tbody tr")
    await page.locator("main .button--primary").click()
    await look("guide form", "form")
    assert faults == {}

    await page.set_viewport_size({"width": 360, "height": 740})
    for search in (
        "",
        "?record=public&topic=school",
        "?view=equality&from=2026-01-01&to=2026-01-01",
        "?view=board",
        "?view=kiosks",
        "?view=guides",
        "?view=readings",
    ):
        await page.goto(f"/admin/{search}")
        await page.locator("tbody tr").first.wait_for()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360, search
