"""Socket.IO, made to keep its temper: one door for each namespace, and no way around it.

No event reaches a handler of the library, where a client that emits `connect` would call it with forged
claims. The library keeps the handshakes, the namespaces and their ids. What is overridden of it, here and in
`engine`, has tests of its own, which is what an upgrade must pass.
"""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol

import socketio
import structlog
from aiohttp import web
from typing_extensions import override

from signaling.gateway import frames
from signaling.gateway.engine import SOCKET, Engine, Guest, Socket
from signaling.gateway.limits import Limits
from signaling.ports import JournalUnavailable
from signaling.wire.errors import Faulted, closing, problem
from signaling.wire.messages import GREATEST_MESSAGE, Problem
from signaling.wire.scalars import Message
from signaling.wire.vocabulary import ErrorId

SWEEP = 1.0
"""Seconds between two looks at all sockets."""
_STAY_AWAY = "identity"
"""The category of errors after which a client must not come back by itself."""

_log = structlog.get_logger(__name__)
_library_log = logging.getLogger("signaling.gateway.socketio")
_library_log.setLevel(logging.CRITICAL)


class Door(Protocol):
    async def open(self, request: web.Request, line: "Line") -> Guest:
        """Who this is. Raises `Faulted` where it is nobody."""
        ...


class _Manager(socketio.AsyncManager):  # type: ignore[misc]
    """The library's list of clients. Nobody shares a room here, so leaving need not search them all."""

    @override
    def basic_disconnect(self, sid: str, namespace: str, **_: object) -> None:
        for room in (sid, None):
            self.basic_leave_room(sid, namespace, room)
        for pending in (self.pending_connect, self.pending_disconnect):
            with suppress(ValueError):
                pending.get(namespace, []).remove(sid)


class Server(socketio.AsyncServer):  # type: ignore[misc]
    """The library's Socket.IO server with one door for each namespace."""

    eio: Engine

    def __init__(self, doors: Mapping[str, Door], limits: Limits) -> None:
        super().__init__(
            client_manager=_Manager(),
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
        self.eio.listener = self
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
            self.sweep(now, stalled=now - last > 2 * SWEEP)
            last = now

    def sweep(self, now: float, *, stalled: bool) -> None:
        for socket in list(self.eio.sockets.values()):
            try:
                if stalled:
                    socket.pardon(now)
                socket.sweep(now)
            except Exception:  # noqa: BLE001 - one socket that cannot be looked at must not blind us to the others
                _log.exception("sweep_failed")

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
            socket: Socket = environ[SOCKET]
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
