"""One RTCPeerConnection between this party and one other, from its first description to its close.

The Python twin of `signaling/client/connection.ts`, but aiortc cannot restart ICE: where the other party
does, this side begins anew with a connection that offers, which every receiver understands (PROTOCOL.md,
"Relay").
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Literal, TypeVar

import structlog
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCIceServer,
    RTCIceTransportPolicy,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.exceptions import InvalidStateError
from aiortc.sdp import candidate_from_sdp

from signaling.headless import bundled_candidates
from signaling.headless.media import DemoCamera, DemoMicrophone, IsOpen, Sink
from signaling.wire.messages import Candidates, Description, IceCredentials, RelayBody

T = TypeVar("T")

_log = structlog.get_logger(__name__)


class Sequel(Enum):
    """What has to follow a relayed body."""

    NOTHING = auto()
    ANSWER_ANEW = auto()
    """Close this connection and hand the body to a new one."""
    OFFER_ANEW = auto()
    """Close this connection and let a new one offer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionOptions:
    polite: bool
    """Yields when both offer at once ("perfect negotiation", W3C WebRTC §10.7)."""
    ice: IceCredentials | None
    relay_only: bool
    is_open: IsOpen
    sink: Sink
    send: Callable[[RelayBody], Awaitable[None]]


class Connection:
    """`offer` or `receive`, then `close` it. Both are called from one task, one after the other."""

    def __init__(self, options: ConnectionOptions) -> None:
        self.id = secrets.token_urlsafe(12)
        self._options = options
        self._remote: str | None = None
        self._pc = RTCPeerConnection(configuration(options.ice, relay_only=options.relay_only))
        self._drains: set[asyncio.Task[None]] = set()
        self._step: asyncio.Task[Any] | None = None
        self._closed: asyncio.Task[None] | None = None
        self._pc.on("track", self._drain)

    @property
    def is_paired(self) -> bool:
        """Whether the other party's connection is known."""
        return self._remote is not None

    @property
    def state(self) -> str:
        return self._pc.connectionState

    async def offer(self) -> None:
        await self._undisturbed(self._offer())

    async def receive(self, body: RelayBody) -> Sequel:
        """Take in what the other party said. What is stale or makes no sense is dropped."""
        return await self._undisturbed(self._receive(body))

    async def close(self) -> None:
        """Finishes even where the caller is cancelled meanwhile."""
        if self._closed is None:
            self._closed = asyncio.create_task(self._close())
        await asyncio.shield(self._closed)

    async def _undisturbed(self, step: Coroutine[Any, Any, T]) -> T:
        """aiortc loses sockets when it is cancelled in the middle: a step once begun is done, then closed."""
        task = asyncio.create_task(step)
        self._step = task
        return await asyncio.shield(task)

    async def _close(self) -> None:
        if self._step is not None:
            await asyncio.wait([self._step])
        await self._pc.close()
        for drain in self._drains:
            drain.cancel()
        await asyncio.gather(*self._drains, return_exceptions=True)

    async def _offer(self) -> None:
        self._add_tracks()
        await self._pc.setLocalDescription(await self._pc.createOffer())
        await self._describe()

    async def _receive(self, body: RelayBody) -> Sequel:
        try:
            if isinstance(body, Candidates):
                await self._add_candidates(body)
            elif body.to_pc in {None, self.id}:
                return await self._receive_description(body)
        except (ValueError, InvalidStateError, AssertionError) as error:
            _log.warning("negotiation_failed", pc=self.id, kind=body.kind, reason=type(error).__name__)
        return Sequel.NOTHING

    async def _receive_description(self, description: Description) -> Sequel:
        offering = self._pc.signalingState == "have-local-offer"
        if description.type == "answer":
            if offering and self._remote in {None, description.pc}:
                self._remote = description.pc
                await self._pc.setRemoteDescription(_session_description(description))
            return Sequel.NOTHING
        if offering and self._remote is None and not self._options.polite:
            return Sequel.NOTHING
        if offering or self._remote not in {None, description.pc}:
            return Sequel.ANSWER_ANEW
        if self._remote is not None:
            return Sequel.OFFER_ANEW
        await self._answer(description)
        return Sequel.NOTHING

    async def _answer(self, offer: Description) -> None:
        self._remote = offer.pc
        await self._pc.setRemoteDescription(_session_description(offer))
        self._add_tracks()
        await self._pc.setLocalDescription(await self._pc.createAnswer())
        await self._describe()

    def _add_tracks(self) -> None:
        for track in (DemoMicrophone(self._options.is_open), DemoCamera(self._options.is_open)):
            self._pc.addTrack(track)

    async def _describe(self) -> None:
        """aiortc finds all its candidates before it describes itself: they are in the description."""
        local = self._pc.localDescription
        kind: Literal["offer", "answer"] = "offer" if local.type == "offer" else "answer"
        await self._options.send(Description(pc=self.id, to_pc=self._remote, type=kind, sdp=local.sdp))
        await self._options.send(Candidates(pc=self.id, candidates=(), end=True))

    async def _add_candidates(self, body: Candidates) -> None:
        if body.pc != self._remote:
            return
        for found in body.candidates:
            with suppress(ValueError, AssertionError):
                candidate = candidate_from_sdp(found.candidate.removeprefix("candidate:"))
                candidate.sdpMid = found.sdp_mid
                candidate.sdpMLineIndex = found.sdp_m_line_index
                await self._pc.addIceCandidate(candidate)
        if body.end:
            await self._pc.addIceCandidate(None)

    def _drain(self, track: MediaStreamTrack) -> None:
        self._drains.add(asyncio.ensure_future(self._options.sink.drain(track)))


def configuration(ice: IceCredentials | None, *, relay_only: bool) -> RTCConfiguration:
    """Without servers of ours there are none: aiortc would ask a stranger's."""
    servers = (
        []
        if ice is None or not ice.urls
        else [RTCIceServer(urls=list(ice.urls), username=ice.username, credential=ice.credential)]
    )
    return RTCConfiguration(
        iceServers=servers,
        iceTransportPolicy=RTCIceTransportPolicy.RELAY if relay_only else RTCIceTransportPolicy.ALL,
        bundlePolicy=RTCBundlePolicy.MAX_BUNDLE,
    )


def _session_description(description: Description) -> RTCSessionDescription:
    return RTCSessionDescription(
        sdp=bundled_candidates.in_every_section(description.sdp), type=description.type
    )
