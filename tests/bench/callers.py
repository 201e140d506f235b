"""Kiosks and desks that make whole calls as fast as the server lets them: the load of `tests.bench.calls`.

A process of its own, so that what is measured is the server. The sockets are aiohttp's, with a browser's
extension header; a whole call is 14 messages in, each answered, and about as many pushes out:

    kiosk  call · offer · candidates · 2 acknowledgements · media_up · hang_up
    desk   take · answer · candidates · 2 acknowledgements · media_up · finish_wrap_up
"""

import asyncio
import itertools
import json
import os
import secrets
import signal
import sys
import time
import uuid
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import uvloop
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jwt
from joserfc.jwk import OKPKey

BROWSER = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}
SDP = "\r\n".join(
    (
        "v=0",
        "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "c=IN IP4 0.0.0.0",
        "a=ice-ufrag:abcd",
        "a=ice-pwd:abcdefghijklmnopqrstuv",
        "a=fingerprint:sha-256 " + ":".join(["AB"] * 32),
        *(f"a=rtpmap:{number} codec{number}/90000" for number in range(96, 196)),
        "",
    )
)
"""About as long as a browser's."""
CANDIDATES = [
    {
        "candidate": f"candidate:{n} 1 udp 2122260223 192.168.1.7 5432{n} typ host generation 0 ufrag abcd",
        "sdpMid": "0",
        "sdpMLineIndex": 0,
        "usernameFragment": "abcd",
    }
    for n in range(4)
]
BEAT_EVERY = 5.0
CONNECTING_AT_ONCE = 20
LONGEST_FINISH = 10.0
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    url: str
    origin: str
    kiosks: dict[str, str]
    """Id and device key (hex)."""
    cookies: list[str]
    """One for each guide."""
    callers: int
    """How many calls are under way at once, where `rate` is None."""
    rate: float | None
    """Taps a second, whatever becomes of the calls."""
    warm_up: float
    seconds: float
    server: int
    """The server's process, whose processor time is measured with the calls."""
    profiled: bool
    """Whether the server waits for SIGUSR1 to be profiled."""


@dataclass(slots=True)
class Tally:
    """What happened while it was measured."""

    calls: int = 0
    messages_in: int = 0
    messages_out: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    """How often, by error id."""
    tap_to_ring: list[float] = field(default_factory=list)
    """Milliseconds."""
    cpu: dict[str, float] = field(default_factory=dict)
    """Seconds of processor time: the event loop's thread, and all others (the store's) together."""


class Load:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.tally = Tally()
        self.tapped: dict[str, float] = {}
        self.idle: deque[Kiosk] = deque()
        self.counting = False
        self.ended = asyncio.Event()
        self.freed = asyncio.Event()

    def next_call(self) -> None:
        if self.idle and not self.ended.is_set():
            self.idle.popleft().tap()

    def finished(self, kiosk: "Kiosk", call: str) -> None:
        tapped = self.tapped.pop(call, None)
        if self.counting and tapped is not None:
            self.tally.calls += 1
        self.idle.append(kiosk)
        self.freed.set()
        if self.plan.rate is None:
            self.next_call()

    async def finish(self) -> None:
        """Let the calls under way end, so that the next run finds everyone free."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_FINISH):
                while self.tapped:
                    self.freed.clear()
                    await self.freed.wait()
        await asyncio.sleep(0.5)

    def rang(self, call: str) -> None:
        tapped = self.tapped.get(call)
        if self.counting and tapped is not None:
            self.tally.tap_to_ring.append((time.perf_counter() - tapped) * 1_000)


class Client:
    """One socket. `say` sends an event; subclasses hear pushes."""

    namespace: str

    def __init__(self, load: Load, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.load = load
        self.ws = ws
        self.seq = 0
        self.numbers = itertools.count(1)
        self.outbox: asyncio.Queue[str] = asyncio.Queue()
        self.ready = asyncio.Event()

    def say(self, event: str, body: dict[str, Any]) -> None:
        data = orjson.dumps([event, body]).decode()
        self.outbox.put_nowait(f"42{self.namespace},{next(self.numbers)}{data}")

    def command(self, type_: str, **fields: Any) -> None:
        expires = int(time.time() * 1000) + 20_000
        self.say(
            "command", {"id": str(uuid.uuid4()), "expires": expires, "command": {"type": type_, **fields}}
        )

    def relay(self, call: str, epoch: int, to: str, n: int, body: dict[str, Any]) -> None:
        from_, other = (0, epoch) if to == "guide" else (epoch, 0)
        self.say("relay", {"call": call, "from": from_, "to": other, "n": n, "body": body})

    def heard_view(self, view: dict[str, Any]) -> None:
        raise NotImplementedError

    def heard_relay(self, push: dict[str, Any]) -> None:
        self.say("relay_ack", {name: push[name] for name in ("call", "from", "to", "n")})

    async def write(self) -> None:
        while True:
            await self.ws.send_str(await self.outbox.get())
            self.load.tally.messages_in += self.load.counting

    async def beat(self) -> None:
        await asyncio.sleep(secrets.randbelow(5_000) / 1_000)
        while True:
            self.say("beat", {"seq": self.seq, "media": None})
            await asyncio.sleep(BEAT_EVERY)

    async def read(self) -> None:
        event, skip = f"42{self.namespace},", len(f"42{self.namespace},")
        answer = f"43{self.namespace},"
        async for message in self.ws:
            text = message.data
            self.load.tally.messages_out += self.load.counting
            if text.startswith(event):
                name, body = orjson.loads(text[skip:])
                if name == "view":
                    self.seq = body["seq"]
                    self.heard_view(body["view"])
                elif name == "relay":
                    self.heard_relay(body)
                else:
                    raise RuntimeError(text)
            elif text == "2":
                self.outbox.put_nowait("3")
            elif text.startswith("40"):
                self.ready.set()
            elif text.startswith("44"):
                raise RuntimeError(text)
            elif text.startswith(answer) and '"ok":false' in text:
                error = str(orjson.loads(text[text.index("[") :])[0]["error"]["id"])
                self.load.tally.refused[error] = self.load.tally.refused.get(error, 0) + 1
        if not self.load.ended.is_set():
            raise RuntimeError(f"the server closed a socket: {self.ws.close_code}")


class Kiosk(Client):
    namespace = "/kiosk"
    call: str | None = None
    said = ""
    """The state of the call that was last acted upon."""

    def tap(self) -> None:
        self.call = call = uuid7()
        self.said = ""
        self.load.tapped[call] = time.perf_counter()
        self.command("call", call=call, language="sv", tapped_at=int(time.time() * 1000))

    def heard_view(self, view: dict[str, Any]) -> None:
        call, ended = view["call"], view["ended"]
        if self.call is None:
            return
        if ended is not None and ended["id"] == self.call:
            finished, self.call = self.call, None
            self.load.finished(self, finished)
        elif call is not None and call["id"] == self.call and call["state"] != self.said:
            self.said = call["state"]
            match self.said:
                case "ringing":
                    offer = {"kind": "description", "pc": "k", "to_pc": None, "type": "offer", "sdp": SDP}
                    self.relay(self.call, call["epoch"], "guide", 1, offer)
                    more = {"kind": "candidates", "pc": "k", "candidates": CANDIDATES, "end": True}
                    self.relay(self.call, call["epoch"], "guide", 2, more)
                case "connecting":
                    self.command("media_up", call=self.call, epoch=call["epoch"])
                case "live":
                    self.command("hang_up", call=self.call)


class Desk(Client):
    namespace = "/desk"
    rung = ("", 0)
    up = ("", 0)
    wrapped = ""

    def heard_view(self, view: dict[str, Any]) -> None:
        ring, call, wrap_up = view["ring"], view["call"], view["wrap_up"]
        if ring is not None and self.rung != (ring["call"], ring["epoch"]):
            self.rung = (ring["call"], ring["epoch"])
            self.load.rang(ring["call"])
            self.command("take", call=ring["call"], epoch=ring["epoch"])
        if call is not None and call["state"] == "connecting" and self.up != (call["id"], call["epoch"]):
            self.up = (call["id"], call["epoch"])
            self.command("media_up", call=call["id"], epoch=call["epoch"])
        if wrap_up is not None and self.wrapped != wrap_up["call"]:
            self.wrapped = wrap_up["call"]
            self.command("finish_wrap_up", call=self.wrapped, topic="form", disposition="solved")

    def heard_relay(self, push: dict[str, Any]) -> None:
        super().heard_relay(push)
        if push["body"]["kind"] == "description":
            call, epoch = push["call"], push["to"]
            answer = {"kind": "description", "pc": "g", "to_pc": "k", "type": "answer", "sdp": SDP}
            self.relay(call, epoch, "kiosk", 1, answer)
            more = {"kind": "candidates", "pc": "g", "candidates": CANDIDATES, "end": True}
            self.relay(call, epoch, "kiosk", 2, more)


def uuid7() -> str:
    stamp = int(time.time() * 1000) << 80
    return str(
        uuid.UUID(int=stamp | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62))
    )


def token_of(kiosk: str, key_hex: str) -> str:
    now = int(time.time())
    claims = {"sub": kiosk, "aud": "vagvisare", "iat": now, "exp": now + 60, "jti": secrets.token_hex(8)}
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key_hex))
    return jwt.encode({"alg": "Ed25519"}, claims, OKPKey.import_key(key), algorithms=["Ed25519"])


async def run(plan: Plan) -> Tally:
    """Connect everyone, call for `warm_up` and `seconds`, and say what happened in the latter."""
    load = Load(plan)
    url = f"{plan.url}/socket.io/?EIO=4&transport=websocket"
    gate = asyncio.Semaphore(CONNECTING_AT_ONCE)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as http, asyncio.TaskGroup() as group:
        tasks: list[asyncio.Task[None]] = []

        async def connect(make: Callable[..., Client], headers: dict[str, str]) -> Client:
            async with gate:
                ws = await http.ws_connect(url, headers=headers | BROWSER, max_msg_size=0)
                client = make(load, ws)
                tasks.extend(group.create_task(work) for work in (client.read(), client.write()))
                client.outbox.put_nowait(f"40{client.namespace},")
                async with asyncio.timeout(30):
                    await client.ready.wait()
                tasks.append(group.create_task(client.beat()))
                return client

        desks = await asyncio.gather(
            *(connect(Desk, {"Cookie": cookie, "Origin": plan.origin}) for cookie in plan.cookies)
        )
        kiosks = await asyncio.gather(
            *(
                connect(Kiosk, {"Authorization": f"Bearer {token_of(kiosk, key)}"})
                for kiosk, key in plan.kiosks.items()
            )
        )
        for desk in desks:
            desk.command("set_status", status="available")
        await asyncio.sleep(1.0)
        load.idle.extend(kiosk for kiosk in kiosks if isinstance(kiosk, Kiosk))
        calling = group.create_task(_call(load))
        await asyncio.sleep(plan.warm_up)
        load.counting = True
        before = _cpu_by_thread(plan.server)
        if plan.profiled:
            os.kill(plan.server, signal.SIGUSR1)
        await asyncio.sleep(plan.seconds)
        load.counting = False
        load.tally.cpu = {part: spent - before[part] for part, spent in _cpu_by_thread(plan.server).items()}
        load.ended.set()
        await load.finish()
        for task in (*tasks, calling):
            task.cancel()
    return load.tally


def _cpu_by_thread(pid: int) -> dict[str, float]:
    ticks = os.sysconf("SC_CLK_TCK")
    spent = {"loop": 0.0, "others": 0.0}
    for task in Path(f"/proc/{pid}/task").iterdir():
        fields = (task / "stat").read_text().rpartition(")")[2].split()
        spent["loop" if int(task.name) == pid else "others"] += (int(fields[11]) + int(fields[12])) / ticks
    return spent


async def _call(load: Load) -> None:
    if load.plan.rate is None:
        for _ in range(load.plan.callers):
            load.next_call()
        return
    started = time.perf_counter()
    for number in itertools.count():
        await asyncio.sleep(max(0.0, started + number / load.plan.rate - time.perf_counter()))
        load.next_call()


if __name__ == "__main__":
    print(json.dumps(asdict(uvloop.run(run(Plan(**json.load(sys.stdin)))))))
