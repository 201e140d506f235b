"""The smallest server that speaks the wire: it relays, and pushes the views that a test gives it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
import socketio
from aiohttp import web

from signaling.wire.messages import KioskViewPush
from signaling.wire.views import KioskCall, KioskView, LanguageService, PartyLine, Place
from signaling.wire.vocabulary import CallState, PartyState
from tests.fixtures.programs import free_port

PLACE = Place(
    kiosk="kiosk-1",
    name="Demo screen",
    site="site-1",
    site_name="Demo library",
    neighbourhood="area-1",
    neighbourhood_name="Demo area",
)
CALL = "0190a6f0-0000-7000-8000-000000000001"
Answer = Mapping[str, Any]


def now() -> int:
    return time.time_ns() // 1_000_000


def parties_of(state: CallState, epoch: int) -> tuple[PartyLine, ...]:
    """The one guide of a call, once a desk rings."""
    states: dict[CallState, PartyState] = {
        "ringing": "ringing",
        "connecting": "joining",
        "live": "present",
        "interrupted": "present",
    }
    if state not in states:
        return ()
    return (PartyLine(epoch=epoch, role="guide", guide=None, state=states[state]),)


def kiosk_view(state: CallState | None = None, *, epoch: int = 1) -> KioskView:
    call = None
    if state is not None:
        call = KioskCall(
            id=CALL,
            state=state,
            language="sv",
            accepts=("sv",),
            spoken=None,
            choices=(),
            tapped_at=now(),
            epoch=epoch,
            position=None,
            wait=None,
            guide=None,
            parties=parties_of(state, epoch),
            on_hold=False,
            until=None,
        )
    service = LanguageService(language="sv", on_duty=1, free=1, waiting=0, open=True, opens_at=None)
    return KioskView(place=PLACE, phone="08-000 00 00", languages=(service,), call=call, ended=None)


@dataclass
class SmallServer:
    """Records what comes; answers commands as `on_command` says; relays between `/kiosk` and `/desk`."""

    commands: list[dict[str, Any]] = field(default_factory=list)
    beats: list[dict[str, Any]] = field(default_factory=list)
    relayed: list[dict[str, Any]] = field(default_factory=list)
    relay_acks: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    on_command: Callable[[dict[str, Any]], Answer | None] = lambda _request: {"ok": True, "seq": 1}
    """None leaves the command without an answer."""
    answers_beats: bool = True
    refuses_with: Answer | None = None
    greeting: Callable[[str], Mapping[str, Any] | None] = lambda _namespace: None
    """The push that a client of this namespace gets when it connects."""
    url: str = ""
    runner: web.AppRunner | None = None
    sio: socketio.AsyncServer = None

    async def start(self, port: int = 0) -> None:
        self.sio = socketio.AsyncServer(
            async_mode="aiohttp", transports=["websocket"], ping_interval=5, ping_timeout=5
        )
        for namespace in ("/kiosk", "/desk"):
            self._serve(namespace)
        app = web.Application()
        self.sio.attach(app)
        self.runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self.runner.addresses[0][1]}"

    async def stop(self) -> None:
        if self.runner is None:
            return
        runner, self.runner = self.runner, None
        await self.sio.shutdown()
        await runner.cleanup()

    async def restart(self) -> None:
        port = int(self.url.rpartition(":")[2])
        await self.stop()
        await self.start(port)

    async def drop_clients(self) -> None:
        """Cut every socket, as a network does."""
        for socket in list(self.sio.eio.sockets.values()):
            await socket.close()

    async def push(self, namespace: str, push: Mapping[str, Any]) -> None:
        await self.sio.emit("view", push, namespace=namespace)

    async def _admit(self, sid: str, namespace: str, environ: Mapping[str, Any]) -> None:
        self.headers.append(dict(environ["aiohttp.request"].headers))
        if self.refuses_with is not None:
            raise socketio.exceptions.ConnectionRefusedError("refused", self.refuses_with)
        push = self.greeting(namespace)
        if push is not None:
            await self.sio.emit("view", push, to=sid, namespace=namespace)

    def _serve(self, namespace: str) -> None:
        other = "/desk" if namespace == "/kiosk" else "/kiosk"

        async def connect(sid: str, environ: Mapping[str, Any], auth: object) -> None:
            await self._admit(sid, namespace, environ)

        async def command(sid: str, request: dict[str, Any]) -> Answer:
            self.commands.append(request)
            answer = self.on_command(request)
            if answer is None:
                await asyncio.sleep(3600)
            return answer or {}

        async def beat(sid: str, request: dict[str, Any]) -> Answer:
            self.beats.append(request)
            if not self.answers_beats:
                await asyncio.sleep(3600)
            return {"ok": True, "seq": request["seq"], "at": now()}

        async def relay(sid: str, request: dict[str, Any]) -> Answer:
            self.relayed.append(request)
            await self.sio.emit("relay", request, namespace=other)
            return {"ok": True}

        async def relay_ack(sid: str, request: dict[str, Any]) -> Answer:
            self.relay_acks.append(request)
            return {"ok": True}

        for handler in (connect, command, beat, relay, relay_ack):
            self.sio.on(handler.__name__, handler, namespace=namespace)


@pytest.fixture
async def server() -> AsyncIterator[SmallServer]:
    server = SmallServer()
    await server.start(free_port())  # and not one that the system gives others once it is down for a while
    yield server
    await server.stop()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


def kiosk_push(seq: int, state: CallState | None = None, *, epoch: int = 1) -> dict[str, Any]:
    push = KioskViewPush(seq=seq, at=now(), view=kiosk_view(state, epoch=epoch), ice=None)
    return push.model_dump(mode="json")
