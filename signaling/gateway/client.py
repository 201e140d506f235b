"""One kiosk or desk while its socket lives: what it says is checked, done in order, and answered."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, get_args

import structlog
from pydantic import ValidationError

from signaling.core.commands import Command, WitnessMedia
from signaling.core.errors import Refused
from signaling.core.ids import CallId, Instant, Party
from signaling.core.pool_settings import SECOND
from signaling.exchange import Exchange
from signaling.gateway.frames import Event
from signaling.gateway.limits import Bucket, Limits
from signaling.gateway.relay import Relay
from signaling.gateway.screens import Screen, Screens
from signaling.gateway.transport import Line
from signaling.ports import Clock, JournalUnavailable
from signaling.wire import messages as wire
from signaling.wire.errors import Faulted, failed, problem
from signaling.wire.scalars import Message
from signaling.wire.translate import refusal

_PATIENCE_WITH_VIEWS = 2 * SECOND
"""A view sent so lately may still be on its way: a heartbeat that does not know it asks for nothing."""

_CHECKED_AT_ONCE = 50

_log = structlog.get_logger(__name__)
_M = TypeVar("_M", bound=Message)


class Side(Protocol):
    """What is different between a kiosk and a desk."""

    party: Party

    def request(self, body: object) -> wire.KioskCommandRequest | wire.DeskCommandRequest:
        """The command that `body` asks for. Raises `ValidationError`, or `Faulted` with `not_allowed`."""
        ...

    def command(self, request: Any) -> Command:
        """The same to the core. Raises `Refused`, or `Faulted` where there is too much of it."""
        ...

    def lost(self) -> Command:
        """What to tell the core when the socket is gone."""
        ...

    async def check(self) -> None:
        """Raises `Faulted` where this identity no longer counts."""
        ...


@dataclass(slots=True, kw_only=True)
class Floor:
    """What all clients share."""

    exchange: Exchange
    screens: Screens
    relay: Relay
    clock: Clock
    limits: Limits
    clients: dict[Party, "Client"] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    draining: bool = False

    def start(self, work: Awaitable[None]) -> None:
        """Run in the background; `work` must not raise."""
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


class Inbox:
    """What one client said and that waits for its turn."""

    __slots__ = ("_at_work", "_floor", "_jobs")

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._jobs: deque[Callable[[], Awaitable[None]]] = deque()
        self._at_work = False

    @property
    def at_work(self) -> bool:
        return self._at_work

    def put(self, job: Callable[[], Awaitable[None]]) -> bool:
        """Do `job` after those before it. False where too many wait."""
        if len(self._jobs) >= self._floor.limits.commands_waiting:
            return False
        self._jobs.append(job)
        if not self._at_work:
            self._at_work = True
            self._floor.start(self._work())
        return True

    async def _work(self) -> None:
        while self._jobs:
            await self._jobs.popleft()()
        self._at_work = False


class Client:
    """A `transport.Guest`."""

    def __init__(self, floor: Floor, side: Side, line: Line, *, epoch: int) -> None:
        now = floor.clock.now()
        limits = floor.limits
        self.side = side
        self.line = line
        self.epoch = epoch
        self._floor = floor
        self._screen = Screen(side.party, line)
        self._inbox = Inbox(floor)
        self._bucket = Bucket(per_second=limits.events_per_second, burst=limits.event_burst, now=now)
        self._excess = Bucket(per_second=limits.events_per_second, burst=limits.excess_burst, now=now)
        self._beat_at = now
        self._relays_waiting = 0
        self._events: Mapping[str, Callable[[object, int | None], None]] = {
            "command": self._command,
            "beat": self._beat,
            "relay": self._relay,
            "relay_ack": self._relay_ack,
        }

    # ── as the transport's guest ──────────────────────────────────────────────────────────────────────────

    def joined(self) -> None:
        floor = self._floor
        self._beat_at = floor.clock.now()
        floor.screens.add(self._screen, floor.exchange.pool)
        for push in floor.relay.unread(floor.exchange.pool, self.side.party):
            self.line.emit("relay", push)

    def heard(self, event: Event, ack: int | None) -> None:
        now = self._floor.clock.now()
        if not self._bucket.take(now):
            self._over_limit(ack, now)
            return
        handle = self._events.get(event.name)
        if handle is None:
            self.line.answer(ack, failed("unknown_event"))
            return
        try:
            handle(event.body, ack)
        except ValidationError:
            self.line.answer(ack, failed("malformed"))
        except Faulted as fault:
            self.line.answer(ack, wire.Failed(error=fault.problem))

    def left(self) -> None:
        floor = self._floor
        floor.screens.remove(self._screen)
        if floor.clients.get(self.side.party) is self:
            del floor.clients[self.side.party]
        floor.exchange.tell(self.side.lost())

    def sweep(self) -> None:
        if self._floor.clock.now() - self._beat_at > self._floor.limits.beat_within:
            self.line.close("unresponsive")

    def pardon(self) -> None:
        self._beat_at = self._floor.clock.now()

    # ── events ────────────────────────────────────────────────────────────────────────────────────────────

    def _command(self, body: object, ack: int | None) -> None:
        request = self.side.request(body)
        if not self._inbox.put(lambda: self._do(request, ack)):
            raise Faulted(problem("rate_limited", retry_after=SECOND))

    async def _do(self, request: wire.KioskCommandRequest | wire.DeskCommandRequest, ack: int | None) -> None:
        self.line.answer(ack, await self._outcome(request))

    async def _outcome(
        self, request: wire.KioskCommandRequest | wire.DeskCommandRequest
    ) -> wire.Done | wire.Failed:
        try:
            seq = await self._floor.exchange.submit(
                self.side.command(request),
                by=self.side.party,
                command_id=request.id,
                expires=request.expires,
            )
        except Refused as refused:
            return refusal(refused)
        except Faulted as fault:
            return wire.Failed(error=fault.problem)
        except JournalUnavailable:
            return failed("unavailable", retry_after=SECOND)
        except Exception:  # noqa: BLE001 - a fault of ours, already logged by the exchange
            _log.exception("command_failed", command=request.command.type)
            return failed("unavailable")
        return wire.Done(seq=seq)

    def _beat(self, body: object, ack: int | None) -> None:
        beat = _read(wire.Beat, body)
        floor, screen = self._floor, self._screen
        now = self._beat_at = floor.clock.now()
        self.line.answer(ack, wire.BeatTaken(seq=screen.seq, at=now))
        if beat.seq < screen.seq and now - screen.sent_at > _PATIENCE_WITH_VIEWS:
            floor.screens.show(screen)
        if beat.media is not None and beat.media.flowing:
            floor.exchange.tell(WitnessMedia(call=CallId(beat.media.call), by=self.side.party))

    def _relay(self, body: object, ack: int | None) -> None:
        """Pass it on at once, unless its call is only about to be there.

        A kiosk's first offer comes right behind the call that it belongs to: it waits for that command, and
        what follows waits with it.
        """
        request = _read(wire.RelayRequest, body)
        reply = None if self._relays_waiting else self._relayed(request)
        closed = isinstance(reply, wire.Failed) and reply.error.id == "relay_closed"
        if reply is not None and not (closed and self._inbox.at_work):
            self.line.answer(ack, reply)
        elif self._inbox.put(lambda: self._relay_in_turn(request, ack)):
            self._relays_waiting += 1
        else:
            raise Faulted(problem("rate_limited", retry_after=SECOND))

    async def _relay_in_turn(self, request: wire.RelayRequest, ack: int | None) -> None:
        self._relays_waiting -= 1
        self.line.answer(ack, self._relayed(request))

    def _relayed(self, request: wire.RelayRequest) -> wire.Accepted | wire.Failed:
        floor = self._floor
        try:
            taken = floor.relay.take(floor.exchange.pool, self.side.party, request)
        except Faulted as fault:
            return wire.Failed(error=fault.problem)
        if taken is not None:
            receiver, push = taken
            other = floor.clients.get(receiver)
            if other is not None:
                other.line.emit("relay", push)
        return wire.Accepted()

    def _relay_ack(self, body: object, ack: int | None) -> None:
        floor = self._floor
        floor.relay.acknowledge(floor.exchange.pool, self.side.party, _read(wire.RelayAck, body))
        self.line.answer(ack, wire.Accepted())

    # ── limits and identity ───────────────────────────────────────────────────────────────────────────────

    def _over_limit(self, ack: int | None, now: Instant) -> None:
        if not self._excess.take(now):
            _log.warning("socket_dropped", error="rate_limited")
            self.line.close("rate_limited")
            return
        self.line.answer(ack, failed("rate_limited", retry_after=self._bucket.retry_after))

    async def check(self) -> None:
        """Put the client out where its identity no longer counts."""
        try:
            await self.side.check()
        except Faulted as fault:
            _log.info("identity_withdrawn", error=fault.problem.id)
            self.line.close(fault.problem.id)
        except Exception:  # noqa: BLE001 - a directory that is away withdraws nobody
            _log.warning("identity_not_checked")


async def check_forever(floor: Floor) -> None:
    """Look at everyone's identity again and again."""
    while True:
        await asyncio.sleep(floor.limits.identity_check / SECOND)
        clients = list(floor.clients.values())
        for first in range(0, len(clients), _CHECKED_AT_ONCE):
            await asyncio.gather(*(each.check() for each in clients[first : first + _CHECKED_AT_ONCE]))


def admit(floor: Floor, client: Client) -> Client:
    """Let the newest socket of an identity in, and the one before it out. Returns `client`.

    Raises `Faulted` with `superseded` where a newer one was faster.
    """
    party = client.side.party
    older = floor.clients.get(party)
    if older is not None and older.epoch > client.epoch:
        raise Faulted(problem("superseded"))
    floor.clients[party] = client
    if older is not None:
        _log.info("superseded", party=party.id)
        older.line.close("superseded")
    return client


async def connect(floor: Floor, command: Command, party: Party) -> None:
    """Make the party known to the pool. Raises `Faulted` where that is not possible at present."""
    if floor.draining:
        raise Faulted(problem("draining"))
    if not floor.exchange.available:
        raise Faulted(problem("unavailable", retry_after=SECOND))
    try:
        await floor.exchange.submit(command, by=party)
    except JournalUnavailable as away:
        raise Faulted(problem("unavailable", retry_after=SECOND)) from away
    except Refused as refused:
        raise Faulted(refusal(refused).error) from refused


def next_epoch(known: int, now: Instant) -> int:
    """An epoch greater than any before, over restarts too."""
    return max(known + 1, now)


def command_types(union: Any) -> frozenset[str]:
    """The `type` of each command in one of the wire's unions."""
    commands, _ = get_args(union.__value__)
    return frozenset(command.model_fields["type"].default for command in get_args(commands))


_ALL_COMMAND_TYPES = command_types(wire.KioskCommand) | command_types(wire.DeskCommand)


def read_request(model: type[_M], body: object, *, own: frozenset[str]) -> _M:
    """A command request.

    Raises `ValidationError`, or `Faulted` with `not_allowed` where only the other role may ask this.
    """
    match body:
        case {"command": {"type": str() as asked}} if asked in _ALL_COMMAND_TYPES - own:
            raise Faulted(problem("not_allowed"))
    return _read(model, body)


def _read(model: type[_M], body: object) -> _M:
    """Raises `ValidationError`."""
    return model.model_validate(body, by_name=False, by_alias=True)
