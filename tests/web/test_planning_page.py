"""The planning view in Chromium: as a leader reads it, asks the simulator, and sees what it found."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from signaling.core.ids import GuideId, Language
from signaling.planning.intervals import Interval
from signaling.planning.trial import Answer, Effect, Figure, FurtherLanguage, Measures, Tried
from signaling.store.audit import Actor
from signaling.store.planning.trials import Trials
from tests.fixtures.accessibility import grave_findings
from tests.guide_server.office import Office, office_at
from tests.guide_server.weeks import FIRST, LAST, hours, live_through
from tests.store.histories import POOL
from tests.web.at_a_desk import at_a_desk, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

PERIOD = f"from={FIRST}&to={LAST}"
WISH = f'{{"start": "{FIRST}", "end": "{LAST}", "wish": {{"kind": "find_skill"}}}}'
LEADER = Actor(who="leader-1")


@pytest_asyncio.fixture(loop_scope="session")
async def office(sqlite_store: str, staff_pages: Path) -> AsyncIterator[Office]:
    async with office_at(sqlite_store, pages=staff_pages, opening=hours) as office:
        await live_through(office)
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def page(office: Office, chromium: Browser) -> AsyncIterator[Page]:
    """An admin's, who may choose any days."""
    async with at_a_desk(chromium, office) as page:
        await sign_in(page, f"/signin/?next=/admin/%3Fview=planning%26from={FIRST}%26to={LAST}", "admin-1")
        await page.locator(".week").first.wait_for()
        yield page


def _figure(value: float, spread: float) -> Figure:
    return Figure(value, Interval(value - spread, value + spread))


def _measures(wait: float, level: float, left: float) -> Measures:
    return Measures(
        p90_wait=_figure(wait, 12), service_level=_figure(level, 0.02), abandonment=_figure(left, 0.02)
    )


def _tried(guide: str, language: str, more: float) -> Tried:
    effects = tuple(
        Effect(
            language=Language(tag),
            taps=taps,
            before=_measures(210, 0.62, 0.28),
            after=_measures(150, 0.62 + more / taps, 0.2),
            more_in_time=_figure(more, 4),
        )
        for tag, taps in (("", 665.0), ("sv", 316.0), (language, 130.0))
    )
    return Tried(change=FurtherLanguage(guide=GuideId(guide), language=Language(language)), effects=effects)


FOUND = Answer(
    plays=20,
    days=15,
    considered=19,
    tried=(_tried("berit", "so", 41), _tried("eero", "ti", 22.5), _tried("amina", "so", 3)),
)


async def _found(office: Office, answer: Answer) -> None:
    trials = Trials(office.database, pool=POOL, clock=office.clock)
    assert await trials.finish(await trials.begin(WISH, 60_000, LEADER), answer)


async def test_an_admin_reads_what_is_missing_and_when(page: Page) -> None:
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"Störst brist på .*: omkring \d+ tryck i veckan möter för få vägledare\.")
    )
    parts = page.get_by_role("navigation", name="Delar")
    await expect(parts.locator("[aria-current]")).to_have_text("Planering")
    await page.get_by_label("Språk", exact=True).select_option(label="somaliska")
    await expect(page.get_by_role("heading", name="Veckan: somaliska")).to_be_visible()
    assert parse_qs(urlsplit(page.url).query)["language"] == ["so"]
    table = page.get_by_role("table", name="Veckan: somaliska")
    await expect(table.get_by_role("row").filter(has_text="9–10")).to_contain_text("0 av 1")
    await page.go_back()
    await expect(page.get_by_role("heading", name="Veckan: Alla språk tillsammans")).to_be_visible()
    await expect(page.get_by_role("row", name="Entrén")).to_contain_text("96")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Hämta som CSV").click()
    assert (await download.value).suggested_filename == f"planning_{FIRST}_{LAST}.csv"


async def test_a_question_runs_and_is_cancelled(page: Page) -> None:
    await page.get_by_label("Vilket enda språk till").check()
    await page.get_by_role("button", name="Pröva").click()
    await expect(page.get_by_role("progressbar")).to_be_visible()
    await expect(page.get_by_text(re.compile(" frågade "))).to_contain_text("Dagarna spelas nu")
    await page.get_by_role("button", name="Avbryt").click()
    await expect(page.get_by_text("Frågan avbröts.")).to_be_visible()
    await expect(page.get_by_role("button", name="Pröva")).to_be_visible()


async def test_what_was_found_is_said_drawn_and_told_in_figures(page: Page, office: Office) -> None:
    await _found(office, FOUND)
    await page.reload()
    await expect(page.locator(".trial__said")).to_contain_text(
        re.compile("Om .*Demo Berit.* också talade somaliska skulle omkring 41 fler .*37 till 45")
    )
    await expect(page.locator(".trial .plot__dot")).to_have_count(3)
    await expect(page.get_by_role("row", name="svenska").last).to_contain_text("3:30 → 2:30")
    await expect(page.get_by_text("Valda bland 19 möjliga")).to_be_visible()


async def test_a_period_with_too_little_says_how_much_is_needed(page: Page) -> None:
    await page.goto("/admin/?view=planning&from=2026-03-07&to=2026-03-08")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Det är för få samtal för att räkna på än."
    )
    await expect(page.get_by_text("minst 20 tryck på ett språk och 20 samtal")).to_be_visible()
    await expect(page.get_by_role("button", name="Pröva")).to_have_count(0)


async def test_a_leader_chooses_among_months_and_is_told_why(office: Office, chromium: Browser) -> None:
    office.clock.advance(14 * 24 * 3_600_000)
    await _found(office, FOUND)
    async with at_a_desk(chromium, office) as page:
        await sign_in(
            page, "/signin/?next=/admin/%3Fview=planning%26from=2026-03-01%26to=2026-03-31", "leader-1"
        )
        await page.locator(".week").first.wait_for()
        await expect(page.get_by_label("Från och med")).to_have_value("2026-03")
        await expect(page.get_by_text("så att inget antal under fem kan räknas ut")).to_be_visible()
        kiosks = page.get_by_role("row", name="Alla skärmar tillsammans")
        await expect(kiosks).to_contain_text("96")
        await expect(page.get_by_text("Vad som kom fram visas för den som får läsa loggen")).to_be_visible()
        await expect(page.locator(".trial__result")).to_have_count(0)
        await page.get_by_label("Språk", exact=True).select_option(label="somaliska")
        await expect(page.get_by_text("har fördelats över veckan som alla språks")).to_be_visible()
        assert await grave_findings(page) == []
        await page.set_viewport_size({"width": 360, "height": 740})
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_is_accessible_and_fits(page: Page, office: Office, language: str, theme: str) -> None:
    await _found(office, FOUND)
    await page.add_init_script(f"localStorage.setItem('desk.language', '{language}')")
    faults = {}
    for name, search, ready in (
        ("week", f"?view=planning&{PERIOD}&language=so", ".trial__result"),
        ("empty", "?view=planning&from=2020-01-01&to=2020-01-02", "h1"),
        ("problem", "?view=planning&from=2026-02-02&to=2026-02-01", ".notice"),
    ):
        await page.goto(f"/admin/{search}")
        await page.locator(ready).first.wait_for()
        await page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        faults[name] = await grave_findings(page)
        if name == "week":
            for kind in ("further_language", "extra_guide"):
                await page.locator(f"input[value={kind}]").check()
                faults[kind] = await grave_findings(page)
            await page.set_viewport_size({"width": 360, "height": 740})
            assert await page.evaluate("document.documentElement.scrollWidth") <= 360
            await page.set_viewport_size({"width": 1440, "height": 900})
    assert {name: found for name, found in faults.items() if found} == {}
