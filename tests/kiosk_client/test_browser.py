"""K2, K3, F4-F6: whatever happens to the browser or to the agent, the screen comes back by itself.

How soon is measured by `python -m tests.bench.kiosk`.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from kiosk_client import browser as browser_module
from kiosk_client.browser import Browser, PolicyNotInstalled, check_policy
from kiosk_client.settings import BrowserPart
from tests.fixtures.chromium import FAKE_MEDIA, QUIET
from tests.fixtures.programs import free_port
from tests.kiosk_client.conftest import Kiosk, until

BEATING = """
const line = new WebSocket("/alive");
setInterval(() => line.readyState === WebSocket.OPEN && line.send(JSON.stringify({ screen: "start" })), 200);
"""

pytestmark = pytest.mark.browser


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """The smallest page that shows that it lives."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "index.html").write_text('<!doctype html><title>Kiosk</title><script src="/beat.js"></script>')
    (folder / "beat.js").write_text(BEATING)
    return folder


@dataclass
class Running:
    browser: Browser
    kiosk: Kiosk
    profiles: Path

    async def alive(self, *, after: int = 0) -> None:
        await until(lambda: self.kiosk.pulse.beats > after)

    async def until_another_than(self, first: int) -> None:
        await until(lambda: self.browser.process is not None and self.pid != first)

    def profile_folders(self) -> list[Path]:
        return list(self.profiles.iterdir())

    @property
    def pid(self) -> int:
        assert self.browser.process is not None
        return self.browser.process.pid


@pytest.fixture
async def running(kiosk: Kiosk, tmp_path: Path, chromium_path: Path) -> AsyncIterator[Running]:
    async with browser_on(kiosk, tmp_path, chromium_path) as running:
        yield running


@asynccontextmanager
async def browser_on(kiosk: Kiosk, tmp_path: Path, chromium_path: Path) -> AsyncIterator[Running]:
    profiles = tmp_path / "profiles"
    profiles.mkdir(exist_ok=True)
    part = BrowserPart(
        start=True,
        program=str(chromium_path),
        arguments=("--headless=new", *QUIET, *FAKE_MEDIA),
        profiles=profiles,
    )
    port = int(kiosk.origin.rpartition(":")[2])
    browser = Browser(part, start_url=kiosk.server.guard.start_url, pulse=kiosk.pulse, port=port)
    task = asyncio.create_task(browser.run())
    try:
        yield Running(browser, kiosk, profiles)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def signal_page(browser: int, what: signal.Signals) -> None:
    for pid in processes_of(browser):
        if "--type=renderer" in command_line(pid):
            os.kill(pid, what)


def reasons(logged: Sequence[Mapping[str, Any]]) -> list[str]:
    """Why browsers were ended."""
    return [entry["reason"] for entry in logged if entry["event"] == "browser_ended"]


async def test_the_page_lives_in_a_profile_that_is_gone_afterwards(
    kiosk: Kiosk, tmp_path: Path, chromium_path: Path
) -> None:
    async with browser_on(kiosk, tmp_path, chromium_path) as running:
        await running.alive()
        assert len(running.profile_folders()) == 1
        pid = running.pid
    assert running.profile_folders() == []
    await until(lambda: not processes_of(pid))


@pytest.mark.alone
async def test_a_killed_browser_is_back_with_a_new_profile(running: Running) -> None:
    await running.alive()
    first, (profile,) = running.pid, running.profile_folders()
    os.kill(first, signal.SIGKILL)
    await until(lambda: not profile.exists())
    await running.until_another_than(first)
    await running.alive(after=running.kiosk.pulse.beats + 2)
    assert len(running.profile_folders()) == 1


async def test_each_residents_call_has_a_browser_of_its_own(running: Running) -> None:
    await running.alive()
    first, (profile,) = running.pid, running.profile_folders()
    running.kiosk.pulse.beat("live")
    await until(lambda: not profile.exists())
    await until(lambda: not processes_of(first))
    await running.until_another_than(first)
    await running.alive(after=running.kiosk.pulse.beats + 2)


@pytest.mark.alone
async def test_a_killed_renderer_is_replaced_although_the_browser_lives(running: Running) -> None:
    await running.alive()
    first = running.pid
    with capture_logs() as logged:
        signal_page(first, signal.SIGKILL)
        await running.until_another_than(first)
    assert reasons(logged) == ["gone"], "at once, and not for its silence"
    await running.alive(after=running.kiosk.pulse.beats + 2)


@pytest.mark.alone
@pytest.mark.slow
async def test_a_hung_renderer_is_replaced(running: Running) -> None:
    await running.alive()
    first = running.pid
    with capture_logs() as logged:
        signal_page(first, signal.SIGSTOP)
        await running.until_another_than(first)
    assert reasons(logged) == ["silent"]
    beats = running.kiosk.pulse.beats
    await running.alive(after=beats + 2)


@pytest.mark.alone
@pytest.mark.slow
async def test_a_page_that_hangs_before_its_first_beat_is_replaced(running: Running, pages: Path) -> None:
    await running.alive()
    (pages / "beat.js").write_text("for (;;) {}")
    running.browser.renew()
    await until(lambda: running.kiosk.pulse.stirred_at is None)
    await until(lambda: running.kiosk.pulse.stirred_at is not None)
    with capture_logs() as logged:
        await running.until_another_than(running.pid)
    assert reasons(logged) == ["silent"]
    (pages / "beat.js").write_text(BEATING)
    await running.alive(after=running.kiosk.pulse.beats + 2)


async def test_profiles_of_an_agent_that_was_killed_are_removed(
    kiosk: Kiosk, tmp_path: Path, chromium_path: Path
) -> None:
    port = kiosk.origin.rpartition(":")[2]
    left_over = tmp_path / "profiles" / f"{browser_module.PROFILE}{port}-left"
    anothers = tmp_path / "profiles" / f"{browser_module.PROFILE}1-other"
    for folder in (left_over, anothers):
        folder.mkdir(parents=True)
    async with browser_on(kiosk, tmp_path, chromium_path) as running:
        await running.alive()
        assert not left_over.exists()
        assert anothers.exists()


async def test_a_browser_that_never_lives_is_tried_at_growing_intervals(
    kiosk: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    nap = asyncio.sleep

    async def sleep(seconds: float) -> None:
        if seconds >= browser_module.FIRST_DELAY:
            pauses.append(seconds)
        await nap(min(seconds, 0.01))

    part = BrowserPart(start=True, program="/bin/false", profiles=tmp_path)
    monkeypatch.setattr(browser_module, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    browser = Browser(part, start_url=lambda: "about:blank", pulse=kiosk.pulse, port=1)
    task = asyncio.create_task(browser.run())
    await until(lambda: len(pauses) >= 7)
    task.cancel()
    assert pauses[:7] == [0.5, 1, 2, 4, 8, 8, 8]


@pytest.mark.alone
async def test_when_the_agent_is_killed_the_browser_dies_with_it(
    pages: Path, tmp_path: Path, chromium_path: Path
) -> None:
    port = free_port()
    settings = tmp_path / "kiosk.yaml"
    arguments = ["--headless=new", *QUIET, *FAKE_MEDIA]
    (tmp_path / "profiles").mkdir()
    settings.write_text(
        json.dumps(
            {
                "server": f"http://127.0.0.1:{free_port()}",
                "data": str(tmp_path / "data"),
                "port": port,
                "browser": {
                    "start": True,
                    "program": str(chromium_path),
                    "arguments": arguments,
                    "profiles": str(tmp_path / "profiles"),
                },
            }
        )
    )
    agent = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "kiosk_client", "run", "--settings", str(settings)
    )
    marked = f"{tmp_path / 'profiles'}"
    await until(lambda: any(marked in command_line(pid) for pid in all_processes()))
    os.kill(agent.pid, signal.SIGKILL)
    await agent.wait()
    await until(lambda: not any(marked in command_line(pid) for pid in all_processes()))


ORIGIN = "http://127.0.0.1:8090"
SHIPPED = Path(__file__).resolve().parents[2] / "deploy/kiosk/chromium-policy.json"


def test_a_browser_is_told_where_logind_has_the_screen(tmp_path: Path) -> None:
    assert browser_module._on_screen(tmp_path) == {}
    folder = tmp_path / str(os.getuid())
    folder.mkdir()
    assert browser_module._on_screen(tmp_path) == {"XDG_RUNTIME_DIR": str(folder)}


def test_the_shipped_policy_fits_the_default_port() -> None:
    check_policy(SHIPPED, ORIGIN)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda policy: policy.update(VideoCaptureAllowedUrls=["*"]), "VideoCaptureAllowedUrls"),
        (lambda policy: policy.update(URLAllowlist=[ORIGIN, "https://elsewhere.example"]), "URLAllowlist"),
        (lambda policy: policy.pop("AudioCaptureAllowedUrls"), "AudioCaptureAllowedUrls"),
        (lambda policy: policy.update(URLBlocklist=[]), "block all other pages"),
    ],
)
def test_a_policy_that_would_let_a_resident_out_or_ask_them_is_refused(
    tmp_path: Path, spoil: Callable[[dict[str, object]], object], sentence: str
) -> None:
    policy = json.loads(SHIPPED.read_text())
    spoil(policy)
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(policy))
    with pytest.raises(PolicyNotInstalled, match=sentence):
        check_policy(path, ORIGIN)


def test_a_policy_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PolicyNotInstalled, match="install it first"):
        check_policy(tmp_path / "none.json", ORIGIN)


def all_processes() -> Iterator[int]:
    return (int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdecimal())


def command_line(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def processes_of(session: int) -> list[int]:
    """All living processes of the browser's session."""

    def lives_in(pid: int) -> bool:
        with suppress(OSError):
            state, _, _, its_session = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:4]
            return int(its_session) == session and state != "Z"
        return False

    return [pid for pid in all_processes() if lives_in(pid)]
