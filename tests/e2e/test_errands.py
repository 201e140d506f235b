"""UA7, the whole way: an admin asks a screen to restart or to update, and it does so between calls."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import expect

from kiosk_client.errands import RESTARTED
from tests.deploy.kiosk_machine import Machine as FolderMachine
from tests.e2e.city import KIOSK, PASSWORD, City, city_in
from tests.e2e.people import sign_in
from tests.fixtures.chromium import LaunchChromium
from tests.unattended.guide import QuickGuide, quick_guide
from tests.unattended.machine import Machine, machine_in, until
from tests.unattended.supervisor import listening

HEARD = 90.0
"""Seconds for a wish to be heard, on a machine that does a lot else."""


@pytest.fixture
async def nearby() -> AsyncIterator[City]:
    """In a folder with a short name: Chromium makes a socket in its own, whose path has at most 108 bytes."""
    with tempfile.TemporaryDirectory(prefix="vv-") as folder:
        async with city_in(Path(folder)) as city:
            yield city


@asynccontextmanager
async def admin_of(city: City) -> AsyncIterator["Admin"]:
    async with aiohttp.ClientSession(
        city.url, cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": city.url}
    ) as http:
        credentials = {"login": "admin", "password": PASSWORD}
        async with http.post("/api/session", json=credentials) as answer:
            csrf = (await answer.json())["me"]["csrf"]
        yield Admin(http, csrf)


class Admin:
    def __init__(self, http: aiohttp.ClientSession, csrf: str) -> None:
        self._http = http
        self._csrf = csrf

    async def ask(self, errand: str) -> int:
        path = f"/api/kiosks/{KIOSK}/errands/{errand}"
        async with self._http.post(path, headers={"X-CSRF-Token": self._csrf}) as answer:
            return answer.status

    async def able(self) -> list[str]:
        return list((await self._line())["able"])

    async def state(self) -> str:
        (asked,) = (await self._line())["asked"]
        return str(asked["state"])

    async def _line(self) -> Mapping[str, Any]:
        async with self._http.get("/api/errands") as answer:
            (line,) = (await answer.json())["kiosks"]
        return dict(line)


async def calls(machine: Machine, guide: QuickGuide) -> None:
    """A resident taps until both sides see somebody."""
    await machine.until_screen("start")
    await machine.tap('.language-card[data-language="sv"]')
    await machine.tap(".button--now")
    await machine.until_screen("live")
    await guide.until_live()


async def ends(machine: Machine, guide: QuickGuide) -> None:
    """The guide hangs up, and the resident goes, who does not leave it to the page to notice."""
    await guide.hang_up()
    await machine.tap('[data-action="done"]')


@pytest.mark.alone
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_a_screen_restarts_once_between_two_calls(nearby: City) -> None:
    city = nearby
    async with machine_in(city) as machine, quick_guide(city) as guide, admin_of(city) as admin:

        async def can_restart() -> bool:
            return "restart" in await admin.able()

        async def is_heard() -> bool:
            return await admin.state() == "heard"

        await until(can_restart, patience=HEARD)
        await calls(machine, guide)
        before, browsers = machine.agent, machine.browser_processes()
        assert await admin.ask("restart") == 204
        await until(is_heard, patience=HEARD)
        await guide.until_live()
        assert (machine.agent, machine.statuses) == (before, []), "the call goes on"
        assert await machine.screen() == "live"

        await ends(machine, guide)
        await until(lambda: is_done(admin), patience=HEARD)
        assert machine.statuses == [RESTARTED]
        assert machine.agent is not before

        await calls(machine, guide)
        assert not set(machine.browser_processes()) & set(browsers)
        await ends(machine, guide)
        await machine.until_screen("start")
        assert (await admin.state(), machine.statuses) == ("done", [RESTARTED]), "and not again"


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_an_update_is_asked_for_on_the_page_and_what_came_of_it_stands_there(
    city: City, tmp_path: Path, launch_chromium: LaunchChromium
) -> None:
    """The updater begins here when its wish is there, as its path unit does."""
    machine = FolderMachine.in_folder(tmp_path)
    machine.release("1.0.0")
    machine.wanted.parent.rmdir()
    machine.wanted.parent.symlink_to(tmp_path / "kiosk")
    with listening() as notify:
        await city.machine(
            "kiosk",
            "--code",
            await city.enrolment_code(KIOSK),
            environment={
                "NOTIFY_SOCKET": notify,
                "VAGVISARE_KIOSK_UPDATES": str(machine.kept),
                "VAGVISARE_KIOSK_ERRANDS_EVERY": "3",
            },
        )
        async with admin_of(city) as admin:
            await until(lambda: offers_update(admin))
        context = await (await launch_chromium()).new_context(viewport={"width": 1440, "height": 900})
        await sign_in(context, city, "admin")
        page = await context.new_page()
        await page.clock.install()
        await page.goto(f"{city.url}/admin/?view=kiosks")
        await page.get_by_role("button", name="Uppdatera Skärm 1").click()
        await page.get_by_role("dialog").get_by_role("button", name="Ja, uppdatera").click()
        row = page.get_by_role("row", name="Skärm 1")
        await expect(row).to_contain_text("Uppdatering begärd")

        await until(lambda: is_there(machine.wanted))
        state = await asyncio.to_thread(machine.update, None)
        assert state.endswith(" current\n")
        assert not machine.wanted.exists()
        async with admin_of(city) as admin:
            await until(lambda: is_done(admin))
        await page.clock.fast_forward("00:15")
        await expect(row).to_contain_text("Inget nyare fanns")


async def offers_update(admin: Admin) -> bool:
    return "update" in await admin.able()


async def is_done(admin: Admin) -> bool:
    return await admin.state() == "done"


async def is_there(path: Path) -> bool:
    return await asyncio.to_thread(path.exists)
