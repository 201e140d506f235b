"""The page for residents in every language: which one a browser gets, its words, figures and addresses."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from guide_server.equality.public.negotiation import preferred
from guide_server.equality.public.texts import Texts, texts_in
from signaling.wire.languages import LANGUAGES
from tests.fakes import ManualClock
from tests.guide_server.office import Office, office_at
from tests.guide_server.test_equality_api import calls

SERVICE = Path(__file__).parents[2] / "guide_server" / "web" / "service"
SPOKEN = tuple(language.tag for language in LANGUAGES if language.tag != "swl")


@pytest.fixture(scope="module")
def texts() -> dict[str, Texts]:
    return dict(texts_in(SERVICE / "texts"))


@pytest_asyncio.fixture
async def office(sqlite_store: str, tmp_path: Path) -> AsyncIterator[Office]:
    """In February, with a January behind it."""
    service = tmp_path / "service"
    (service / "assets").mkdir(parents=True)
    (service / "texts").symlink_to(SERVICE / "texts")
    (service / "assets" / "page-1.css").write_text("body { margin: 0 }")
    async with office_at(
        sqlite_store, clock=ManualClock(), pages=tmp_path, publishes_equality=True
    ) as office:
        await office.tell(
            [
                *calls("sv", "varby", first=1, answered=60, left=6),
                *calls("so", "varby", first=101, answered=40, left=15),
                *calls("swl", "skogas", first=201, answered=40, left=8),
            ],
            step=10,
        )
        office.clock.advance(45 * 24 * 3_600_000)
        yield office


def test_it_speaks_every_language_of_the_kiosk(texts: dict[str, Texts]) -> None:
    assert tuple(texts) == SPOKEN
    assert [tag for tag, each in texts.items() if each.read] == ["sv", "en"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "sv"), ("ar", "ar"), ("ar-SY,en;q=0.5", "ar"), ("de,en-GB;q=0.8,fr;q=0.9", "en"),
        ("fr;q=0.9, ti-ER;q=0.95", "ti"), ("fa-AF", "prs"), ("fa-IR", "fa"), ("ku", "kmr"),
        ("ku-Arab-IQ", "ckb"), ("ckb", "ckb"), ("syr", "aii"), ("sr-Latn", "bs"), ("hr", "bs"),
        ("so;q=0, fi", "fi"), ("de", "sv"), ("*", "sv"), ("EL-gr", "el"), ("zz-!!,;;;q=9,pl", "pl"),
        ("da," * 100 + "fi", "sv"),
    ],
)  # fmt: skip
def test_a_browser_gets_the_language_that_it_asks_for(header: str, language: str) -> None:
    assert preferred(header, SPOKEN) == language


def test_languages_far_from_what_is_asked_are_not_given() -> None:
    """Who reads Belarusian may not want Russian: only what is all but the same."""
    assert preferred("be", SPOKEN) == preferred("am", SPOKEN) == "sv"


async def test_the_way_in_keeps_the_month_and_says_what_it_depends_on(office: Office) -> None:
    browser = office.browser()
    for path in ("/service", "/service/"):
        answer = await browser.ask("GET", f"{path}?month=2026-01", headers={"Accept-Language": "ti,sv;q=0.5"})
        assert (answer.status, answer.headers["Location"]) == (303, "/service/ti?month=2026-01")
        assert answer.headers["Vary"] == "Accept-Language"
    assert (await browser.ask("GET", "/service/?month=1")).status == 400


@pytest.mark.parametrize("language", SPOKEN)
async def test_every_language_is_whole(office: Office, texts: dict[str, Texts], language: str) -> None:
    answer = await office.browser().ask(
        "GET", f"/service/{language}?month=2026-01", headers={"Accept-Language": "sv"}
    )
    page = await answer.text()
    assert answer.status == 200
    assert answer.headers["Content-Language"] == language
    assert "Vary" not in answer.headers, "an address is one language"
    direction = "rtl" if language in {"ar", "fa", "prs", "ckb", "aii"} else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert "{{" not in page
    assert (texts[language]("machine") in page) is (language not in {"sv", "en"})
    assert texts[language].name_of("swl") in page


async def test_each_page_names_all_others_and_keeps_its_language(office: Office) -> None:
    page = await (await office.browser().ask("GET", "/service/ar")).text()
    alternates = dict(re.findall(r'rel="alternate" hreflang="([^"]+)" href="([^"]+)"', page))
    assert alternates == {
        **{tag: f"http://desk.example/service/{tag}?month=2026-01" for tag in SPOKEN},
        "x-default": "http://desk.example/service/?month=2026-01",
    }
    offered = re.findall(r'<li><a href="/service/(\w+)\?month=2026-01" lang="\w+"', page)
    assert tuple(offered) == SPOKEN
    months = re.findall(r'<li><a href="(/service/\w+\?month=[\d-]+)">', page)
    assert len(months) == 11
    assert all(each.startswith("/service/ar?") for each in months)


async def test_there_is_no_page_in_a_language_without_texts(office: Office) -> None:
    for tag in ("swl", "de", "status"):
        assert (await office.browser().ask("GET", f"/service/{tag}")).status == 404


async def test_its_stylesheet_is_kept_for_a_year(office: Office) -> None:
    answer = await office.browser().ask("GET", "/service/assets/page-1.css")
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert (await office.browser().ask("GET", "/service/assets/..%2Ftexts%2Fsv.json")).status == 404


async def test_where_the_page_was_not_built_it_says_so(sqlite_store: str, tmp_path: Path) -> None:
    async with office_at(sqlite_store, pages=tmp_path, publishes_equality=True) as office:
        for path in ("/service/", "/service/sv"):
            assert (await office.browser().ask("GET", path)).status == 503


def test_figures_are_written_as_each_language_writes_them(texts: dict[str, Texts]) -> None:
    shown = {
        tag: (texts[tag].count(12_345), texts[tag].percent(87)) for tag in ("sv", "en", "tr", "fa", "bn")
    }
    assert shown == {
        "sv": ("12\u00a0345", "87\u00a0%"),
        "en": ("12,345", "87%"),
        "tr": ("12.345", "%87"),
        "fa": ("۱۲٬۳۴۵", "۸۷٪"),
        "bn": ("১২,৩৪৫", "৮৭%"),
    }


def test_months_are_said_as_each_language_says_them(texts: dict[str, Texts]) -> None:
    said = {tag: each.month("2026-10") for tag, each in texts.items()}
    assert said == {
        "sv": "Oktober 2026", "en": "October 2026", "fi": "Lokakuu 2026", "ar": "أكتوبر 2026",
        "so": "Oktoobar 2026", "tr": "Ekim 2026", "ti": "ጥቅምቲ 2026", "fa": "اکتبر ۲۰۲۶",
        "prs": "اکتوبر ۲۰۲۶", "ckb": "تشرینی یەکەمی ٢٠٢٦", "kmr": "Cotmeha 2026an",
        "es": "Octubre de 2026", "pl": "Październik 2026", "ru": "Октябрь 2026\u202fг.",
        "uk": "Жовтень 2026\u202fр.",
        "bs": "Oktobar 2026.", "aii": "ܬܫܪܝܢ ܩܕܡܝܐ 2026", "el": "Οκτώβριος 2026", "bn": "অক্টোবর ২০২৬",
    }  # fmt: skip


def test_times_have_the_plural_forms_of_their_language(texts: dict[str, Texts]) -> None:
    minute = 60_000
    assert [texts["pl"].wait(n * minute) for n in (2, 5, 22)] == ["2 minuty", "5 minut", "22 minuty"]
    assert [texts["ar"].wait(n * minute) for n in (2, 3, 11)] == ["دقيقتان", "3 دقائق", "11 دقيقة"]
    assert texts["sv"].wait(1_000) == "1 sekund"
    assert texts["sv"].wait(99_000) == "99 sekunder"
    assert texts["prs"].wait(3 * minute) == "۳ دقیقه"


def test_languages_are_named_in_the_language_of_the_page(texts: dict[str, Texts]) -> None:
    assert texts["sv"].name_of("ckb") == "Sorani (centralkurdiska)"
    assert texts["es"].name_of("kmr") == "Kurdo (Kurmancî)", "CLDR has the name that all Kurdish shares"
    assert texts["aii"].name_of("so") == "Soomaali", "by its own name where CLDR has none"
    assert texts["ti"].name_of("und") == "ካልእ ቋንቋ"
    for tag, each in texts.items():
        names = [each.name_of(language.tag) for language in LANGUAGES]
        assert len(set(names)) == len(names), f"two languages have one name in {tag}"
