"""Statistics, the monthly report and the page for residents, in Chromium, on a server with a known month."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from signaling.wire.languages import LANGUAGES
from tests.fixtures.accessibility import findings
from tests.guide_server.office import Office, office_at
from tests.guide_server.test_equality_api import calls
from tests.web.at_a_desk import at_a_desk, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

MONTH = "from=2026-01-01&to=2026-01-31"
A_DAY = 24 * 3_600_000


@pytest_asyncio.fixture(loop_scope="session")
async def office(sqlite_store: str, staff_pages: Path) -> AsyncIterator[Office]:
    """In February, with a January behind it in which Swedish was answered more often than Somali."""
    async with office_at(sqlite_store, pages=staff_pages, publishes_equality=True) as office:
        await office.tell(
            [
                *calls("sv", "varby", first=1, answered=60, left=6),
                *calls("sv", "skogas", first=101, answered=40, left=10),
            ],
            step=900,
        )
        office.clock.advance(A_DAY)
        await office.tell(
            [
                *calls("so", "varby", first=201, answered=25, left=15),
                *calls("so", "skogas", first=301, answered=30, left=20),
                *calls("ti", "skogas", first=401, answered=2, left=0),
            ],
            step=900,
        )
        office.clock.advance(40 * A_DAY)
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def page(office: Office, chromium: Browser) -> AsyncIterator[Page]:
    async with at_a_desk(chromium, office) as page:
        yield page


async def enter(page: Page, search: str, login: str = "leader-1") -> None:
    await sign_in(page, f"/admin/{search}", login)


async def faults(page: Page) -> list[str]:
    found: list[str] = await findings(page)
    return found


async def test_equal_service_leads_to_what_residents_read(page: Page) -> None:
    await enter(page, f"?view=equality&{MONTH}")
    link = page.get_by_role("link", name="Se vad invånarna ser")
    async with page.context.expect_page() as opened:
        await link.click()
    public = await opened.value
    await public.wait_for_url(re.compile(r"/service/\w+$"))
    await expect(public.get_by_role("heading", level=1)).to_be_visible()


async def test_a_leader_reads_a_month_in_words_drawings_and_tables(page: Page) -> None:
    await enter(page, f"?view=statistics&{MONTH}")
    await expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("75.% fick svar inom två"))
    views = page.get_by_role("navigation", name="Delar").get_by_role("link")
    await expect(views).to_have_text(["Statistik", "Lika service", "Planering", re.compile("^Larm")])

    measures = page.get_by_role("row").filter(has_text="Bad om hjälp").first
    await expect(measures).to_contain_text("208")
    await expect(measures).to_contain_text("Släpptes in i kön")
    for title in ("Samtal, svar i tid och väntan", "Så många bad om hjälp", "Språk: hur många"):
        await expect(page.get_by_role("img", name=title)).to_have_count(1)
    languages = page.locator(".statistics").filter(has=page.get_by_role("heading", name="Språk"))
    await expect(languages.get_by_role("row").filter(has_text="tigrinska")).to_contain_text("Visas inte")
    await page.get_by_text("Visa som tabeller").click()
    await expect(page.get_by_role("row").filter(has_text="torsdag").first).to_contain_text("116")
    assert await faults(page) == []

    async with page.expect_download() as download:
        await page.get_by_role("link", name="Hämta som CSV: Språk").click()
    assert '"ti"' in (await (await download.value).path()).read_text("utf-8-sig")


async def test_what_is_compared_and_how_stands_in_the_address(page: Page) -> None:
    await enter(page, "?view=statistics&from=2026-01-03&to=2026-01-03", "admin-1")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Inga samtal under den här tiden.")
    await page.get_by_label("Till och med").fill("2026-01-31")
    await page.get_by_label("Från och med").fill("2026-01-01")
    await page.get_by_label("Jämför med").select_option(label="Samma tid i fjol")
    await page.get_by_label("Över tid, per").select_option(label="Vecka")
    await expect(page.get_by_role("columnheader", name="Vecka från")).to_be_visible()
    await expect(page.get_by_role("columnheader", name="1 januari 2025 – 31 januari 2025")).to_be_visible()
    assert "versus=last_year" in page.url
    assert "step=week" in page.url


async def test_who_reads_no_calls_chooses_among_months(page: Page) -> None:
    await enter(page, "?view=statistics&from=2026-01-03&to=2026-01-03")
    await expect(page.locator(".notice")).to_contain_text("Välj hela månader som är över.")
    await page.goto(f"/admin/?view=statistics&{MONTH}")
    await expect(page.get_by_label("Från och med")).to_have_value("2026-01")
    await expect(page.get_by_text("så att inget antal under fem kan räknas ut")).to_be_visible()
    await page.get_by_label("Till och med").select_option(index=0)
    await expect(page.locator(".notice")).to_have_count(1)
    assert "from=2026-01-01" in page.url
    await page.goto(f"/admin/?view=equality&{MONTH}")
    await expect(page.get_by_role("columnheader", name="Sökte hjälp").first).to_be_visible()
    assert await faults(page) == []


async def test_a_leader_who_opens_the_log_is_shown_what_leaders_read(page: Page) -> None:
    await enter(page, "")
    statistics = page.get_by_role("link", name="Statistik")
    await expect(statistics).to_have_attribute("aria-current", "page")


async def test_the_report_of_a_month_is_one_page_of_a4(page: Page) -> None:
    await enter(page, "?view=report&month=2026-01")
    await expect(page.get_by_text("månadsrapport för januari 2026")).to_be_visible()
    await expect(page.locator(".report__key")).to_contain_text("208")
    await expect(page.get_by_role("row", name="Skola")).to_contain_text("100")
    await expect(page.get_by_role("img", name="Andel som fick svar inom två minuter")).to_be_visible()
    assert await faults(page) == []
    paper = await page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]", paper)


async def test_on_paper_a_long_table_is_whole(page: Page) -> None:
    await enter(page, f"?view=statistics&{MONTH}")
    long = page.locator(".statistics__long").first
    await expect(long).to_have_css("overflow-y", "auto")
    await page.emulate_media(media="print")
    await expect(long).to_have_css("overflow-y", "visible")
    await expect(long).to_have_css("max-height", "none")


async def test_who_works_in_the_dark_prints_on_white_paper(page: Page) -> None:
    await page.emulate_media(color_scheme="dark")
    await enter(page, "?view=report&month=2026-01")
    await expect(page.locator(".report__key")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.evaluate(
        "addEventListener('beforeprint', () => { printed = document.documentElement.dataset.theme; })"
    )
    await page.pdf()
    assert await page.evaluate("printed") == "light"
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_residents_read_equal_service_without_scripts_or_sign_in(
    office: Office, chromium: Browser
) -> None:
    async with await chromium.new_context(
        base_url=office.url, locale="sv-SE", java_script_enabled=False
    ) as context:
        page = await context.new_page()
        await page.goto("/service/")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Lika service för alla")
        await expect(page.locator(".figures").first).to_contain_text("208")
        await page.get_by_text("Svenska", exact=True).first.click()
        await page.get_by_role("link", name="ትግርኛ").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("ንኹሉ ሰብ ማዕረ ኣገልግሎት")
        await page.get_by_role("link", name="ታሕሳስ 2025").click()
        await expect(page).to_have_url(re.compile(r"/service/ti\?month=2025-12$"))
        await expect(page.get_by_text("ኣብዚ ወርሒ ሓገዝ ዝሓተተ ሰብ የለን")).to_be_visible()


async def test_a_browser_that_asks_for_arabic_is_answered_in_it(office: Office, chromium: Browser) -> None:
    async with await chromium.new_context(base_url=office.url, locale="ar-SY") as context:
        page = await context.new_page()
        await page.goto("/service/?month=2026-01")
        assert await page.evaluate("document.dir") == "rtl"
        row = page.get_by_role("row", name="السويدية").first
        name = await row.get_by_role("rowheader").bounding_box()
        figures = await row.get_by_role("cell").first.bounding_box()
        assert name is not None
        assert figures is not None
        assert name["x"] > figures["x"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["sv", "ar", "ti"])
async def test_the_page_for_residents_has_no_barriers(
    page: Page, language: str, scheme: Literal["light", "dark"]
) -> None:
    await page.emulate_media(color_scheme=scheme)
    await page.goto(f"/service/{language}?month=2026-01")
    await page.locator("summary").click()
    assert await faults(page) == []


@pytest.mark.parametrize("language", [each.tag for each in LANGUAGES if each.tag != "swl"])
async def test_large_letters_fit_a_phone_in_every_language(page: Page, language: str) -> None:
    await page.set_viewport_size({"width": 360, "height": 800})
    await page.goto(f"/service/{language}?month=2026-01")
    await page.locator("summary").click()
    for size in ("100%", "200%"):
        await page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", size)
        assert await page.evaluate("document.documentElement.scrollWidth") == 360


async def test_a_phone_still_reads_the_tables_as_tables(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 800})
    await page.goto("/service/sv?month=2026-01")
    row = page.get_by_role("row", name="Svenska").first
    await expect(row.get_by_role("rowheader")).to_have_text("Svenska")
    await expect(row.get_by_role("cell").first).to_contain_text("86\u00a0%")
    await expect(page.get_by_role("columnheader", name="Bad om hjälp").first).to_be_attached()


async def test_a_page_in_one_script_fetches_the_letters_of_no_other(
    office: Office, chromium: Browser
) -> None:
    async with await chromium.new_context(base_url=office.url) as context:
        page = await context.new_page()
        fetched: list[str] = []
        page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
        await page.goto("/service/sv?month=2026-01")
        await page.evaluate("document.fonts.ready")
        fonts = [name for name in fetched if name.endswith(".woff2")]
        assert [name.partition("-wght")[0] for name in fonts] == ["noto-sans-latin"]
