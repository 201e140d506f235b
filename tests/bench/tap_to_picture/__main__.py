"""How long from the tap to the picture, beside the bare minimum measured in the same run.

    python -m tests.bench.tap_to_picture [--json] [--calls 12] [--conditions local delay relay]

bare   two pages, cold peer connections, joined by the smallest possible relay: call → first picture
tap    the real kiosk and desk on the real server, the guide takes at once: call command → first picture
take   the same, after two seconds of ringing: the guide's key → first picture

Camera and microphone are open already in each mode. A real kiosk opens them at the tap, so the harness has
them open before; what the page does at the tap is done all the same.

The modes alternate call by call, under each condition: `local`; `delay`, 25 ms each way on the signaling; and
`relay`, all media through coturn. A first picture is the first frame shown that is not black.

ratio_tap    tap / bare at the kiosk, which called: medians
ratio_take   take / bare until both see each other: medians
"""

import argparse
import asyncio
import contextlib
import json
import statistics
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Playwright, async_playwright

from tests.bench.tap_to_picture.parties import Bare, Call, Product, bare_pages, product_pages
from tests.bench.tap_to_picture.relay import bare_relay, delayed
from tests.bench.tap_to_picture.texture import write_camera
from tests.e2e.city import City, city_in
from tests.fixtures.chromium import FAKE_MEDIA, QUIET
from tests.fixtures.coturn import Coturn, coturn_running
from tests.fixtures.programs import find_program
from tests.fixtures.scripts import bundle

SOURCES = Path(__file__).parent / "web"
DELAY = 0.025
MODES = ("bare", "tap", "take")


@dataclass(frozen=True, slots=True)
class Condition:
    name: str
    delay: float = 0.0
    through_turn: bool = False


CONDITIONS = (Condition("local"), Condition("delay", delay=DELAY), Condition("relay", through_turn=True))


async def measure(condition: Condition, *, calls: int, folder: Path) -> dict[str, list[Call]]:
    """Make `calls` calls in each mode, in turn."""
    async with contextlib.AsyncExitStack() as stack:
        turn = stack.enter_context(coturn_running()) if condition.through_turn else None
        playwright = await stack.enter_async_context(async_playwright())
        browsers = (
            await _browser(playwright, folder / "kiosk.y4m"),
            await _browser(playwright, folder / "guide.y4m"),
        )
        city = await stack.enter_async_context(_city(condition, folder, turn))
        port = await stack.enter_async_context(bare_relay(folder / "pages"))
        near = port
        if condition.delay:
            near = await stack.enter_async_context(delayed(lambda: port, seconds=condition.delay))
        eye = (folder / "pages" / "eye.js").read_text()
        bare = Bare(
            *await bare_pages(browsers, eye),
            url=f"http://127.0.0.1:{port}/pages/bare.html",
            relay=f"ws://127.0.0.1:{near}/relay/room",
            rtc=_through(turn),
        )
        query = "?relay" if turn else ""
        product = Product(
            *await product_pages(browsers, eye, city),
            kiosk_url=f"{await city.kiosk()}{query}",
            desk_url=f"{city.url}/desk/{query}",
        )
        ways: dict[str, Callable[[], Awaitable[Call]]] = {
            "bare": bare.call,
            "tap": product.call_at_once,
            "take": product.call_after_ringing,
        }
        for call in ways.values():  # the first of each pays for what a process loads once
            await call()
        made: dict[str, list[Call]] = {mode: [] for mode in MODES}
        for _ in range(calls):
            for mode, call in ways.items():
                made[mode].append(await call())
        return made


async def _browser(playwright: Playwright, camera: Path) -> Browser:
    return await playwright.chromium.launch(
        executable_path=find_program("chromium", "chromium-browser", "google-chrome", package="chromium"),
        args=[
            *QUIET,
            *FAKE_MEDIA,
            f"--use-file-for-fake-video-capture={camera}",
            "--autoplay-policy=no-user-gesture-required",
        ],
    )


@contextlib.asynccontextmanager
async def _city(condition: Condition, folder: Path, turn: Coturn | None) -> AsyncIterator[City]:
    """The real server; with a delay, all reach it over a slow wire."""
    settings: dict[str, str] = {}
    if turn is not None:
        settings["VAGVISARE_TURN__URLS"] = json.dumps(turn.urls[:1])
        settings["VAGVISARE_TURN__SECRETS"] = json.dumps([turn.secret])
    home = Path(tempfile.mkdtemp(dir=folder))
    if not condition.delay:
        async with city_in(home, settings=settings) as city:
            yield city
        return
    port = 0
    async with delayed(lambda: port, seconds=condition.delay) as slow:
        settings["VAGVISARE_SERVER__PUBLIC_URL"] = f"http://127.0.0.1:{slow}"
        async with city_in(home, settings=settings) as city:
            port, city.port = city.port, slow
            yield city


def _through(turn: Coturn | None) -> dict[str, object]:
    if turn is None:
        return {}
    username, credential = turn.credentials(seconds=3_600)
    server = {"urls": turn.urls[:1], "username": username, "credential": credential}
    return {"iceServers": [server], "iceTransportPolicy": "relay"}


def summary(made: dict[str, list[Call]]) -> dict[str, Any]:
    """Medians and quartiles of each mode, and the ratios."""
    sides = ("kiosk", "guide", "both", "deed")
    modes = {
        mode: {side: _spread([getattr(call, side) for call in calls]) for side in sides}
        for mode, calls in made.items()
    }

    def ratio(mode: str, side: str) -> float:
        return round(modes[mode][side]["median"] / modes["bare"][side]["median"], 3)

    return {
        **modes,
        "ratio_tap": ratio("tap", "kiosk"),
        "ratio_tap_guide": ratio("tap", "guide"),
        "ratio_take": ratio("take", "both"),
        "ratio_take_kiosk": ratio("take", "kiosk"),
        "ratio_take_guide": ratio("take", "guide"),
    }


def _spread(values: Sequence[float]) -> dict[str, float]:
    low, _, high = statistics.quantiles(values, n=4) if len(values) > 1 else (values[0],) * 3
    return {"median": round(statistics.median(values), 1), "iqr": round(high - low, 1), "n": len(values)}


def table(results: dict[str, dict[str, Any]]) -> str:
    lines = [f"{'ms, median (IQR)':18}{'kiosk sees guide':>20}{'guide sees kiosk':>20}{'both':>16}{'n':>5}"]
    for condition, result in results.items():
        lines.append(condition)
        for mode in MODES:
            cells = [result[mode][side] for side in ("kiosk", "guide", "both")]
            text = [f"{cell['median']:.0f} ({cell['iqr']:.0f})" for cell in cells]
            lines.append(f"  {mode:16}{text[0]:>20}{text[1]:>20}{text[2]:>16}{cells[0]['n']:>5}")
        lines.append(f"  ratio_tap {result['ratio_tap']}   ratio_take {result['ratio_take']}")
    return "\n".join(lines)


def build(folder: Path) -> None:
    """Compile the bench's own two scripts. The product's pages must have been built."""
    pages = folder / "pages"
    pages.mkdir()
    for name in ("bare.ts", "eye.ts"):
        bundle(SOURCES / name, pages)
    (pages / "bare.html").write_text((SOURCES / "bare.html").read_text())


async def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--calls", type=int, default=12)
    parser.add_argument("--conditions", nargs="+", choices=[c.name for c in CONDITIONS])
    arguments = parser.parse_args()
    results = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder)
        for seed, who in enumerate(("kiosk", "guide")):
            write_camera(folder / f"{who}.y4m", seed=seed)
        for condition in CONDITIONS:
            if arguments.conditions is None or condition.name in arguments.conditions:
                made = await measure(condition, calls=arguments.calls, folder=folder)
                results[condition.name] = summary(made)
    print(json.dumps(results, indent=2) if arguments.json else table(results))


if __name__ == "__main__":
    asyncio.run(main())
