"""A kiosk machine: what `deploy/systemd/vagvisare-kiosk.service` keeps running, here without systemd."""

import asyncio
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

from tests.e2e.city import KIOSK, City
from tests.fixtures.chromium import FAKE_MEDIA, QUIET
from tests.fixtures.programs import find_program, free_port
from tests.unattended.devtools import Page, PageGone
from tests.unattended.link import Link, linked
from tests.unattended.supervisor import listening

RESTART_AFTER = 1.0
"""Seconds, as the unit's RestartSec."""
LOOK_EVERY = 0.05
PATIENCE = 90.0
"""Seconds for anything to happen on a machine that does a lot else."""


TAP = "(selector) => { const it = document.querySelector(selector); it?.click(); return it !== null; }"


async def until(holds: Callable[[], Awaitable[bool]], *, patience: float = PATIENCE) -> None:
    """Look until it holds. Raises `TimeoutError`."""
    async with asyncio.timeout(patience):
        while not await holds():  # noqa: ASYNC110 - what happens in other programs has no event
            await asyncio.sleep(LOOK_EVERY)


class Machine:
    """Make it with `machine_in`."""

    def __init__(self, city: City, link: Link, folder: Path, settings: Path, *, notify: str) -> None:
        self.city = city
        self.link = link
        self.folder = folder
        self.profiles = folder / "profiles"
        self.agent: asyncio.subprocess.Process | None = None
        self.statuses: list[int] = []
        """With which each agent before this one ended."""
        self._settings = settings
        self._notify = notify
        self._page: Page | None = None
        self._of: Path | None = None

    @property
    def origin(self) -> str:
        port = json.loads(self._settings.read_text())["port"]
        return f"http://127.0.0.1:{port}"

    @property
    def profile(self) -> Path | None:
        """The running browser's profile; None between two browsers."""
        folders = sorted(self.profiles.glob("*"), key=lambda folder: folder.stat().st_mtime)
        return folders[-1] if folders else None

    async def keep_agent_running(self) -> None:
        """As systemd does: what the agent leaves behind in the runtime folder goes with it."""
        environment = {
            **os.environ,
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "t"),
            "NOTIFY_SOCKET": self._notify,
        }
        while True:
            with (self.folder / "agent.log").open("ab") as log:
                arguments = ("-m", "kiosk_client", "run", "--settings", str(self._settings))
                self.agent = await asyncio.create_subprocess_exec(
                    sys.executable, *arguments, stdout=log, stderr=log, env=environment
                )
            try:
                self.statuses.append(await self.agent.wait())
            finally:
                with suppress(ProcessLookupError):
                    self.agent.terminate()
                await self.agent.wait()
            for folder in self.profiles.glob("*"):
                shutil.rmtree(folder, ignore_errors=True)
            await asyncio.sleep(RESTART_AFTER)

    async def page(self) -> Page:
        """The kiosk's page, as it is now. Raises `PageGone`."""
        profile = self.profile
        if profile is None:
            raise PageGone
        if self._page is None or self._of != profile:
            await self.look_away()
            self._page, self._of = await Page.attached(profile, serving=self.origin), profile
        return self._page

    async def look_away(self) -> None:
        if self._page is not None:
            await self._page.close()
        self._page = self._of = None

    async def screen(self) -> str:
        """The name of what the page shows; empty where there is no page."""
        try:
            page = await self.page()
            shown = await page.evaluate("document.querySelector('.kiosk')?.dataset.screen ?? ''")
            return str(shown)
        except PageGone:
            await self.look_away()
            return ""

    async def until_screen(self, *names: str) -> str:
        """Raises `TimeoutError`, with what is shown instead."""
        shown = ""

        async def is_shown() -> bool:
            nonlocal shown
            shown = await self.screen()
            return shown in names

        try:
            await until(is_shown)
        except TimeoutError as error:
            raise TimeoutError(f"the screen shows {shown or 'nothing'}, not {' or '.join(names)}") from error
        return shown

    async def tap(self, selector: str) -> None:
        """Tap what the selector finds, as soon as it is there."""
        page = await self.page()
        await until(lambda: page.evaluate(f"({TAP})({json.dumps(selector)})"))

    def browser_processes(self) -> list[int]:
        """Of the running browser, all kinds; the browser itself first."""
        mark = f"--user-data-dir={self.profiles}"
        owners = [
            pid for pid in processes() if mark in command_line(pid) and "--type=" not in command_line(pid)
        ]
        return [pid for owner in owners for pid in (owner, *(p for p in session_of(owner) if p != owner))]

    def kill_browser(self) -> None:
        os.kill(self.browser_processes()[0], signal.SIGKILL)

    def signal_page(self, number: signal.Signals) -> None:
        """To the renderers."""
        for pid in self.browser_processes():
            if "--type=renderer" in command_line(pid):
                os.kill(pid, number)

    def kill_agent(self) -> None:
        assert self.agent is not None
        self.agent.kill()


@asynccontextmanager
async def machine_in(
    city: City,
    *arguments: str,
    headed: bool = False,
    port: int | None = None,
    managed_policy: str | None = None,
) -> AsyncIterator[Machine]:
    """An enrolled kiosk that starts its own browser, with more `arguments` to it.

    `headed`: on the screen that DISPLAY names.
    """
    folder = city.folder / "machine"
    for name in ("home", "t", "profiles"):
        (folder / name).mkdir(parents=True)
    async with AsyncExitStack() as stack:
        link = await stack.enter_async_context(linked(city.port))
        notify = stack.enter_context(listening())
        settings = folder / "kiosk.yaml"
        flags = (
            *(() if headed else ("--headless=new",)),
            "--remote-debugging-port=0",
            "--window-size=1080,1920",
            *QUIET,
        )
        browser = {
            "start": True,
            "program": str(find_program("chromium", "chromium-browser", package="chromium")),
            "arguments": [*flags, *(arguments or FAKE_MEDIA)],
            "profiles": str(folder / "profiles"),
            "managed_policy": managed_policy,
        }
        content = {
            "server": f"http://127.0.0.1:{link.port}",
            "data": str(folder / "data"),
            "port": port or free_port(),
            "errands_every": 3,
            "browser": browser,
            "log": {"level": "info", "form": "text"},
        }
        settings.write_text(json.dumps(content))
        await city.enrol(settings, KIOSK)
        machine = Machine(city, link, folder, settings, notify=notify)
        keeping = asyncio.create_task(machine.keep_agent_running())
        try:
            yield machine
        finally:
            await machine.look_away()
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)


def processes() -> Iterator[int]:
    return (int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdecimal())


def command_line(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def session_of(leader: int) -> list[int]:
    """All living processes of the session that `leader` began."""

    def lives_in(pid: int) -> bool:
        with suppress(OSError):
            state, _, _, session = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:4]
            return int(session) == leader and state != "Z"
        return False

    return [pid for pid in processes() if lives_in(pid)]


class Stopwatch:
    def __init__(self) -> None:
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began
