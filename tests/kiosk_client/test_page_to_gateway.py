"""A page behind the pipe speaks to the real gateway: admitted, answered, refused with a reason, let go."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from kiosk_client.agent import Agent, opened
from kiosk_client.engine import PageEngine
from kiosk_client.settings import BrowserPart, KioskSettings
from signaling.gateway.limits import Limits
from tests.gateway.world import BROWSER, RawClient, World, served

CODE = "ONE-TIME-CODE"
SOCKET = "/socket.io/?EIO=4&transport=websocket"


class Page:
    """The page's browser: it has the cookie, and can open the page's socket."""

    def __init__(self, http: aiohttp.ClientSession, agent: Agent) -> None:
        self.http = http
        self.agent = agent
        self.sockets: list[RawClient] = []

    async def socket(self) -> RawClient:
        client = RawClient(await self.http.ws_connect(SOCKET, headers=BROWSER), "/kiosk")
        self.sockets.append(client)
        await client.say("40/kiosk,")
        await client.until(lambda heard: client.in_.is_set() or heard.refused or client.ws.closed)
        return client


@asynccontextmanager
async def page_of(world: World, tmp_path: Path) -> AsyncIterator[Page]:
    settings = KioskSettings(
        server=str(world.server.make_url("")).rstrip("/"),
        data=tmp_path,
        port=0,
        browser=BrowserPart(start=True, program="/bin/sleep", profiles=tmp_path),
    )
    async with opened(settings) as agent:
        await agent.enrol(CODE)
        engine = agent.page_engine()
        assert engine._browser is not None
        running = asyncio.create_task(PageEngine(engine._page, agent.pulse, None).run())
        guard = engine._page.guard
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(
            guard.origin, cookie_jar=jar, headers={"Origin": guard.origin}
        ) as http:
            async with http.get(URL(guard.start_url()).path, allow_redirects=False) as response:
                assert response.status == 303
            page = Page(http, agent)
            yield page
            for client in page.sockets:
                await client.end()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with served(replace(Limits(), identity_check=200)) as world:
        world.add_kiosk("k1")
        world.directory.codes[CODE] = "k1"
        yield world


async def test_the_page_is_this_kiosk(world: World, tmp_path: Path) -> None:
    async with page_of(world, tmp_path) as page:
        socket = await page.socket()
        view = (await socket.view())["view"]
        assert view["place"]["kiosk"] == "k1"
        async with page.http.post("/tap", json={"language": "sv"}) as response:
            tap = await response.json()
        answer = await socket.command("call", call=tap["call"], language="sv", tapped_at=tap["tapped_at"])
        assert answer["ok"]
        assert (await socket.view(lambda view: view["call"]))["view"]["call"]["id"] == tap["call"]


async def test_each_socket_is_a_new_proof_and_the_newest_counts(world: World, tmp_path: Path) -> None:
    async with page_of(world, tmp_path) as page:
        first, second = await page.socket(), await page.socket()
        assert await first.closed() == "superseded"
        assert second.in_.is_set()


async def test_a_kiosk_that_is_withdrawn_hears_it_at_once_and_at_each_try(
    world: World, tmp_path: Path
) -> None:
    async with page_of(world, tmp_path) as page:
        socket = await page.socket()
        world.directory.kiosks["k1"] = replace(world.directory.kiosks["k1"], revoked=True)
        assert await socket.closed() == "revoked"
        again = await page.socket()
        assert again.heard.refused is not None
        assert again.heard.refused["data"]["id"] == "revoked"


async def test_a_machine_with_another_key_is_nobody(world: World, tmp_path: Path) -> None:
    async with page_of(world, tmp_path) as page:
        world.add_kiosk("k1")
        refused = await page.socket()
        assert refused.heard.refused is not None
        assert refused.heard.refused["data"]["id"] == "unauthenticated"
