"""The media of whichever call is in a client's view: the Python twin of `signaling/client/call.ts`.

It prepares while the desk rings, opens when the view says that the ring was taken, tells the server when
the other party's picture is there (`media_up`) and when it is gone (`media_down`), and ends with the call.
"""

import asyncio
from collections.abc import Sequence
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
from signaling.wire.views import PartyLine
from signaling.wire.vocabulary import CallState

REPORT_PATIENCE: Final = 30_000
LOOK_EVERY: Final = 0.05
KIOSK: Final = 0
"""The kiosk's number in every call."""
WITH_MEDIA: Final = ("ringing", "connecting", "live", "interrupted")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another party of the call, seen from here."""

    number: int
    """0 for the kiosk."""
    is_open: bool
    """Whether sound and picture may flow between the two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """What a view says about the call that needs media."""

    call: str
    own: int
    """One's own number; 0 for the kiosk."""
    state: CallState
    lead: int
    """The number of the guide who leads, or whose desk rings."""
    others: tuple[Other, ...]


def facts_of(push: KioskViewPush | DeskViewPush) -> CallFacts | None:
    view = push.view
    call = view.call
    if view.type == "kiosk":
        if call is None or call.state not in WITH_MEDIA or not call.parties:
            return None
        return _facts(call.id, KIOSK, call.state, call.parties)
    if call is not None and call.state in WITH_MEDIA:
        return _facts(call.id, call.epoch, call.state, call.parties)
    if view.ring is not None:
        return _facts(view.ring.call, view.ring.epoch, "ringing", view.ring.parties)
    return None


def _facts(call: str, own: int, state: CallState, parties: Sequence[PartyLine]) -> CallFacts:
    taken = {line.epoch: state != "ringing" and line.state != "ringing" for line in parties}
    taken[KIOSK] = state != "ringing"
    return CallFacts(
        call=call,
        own=own,
        state=state,
        lead=next((line.epoch for line in parties if line.role == "guide"), own),
        others=tuple(
            Other(number=number, is_open=taken[own] and is_open)
            for number, is_open in sorted(taken.items())
            if number != own
        ),
    )


@dataclass(slots=True)
class _Link:
    """What is kept up with one other party."""

    number: int
    address: Address
    peer: Peer
    tasks: tuple[asyncio.Task[None], ...] = ()


class CallMedia:
    """Await `run()` in a task beside the client's."""

    def __init__(self, client: SignalingClient[Push], *, relay_only: bool = False) -> None:
        self._client = client
        self._relay_only = relay_only
        self._facts: CallFacts | None = None
        self._links: dict[int, _Link] = {}

    @property
    def peer(self) -> Peer | None:
        """The kiosk of the present call, or the kiosk's lead."""
        if self._facts is None:
            return None
        link = self._links.get(self._facts.lead if self._facts.own == KIOSK else KIOSK)
        return None if link is None else link.peer

    async def run(self) -> None:
        self._client.witness = self._witness
        async with asyncio.TaskGroup() as group:
            try:
                async for push in self._client.pushes():
                    await self._follow(push, group)
            finally:
                await self._close(*self._links)

    async def _follow(self, push: Push, group: asyncio.TaskGroup) -> None:
        facts, before = facts_of(push), self._facts
        same = facts is not None and before is not None
        if not (same and facts and before and (facts.call, facts.own) == (before.call, before.own)):
            await self._close(*self._links)
        self._facts = facts
        if facts is None:
            return
        await self._close(*(self._links.keys() - {other.number for other in facts.others}))
        for other in facts.others:
            link = self._links.get(other.number) or self._begin(facts, other, push, group)
            link.peer.ice = push.ice or link.peer.ice
            if other.is_open:
                link.peer.open()

    def _begin(self, facts: CallFacts, other: Other, push: Push, group: asyncio.TaskGroup) -> _Link:
        address = Address(call=facts.call, own=facts.own, other=other.number)
        polite = facts.own > other.number
        peer = Peer(
            PeerOptions(
                channel=self._client.relay(address),
                polite=polite,
                offer_after=OFFER_GRACE if polite and not other.is_open else 0.0,
                ice=push.ice,
                server_is_up=lambda: self._client.is_up,
                relay_only=self._relay_only,
            )
        )
        link = self._links[other.number] = _Link(other.number, address, peer)
        reported = KIOSK in (facts.own, other.number)
        report = (group.create_task(self._report(link)),) if reported else ()
        link.tasks = (group.create_task(peer.run()), *report)
        return link

    async def _close(self, *numbers: int) -> None:
        for number in numbers:
            link = self._links.pop(number)
            for task in link.tasks:
                task.cancel()
            for ended in await asyncio.gather(*link.tasks, return_exceptions=True):
                if isinstance(ended, Exception):
                    _log.error("media_failed", call=link.address.call, reason=type(ended).__name__)
            self._client.close_relay(link.address)

    async def _report(self, link: _Link) -> None:
        """Tell the server when media comes up after the take, and when it goes and comes again."""
        peer = link.peer
        await peer.opened.wait()
        up = False
        reported_in: CallState | None = None
        while True:
            state = None if self._facts is None else self._facts.state
            gave_up = state == "interrupted" and reported_in != "interrupted"
            if peer.flowing != up or (up and gave_up):
                up = peer.flowing
                await self._tell(link.address, up=up)
            reported_in = state
            await asyncio.sleep(LOOK_EVERY)

    async def _tell(self, address: Address, *, up: bool) -> None:
        report = MediaUp if up else MediaDown
        command: Command = report(call=address.call, epoch=address.own or address.other)
        _log.info("media_up" if up else "media_down", call=address.call)
        with suppress(CommandRefused, CommandUnanswered):
            await self._client.command(command, patience=REPORT_PATIENCE)

    def _witness(self) -> MediaSign | None:
        facts, peer = self._facts, self.peer
        if facts is None or peer is None or not peer.opened.is_set():
            return None
        return MediaSign(call=facts.call, flowing=peer.flowing)
