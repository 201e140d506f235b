"""Try to leave the kiosk: `tests/escape/try_all.sh PYTHON POLICY PORT hand|script`, which runs this module.

Real keystrokes and clicks, and code in the page, at a real agent and a real Chromium on an X screen, under
the managed policy. Prints what was tried and what came of it as JSON; fails where anything but the kiosk's
own page was ever shown.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

import aiohttp

from tests.e2e.city import city_in
from tests.escape.actions import Action, Keys, Pointer, Script, actions
from tests.fixtures.chromium import FAKE_MEDIA
from tests.unattended.devtools import PageGone
from tests.unattended.machine import Machine, machine_in, until

POLICY: Final = Path("/etc/chromium/policies/managed/vagvisare.json")
SETTLE: Final = 0.15
"""Seconds for a window to open."""
LEAVING: Final = 1.0
"""Seconds for another page to come."""
KINDS: Final = {"page", "webview", "other"}
KIOSK: Final = "Vägvisare"
"""The title of the kiosk's page, which the policy makes every new tab show."""
BROWSERS_OWN: Final = ".top-chrome/"
"""Parts of Chromium's window, such as the list under its address field; a kiosk's has no such field."""


@dataclass(frozen=True, slots=True)
class Window:
    address: str
    title: str

    def is_elsewhere(self, origin: str) -> bool:
        """Whether this shows anything but the kiosk's page.

        Of an address that the policy blocks nothing is loaded, not even a title: it is named by its address.
        """
        if self.address.startswith(f"{origin}/") or BROWSERS_OWN in self.address:
            return False
        return self.title != KIOSK and bool(self.title) and self.title not in self.address


async def escapes(machine: Machine, by: str) -> tuple[int, list[str]]:
    """How many actions were tried, and those after which something else was shown."""
    tried, found = 0, []
    for action in actions():
        if isinstance(action, Script) is not (by == "script"):
            continue
        await _until_home(machine)
        await attempt(machine, action)
        await asyncio.sleep(LEAVING if isinstance(action, Script) and action.leaves else SETTLE)
        elsewhere = [window for window in await windows(machine) if window.is_elsewhere(machine.origin)]
        found += [f"{action}: {window}" for window in elsewhere]
        tried += 1
    return tried, found


async def _until_home(machine: Machine) -> None:
    """The page is there, or there again: where an action gave it up, the agent starts a new browser."""

    async def is_there() -> bool:
        return any(window.address.startswith(f"{machine.origin}/") for window in await windows(machine))

    await until(is_there)


async def attempt(machine: Machine, action: Action) -> None:
    match action:
        case Keys(keys):
            await _xdotool("key", "--clearmodifiers", *keys)
        case Pointer(does):
            await _xdotool(*does)
        case Script(code):
            asked = {"expression": code, "userGesture": True}
            with suppress(PageGone):
                await machine.look_away()
                await (await machine.page()).send("Runtime.evaluate", asked)


async def _xdotool(*arguments: str) -> None:
    process = await asyncio.create_subprocess_exec("xdotool", *arguments, stderr=subprocess.DEVNULL)
    await process.wait()


async def windows(machine: Machine) -> list[Window]:
    """All that the browser shows now; nothing where there is no browser."""
    profile = machine.profile
    if profile is None:
        return []
    try:
        port = int((profile / "DevToolsActivePort").read_text().splitlines()[0])
        url = f"http://127.0.0.1:{port}/json/list"
        async with aiohttp.ClientSession() as http, http.get(url) as answer:
            targets = await answer.json(content_type=None)
    except (OSError, IndexError, aiohttp.ClientError):
        return []
    return [Window(target["url"], unescape(target["title"])) for target in targets if target["type"] in KINDS]


async def main(by: str) -> int:
    port = int(json.loads(POLICY.read_text())["URLAllowlist"][0].rpartition(":")[2])
    flags, policy = (*FAKE_MEDIA, "--test-type"), str(POLICY)
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        async with (
            city_in(Path(folder)) as city,
            machine_in(city, *flags, headed=True, port=port, managed_policy=policy) as machine,
        ):
            tried, found = await escapes(machine, by)
    print(json.dumps({"tried": tried, "escapes": found}, indent=1))
    return len(found)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1])) > 0)
