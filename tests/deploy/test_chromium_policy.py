"""K4: only the kiosk's own page. A real Chromium under the shipped policy, in a file system of its own.

The policy is mounted where Chromium looks, in a mount namespace, so that no other browser of this machine
sees it. That takes root, as continuous integration is.
"""

import contextlib
import json
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from aiohttp import web
from playwright.async_api import BrowserContext, async_playwright

from kiosk_client.browser import check_policy
from kiosk_client.settings import load_kiosk_settings
from tests.fixtures.chromium import PATIENCE, QUIET
from tests.fixtures.programs import find_program, free_port, is_listening, stop, wait_until

POLICY = Path(__file__).resolve().parents[2] / "deploy/kiosk/chromium-policy.json"
EXAMPLE = POLICY.parents[1] / "config/kiosk.yaml"
SHIPPED_ORIGIN = "http://127.0.0.1:8090"
UNDER_POLICY = dedent("""
    set -e
    mount -t tmpfs policies /etc/chromium
    mkdir -p /etc/chromium/policies/managed
    cp "$1" /etc/chromium/policies/managed/
    shift
    exec "$@"
""")
ELSEWHERE = [
    "https://example.org/",
    "http://127.0.0.1:1/",
    "http://localhost:{port}/",
    "file:///etc/hostname",
    "chrome://settings/",
    "chrome://version/",
    "chrome://policy/",
    "chrome-untrusted://terminal/",
    "devtools://devtools/bundled/devtools_app.html",
    "view-source:http://127.0.0.1:{port}/",
    "data:text/html,hello",
]

pytestmark = pytest.mark.browser


@pytest.fixture
async def page_port() -> AsyncIterator[int]:
    """Where a page is served, as the agent serves the kiosk's."""

    async def page(_request: web.Request) -> web.Response:
        return web.Response(text="<!doctype html><title>kiosk</title>", content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


@contextlib.contextmanager
def chromium_under_policy(home: Path, origin: str) -> Iterator[str]:
    """Run Chromium with the shipped policy, made for `origin`; yield the address of its developer's door."""
    if os.geteuid() != 0:
        pytest.fail("This test mounts a policy for one browser and needs root for it: sudo make test.")
    Path("/etc/chromium").mkdir(exist_ok=True)
    policy = json.loads(POLICY.read_text().replace(SHIPPED_ORIGIN, origin))
    policy["DeveloperToolsAvailability"] = 1  # the test looks through that door; a kiosk has it shut
    (home / "policy.json").write_text(json.dumps(policy))
    door = free_port()
    browser = [
        find_program("chromium", package="chromium"),
        "--headless=new",
        "--use-fake-device-for-media-stream",
        f"--user-data-dir={home / 'profile'}",
        f"--remote-debugging-port={door}",
        *QUIET,
        "about:blank",
    ]
    process = subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", UNDER_POLICY, "sh", home / "policy.json", *browser],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: is_listening(door), process)
        yield f"http://127.0.0.1:{door}"
    finally:
        stop(process)


@pytest.fixture
async def kiosk_browser(page_port: int, tmp_path: Path) -> AsyncIterator[BrowserContext]:
    """The browser of a kiosk whose page is at `page_port`."""
    with chromium_under_policy(tmp_path, f"http://127.0.0.1:{page_port}") as door:
        async with async_playwright() as playwright:
            connected = await playwright.chromium.connect_over_cdp(door, timeout=PATIENCE)
            connected.contexts[0].set_default_timeout(PATIENCE)
            yield connected.contexts[0]
            await connected.close()


async def test_the_page_has_camera_and_microphone_without_a_question(
    kiosk_browser: BrowserContext, page_port: int
) -> None:
    page = await kiosk_browser.new_page()
    await page.goto(f"http://127.0.0.1:{page_port}")
    kinds = await page.evaluate(
        """navigator.mediaDevices.getUserMedia({audio: true, video: true})
            .then(stream => stream.getTracks().map(track => track.kind).sort())"""
    )
    assert kinds == ["audio", "video"]


def test_the_agent_takes_the_policy_for_the_port_of_the_example_settings() -> None:
    settings = load_kiosk_settings(EXAMPLE)
    assert settings.browser.start
    check_policy(POLICY, f"http://127.0.0.1:{settings.port}")


async def test_no_other_address_opens(kiosk_browser: BrowserContext, page_port: int) -> None:
    answers = {}
    for address in (each.format(port=page_port) for each in ELSEWHERE):
        tab = await kiosk_browser.new_page()
        developer = await kiosk_browser.new_cdp_session(tab)
        said = await developer.send("Page.navigate", {"url": address})
        answers[address] = said.get("errorText")
    assert answers == dict.fromkeys(answers, "net::ERR_BLOCKED_BY_ADMINISTRATOR")
