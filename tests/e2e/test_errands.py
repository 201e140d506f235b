"""UA7, the whole way: an admin asks a screen to restart, and it does so when the resident's call is over."""

import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from kiosk_client.errands import RESTARTED
from tests.e2e.city import KIOSK, PASSWORD, City, city_in
from tests.unattended.guide import QuickGuide, quick_guide
from tests.unattended.machine import Machine, machine_in, until

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

        async def is_done() -> bool:
            return await admin.state() == "done"

        await until(can_restart, patience=HEARD)
        await calls(machine, guide)
        before, browsers = machine.agent, machine.browser_processes()
        assert await admin.ask("restart") == 204
        await until(is_heard, patience=HEARD)
        await guide.until_live()
        assert (machine.agent, machine.statuses) == (before, []), "the call goes on"
        assert await machine.screen() == "live"

        await guide.hang_up()
        await until(is_done, patience=HEARD)
        assert machine.statuses == [RESTARTED]
        assert machine.agent is not before

        await calls(machine, guide)
        assert not set(machine.browser_processes()) & set(browsers)
        await guide.hang_up()
        await machine.until_screen("start")
        assert (await admin.state(), machine.statuses) == ("done", [RESTARTED]), "and not again"
