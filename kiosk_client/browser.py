"""Chromium on the kiosk's page: watched by the page's own heartbeat, and started anew when either stops.

Each start has a new, empty profile in memory, so that no lock of a crashed browser stands in the way; and
each resident's call has a start of its own: when the page rests after a call, its browser is ended and its
profile removed. The browser dies with the agent, whatever ends it.
"""

import asyncio
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import structlog

from kiosk_client.pulse import Pulse, Silence
from kiosk_client.settings import BrowserPart

BEAT_PATIENCE: Final = 2.5
"""Seconds of silence after which the page counts as hung. It beats twice a second."""
LOAD_PATIENCE: Final = 5.0
"""Seconds from a page's first request to its first heartbeat."""
GONE_PATIENCE: Final = 0.5
"""Seconds within which a page whose line ended is back, where it was only loaded anew."""
START_PATIENCE: Final = 30.0
"""Seconds from Chromium's start to the page's first request; and the most that a page may take to load."""
LOOK_EVERY: Final = 0.1
FIRST_DELAY: Final = 0.25
LONGEST_DELAY: Final = 8.0
"""Seconds between two starts, doubling while the page never lives."""
PROFILE: Final = "vagvisare-kiosk-"

ARGUMENTS: Final = (
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--disable-session-crashed-bubble",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--password-store=basic",
    "--autoplay-policy=no-user-gesture-required",
    "--ozone-platform-hint=auto",
)

_log = structlog.get_logger(__name__)


class PolicyNotInstalled(Exception):
    """Chromium would ask the resident for the camera, or let them leave the page.

    The message says what to do.
    """


class Browser:
    """Await `run()` in a task. `start_url` is asked for anew at each start."""

    def __init__(
        self, settings: BrowserPart, *, start_url: Callable[[], str], pulse: Pulse, port: int
    ) -> None:
        self._settings = settings
        self._start_url = start_url
        self._pulse = pulse
        self._prefix = f"{PROFILE}{port}-"
        self._load_patience = LOAD_PATIENCE
        self.process: asyncio.subprocess.Process | None = None

    async def run(self) -> None:
        delay = FIRST_DELAY
        self._remove_old_profiles()
        while True:
            lived = await self._live_once()
            delay = FIRST_DELAY if lived else min(2 * delay, LONGEST_DELAY)
            # A machine that needs longer to load the page is given it, or it would never come to its end.
            self._load_patience = LOAD_PATIENCE if lived else min(2 * self._load_patience, START_PATIENCE)
            await asyncio.sleep(delay)

    def renew(self) -> None:
        """End the browser, if there is one: another begins."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    async def _live_once(self) -> bool:
        """One browser, from its start to its end; whether its page ever lived."""
        before = self._pulse.beats
        self._pulse.renew()
        async with browser_on(self._settings, self._start_url(), prefix=self._prefix) as process:
            self.process = process
            try:
                reason = await self._watch(process, before)
                say = _log.info if reason == "spent" else _log.warning
                say("browser_ended", reason=reason, status=process.returncode)
            finally:
                self.process = None
        return self._pulse.beats > before

    async def _watch(self, process: asyncio.subprocess.Process, before: int) -> str:
        """Until the process ends, the page is gone or falls silent, or a resident is done; returns which."""
        started = time.monotonic()
        silence = Silence(every=LOOK_EVERY)
        while process.returncode is None:
            silence.look(beats=self._pulse.beats, now=time.monotonic())
            reason = self._trouble(started, before, silence)
            if reason is not None:
                return reason
            await asyncio.sleep(LOOK_EVERY)
        return "exited"

    def _trouble(self, started: float, before: int, silence: Silence) -> str | None:
        pulse, now = self._pulse, time.monotonic()
        if pulse.spent:
            return "spent"
        if pulse.gone_at is not None and now - pulse.gone_at > GONE_PATIENCE:
            return "gone"
        if pulse.beats > before:
            return "silent" if silence.seconds > BEAT_PATIENCE else None
        if pulse.stirred_at is None:
            return "never_alive" if now - started > START_PATIENCE else None
        return "silent" if now - pulse.stirred_at > self._load_patience else None

    def _remove_old_profiles(self) -> None:
        """Of an agent of this port that was killed."""
        for folder in self._settings.profiles.glob(f"{self._prefix}*"):
            shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def browser_on(
    settings: BrowserPart, url: str, *, prefix: str, more: Sequence[str] = ()
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Chromium on `url`, with `more` arguments and a new profile; both are gone with the context."""
    profile = Path(tempfile.mkdtemp(prefix=prefix, dir=settings.profiles))
    try:
        process = await asyncio.create_subprocess_exec(
            *_dying_with_us(),
            settings.program,
            *ARGUMENTS,
            *settings.arguments,
            *more,
            f"--user-data-dir={profile}",
            url,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            env={**_on_screen(), **os.environ, **_at_home_in(profile)},
        )
        try:
            yield process
        finally:
            await _kill(process)
    finally:
        shutil.rmtree(profile, ignore_errors=True)


def check_policy(path: Path, origin: str) -> None:
    """Raises `PolicyNotInstalled` where Chromium's managed policy does not fit the page's origin."""
    try:
        policy = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PolicyNotInstalled(f"The browser policy {path} cannot be read: install it first.") from error
    for key in ("URLAllowlist", "VideoCaptureAllowedUrls", "AudioCaptureAllowedUrls"):
        if policy.get(key) != [origin]:
            raise PolicyNotInstalled(f"The browser policy {path} must say {key}: [{origin!r}].")
    if "*" not in policy.get("URLBlocklist", ()):
        raise PolicyNotInstalled(f"The browser policy {path} must block all other pages.")


def _on_screen(session: Path = Path("/run/user")) -> Mapping[str, str]:
    """Where logind has this user's screen and sound. A unit cannot say it: its %U is systemd's own."""
    folder = session / str(os.getuid())
    return {"XDG_RUNTIME_DIR": str(folder)} if folder.is_dir() else {}


def _at_home_in(profile: Path) -> Mapping[str, str]:
    """What a browser keeps outside of its profile, downloads too, is kept inside of it."""
    places = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    return dict.fromkeys(places, str(profile))


def _dying_with_us() -> Sequence[str]:
    """What to put before a command so that it is killed when this process ends, even by SIGKILL."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "KILL", "--") if setpriv else ()


async def _kill(process: asyncio.subprocess.Process) -> None:
    """With its whole session: a hung renderer does not listen to anything else."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
