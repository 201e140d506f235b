"""python-socketio on aiohttp, made lean and made to keep its temper.

What differs from the library as it comes, each for a measured reason:

- WebSocket only, and without permessage-deflate, which costs 91 KiB a socket and which browsers ask for.
- A client's frames are handled in the order in which they came, in the one task that reads them.
- No event reaches a handler of the library: a client that emits `connect` would call it with forged claims.
- Writing never waits: frames go to a backlog of bounded bytes; who does not read is dropped.
- One sweep a second sends pings and finds the silent, instead of a task and several timers per message.

The library keeps the handshakes, the namespaces and their ids. What is overridden of it has tests of its own,
which is what an upgrade must pass.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

import engineio
import engineio.async_socket
import engineio.packet
import socketio
import structlog
from aiohttp import WSMessage, WSMsgType, web
from typing_extensions import override

from signaling.core.pool_settings import SECOND
from signaling.gateway import frames
from signaling.gateway.limits import Limits
from signaling.ports import JournalUnavailable
from signaling.wire.errors import Faulted, closing, problem
from signaling.wire.messages import GREATEST_MESSAGE, Problem
from signaling.wire.scalars import Message
from signaling.wire.vocabulary import ErrorId

SWEEP = 1.0
"""Seconds between two looks at all sockets."""
_GRACE = 2.0
"""Seconds that a closing socket has to take what was sent to it."""
_PING = str(engineio.packet.PING).encode()
_SOCKET = "signaling.gateway.socket"
_STAY_AWAY = "identity"
"""The category of errors after which a client must not come back by itself."""

_log = structlog.get_logger(__name__)
_library_log = logging.getLogger("signaling.gateway.socketio")
_library_log.setLevel(logging.CRITICAL)


class Guest(Protocol):
    """A client that was let in: lives as long as its socket. None of its methods may block."""

    def joined(self) -> None:
        """The client knows that it is in, and can be told things."""
        ...

    def heard(self, event: frames.Event, ack: int | None) -> None: ...

    def left(self) -> None:
        """The socket is gone. Called exactly once."""
        ...

    def sweep(self) -> None:
        """A second has passed."""
        ...


class Door(Protocol):
    async def open(self, request: web.Request, line: "Line") -> Guest:
        """Who this is. Raises `Faulted` where it is nobody."""
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
                    await self.server.owner.heard(self, message.data)
                elif message.type is WSMsgType.BINARY:
                    self.server.owner.refuse(self, "malformed")
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
    owner: "Server"

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
        self.sockets[sid] = environ[_SOCKET] = socket = Socket(self, sid)
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


class Server(socketio.AsyncServer):  # type: ignore[misc]
    """The library's Socket.IO server with one door for each namespace."""

    eio: Engine

    def __init__(self, doors: Mapping[str, Door], limits: Limits) -> None:
        super().__init__(
            async_mode="aiohttp",
            async_handlers=False,
            namespaces=list(doors),
            transports=["websocket"],
            allow_upgrades=False,
            cors_allowed_origins=[],
            http_compression=False,
            max_http_buffer_size=GREATEST_MESSAGE,
            monitor_clients=False,
            logger=_library_log,
            engineio_logger=_library_log,
        )
        self.eio.limits = limits
        self.eio.owner = self
        for namespace, door in doors.items():
            self.on("connect", self._admission(namespace, door), namespace=namespace)

    @override
    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    async def sweep_forever(self) -> None:
        """Ping, and drop who is silent. After a pause of this process nobody is blamed for it."""
        loop = asyncio.get_running_loop()
        last = loop.time()
        while True:
            await asyncio.sleep(SWEEP)
            now = loop.time()
            stalled = now - last > 2 * SWEEP
            for socket in list(self.eio.sockets.values()):
                if stalled:
                    socket.heard_at = now
                socket.sweep(now)
            last = now

    def close_all(self, error: ErrorId) -> None:
        for socket in list(self.eio.sockets.values()):
            self.refuse(socket, error)

    async def heard(self, socket: Socket, text: str) -> None:
        """One Engine.IO message of a client, with everything that can be wrong about it."""
        try:
            match text[:1]:
                case "4":
                    await self._heard(socket, frames.parse(text[1:]))
                case "3" | "6":
                    pass
                case "1":
                    socket.end()
                case _:
                    self.refuse(socket, "malformed")
        except frames.Malformed:
            self.refuse(socket, "malformed")
        except Exception:  # noqa: BLE001 - whatever one client causes must not reach the others
            _log.exception("frame_failed")
            self.refuse(socket, "unavailable")

    async def _heard(self, socket: Socket, frame: frames.Frame) -> None:
        match frame.kind:
            case frames.Kind.EVENT:
                if socket.guest is not None:
                    socket.guest.heard(frames.event_of(frame), frame.ack)
            case frames.Kind.CONNECT:
                if socket.guest is not None:
                    raise frames.Malformed("a socket has one namespace")
                await self._handle_connect(socket.sid, frame.namespace, frame.data)
                socket.welcome()
            case frames.Kind.DISCONNECT:
                socket.end()
            case frames.Kind.ACK:
                pass
            case frames.Kind.CONNECT_ERROR:
                raise frames.Malformed("only a server refuses")

    def refuse(self, socket: Socket, error: ErrorId) -> None:
        """Say why, then close."""
        namespace = self._namespace_of(socket)
        Line(socket, namespace).close(error)

    def _namespace_of(self, socket: Socket) -> str:
        for namespace in self.namespaces:
            if self.manager.sid_from_eio_sid(socket.sid, namespace) is not None:
                return str(namespace)
        return frames.DEFAULT_NAMESPACE

    def _admission(self, namespace: str, door: Door) -> Any:
        async def admit(_sid: str, environ: Mapping[str, Any], _auth: object) -> None:
            socket: Socket = environ[_SOCKET]
            try:
                guest = await door.open(environ["aiohttp.request"], Line(socket, namespace))
            except Faulted as fault:
                raise _refusal(namespace, fault.problem) from fault
            except JournalUnavailable as away:
                raise _refusal(namespace, problem("unavailable")) from away
            if socket.closed:
                guest.left()
            else:
                socket.guest = guest

        return admit


def _refusal(namespace: str, said: Problem) -> Exception:
    _log.info("connection_refused", namespace=namespace, error=said.id)
    refused: Exception = socketio.exceptions.ConnectionRefusedError(said.message, said.model_dump())
    return refused


class Line:
    """The way to one client."""

    __slots__ = ("_namespace", "_socket")

    def __init__(self, socket: Socket, namespace: str) -> None:
        self._socket = socket
        self._namespace = namespace

    @property
    def closed(self) -> bool:
        return bool(self._socket.closed)

    def emit(self, name: str, message: Message) -> None:
        self._socket.post(frames.event(self._namespace, name, message.model_dump_json().encode()))

    def answer(self, ack: int | None, message: Message) -> None:
        """Nothing is sent where the client did not ask for an answer."""
        if ack is not None:
            self._socket.post(frames.answer(self._namespace, ack, message.model_dump_json().encode()))

    def close(self, error: ErrorId) -> None:
        """Say why, then close."""
        self.emit("closing", closing(error))
        if problem(error).category == _STAY_AWAY:
            self._socket.post(frames.farewell(self._namespace))
        self._socket.end()
