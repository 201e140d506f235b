"""The media of whichever call is in a client's view: the Python twin of `signaling/client/call.ts`.

It prepares while the desk rings, opens when the view says that the ring was taken, tells the server when
the other party's picture is there (`media_up`) and when it is gone (`media_down`), and ends with the call.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import structlog

from signaling.headless.client import (
    Command,
    CommandRefused,
    CommandUnanswered,
    Push,
    SignalingClient,
)
from signaling.headless.peer import OFFER_GRACE, Peer, PeerOptions
from signaling.headless.relay import Address
from signaling.wire.messages import DeskViewPush, KioskViewPush, MediaDown, MediaSign, MediaUp
from signaling.wire.vocabulary import CallState, PartyRole

REPORT_PATIENCE: Final = 30_000
LOOK_EVERY: Final = 0.05
WITH_MEDIA: Final = ("ringing", "connecting", "live", "interrupted")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """What a view says about the call that needs media."""

    call: str
    epoch: int
    state: CallState


def facts_of(push: KioskViewPush | DeskViewPush) -> CallFacts | None:
    view = push.view
    if view.call is not None and view.call.state in WITH_MEDIA:
        return CallFacts(call=view.call.id, epoch=view.call.epoch, state=view.call.state)
    if view.type == "desk" and view.ring is not None:
        return CallFacts(call=view.ring.call, epoch=view.ring.epoch, state="ringing")
    return None


@dataclass(slots=True)
class _Present:
    facts: CallFacts
    address: Address
    peer: Peer
    tasks: tuple[asyncio.Task[None], ...] = ()


class CallMedia:
    """Await `run()` in a task beside the client's."""

    def __init__(self, client: SignalingClient[Push], *, relay_only: bool = False) -> None:
        self._client = client
        self._role: PartyRole = client.role
        self._relay_only = relay_only
        self._present: _Present | None = None

    @property
    def peer(self) -> Peer | None:
        """The other party of the present call."""
        return self._present.peer if self._present is not None else None

    async def run(self) -> None:
        self._client.witness = self._witness
        async with asyncio.TaskGroup() as group:
            try:
                async for push in self._client.pushes():
                    await self._follow(push, group)
            finally:
                await self._close()

    async def _follow(self, push: Push, group: asyncio.TaskGroup) -> None:
        facts = facts_of(push)
        present = self._present
        if present is not None and (
            facts is None or (facts.call, facts.epoch) != (present.facts.call, present.facts.epoch)
        ):
            await self._close()
        if facts is None:
            return
        present = self._present or self._begin(facts, push, group)
        present.facts = facts
        present.peer.ice = push.ice or present.peer.ice
        if facts.state != "ringing":
            present.peer.open()

    def _begin(self, facts: CallFacts, push: Push, group: asyncio.TaskGroup) -> _Present:
        other: PartyRole = "guide" if self._role == "kiosk" else "kiosk"
        address = Address(call=facts.call, epoch=facts.epoch, party=other)
        waits = self._role == "guide" and facts.state == "ringing"
        peer = Peer(
            PeerOptions(
                channel=self._client.relay(address),
                polite=self._role == "guide",
                offer_after=OFFER_GRACE if waits else 0.0,
                ice=push.ice,
                server_is_up=lambda: self._client.is_up,
                relay_only=self._relay_only,
            )
        )
        present = self._present = _Present(facts, address, peer)
        present.tasks = (group.create_task(peer.run()), group.create_task(self._report(present)))
        return present

    async def _close(self) -> None:
        present, self._present = self._present, None
        if present is None:
            return
        for task in present.tasks:
            task.cancel()
        for ended in await asyncio.gather(*present.tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                _log.error("media_failed", call=present.facts.call, reason=type(ended).__name__)
        self._client.close_relay(present.address)

    async def _report(self, present: _Present) -> None:
        """Tell the server when media comes up after the take, and when it goes and comes again."""
        peer = present.peer
        await peer.opened.wait()
        up = False
        reported_in: CallState | None = None
        while True:
            gave_up = present.facts.state == "interrupted" and reported_in != "interrupted"
            if peer.flowing != up or (up and gave_up):
                up = peer.flowing
                await self._tell(present.facts, up=up)
            reported_in = present.facts.state
            await asyncio.sleep(LOOK_EVERY)

    async def _tell(self, facts: CallFacts, *, up: bool) -> None:
        report = MediaUp if up else MediaDown
        command: Command = report(call=facts.call, epoch=facts.epoch)
        _log.info("media_up" if up else "media_down", call=facts.call)
        with suppress(CommandRefused, CommandUnanswered):
            await self._client.command(command, patience=REPORT_PATIENCE)

    def _witness(self) -> MediaSign | None:
        present = self._present
        if present is None or not present.peer.opened.is_set():
            return None
        return MediaSign(call=present.facts.call, flowing=present.peer.flowing)
