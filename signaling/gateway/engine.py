"""Engine.IO on aiohttp's WebSockets: what is below Socket.IO.

What differs from the library as it comes, each for a measured reason:

- WebSocket only, and without permessage-deflate, which costs 91 KiB a socket and which browsers ask for.
- A client's messages are handled in the order in which they came, in the one task that reads them.
- Writing never waits: messages go to a backlog of bounded bytes; who does not read is dropped.
- One sweep a second sends pings and finds the silent, instead of a task and several timers per message.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

import engineio
import engineio.async_socket
import engineio.packet
import structlog
from aiohttp import WSMessage, WSMsgType, web
from typing_extensions import override

from signaling.core.pool_settings import SECOND
from signaling.gateway.frames import Event
from signaling.gateway.limits import Limits
from signaling.wire.messages import GREATEST_MESSAGE
from signaling.wire.vocabulary import ErrorId

SOCKET = "signaling.gateway.socket"
"""Where a request's environment holds its `Socket`."""
_GRACE = 2.0
"""Seconds that a closing socket has to take what was sent to it."""
_PING = str(engineio.packet.PING).encode()

_log = structlog.get_logger(__name__)


class Guest(Protocol):
    """A client that was let in: lives as long as its socket. None of its methods may block."""

    def joined(self) -> None:
        """The client knows that it is in, and can be told things."""
        ...

    def heard(self, event: Event, ack: int | None) -> None: ...

    def left(self) -> None:
        """The socket is gone. Called exactly once."""
        ...

    def sweep(self) -> None:
        """A second has passed."""
        ...

    def pardon(self) -> None:
        """This process stood still: nobody's silence until now counts."""
        ...


class Listener(Protocol):
    async def heard(self, socket: "Socket", text: str) -> None:
        """One message of a client."""
        ...

    def refuse(self, socket: "Socket", error: ErrorId) -> None:
        """Say why, then close."""
        ...


class Socket(engineio.async_socket.AsyncSocket):  # type: ignore[misc]
    """One WebSocket and whoever came in through it."""

    def __init__(self, server: "Engine", sid: str) -> None:
        super().__init__(server, sid)
        self.closed = False
        self.guest: Guest | None = None
        self.since = self.heard_at = self._pinged_at = asyncio.get_running_loop().time()
        self._limits = server.limits
        self._ws: _WebSocket | None = None
        self._backlog: deque[bytes] = deque()
        self._unread = 0
        self._wake = asyncio.Event()

    def post(self, message: bytes) -> None:
        """Send when the client reads. Drops a client that leaves too much unread."""
        if self.closed:
            return
        self._backlog.append(message)
        self._unread += len(message)
        self._wake.set()
        if self._unread > self._limits.unread_bytes:
            _log.warning("socket_dropped", error="too_slow", unread=self._unread)
            self.end()
            self._abort()

    def welcome(self) -> None:
        """The library has told the client whether it is in. Who was refused begins anew with a handshake."""
        if self.guest is None:
            self.end()
        else:
            self.guest.joined()

    def end(self) -> None:
        """Send what waits, then close. What the client says from now on is not heard."""
        if self.closed:
            return
        self.closing = self.closed = True
        self._wake.set()
        asyncio.get_running_loop().call_later(_GRACE, self._abort)
        guest, self.guest = self.guest, None
        if guest is not None:
            guest.left()

    def pardon(self, now: float) -> None:
        """What the client said may still wait to be read, for this process stood still."""
        self.heard_at = now
        if self.guest is not None:
            self.guest.pardon()

    def sweep(self, now: float) -> None:
        limits = self._limits
        if now - self.heard_at > (limits.ping_interval + limits.ping_timeout) / SECOND:
            self.end()
            self._abort()
        elif self.guest is None:
            if now - self.since > limits.join_within / SECOND:
                self.end()
        else:
            self.guest.sweep()
            if now - self._pinged_at >= limits.ping_interval / SECOND:
                self._pinged_at = now
                self.post(_PING)

    @override
    async def send(self, pkt: engineio.packet.Packet) -> None:
        encoded = pkt.encode()
        self.post(encoded if isinstance(encoded, bytes) else encoded.encode())

    @override
    async def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        self.end()

    @override
    async def _websocket_handler(self, ws: "_WebSocket") -> None:
        """Read until one side ends it; the library calls this once the handshake is done."""
        self._ws = ws
        self.connected = self.upgraded = True
        writer = asyncio.create_task(self._write(ws))
        try:
            while not self.closed:
                message = await ws.receive()
                self.heard_at = asyncio.get_running_loop().time()
                if message.type is WSMsgType.TEXT:
                    await self.server.listener.heard(self, message.data)
                elif message.type is WSMsgType.BINARY:
                    self.server.listener.refuse(self, "malformed")
                else:
                    break
        finally:
            self.end()
            with suppress(ConnectionError):
                await writer

    async def _write(self, ws: "_WebSocket") -> None:
        try:
            while not (self.closed and not self._backlog):
                await self._wake.wait()
                self._wake.clear()
                while self._backlog:
                    message = self._backlog.popleft()
                    await ws.send(message)
                    self._unread -= len(message)
            await ws.close()
        except ConnectionError:
            self.end()

    def _abort(self) -> None:
        if self._ws is not None:
            self._ws.abort()


class _WebSocket:
    """The library's driver for aiohttp, without compression. It wants a class with this signature."""

    def __init__(self, handler: Any, _server: "Engine") -> None:
        self._handler = handler
        self._response = web.WebSocketResponse(
            compress=False, max_msg_size=GREATEST_MESSAGE, timeout=_GRACE, autoping=True
        )
        self._transport: asyncio.WriteTransport | None = None

    async def __call__(self, environ: Mapping[str, Any]) -> web.WebSocketResponse:
        request: web.Request = environ["aiohttp.request"]
        await self._response.prepare(request)
        self._transport = request.transport
        await self._handler(self)
        return self._response

    async def receive(self) -> WSMessage:
        return await self._response.receive()

    async def send(self, message: bytes) -> None:
        await self._response.send_frame(message, WSMsgType.TEXT)

    async def close(self) -> None:
        await self._response.close()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()


class Engine(engineio.AsyncServer):  # type: ignore[misc]
    """The library's Engine.IO server with our sockets."""

    limits: Limits
    listener: "Listener"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._async: Mapping[str, Any] = {**self._async, "websocket": _WebSocket}

    @override
    async def _handle_connect(
        self, environ: dict[str, Any], transport: str, jsonp_index: int | None = None
    ) -> Any:
        if len(self.sockets) >= self.limits.sockets:
            raise web.HTTPServiceUnavailable
        sid = self.generate_id()
        self.sockets[sid] = environ[SOCKET] = socket = Socket(self, sid)
        opening = {
            "sid": sid,
            "upgrades": [],
            "pingInterval": self.limits.ping_interval,
            "pingTimeout": self.limits.ping_timeout,
            "maxPayload": GREATEST_MESSAGE,
        }
        try:
            await socket.send(engineio.packet.Packet(engineio.packet.OPEN, opening))
            await self._trigger_event("connect", sid, environ, run_async=False)
            return await _WebSocket(socket._websocket_handler, self)(environ)  # noqa: SLF001
        finally:
            socket.end()
            self.sockets.pop(sid, None)
            await self._trigger_event("disconnect", sid, "", run_async=False)
