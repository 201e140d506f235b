"""Every language at the kiosk: whole in every state, in our own letters, with its own days."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.async_api import ViewportSize

from signaling.wire.languages import LANGUAGES
from tests.web.kiosk_walk import LANDSCAPE, PORTRAIT, ROOT, Gallery

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

TAGS: Final = [language.tag for language in LANGUAGES if language.tag != "swl"]
"""Swedish Sign Language is met with Swedish texts."""
TEXTS: Final = ROOT / "kiosk_client" / "web" / "kiosk" / "texts"
DAYS: Final = {
    "sv": "måndag 30 november",
    "en": "Monday 30 November",
    "fi": "maanantai 30. marraskuuta",
    "ar": "الاثنين، 30 نوفمبر",
    "so": "Isniin, 30 Noofeembar",
    "tr": "30 Kasım Pazartesi",
    "ti": "ሰኑይ፣ 30 ሕዳር",
    "fa": "دوشنبه ۳۰ نوامبر",
    "prs": "دوشنبه ۳۰ نومبر",
    "ckb": "دووشەممە، ٣٠ی تشرینی دووەم",
    "kmr": "duşem, 30ê mijdarê",
    "es": "lunes, 30 de noviembre",
    "pl": "poniedziałek, 30 listopada",
    "ru": "понедельник, 30 ноября",
    "uk": "понеділок, 30 листопада",
    "bs": "ponedjeljak, 30. novembra",
    "aii": "ܬܪܝܢܒܫܒܐ، 30 ܒܬܫܪܝܢ ܐܚܪܝܐ",
    "el": "Δευτέρα 30 Νοεμβρίου",
    "bn": "সোমবার ৩০ নভেম্বর",
}
"""30 November 2026, as Chromium is to say it."""


@pytest.mark.parametrize("viewport", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("language", TAGS)
async def test_nothing_is_cut(walk: Gallery, viewport: ViewportSize, language: str) -> None:
    await walk.page.set_viewport_size(viewport)
    assert await walk.cut(language=language) == {}


@pytest.mark.parametrize("language", TAGS)
async def test_every_letter_is_of_our_own_fonts(walk: Gallery, language: str) -> None:
    """A fresh machine has no Ge'ez, Syriac or Bengali: what is not ours would be a box there."""
    devtools = await walk.page.context.new_cdp_session(walk.page)
    await devtools.send("DOM.enable")
    await devtools.send("CSS.enable")
    foreign: list[tuple[str, str]] = []
    for state in ("start", "languages", "talk", "waiting"):
        await walk.show(state, language=language)
        document = await devtools.send("DOM.getDocument", {"depth": -1})
        for node, text in _texts(document["root"]):
            used = await devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})
            foreign += [(text, font["familyName"]) for font in used["fonts"] if not font["isCustomFont"]]
    assert foreign == []


async def test_chromium_says_a_day_in_every_language(walk: Gallery) -> None:
    said = await walk.page.evaluate(
        "(tags) => Object.fromEntries(tags.map((tag) => [tag, dayLine(new Date(2026, 10, 30, 9), tag)]))",
        TAGS,
    )
    assert said == DAYS


async def test_chromium_counts_with_the_forms_that_the_texts_have(walk: Gallery) -> None:
    """It would count a language that it does not know by the rules of its own."""
    forms = await walk.page.evaluate(
        "(tags) => Object.fromEntries(tags.map((tag) => [tag, pluralForms(tag).sort()]))", TAGS
    )
    assert forms == {tag: _forms(tag) for tag in TAGS}


def _texts(node: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """The elements that show text of their own."""
    children = node.get("children", [])
    text = "".join(child["nodeValue"] for child in children if child["nodeName"] == "#text").strip()
    if text and node["nodeName"] not in {"STYLE", "SCRIPT", "TITLE"}:
        yield node["nodeId"], text
    for child in children:
        yield from _texts(child)


def _forms(tag: str) -> list[str]:
    texts = json.loads((TEXTS / f"{tag}.json").read_text())
    return sorted(key.removeprefix("still.lead_") for key in texts if key.startswith("still.lead_"))
