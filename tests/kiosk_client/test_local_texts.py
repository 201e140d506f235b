"""A municipality's own words: the right is used, the wrong is named, nothing darkens the screen."""

import asyncio
import json
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import expect

from kiosk_client.agent import opened
from kiosk_client.local_texts import read_local_texts
from kiosk_client.page_server import PAGES
from kiosk_client.settings import KioskSettings
from signaling.own_texts import faults_in, shipped_texts, texts_of_this_version
from tests.fixtures.chromium import LaunchChromium
from tests.fixtures.programs import free_port
from tests.kiosk_client.test_agent import vagvisare_kiosk

SHIPPED = {
    "sv": {"start.lead": "Prata", "waiting_one": "{{count}} väntar", "waiting_other": "{{count}} väntar"},
    "pl": {"start.lead": "Rozmawiaj", "waiting_few": "{{count}} osoby", "waiting_other": "{{count}} osób"},
}
ESTONIAN = {"language.endonym": "Eesti", "language.swedish": "estniska", "language.direction": "ltr"}


def put(folder: Path, **files: object) -> Path:
    for tag, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        (folder / f"{tag}.json").write_text(text, encoding="utf-8")
    return folder


def test_a_text_is_replaced_and_a_language_added(tmp_path: Path) -> None:
    lead = {"start.lead": "Räägi"}
    local = read_local_texts(put(tmp_path, sv={"start.lead": "Hej"}, et=ESTONIAN | lead), SHIPPED)
    assert local.faults == ()
    assert local.texts == {"sv": {"start.lead": "Hej"}, "et": ESTONIAN | lead}


def test_no_text_that_ships_is_at_fault() -> None:
    """Languages differ in whether their form of one says the figure: a municipality may say it, too."""
    shipped = texts_of_this_version()
    assert [fault for tag, texts in shipped.items() for fault in faults_in(tag, texts, shipped)] == []


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"start.led": "Hej"}, "sv.json: nothing asks for “start.led”."),
        ({"start.lead": " "}, "sv.json: “start.lead” must be a text."),
        ({"start.lead": 7}, "sv.json: “start.lead” must be a text."),
        ({"start.lead": "a" * 1001}, "sv.json: “start.lead” is longer than 1000 characters."),
        (
            {"start.lead": "Hej {{name}}"},
            "sv.json: “start.lead” has the place {{name}}, which is never filled.",
        ),
        ({"waiting_other": "många"}, "sv.json: “waiting_other” lacks the place {{count}}."),
        ({"waiting_few": "{{count}}"}, "sv.json: nothing asks for “waiting_few”."),
        ({"language.direction": "up"}, "sv.json: “language.direction” must be ltr or rtl."),
        ("[]", "sv.json: one object of texts by key is expected."),
        ('{\n"a"\n}', "sv.json: line 3 is not JSON (Expecting ':' delimiter)."),
        ("[" * 100_000, "sv.json: it is nested too deep; one object of texts is expected."),
    ],
)
def test_a_fault_is_named_and_costs_only_its_text(tmp_path: Path, said: object, sentence: str) -> None:
    local = read_local_texts(put(tmp_path, sv=said, pl={"start.lead": "Mów"}), SHIPPED)
    assert local.faults == (sentence,)
    assert local.texts.get("sv", {}) == {}
    assert local.texts["pl"] == {"start.lead": "Mów"}


def test_one_person_needs_no_figure(tmp_path: Path) -> None:
    assert read_local_texts(put(tmp_path, sv={"waiting_one": "en väntar"}), SHIPPED).faults == ()


def test_a_language_keeps_its_own_plural_forms(tmp_path: Path) -> None:
    assert read_local_texts(put(tmp_path, pl={"waiting_few": "{{count}} ludzi"}), SHIPPED).faults == ()


def test_a_new_language_says_what_it_is_called(tmp_path: Path) -> None:
    local = read_local_texts(put(tmp_path, et={"start.lead": "Räägi"}), SHIPPED)
    assert local.texts == {}
    assert "et.json: “language.endonym” is needed, for the page does not know this language." in local.faults


def test_files_that_are_no_texts_are_named(tmp_path: Path) -> None:
    (tmp_path / "my words.json").write_text("{}")
    (tmp_path / "so.json").write_bytes(b"\xff\xfe")
    (tmp_path / "ti.json").write_text(" " * 300_000)
    assert read_local_texts(tmp_path, SHIPPED).faults == (
        "my words.json: the name must be a language tag, such as et.json.",
        "so.json: it is not UTF-8.",
        "ti.json: it is larger than 256 KiB.",
    )


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    (fault,) = read_local_texts(tmp_path / "gone", SHIPPED).faults
    assert fault.endswith("is no folder that can be read.")


def test_the_technician_can_try_the_files_first(tmp_path: Path) -> None:
    good = vagvisare_kiosk("texts", put(tmp_path, sv={"start.lead": "Hej"}))
    assert (good.status, "sv: 1 of " in good.text) == (0, True)
    bad = vagvisare_kiosk("texts", put(tmp_path, sv={"start.led": "Hej"}))
    assert (bad.status, "nothing asks for “start.led”" in bad.text) == (1, True)


def test_every_page_that_is_built_brings_its_texts() -> None:
    assert {"sv", "aii", "bn"} <= shipped_texts(PAGES).keys()


@pytest.mark.browser
async def test_a_changed_text_is_on_the_screen_at_the_next_start_of_the_page(
    tmp_path: Path, launch_chromium: LaunchChromium
) -> None:
    words = tmp_path / "texts"
    words.mkdir()
    settings = KioskSettings(data=tmp_path / "data", port=free_port(), texts=words)
    async with opened(settings) as agent:
        serving = asyncio.create_task(agent.page_engine().run())
        page = await (await launch_chromium()).new_page()
        await page.goto(f"http://127.0.0.1:{settings.port}/")
        await expect(page.locator("h1")).to_have_text("Skärmen är inte färdig än")
        put(words, sv={"closed.not_enrolled.title": "Vi öppnar skärmen på måndag", "typo": "x"})
        await page.reload()
        await expect(page.locator("h1")).to_have_text("Vi öppnar skärmen på måndag")
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def test_a_kiosk_without_words_of_its_own_has_none(page: aiohttp.ClientSession) -> None:
    async with page.get("/texts") as response:
        assert await response.json() == {}
