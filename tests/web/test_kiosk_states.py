"""Every state of the kiosk's page, in Chromium: accessible, whole, in reach; in several scripts and sizes."""

import pytest
from playwright.async_api import ViewportSize, expect

from tests.fixtures.accessibility import findings
from tests.web.kiosk_walk import LANDSCAPE, PORTRAIT, Gallery

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]


SMALL = """() => [...document.querySelectorAll("button")]
  .map((button) => [button.className, button.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && Math.min(box.width, box.height) < 48)
  .map(([name, box]) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""

WITHOUT_OUTLINE = """() => [...document.querySelectorAll("button:not(.bar__button, .control)")]
  .filter((button) => button.getBoundingClientRect().width > 0)
  .filter((button) => {
    const { borderTopWidth, borderTopStyle, borderTopColor, backgroundColor, textDecorationLine } =
      getComputedStyle(button);
    const outlined = parseFloat(borderTopWidth) > 0 && borderTopStyle !== "none";
    return !(outlined && borderTopColor !== backgroundColor) && textDecorationLine !== "underline";
  })
  .map((button) => button.className)"""

PRESSED = """() => ["lower", "contrast"].map((name) => {
  const style = getComputedStyle(document.querySelector(`.bar [data-action="${name}"]`));
  return [style.backgroundColor, style.borderTopWidth, style.outlineStyle].join();
})"""

LEVELS = """() => [...document.querySelectorAll(".volume__level > span")]
  .map((level) => getComputedStyle(level).backgroundColor)"""

SLIP = """async () => {
  const picture = await createImageBitmap(printed);
  const { width, height } = picture;
  const brush = new OffscreenCanvas(width, height).getContext("2d");
  brush.drawImage(picture, 0, 0);
  const { data } = brush.getImageData(0, 0, width, height);
  let [ink, edges] = [0, 0];
  for (let at = 0; at < width * height; at += 1) {
    if (data[4 * at] > 128) continue;
    ink += 1;
    if (at % width < 8 || at % width >= width - 8) edges += 1;
  }
  return [width, height, ink / (width * height), edges];
}"""

TINY = """() => {
  const found = [];
  const words = document.createTreeWalker(document.querySelector(".kiosk"), NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    if (!element.checkVisibility() || element.closest(".visually-hidden")) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < 22) found.push(`${words.currentNode.data}: ${size}`);
  }
  return found;
}"""

MIRRORED = """(names) => {
  const [sooner, later] = names.map((name) => document.querySelector(name).getBoundingClientRect().left);
  return sooner > later;
}"""

TURNED = "(name) => getComputedStyle(document.querySelector(name)).transform !== 'none'"

IN_SIGHT = """(element) => {
  const { top, bottom, height } = element.getBoundingClientRect();
  return top >= 0 && bottom <= document.querySelector(".bar").getBoundingClientRect().top + 1 && height > 20;
}"""

LINES = "(element) => element.clientHeight / parseFloat(getComputedStyle(element).lineHeight)"

CONTROLS_ABOVE = """(line) => [...document.querySelectorAll("button")]
  .filter((button) => button.checkVisibility())
  .filter((button) => button.getBoundingClientRect().top < innerHeight * line)
  .map((button) => button.className)"""


@pytest.mark.parametrize(
    "wishes",
    [
        {"language": "sv"},
        {"language": "ar"},
        {"language": "ti", "contrast": ""},
        {"language": "so", "text": "2"},
    ],
    ids=lambda wishes: "-".join(wishes.values()),
)
async def test_axe_finds_nothing(walk: Gallery, wishes: dict[str, str]) -> None:
    found = {}
    for state in await walk.names():
        await walk.show(state, **wishes)
        found[state] = await findings(walk.page)
    assert {state: faults for state, faults in found.items() if faults} == {}


@pytest.mark.parametrize("viewport", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize(
    "wishes",
    [
        *({"language": language, "text": "1.5"} for language in ("sv", "ar", "so")),
        {"language": "sv", "lowered": ""},
        {"pseudo": ""},
        {"pseudo": "rtl"},
    ],
    ids=lambda wishes: "-".join(f"{name}{value}" for name, value in wishes.items()),
)
async def test_all_of_it_is_on_the_screen(
    walk: Gallery, viewport: ViewportSize, wishes: dict[str, str]
) -> None:
    await walk.page.set_viewport_size(viewport)
    assert await walk.cut(**wishes) == {}


@pytest.mark.parametrize("viewport", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize(
    "wishes",
    [*({"language": language} for language in ("sv", "ar", "so", "ti")), {"pseudo": ""}, {"pseudo": "rtl"}],
    ids=lambda wishes: "-".join(f"{name}{value}" for name, value in wishes.items()),
)
async def test_text_of_double_size_stays_on_the_screen_and_under_nothing(
    walk: Gallery, viewport: ViewportSize, wishes: dict[str, str]
) -> None:
    await walk.page.set_viewport_size(viewport)
    # Longer and larger than any language is: that may cover something.
    only = {"beyond"} if "pseudo" in wishes else {"beyond", "covered"}
    assert await walk.cut(only=only, **wishes, text="2") == {}


@pytest.mark.parametrize("state", ["start", "talk", "choices", "live", "sound", "technician", "thanks"])
async def test_colours_of_the_resident_s_own_machine_are_kept(walk: Gallery, state: str) -> None:
    """UK7: with forced colours every control has an outline, and what is on differs from what is off."""
    await walk.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    await walk.show(state)
    assert await walk.page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert await walk.page.evaluate(WITHOUT_OUTLINE) == []
    await walk.show("start", lowered="")
    pressed, other = await walk.page.evaluate(PRESSED)
    assert pressed != other


async def test_the_volume_can_be_read_in_forced_colours(walk: Gallery) -> None:
    await walk.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    await walk.show("sound")
    colours = await walk.page.evaluate(LEVELS)
    assert len(set(colours)) == 2


@pytest.mark.parametrize("viewport", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("language", ["sv", "ar", "so", "el"])
async def test_what_is_said_of_a_document_and_its_way_out_are_in_sight(
    walk: Gallery, viewport: ViewportSize, language: str
) -> None:
    await walk.page.set_viewport_size(viewport)
    for text in ("1", "1.5", "2"):
        for state in ("live_document", "live_document_coming"):
            await walk.show(state, language=language, text=text)
            for part in (".document__lead", '[data-action="document-close"]', ".document__view"):
                if await walk.page.locator(part).count() == 1:
                    assert await walk.page.locator(part).evaluate(IN_SIGHT), (state, text, part)


async def test_nothing_to_press_is_smaller_than_a_fingertip(walk: Gallery) -> None:
    for state in await walk.names():
        await walk.show(state)
        assert await walk.page.evaluate(SMALL) == [], state


@pytest.mark.parametrize("viewport", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
async def test_whoever_writes_sees_the_answer_and_the_way_back(walk: Gallery, viewport: ViewportSize) -> None:
    await walk.page.set_viewport_size(viewport)
    parts = (".captions__words", *(f'[data-action="write-{what}"]' for what in ("clear", "done")))
    for language in ("sv", "ti", "fa"):
        for text in ("1", "1.5", "2"):
            await walk.show("live_writing", language=language, text=text)
            for part in (*parts, '[data-key="space"]'):
                assert await walk.page.locator(part).evaluate(IN_SIGHT), (language, text, part)
            lines = await walk.page.locator(".captions__words").evaluate(LINES)
            assert lines >= 2, (language, text)


@pytest.mark.parametrize("viewport", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
async def test_no_letter_is_too_small_to_read_from_where_one_stands(
    walk: Gallery, viewport: ViewportSize
) -> None:
    """UK31: 22 px at least on a screen of 96 dpi."""
    await walk.page.set_viewport_size(viewport)
    for state in await walk.names():
        await walk.show(state)
        assert await walk.page.evaluate(TINY) == [], state


@pytest.mark.parametrize("language", ["ar", "fa", "prs", "ckb", "aii"])
async def test_the_screen_is_mirrored_for_whoever_reads_from_right_to_left(
    walk: Gallery, language: str
) -> None:
    """UK8: people first, hands after, as the script runs; arrows turn and a microphone does not."""
    await walk.page.set_viewport_size(LANDSCAPE)
    for wish, mirrored in ((language, True), ("sv", False)):
        await walk.show("talk", language=wish)
        assert await walk.page.evaluate(MIRRORED, [".people", ".hands"]) is mirrored
        await walk.show("languages", language=wish)
        back = ['[data-action="back"]', '.all-languages__foot [data-language="und"]']
        assert await walk.page.evaluate(MIRRORED, back) is mirrored
        assert await walk.page.evaluate(TURNED, '[data-action="back"] .icon') is mirrored
        await walk.show("live", language=wish)
        assert (
            await walk.page.evaluate(MIRRORED, ['[data-action="write"]', '[data-action="letter"]'])
            is mirrored
        )
        assert not await walk.page.evaluate(TURNED, '[data-action="microphone"] .icon')


async def test_the_call_can_be_ended_whatever_lies_before_the_resident(walk: Gallery) -> None:
    for state in ("live", "live_writing", "live_letter", "live_document", "live_document_coming"):
        await walk.show(state)
        for act in ("leave", "microphone"):
            assert await walk.page.locator(f'[data-action="{act}"]').evaluate(IN_SIGHT), (state, act)


async def test_whoever_sits_reaches_everything(walk: Gallery) -> None:
    for state in await walk.names():
        await walk.show(state, lowered="")
        assert await walk.page.evaluate(CONTROLS_ABOVE, 0.4) == [], state


@pytest.mark.parametrize("language", ["ar", "ti"])
async def test_nothing_is_said_in_the_wrong_language(walk: Gallery, language: str) -> None:
    """Swedish words may stand only in elements that say so."""
    await walk.show("talk", language=language)
    assert await walk.page.evaluate("document.documentElement.lang") == language
    letters = await walk.page.evaluate(
        "() => document.querySelector('.kiosk').innerText.replace(/[^a-zåäöA-ZÅÄÖ]/g, '')"
    )
    assert letters == ""


@pytest.mark.parametrize("state", ["ticket", "live_note_shown"])
@pytest.mark.parametrize("language", ["sv", "ar", "ti"])
async def test_what_is_printed_fits_the_paper(walk: Gallery, state: str, language: str) -> None:
    """UK23: a slip of 80 mm with ink on it and white at its edges."""
    await walk.show(state, language=language)
    await walk.page.locator('[data-action="print"]').click()
    await walk.page.locator(".printed").wait_for()
    width, height, ink, at_the_edges = await walk.page.evaluate(SLIP)
    assert (width, at_the_edges) == (576, 0)
    assert 300 < height < 2_000
    assert 0.02 < ink < 0.5


async def test_the_greetings_can_be_stopped_and_stand_still_for_whoever_wishes(walk: Gallery) -> None:
    await walk.show("start")
    greeting = walk.page.locator(".greeting__welcome")
    assert await greeting.inner_text() == "Välkommen"
    await walk.page.emulate_media(reduced_motion="no-preference")
    await walk.page.clock.install()
    await walk.page.reload()
    await walk.page.clock.run_for(4_000)
    await expect(greeting).not_to_have_text("Välkommen")
    await walk.page.locator(".greeting__pause").click()
    stopped = await greeting.inner_text()
    await walk.page.clock.run_for(20_000)
    assert await greeting.inner_text() == stopped
