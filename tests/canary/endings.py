"""Twelve ways in which a resident's visit ends, each from the tap on a language to the moment of the end."""

import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Final

from tests.unattended.devtools import PageGone
from tests.unattended.guide import QuickGuide
from tests.unattended.machine import Machine, until

LANGUAGE: Final = '.language-card[data-language="sv"]'
NOW: Final = ".button--now"
LEAVE: Final = '[data-action="leave"]'
IDLE_MS: Final = 180_000
"""More than a page waits for a hand, or for a server."""

End = Callable[[Machine, QuickGuide], Awaitable[None]]


async def resident_hangs_up(machine: Machine, guide: QuickGuide) -> None:
    await machine.tap(LEAVE)
    await machine.until_screen("ended")
    await _passes(machine)


async def guide_hangs_up(machine: Machine, guide: QuickGuide) -> None:
    await guide.hang_up()
    await machine.until_screen("ended")
    await machine.tap('[data-action="done"]')


async def guide_hangs_up_and_resident_walks_away(machine: Machine, guide: QuickGuide) -> None:
    await guide.hang_up()
    await machine.until_screen("ended")
    await _passes(machine)


async def guide_vanishes(machine: Machine, guide: QuickGuide) -> None:
    await guide.vanish()
    await machine.tap(LEAVE)
    await machine.until_screen("ended")
    await _passes(machine)


async def browser_killed(machine: Machine, guide: QuickGuide) -> None:
    machine.kill_browser()
    await guide.hang_up()


async def page_killed(machine: Machine, guide: QuickGuide) -> None:
    machine.signal_page(signal.SIGKILL)
    await guide.hang_up()


async def page_hangs(machine: Machine, guide: QuickGuide) -> None:
    machine.signal_page(signal.SIGSTOP)
    await guide.hang_up()


async def agent_killed(machine: Machine, guide: QuickGuide) -> None:
    machine.kill_agent()
    await guide.hang_up()


async def server_killed(machine: Machine, guide: QuickGuide) -> None:
    """And the guide's network with it: nothing of the call is left but what the kiosk has."""
    await machine.city.server.kill()
    await guide.vanish()
    await machine.until_screen("interrupted")
    await _is_given_up(machine)


async def network_cut(machine: Machine, guide: QuickGuide) -> None:
    machine.link.cut()
    await guide.vanish()
    await machine.until_screen("interrupted")
    await _is_given_up(machine)


async def leaves_while_it_rings(machine: Machine, guide: QuickGuide) -> None:
    await machine.tap(LEAVE)
    await machine.until_screen("ended")
    await _passes(machine)


async def server_killed_while_it_rings(machine: Machine, guide: QuickGuide) -> None:
    await machine.city.server.kill()
    await machine.until_screen("waiting", "ringing")
    await _is_given_up(machine)


async def _is_given_up(machine: Machine) -> None:
    """The page gives a call up a minute after it noticed that nobody can be reached."""

    async def closed() -> bool:
        with suppress(PageGone):
            await _passes(machine)
        return await machine.screen() in {"closed", ""}

    await until(closed)


async def _passes(machine: Machine) -> None:
    page = await machine.page()
    await page.evaluate(f"void (window.skipped += {IDLE_MS})")


ENDINGS: Final[Mapping[str, End]] = MappingProxyType(
    {
        end.__name__: end
        for end in (
            resident_hangs_up,
            guide_hangs_up,
            guide_hangs_up_and_resident_walks_away,
            guide_vanishes,
            browser_killed,
            page_killed,
            page_hangs,
            agent_killed,
            server_killed,
            network_cut,
            leaves_while_it_rings,
            server_killed_while_it_rings,
        )
    }
)
RINGING: Final = frozenset({"leaves_while_it_rings", "server_killed_while_it_rings"})
"""Where the guide lets it ring, so that the visit ends before anyone is there."""
