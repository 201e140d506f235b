"""What a guide feels of the desk: `python -m tests.bench.desk [--json]`.

The real server, held to two cores together with everything below, with its journal on SQLite; 200 kiosks and
50 desks are connected to it, 49 of the desks as sockets of `tests.bench.callers`, which make whole calls at a
steady rate the while, and one as the built page in a real Chromium.

`ring_visible_ms`: from the moment at which a kiosk's socket sends the tap, to the first frame that the page
draws after a MutationObserver saw the ring's card in its document: journal, matcher, push and drawing are in
it; the glass of the screen is not, nor is the resident's picture. The kiosk hangs up once the card was seen,
so that no ring is taken. Both clocks are the machine's own. `ring_pushed_ms` is the same until the push has
reached one of the other 49 desks.

`long_tasks_ms`: what PerformanceObserver calls a long task, one of 50 ms and more on the page's main thread,
at rest (available, while others are rung) and in a call with a headless kiosk, whose picture is decoded.
`main_thread_percent`: of a core, in the same two periods, by the thread's own clock, which stands still while
others have the core.
`bundle_kb`: the page's own HTML, scripts and styles, each gzipped (kB of 1,000 bytes), without fonts. `all`
is what the page names and so loads at first; `later` comes when it is needed, such as what reads a PDF.
`first_paint_ms`: first-contentful-paint of a page opened with an empty cache.
`load_average`: of the whole machine in the minute before. Where it is far above the cores, others use the
machine too, and times say more of them than of the desk.
"""

import argparse
import asyncio
import dataclasses
import gzip
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import Browser, BrowserContext, CDPSession, Page, async_playwright

from signaling.clock import SteadyClock
from signaling.core.ids import KioskId, Language
from signaling.store.directory import SqlDirectory
from signaling.store.engine import Database
from signaling.store.staff import Staff
from tests.bench.callers import BROWSER, Client, Load, Plan, token_of, uuid7
from tests.bench.calls import People, cookie_of, populate
from tests.e2e.city import HOST, Program, until_served
from tests.fixtures.chromium import FAKE_MEDIA, QUIET
from tests.fixtures.programs import find_program, free_port

CORES = 2
PAGE = Path(__file__).parents[2] / "guide_server" / "pages" / "desk"
LANGUAGE = "fi"
"""Spoken at the desk that is looked at, and at no other."""
CALLER = "kiosk-0"
"""The kiosk that has a picture."""
PROBES = tuple(f"kiosk-{number}" for number in range(1, 21))
"""Those whose rings are looked at, in turn: none may call more than 30 times a minute."""
OPENINGS = 5
WATCH = """
  window.rings = [];
  window.longTasks = [];
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) window.longTasks.push(Math.round(task.duration));
  }).observe({ type: "longtask", buffered: true });
  let rings = false;
  new MutationObserver(() => {
    const now = document.querySelector(".ringing") !== null;
    if (now && !rings) {
      requestAnimationFrame(() => window.rings.push(performance.timeOrigin + performance.now()));
    }
    rings = now;
  }).observe(document, { childList: true, subtree: true });
"""
PAINT = "() => performance.getEntriesByName('first-contentful-paint').map(({ startTime }) => startTime)[0]"


class Probe(Client):
    """A kiosk that taps when told, and hangs up when told."""

    namespace = "/kiosk"
    call = ""

    def __init__(self, load: Load, ws: aiohttp.ClientWebSocketResponse) -> None:
        super().__init__(load, ws)
        self.over = asyncio.Event()

    def tap(self) -> float:
        """Milliseconds since 1970, by the machine's clock."""
        self.call = uuid7()
        self.over.clear()
        self.command("call", call=self.call, language=LANGUAGE, tapped_at=int(time.time() * 1_000))
        return time.time() * 1_000

    def heard_view(self, view: dict[str, Any]) -> None:
        if view["ended"] is not None and view["ended"]["id"] == self.call:
            self.over.set()


def plan_of(url: str, people: People, arguments: argparse.Namespace, server: int) -> Plan:
    """The load beside what is looked at."""
    return Plan(
        url=url,
        origin=url,
        kiosks={kiosk: key for kiosk, key in people.kiosks.items() if kiosk not in (CALLER, *PROBES)},
        cookies=people.cookies,
        callers=0,
        rate=arguments.rate,
        warm_up=2.0,
        seconds=arguments.seconds,
        server=server,
        profiled=False,
    )


@asynccontextmanager
async def probing(url: str, kiosk: str, key: str, plan: Plan) -> AsyncIterator[Probe]:
    address = f"{url}/socket.io/?EIO=4&transport=websocket"
    headers = {"Authorization": f"Bearer {token_of(kiosk, key)}", **BROWSER}
    load = Load(plan)
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(address, headers=headers, max_msg_size=0) as ws,
    ):
        probe = Probe(load, ws)
        tasks = [asyncio.create_task(work) for work in (probe.read(), probe.write())]
        probe.outbox.put_nowait(f"40{probe.namespace},")
        async with asyncio.timeout(30):
            await probe.ready.wait()
        tasks.append(asyncio.create_task(probe.beat()))
        try:
            yield probe
        finally:
            load.ended.set()
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)


async def open_desk(browser: Browser, url: str, cookie: str) -> tuple[BrowserContext, Page]:
    name, _, token = cookie.partition("=")
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, permissions=["camera", "microphone", "notifications"]
    )
    await context.add_cookies([{"name": name, "value": token, "url": url}])
    await context.add_init_script(WATCH)
    page = await context.new_page()
    await page.goto(f"{url}/desk/")
    await page.locator(".status__word").wait_for()
    return context, page


async def first_paints(browser: Browser, url: str, cookie: str) -> list[float]:
    """The newest desk wins: these are closed again before the one that is rung opens."""
    paints = []
    for _ in range(OPENINGS):
        context, page = await open_desk(browser, url, cookie)
        paints.append(float(await page.evaluate(PAINT)))
        await context.close()
    return paints


async def watch_rings(page: Page, probes: Sequence[Probe], working: asyncio.Task[Any]) -> list[float]:
    """Ring again and again while the load works; milliseconds from each tap to the frame that shows it."""
    waits: list[float] = []
    for probe in cycle(probes):
        if working.done():
            break
        tapped = probe.tap()
        await page.wait_for_function("seen => window.rings.length > seen", arg=len(waits))
        waits.append(float(await page.evaluate("() => window.rings.at(-1)")) - tapped)
        probe.command("hang_up", call=probe.call)
        await probe.over.wait()
        await page.locator(".ringing").wait_for(state="detached")
    return waits


@dataclasses.dataclass(frozen=True, slots=True)
class Spell:
    """What the page's main thread did for a while."""

    long_tasks: list[int]
    percent: float


async def watch_main_thread(page: Page, seconds: float) -> Spell:
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    await page.evaluate("() => { window.longTasks.length = 0; }")
    began, worked = time.monotonic(), await _worked(devtools)
    await page.wait_for_timeout(seconds * 1_000)
    share = (await _worked(devtools) - worked) / (time.monotonic() - began)
    await devtools.detach()
    return Spell(list(await page.evaluate("() => window.longTasks")), round(100 * share, 1))


async def _worked(devtools: CDPSession) -> float:
    """Seconds that the main thread's tasks have taken so far."""
    metrics = (await devtools.send("Performance.getMetrics"))["metrics"]
    return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


async def make_calls(plan: Plan) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.callers", stdin=-1, stdout=-1
    )
    answer, _ = await process.communicate(json.dumps(dataclasses.asdict(plan)).encode())
    if process.returncode:
        raise SystemExit("the load failed")
    result: dict[str, Any] = json.loads(answer)
    return result


async def call_with_picture(page: Page, url: str, code: str, folder: Path, seconds: float) -> Spell:
    """The desk in a call, from its first picture on."""
    data = ("--server", url, "--data", str(folder / "caller"))
    enrol = await asyncio.create_subprocess_exec(sys.executable, "-m", "kiosk_client", "enrol", *data, code)
    if await enrol.wait():
        raise SystemExit("the kiosk was not enrolled")
    options = ("--language", LANGUAGE, "--seconds", str(seconds + 10))
    kiosk = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kiosk_client", "call", *data, *options, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await page.locator(".ringing").wait_for()
        await page.keyboard.press("Enter")
        await page.wait_for_function(
            "() => document.querySelector('.call__resident')?.getVideoPlaybackQuality().totalVideoFrames > 10"
        )
        return await watch_main_thread(page, seconds)
    finally:
        kiosk.terminate()
        await kiosk.wait()


async def settle(store: str) -> tuple[People, str, str]:
    """Everybody; the cookie of the guide who is looked at; and a code for the kiosk with a picture."""
    people = await populate(store, kiosks=200, guides=49)
    database, clock = Database(store), SteadyClock()
    account = await Staff(database, clock=clock).add(
        login="looked-at",
        name="The guide who is looked at",
        password_hash=None,
        roles=("guide",),
        languages=(Language(LANGUAGE),),
    )
    cookie = await cookie_of(account, Staff(database, clock=clock), clock)
    code = await SqlDirectory(database, clock=clock).make_enrolment_code(KioskId(CALLER))
    await database.close()
    return people, cookie, code.code


def bundle() -> dict[str, float]:
    files = [path for path in sorted(PAGE.rglob("*")) if path.suffix in (".html", ".js", ".css")]
    if not files:
        raise SystemExit("The pages are not built: python deploy/build_pages.py")
    named = (PAGE / "index.html").read_text(encoding="utf-8")
    sizes = {"html": 0.0, "js": 0.0, "css": 0.0, "later": 0.0}
    for path in files:
        first = path.name == "index.html" or path.name in named
        sizes[path.suffix[1:] if first else "later"] += len(gzip.compress(path.read_bytes(), 9)) / 1_000
    everything = sum(size for kind, size in sizes.items() if kind != "later")
    return {kind: round(size, 1) for kind, size in {**sizes, "all": everything}.items()}


def spread(values: Sequence[float]) -> dict[str, float]:
    ranked = sorted(values) or [float("nan")]
    return {
        "p50": round(statistics.median(ranked), 1),
        "p99": round(ranked[min(len(ranked) - 1, int(len(ranked) * 0.99))], 1),
        "worst": round(ranked[-1], 1),
        "n": len(values),
    }


def long(tasks: Sequence[int]) -> dict[str, Any]:
    return {"count": len(tasks), "longest": max(tasks, default=0)}


async def measure(arguments: argparse.Namespace, folder: Path) -> dict[str, Any]:
    store, port = f"sqlite:///{folder / 'bench.sqlite'}", free_port()
    url = f"http://{HOST}:{port}"
    people, cookie, code = await settle(store)
    environment = {
        "VAGVISARE_SERVER__PORT": str(port),
        "VAGVISARE_SERVER__PUBLIC_URL": url,
        "VAGVISARE_STORE__URL": store,
        "VAGVISARE_LOG__LEVEL": "warning",
    }
    server = Program("signaling", ("serve",), folder / "server.log", environment)
    await server.start()
    try:
        await until_served(f"{url}/readyz", server)
        async with async_playwright() as playwright:
            chromium = find_program("chromium", "chromium-browser", "google-chrome", package="chromium")
            browser = await playwright.chromium.launch(executable_path=chromium, args=[*QUIET, *FAKE_MEDIA])
            return await _measured(arguments, folder, browser, url, (people, cookie, code), server)
    finally:
        await server.stop()


async def _measured(
    arguments: argparse.Namespace,
    folder: Path,
    browser: Browser,
    url: str,
    everybody: tuple[People, str, str],
    server: Program,
) -> dict[str, Any]:
    people, cookie, code = everybody
    busy = os.getloadavg()[0]
    paints = await first_paints(browser, url, cookie)
    _, page = await open_desk(browser, url, cookie)
    await page.keyboard.press("Alt+1")
    await page.locator(".own-picture video").wait_for()
    plan = plan_of(url, people, arguments, server.process.pid if server.process is not None else 0)
    async with AsyncExitStack() as stack:
        probes = [
            await stack.enter_async_context(probing(url, kiosk, people.kiosks[kiosk], plan))
            for kiosk in PROBES
        ]
        working = asyncio.create_task(make_calls(plan))
        await page.wait_for_timeout(plan.warm_up * 1_000)
        at_rest = await watch_main_thread(page, arguments.seconds / 4)
        visible = await watch_rings(page, probes, working)
        load = await working
    in_call = await call_with_picture(page, url, code, folder, arguments.seconds)
    return {
        "cores": len(os.sched_getaffinity(0)),
        "load_average": round(busy, 1),
        "taps_per_second_of_others": arguments.rate,
        "ring_visible_ms": spread(visible),
        "ring_pushed_ms": spread(load["tap_to_ring"]),
        "calls_of_others": load["calls"],
        "long_tasks_ms": {"at_rest": long(at_rest.long_tasks), "in_call": long(in_call.long_tasks)},
        "main_thread_percent": {"at_rest": at_rest.percent, "in_call": in_call.percent},
        "bundle_kb": bundle(),
        "first_paint_ms": spread(paints),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seconds", type=float, default=40.0, help="Of the load, and of the call.")
    parser.add_argument("--rate", type=float, default=5.0, help="Taps a second of the other kiosks.")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:CORES]))
    with tempfile.TemporaryDirectory() as folder:
        result = asyncio.run(measure(arguments, Path(folder)))
    if arguments.json:
        print(json.dumps(result, indent=2))
        return
    ring, tasks = result["ring_visible_ms"], result["long_tasks_ms"]
    print(f"ring visible after the tap: p50 {ring['p50']} ms, p99 {ring['p99']} ms of {ring['n']}")
    print(f"long tasks: {tasks['at_rest']['count']} at rest, {tasks['in_call']['count']} in the call")
    print(f"bundle: {result['bundle_kb']['all']} kB; first paint: p50 {result['first_paint_ms']['p50']} ms")


if __name__ == "__main__":
    main()
