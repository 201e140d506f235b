"""A page server as the agent makes it, and a server at the other end of its pipe that does as a test says."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from kiosk_client.page_server import PageNeeds, PageServer, Standing
from kiosk_client.pipe import Pipe
from kiosk_client.profile import ProfileStore
from kiosk_client.pulse import Pulse
from kiosk_client.self_test_door import PlaceCall
from kiosk_client.server import ServerAway
from kiosk_client.tap_journal import TapJournal
from kiosk_client.technician import Technician, hash_of
from signaling.wire.http import OpenTime, Profile
from signaling.wire.views import Place
from tests.fixtures.programs import free_port

PROFILE = Profile(
    place=Place(
        kiosk="kiosk-1",
        name="Demo screen",
        site="site-1",
        site_name="Demo library",
        neighbourhood="area-1",
        neighbourhood_name="Demo area",
    ),
    phone="08-000 00 00",
    languages=("sv", "ti", "ar"),
    hours=(OpenTime(opens=1_795_417_200_000, closes=1_795_449_600_000),),
)


async def nobody_answers(_offer: str) -> str:
    raise ServerAway("/kiosk/self-test/call: nobody is there")


Conversation = Callable[[web.WebSocketResponse], Awaitable[None]]


async def echo(socket: web.WebSocketResponse) -> None:
    async for message in socket:
        if message.type is aiohttp.WSMsgType.TEXT:
            await socket.send_str(message.data)
        else:
            await socket.send_bytes(message.data)


@dataclass
class FarServer:
    """The server as the pipe sees it: a WebSocket that does what `conversation` says."""

    conversation: Conversation = echo
    url: str = ""
    seen: list[web.Request] = field(default_factory=list)
    declines_with: int | None = None
    runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        app = web.Application()
        app.add_routes([web.get("/socket.io/", self._socket)])
        self.runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self.runner is not None:
            await self.runner.cleanup()

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(request)
        if self.declines_with is not None:
            return web.Response(status=self.declines_with)
        socket = web.WebSocketResponse(compress=True, max_msg_size=0)
        await socket.prepare(request)
        await self.conversation(socket)
        return socket


@pytest.fixture
async def far_server() -> AsyncIterator[FarServer]:
    server = FarServer()
    await server.start(free_port())  # and not one that the system gives others once it is down for a while
    yield server
    await server.stop()


@dataclass
class Kiosk:
    """A running page server and the parts it works with."""

    server: PageServer
    journal: TapJournal
    pulse: Pulse
    pipe: Pipe
    standing: Standing = "enrolled"
    enrolled_with: list[str] = field(default_factory=list)
    """The codes that the server took."""
    refuses: Exception | None = None
    place_test_call: PlaceCall = nobody_answers
    left: list[str] = field(default_factory=list)
    """What a technician did."""
    own_texts: dict[str, dict[str, str]] = field(default_factory=dict)
    """The municipality's own words, as the server gave them."""

    @property
    def origin(self) -> str:
        return self.server.guard.origin


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Kiosk</title>")
    (folder / "assets" / "page-abc123.js").write_text("export {};")
    (folder / "texts").mkdir()
    (folder / "texts" / "sv.json").write_text('{"start.lead": "Prata", "start.choose": "Välj"}')
    (folder / "secret.key").write_text("not a page")
    return folder


@pytest.fixture
async def kiosk(tmp_path: Path, pages: Path, far_server: FarServer) -> AsyncIterator[Kiosk]:
    async with aiohttp.ClientSession() as http:
        journal = TapJournal(tmp_path / "state" / "taps.sqlite3")
        profiles = ProfileStore(tmp_path / "state" / "profile.json")
        profiles.keep(PROFILE)
        pulse = Pulse()
        pipe = Pipe(far_server.url, http, lambda: {"Authorization": "Bearer proof"})
        running: list[Kiosk] = []

        async def enrol(code: str) -> None:
            if running[0].refuses is not None:
                raise running[0].refuses
            running[0].enrolled_with.append(code)

        async def place_test_call(offer: str) -> str:
            return await running[0].place_test_call(offer)

        own = tmp_path / "own"
        own.mkdir()
        needs = PageNeeds(
            journal=journal,
            profiles=profiles,
            pulse=pulse,
            standing=lambda: running[0].standing,
            pipe=pipe,
            now=lambda: time.time_ns() // 1_000_000,
            place_test_call=place_test_call,
            own_texts=lambda: running[0].own_texts,
            texts=own,
            enrol=enrol,
            printer="slips",
            technician=Technician(hash_of("482913"), {"leave": lambda: running[0].left.append("leave")}),
        )
        server = PageServer.bind(needs, port=0, pages=pages)
        running.append(Kiosk(server, journal, pulse, pipe))
        await server.start()
        yield running[0]
        await server.stop()
        await journal.close()


@pytest.fixture
async def page(kiosk: Kiosk) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser that the kiosk started: it has the cookie, and sends the page's own Origin."""
    async with aiohttp.ClientSession(
        kiosk.origin, cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": kiosk.origin}
    ) as session:
        async with session.get(URL(kiosk.server.guard.start_url()).path) as response:
            assert response.status == 200
        yield session


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something that another task brings about; the test's own time-out is the bound."""
    while not holds():  # noqa: ASYNC110 - what it waits for has no event
        await asyncio.sleep(0.01)
