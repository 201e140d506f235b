"""A real server on loopback around a journal in memory, and clients that say exactly what they are told."""

import asyncio
import secrets
import time
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import orjson
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jwt
from joserfc.jwk import OKPKey

from signaling.clock import SteadyClock
from signaling.core.commands import Configure
from signaling.core.ids import (
    AdminId,
    Disposition,
    GuideId,
    KioskId,
    Language,
    NeighbourhoodId,
    Party,
    PoolId,
    SiteId,
    Topic,
)
from signaling.core.pool import Pool
from signaling.core.pool_settings import PoolSettings
from signaling.exchange import Exchange
from signaling.gateway.client import Client
from signaling.gateway.engine import Socket
from signaling.gateway.gateway import Gateway
from signaling.gateway.limits import Limits
from signaling.gateway.screens import Screen
from signaling.ports import (
    Errand,
    ErrandOutcome,
    GuideProfile,
    JournalUnavailable,
    KioskProfile,
    SelfTestResult,
)
from signaling.turn_credentials import IceServers, TurnCredentials
from tests.fakes import MemoryJournal

ORIGIN = "https://desk.example"
BROWSER = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}
"""What Chromium and Firefox ask for in their handshake."""
LATER = 60_000
"""Milliseconds from now until a command expires: more than any machine takes for it."""
UNHURRIED = Limits(beat_within=600_000, join_within=600_000)
"""Nobody is lost for having no heartbeat, which clients of ours do not, however long a test takes."""
POOL = PoolSettings(
    languages=(Language("sv"), Language("so"), Language("ar")),
    topics=(Topic("school"), Topic("form")),
    dispositions=(Disposition("solved"), Disposition("referred")),
)
SDP = "\r\n".join(
    (
        "v=0",
        "o=- 1 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "c=IN IP4 0.0.0.0",
        "a=ice-ufrag:abcd",
        "a=ice-pwd:abcdefghijklmnopqrstuv",
        "a=fingerprint:sha-256 " + ":".join(["AB"] * 32),
        "",
    )
)


def new_call() -> str:
    """A UUIDv7."""
    stamp = int(time.time() * 1000) << 80
    return str(
        uuid.UUID(int=stamp | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62))
    )


def description(kind: str = "offer", sdp: str = SDP) -> dict[str, Any]:
    return {"kind": "description", "pc": "pc-1", "to_pc": None, "type": kind, "sdp": sdp}


@dataclass
class Key:
    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def token(self, kiosk: str, **changed: Any) -> str:
        now = int(time.time())
        claims = {"sub": kiosk, "aud": "vagvisare", "iat": now, "exp": now + 60, "jti": secrets.token_hex(8)}
        claims = {key: value for key, value in (claims | changed).items() if value is not None}
        pem = self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return jwt.encode({"alg": "Ed25519"}, claims, OKPKey.import_key(pem), algorithms=["Ed25519"])


class MemoryDirectory:
    """Kiosks and guides by id; codes for enrolment."""

    def __init__(self) -> None:
        self.kiosks: dict[str, KioskProfile] = {}
        self.guides: dict[str, GuideProfile] = {}
        self.codes: dict[str, str] = {}
        self.down = False
        self.unwritable = False
        self.noted = 0
        """How often a version was written down."""

    async def kiosk(self, kiosk: KioskId) -> KioskProfile | None:
        self._reach()
        return self.kiosks.get(kiosk)

    async def guide(self, guide: GuideId) -> GuideProfile | None:
        self._reach()
        return self.guides.get(guide)

    async def enrol(self, code: str, public_key: bytes) -> KioskProfile | None:
        kiosk = self.codes.pop(code, None)
        if kiosk is None:
            return None
        self.kiosks[kiosk] = replace(self.kiosks[kiosk], public_key=public_key)
        return self.kiosks[kiosk]

    async def withdraw(self, kiosk: KioskId) -> None:
        self.kiosks[kiosk] = replace(self.kiosks[kiosk], revoked=True)

    async def note_version(self, kiosk: KioskId, version: str) -> None:
        if self.unwritable:
            raise JournalUnavailable
        self.noted += 1
        self.kiosks[kiosk] = replace(self.kiosks[kiosk], version=version)

    def _reach(self) -> None:
        if self.down:
            raise OSError("the directory is away")


class MemorySelfTests:
    """What kiosks told."""

    def __init__(self) -> None:
        self.kept: list[tuple[KioskId, SelfTestResult]] = []
        self.down = False

    async def keep(self, kiosk: KioskId, result: SelfTestResult) -> None:
        if self.down:
            raise JournalUnavailable
        self.kept.append((kiosk, result))


@dataclass(frozen=True)
class Question:
    """How a kiosk asked for its errands."""

    kiosk: KioskId
    run: str | None
    able: frozenset[Errand]


class MemoryErrands:
    """The wishes that a test sets, told to whoever can do them, and what kiosks said of them."""

    def __init__(self) -> None:
        self.wishes: dict[tuple[KioskId, Errand], int] = {}
        self.asked: list[Question] = []
        self.outcomes: list[tuple[KioskId, Errand, int, ErrandOutcome]] = []
        self.down = False

    async def heard(
        self, kiosk: KioskId, *, run: str | None, able: frozenset[Errand]
    ) -> Mapping[Errand, int]:
        self.asked.append(Question(kiosk, run, able))
        self._reach()
        return {errand: at for (one, errand), at in self.wishes.items() if one == kiosk and errand in able}

    async def report(self, kiosk: KioskId, errand: Errand, *, asked_at: int, outcome: ErrandOutcome) -> None:
        self._reach()
        self.outcomes.append((kiosk, errand, asked_at, outcome))

    def _reach(self) -> None:
        if self.down:
            raise JournalUnavailable


class StaticGuide:
    """A test guide that answers everybody with the same words, or does not."""

    def __init__(self) -> None:
        self.heard: list[tuple[KioskId, str, IceServers | None]] = []
        self.trouble: Exception | None = None

    async def answer(self, kiosk: KioskId, offer: str, ice: IceServers | None) -> str:
        if self.trouble is not None:
            raise self.trouble
        self.heard.append((kiosk, offer, ice))
        return "v=0"


class CookieSessions:
    """`desk=<guide>` is a cookie of that guide, unless signed out."""

    def __init__(self) -> None:
        self.signed_out: set[str] = set()

    async def guide_of(self, cookie_header: str) -> GuideId | None:
        name, _, guide = cookie_header.partition("=")
        return GuideId(guide) if name == "desk" and guide and guide not in self.signed_out else None


@dataclass
class Heard:
    """What came over a socket: pushes, answers and how it ended."""

    pushes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: dict[int, dict[str, Any]] = field(default_factory=dict)
    refused: dict[str, Any] | None = None
    close_code: int | None = None


class RawClient:
    """A Socket.IO client of our own: sends any frame as it is, and keeps all that it hears."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, namespace: str) -> None:
        self.ws = ws
        self.namespace = namespace
        self.heard = Heard()
        self.in_ = asyncio.Event()
        self.deaf = False
        """Whether pings go unanswered."""
        self._news = asyncio.Condition()
        self._ack = 0
        self._reader = asyncio.create_task(self._read())

    async def say(self, text: str) -> None:
        await self.ws.send_str(text)

    async def emit(self, event: str, body: Any) -> int:
        """Send an event and return the id of its answer."""
        self._ack += 1
        data = orjson.dumps([event, body]).decode()
        await self.ws.send_str(f"42{self.namespace},{self._ack}{data}")
        return self._ack

    async def ask(self, event: str, body: Any) -> dict[str, Any]:
        """Send an event and wait for its answer."""
        ack = await self.emit(event, body)
        answer: dict[str, Any] = await self.until(lambda heard: heard.answers.get(ack))
        return answer

    async def command(
        self, type_: str, *, command_id: str | None = None, expires: int | None = None, **fields: Any
    ) -> dict[str, Any]:
        return await self.ask(
            "command",
            {
                "id": command_id or str(uuid.uuid4()),
                "expires": expires or int(time.time() * 1000) + LATER,
                "command": {"type": type_, **fields},
            },
        )

    async def relay(
        self, body: dict[str, Any], *, call: str, epoch: int = 1, to: str, n: int = 1
    ) -> dict[str, Any]:
        """`to` the kiosk or the guide whose ring has the number `epoch`."""
        from_, other = (0, epoch) if to == "guide" else (epoch, 0)
        return await self.ask("relay", {"call": call, "from": from_, "to": other, "n": n, "body": body})

    async def until(self, found: Any) -> Any:
        """Wait until `found(heard)` gives something; the test's own time-out is the bound."""
        async with self._news:
            while not (result := found(self.heard)):
                await self._news.wait()
            return result

    async def view(self, fits: Any = lambda _view: True) -> dict[str, Any]:
        """The newest view, once it fits."""

        def newest(heard: Heard) -> dict[str, Any] | None:
            views = [body for name, body in heard.pushes if name == "view"]
            return views[-1] if views and fits(views[-1]["view"]) else None

        found: dict[str, Any] = await self.until(newest)
        return found

    @property
    def transport(self) -> asyncio.Transport:
        """The bytes below the WebSocket."""
        connection = self.ws._conn
        assert connection is not None
        transport = connection.transport
        assert isinstance(transport, asyncio.Transport)
        return transport

    def pushed(self, name: str) -> list[dict[str, Any]]:
        return [body for event, body in self.heard.pushes if event == name]

    async def closed(self) -> str | None:
        """Wait for the end; the error id that it was explained with."""
        await asyncio.wait([self._reader])
        said = self.pushed("closing")
        return said[-1]["error"]["id"] if said else None

    async def end(self) -> None:
        self._reader.cancel()
        with suppress(asyncio.CancelledError):
            await self._reader
        await self.ws.close()

    async def _read(self) -> None:
        async for message in self.ws:
            if message.type is aiohttp.WSMsgType.TEXT:
                await self._hear(message.data)
        self.heard.close_code = self.ws.close_code
        async with self._news:
            self._news.notify_all()

    async def _hear(self, text: str) -> None:
        if text == "2":
            if not self.deaf:
                await self.ws.send_str("3")
            return
        kind, rest = text[:2], text[2:]
        rest = rest.partition(",")[2] if rest.startswith("/") else rest
        if kind == "40":
            self.in_.set()
        elif kind == "44":
            self.heard.refused = orjson.loads(rest)
        elif kind == "42":
            name, *body = orjson.loads(rest)
            self.heard.pushes.append((name, body[0] if body else {}))
        elif kind == "43":
            ack, _, data = rest.partition("[")
            self.heard.answers[int(ack)] = orjson.loads("[" + data)[0]
        async with self._news:
            self._news.notify_all()


@dataclass
class World:
    """The server and everyone who may come to it."""

    server: BaseTestServer
    http: aiohttp.ClientSession
    gateway: Gateway
    exchange: Exchange
    journal: MemoryJournal
    directory: MemoryDirectory
    sessions: CookieSessions
    self_tests: MemorySelfTests
    errands: MemoryErrands
    guide: StaticGuide
    keys: dict[str, Key] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    """The municipality's own words for the kiosks."""
    clients: list[RawClient] = field(default_factory=list)

    def add_kiosk(self, kiosk: str) -> Key:
        key = self.keys[kiosk] = Key()
        self.directory.kiosks[kiosk] = KioskProfile(
            id=KioskId(kiosk),
            name=f"Screen {kiosk}",
            site=SiteId("library"),
            site_name="The library",
            neighbourhood=NeighbourhoodId("varby"),
            neighbourhood_name="Vårby",
            phone="08-535 300 00",
            public_key=key.public,
            revoked=False,
        )
        return key

    def add_guide(self, guide: str, *languages: str, leads: bool = False) -> None:
        self.directory.guides[guide] = GuideProfile(
            id=GuideId(guide),
            name=f"Guide {guide}",
            languages=tuple(map(Language, languages or ("sv",))),
            leads=leads,
        )

    async def socket(self, namespace: str, headers: Mapping[str, str], **options: Any) -> RawClient:
        """A WebSocket that has not asked for a namespace yet."""
        ws = await self.http.ws_connect(
            self.server.make_url("/socket.io/?EIO=4&transport=websocket"),
            headers=headers,
            autoping=True,
            **options,
        )
        client = RawClient(ws, namespace)
        self.clients.append(client)
        return client

    async def join(self, client: RawClient) -> RawClient:
        await client.say(f"40{client.namespace},")
        await client.until(lambda heard: client.in_.is_set() or heard.refused or client.ws.closed)
        return client

    async def kiosk(self, kiosk: str = "k1", *, token: str | None = None) -> RawClient:
        key = self.keys.get(kiosk) or self.add_kiosk(kiosk)
        headers = {"Authorization": f"Bearer {token or key.token(kiosk)}", **BROWSER}
        return await self.join(await self.socket("/kiosk", headers))

    async def desk(self, guide: str = "g1", *, available: bool = True, origin: str = ORIGIN) -> RawClient:
        if guide not in self.directory.guides:
            self.add_guide(guide)
        headers = {"Cookie": f"desk={guide}", "Origin": origin, **BROWSER}
        client = await self.join(await self.socket("/desk", headers))
        if available and client.in_.is_set():
            assert (await client.command("set_status", status="available"))["ok"]
        return client

    async def until(self, found: Callable[[Pool], Any]) -> None:
        """Wait until the pool is as `found` says; the test's own time-out is the bound."""
        while not found(self.exchange.pool):  # noqa: ASYNC110 - nothing tells a test of a fold
            await asyncio.sleep(0.005)

    def socket_of(self, party: str) -> Socket:
        """The server's side of this kiosk's or guide's socket."""
        server = self.gateway._server
        assert server is not None
        client = self.client_of(party)
        (socket,) = (socket for socket in server.eio.sockets.values() if socket.guest is client)
        assert isinstance(socket, Socket)
        return socket

    def client_of(self, party: str) -> Client:
        floor = self.gateway._floor
        assert floor is not None
        (client,) = (client for each, client in floor.clients.items() if each.id == party)
        return client

    def screen_of(self, party: str) -> Screen:
        return self.client_of(party)._screen

    async def tap(self, kiosk: RawClient, language: str = "sv") -> str:
        call = new_call()
        answer = await kiosk.command("call", call=call, language=language, tapped_at=int(time.time() * 1000))
        assert answer["ok"], answer
        return call

    async def ringing(self, kiosk: RawClient, desk: RawClient) -> str:
        call = await self.tap(kiosk)
        await desk.view(lambda view: view["ring"] and view["ring"]["call"] == call)
        return call

    async def live(self, kiosk: RawClient, desk: RawClient) -> str:
        call = await self.ringing(kiosk, desk)
        assert (await desk.command("take", call=call, epoch=1))["ok"]
        assert (await kiosk.command("media_up", call=call, epoch=1))["ok"]
        assert (await desk.command("media_up", call=call, epoch=1))["ok"]
        await kiosk.view(lambda view: view["call"] and view["call"]["state"] == "live")
        return call


@asynccontextmanager
async def served(limits: Limits = UNHURRIED, *, turn_urls: tuple[str, ...] = ()) -> AsyncIterator[World]:
    """A world for one test."""
    clock = SteadyClock()
    journal, directory, sessions = MemoryJournal(), MemoryDirectory(), CookieSessions()
    turn = TurnCredentials(urls=turn_urls, secrets=("secret",), lifetime=600_000)
    tests, errands, guide = MemorySelfTests(), MemoryErrands(), StaticGuide()
    gateway = Gateway(
        directory=directory,
        turn=turn,
        clock=clock,
        self_tests=tests,
        self_test_guide=guide,
        texts=lambda: world.texts,
        limits=limits,
    )
    exchange = Exchange(PoolId("pool"), journal=journal, audience=gateway, clock=clock, settings=POOL)
    app = web.Application()
    gateway.mount(app, exchange=exchange, journal=journal, errands=errands, sessions=sessions, origin=ORIGIN)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        world = World(server, http, gateway, exchange, journal, directory, sessions, tests, errands, guide)
        running = [asyncio.create_task(exchange.run()), asyncio.create_task(gateway.run())]
        await exchange.submit(Configure(settings=POOL), by=Party.admin(AdminId("test")))
        try:
            yield world
        finally:
            for client in world.clients:
                await client.end()
            for task in running:
                task.cancel()
            await asyncio.wait(running)
    for task in running:
        with suppress(asyncio.CancelledError):
            task.result()
