"""The socket to the server: one view in, commands out, and the relay between the parties of a call.

The Python twin of `signaling/client/socket.ts`. A push carries the whole small truth, so the one with the
highest `seq` counts and any other may be lost. A heartbeat every 5 s tells the server which one that is;
where it is not answered the socket is given up for a new one. Commands keep their id when they are sent
again, so they act once.
"""

import asyncio
import random
import time
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing, suppress
from typing import Any, Final, Generic, TypeVar

import aiohttp
import socketio
import structlog
from pydantic import BaseModel, TypeAdapter, ValidationError

from signaling.core.ids import Instant, Milliseconds
from signaling.headless.relay import Address, RelayChannel
from signaling.wire.messages import (
    GREATEST_MESSAGE,
    Beat,
    BeatReply,
    BeatTaken,
    Call,
    Closing,
    CommandReply,
    DeskViewPush,
    Done,
    ExtendWrapUp,
    FinishWrapUp,
    HangUp,
    KioskViewPush,
    MediaDown,
    MediaSign,
    MediaUp,
    Pass,
    Problem,
    RelayAck,
    RelayPush,
    RelayRequest,
    SetStatus,
    Take,
)

BEAT_EVERY: Final = 5.0
BEAT_ANSWER: Final = 4.0
CONNECT_PATIENCE: Final = 5.0
FIRST_DELAY: Final = 0.25
LONGEST_DELAY: Final = 4.0
"""Seconds.

A delay is drawn between half and one and a half of its value, so that a crowd comes back spread out.
"""
PATIENCE: Final[Milliseconds] = 10_000
"""How long a command is tried by default."""

Command = Call | HangUp | MediaUp | MediaDown | SetStatus | Take | Pass | FinishWrapUp | ExtendWrapUp
Push = TypeVar("Push", bound=KioskViewPush | DeskViewPush)
M = TypeVar("M", bound=BaseModel)
Headers = Callable[[], Awaitable[Mapping[str, str]]]

_NOT_UP: Final = (socketio.exceptions.ConnectionError, aiohttp.ClientError, OSError, TypeError, ValueError)
"""What connecting may raise; the last two where something else than a Socket.IO server answered."""
_log = structlog.get_logger(__name__)
_command_reply: TypeAdapter[Any] = TypeAdapter(CommandReply)
_beat_reply: TypeAdapter[Any] = TypeAdapter(BeatReply)


class CommandRefused(Exception):
    """The server understood the command and did not do it: decide by `problem.id`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.id}: {problem.message}")
        self.problem = problem


class CommandUnanswered(Exception):
    """The command expired before the server answered. Whether it was done, the next view shows."""


class Dismissed(Exception):
    """The server will not have this client back as it is: decide by `problem.id`."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.id}: {problem.message}")
        self.problem = problem


class _Lost(Exception):
    """The socket is gone, or as good as gone."""


async def no_headers() -> Mapping[str, str]:
    return {}


class SignalingClient(Generic[Push]):
    """Await `run()` in a task; everything else works while it runs.

    `push` is `KioskViewPush` or `DeskViewPush` and decides the namespace. `headers` are asked for anew at
    each connection. `http` is the caller's, with its cookies.
    """

    def __init__(
        self, url: str, push: type[Push], *, http: aiohttp.ClientSession, headers: Headers = no_headers
    ) -> None:
        self.newest: Push | None = None
        self.witness: Callable[[], MediaSign | None] = lambda: None
        """What heartbeats say of the media: a call then outlives a lost socket."""
        self._url = url
        self._push = push
        self._namespace = "/kiosk" if issubclass(push, KioskViewPush) else "/desk"
        self._http = http
        self._headers = headers
        self._socket: socketio.AsyncClient | None = None
        self._up = asyncio.Event()
        self._down = asyncio.Event()
        self._news = asyncio.Event()
        self._fresh = True
        self._problem: Problem | None = None
        self._offset: Milliseconds = 0
        self._asked: set[asyncio.Future[Any]] = set()
        self._channels: dict[Address, RelayChannel] = {}

    @property
    def is_up(self) -> bool:
        return self._up.is_set()

    def now(self) -> Instant:
        """The server's clock, as well as this side knows it."""
        return time.time_ns() // 1_000_000 + self._offset

    async def run(self) -> None:
        """Connect, and connect again whenever the socket is lost. Raises `Dismissed`."""
        delay = FIRST_DELAY
        while True:
            if await self._live_once():
                delay = FIRST_DELAY
            _end_if_cancelled()
            if self._problem is not None and self._problem.category == "identity":
                raise Dismissed(self._problem)
            await asyncio.sleep(delay * random.uniform(0.5, 1.5))  # noqa: S311 - spread, not secrecy
            delay = min(2 * delay, LONGEST_DELAY)

    async def pushes(self) -> AsyncGenerator[Push, None]:
        """Each newest push from now on, beginning with the present one.

        Those overtaken meanwhile are skipped.
        """
        shown: Push | None = None
        while True:
            self._news.clear()
            if self.newest is not None and self.newest is not shown:
                shown = self.newest
                yield shown
            else:
                await self._news.wait()

    async def until(self, holds: Callable[[Push], bool]) -> Push:
        """The first push from now on of which `holds` is true."""
        async with aclosing(self.pushes()) as pushes:
            async for push in pushes:
                if holds(push):
                    return push
        raise AssertionError  # pragma: no cover - pushes never end

    async def command(self, command: Command, *, patience: Milliseconds = PATIENCE) -> int:
        """Have `command` done; returns the `seq` from which views show it.

        Sent again after a reconnect. Raises `CommandRefused` or `CommandUnanswered`.
        """
        expires = self.now() + patience
        body = {"id": str(uuid.uuid4()), "expires": expires, "command": command.model_dump(mode="json")}
        while (left := (expires - self.now()) / 1_000) > 0:
            try:
                async with asyncio.timeout(left):
                    await self._up.wait()
                    reply = _command_reply.validate_python(await self._ask("command", body))
            except (_Lost, TimeoutError):
                continue
            if isinstance(reply, Done):
                return reply.seq
            if reply.error.category != "busy":
                raise CommandRefused(reply.error)
            await asyncio.sleep((reply.error.retry_after or 250) / 1_000)
        raise CommandUnanswered(f"{command.type}: no answer")

    def relay(self, address: Address) -> RelayChannel:
        """The way to the other party of a call. `close_relay` it when the call or the epoch is over."""
        if address not in self._channels:
            self._channels[address] = RelayChannel(address, self._send_relay)
        return self._channels[address]

    def close_relay(self, address: Address) -> None:
        self._channels.pop(address, None)

    async def _live_once(self) -> bool:
        """One socket, from its handshake to its loss; False where it never came up."""
        self._problem = None
        self._down.clear()
        socket = self._socket = self._make_socket()
        try:
            async with asyncio.timeout(2 * CONNECT_PATIENCE):
                await socket.connect(
                    self._url,
                    headers=dict(await self._headers()),
                    transports=["websocket"],
                    namespaces=[self._namespace],
                    wait_timeout=CONNECT_PATIENCE,
                )
            await self._beat_until_lost()
        except _NOT_UP as error:
            _log.info("server_away", namespace=self._namespace, reason=type(error).__name__)
            return False
        finally:
            self._lost()
            with suppress(Exception):
                async with asyncio.timeout(1):
                    await socket.disconnect()
        return True

    def _make_socket(self) -> socketio.AsyncClient:
        socket = socketio.AsyncClient(
            reconnection=False,
            handle_sigint=False,
            http_session=self._http,
            websocket_extra_options={"compress": 0, "max_msg_size": 2 * GREATEST_MESSAGE},
        )
        for event, handler in (
            ("view", self._viewed),
            ("relay", self._relayed),
            ("closing", self._closing),
            ("connect_error", self._refused),
            ("disconnect", self._disconnected),
        ):
            socket.on(event, handler, namespace=self._namespace)
        return socket

    async def _beat_until_lost(self) -> None:
        self._fresh = True
        self._up.set()
        for channel in self._channels.values():
            await channel.resend()
        while not self._down.is_set():
            try:
                await self._beat()
            except (_Lost, TimeoutError, ValidationError):
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(BEAT_EVERY):
                    await self._down.wait()

    async def _beat(self) -> None:
        seq = 0 if self.newest is None or self._fresh else self.newest.seq
        beat = Beat(seq=seq, media=self.witness())
        async with asyncio.timeout(BEAT_ANSWER):
            reply = _beat_reply.validate_python(await self._ask("beat", beat.model_dump(mode="json")))
        if isinstance(reply, BeatTaken):
            self._read_clock(reply.at)

    async def _ask(self, event: str, body: Mapping[str, Any]) -> Any:
        """Emit and wait for the answer. Raises `_Lost`."""
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked.add(answer)
        answer.add_done_callback(self._asked.discard)
        await self._emit(event, body, lambda *said: _settle(answer, said))
        return await answer

    async def _emit(
        self, event: str, body: Mapping[str, Any], answered: Callable[..., None] | None = None
    ) -> None:
        if self._socket is None or not self.is_up:
            raise _Lost
        try:
            await self._socket.emit(event, dict(body), namespace=self._namespace, callback=answered)
        except socketio.exceptions.SocketIOError as error:
            raise _Lost from error

    async def _send_relay(self, request: RelayRequest) -> None:
        channel = self._channels[Address(call=request.call, own=request.from_, other=request.to)]
        with suppress(_Lost):
            await self._emit(
                "relay", request.model_dump(mode="json"), lambda *_said: channel.settled(request.n)
            )

    async def _relayed(self, body: object) -> None:
        push = self._read(RelayPush, body)
        if push is None:
            return
        channel = self.relay(Address(call=push.call, own=push.to, other=push.from_))
        n = channel.take(push.n, push.body)
        ack = RelayAck(call=push.call, from_=push.from_, to=push.to, n=n)
        with suppress(_Lost):
            await self._emit("relay_ack", ack.model_dump(mode="json"))

    def _viewed(self, body: object) -> None:
        push = self._read(self._push, body)
        if push is None:
            return
        self._read_clock(push.at)
        if not self._fresh and self.newest is not None and push.seq < self.newest.seq:
            return
        self._fresh = False
        self.newest = push
        self._news.set()

    def _closing(self, body: object) -> None:
        closing = self._read(Closing, body)
        if closing is not None:
            self._problem = closing.error
            _log.warning("server_closes", namespace=self._namespace, reason=closing.error.id)

    def _refused(self, body: object = None) -> None:
        said = body.get("data") if isinstance(body, dict) else None
        if said is not None:
            self._problem = self._read(Problem, said)

    def _disconnected(self, *_reason: object) -> None:
        self._lost()

    def _lost(self) -> None:
        self._up.clear()
        self._down.set()
        for answer in self._asked:
            if not answer.done():
                answer.set_exception(_Lost())

    def _read_clock(self, at: Instant) -> None:
        self._offset = at - time.time_ns() // 1_000_000

    def _read(self, model: type[M], body: object) -> M | None:
        try:
            return model.model_validate(body)
        except ValidationError as error:
            _log.error("server_not_understood", message=model.__name__, fields=error.error_count())
            return None


def _end_if_cancelled() -> None:
    """What is awaited on the way down may swallow a cancellation; the task still knows of it."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _settle(answer: asyncio.Future[Any], said: tuple[Any, ...]) -> None:
    if not answer.done():
        answer.set_result(said[0] if said else None)
