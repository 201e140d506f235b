"""Two parties without browsers see and hear each other, judged by the frames that they decode."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import aiohttp
import pytest

from signaling.headless.call_media import CallMedia
from signaling.headless.client import SignalingClient
from signaling.headless.connection import Connection
from signaling.headless.peer import Peer
from signaling.wire.messages import Description, DeskViewPush, IceCredentials, KioskViewPush
from signaling.wire.views import DeskCall, DeskRing, DeskView, Guide, Spoken
from signaling.wire.vocabulary import CallState
from tests.fixtures.coturn import Coturn
from tests.headless.conftest import CALL, PLACE, SmallServer, kiosk_view, now, parties_of

pytestmark = pytest.mark.alone
SPOKEN = Spoken(language="sv", how="asked")
STATUS = {"ringing": "ringing", "connecting": "in_call", "live": "in_call", "interrupted": "in_call"}


def desk_view(state: CallState | None, *, epoch: int = 1) -> DeskView:
    ring = call = None
    if state == "ringing":
        ring = DeskRing(
            call=CALL,
            epoch=epoch,
            place=PLACE,
            language="sv",
            spoken=SPOKEN,
            tapped_at=0,
            until=2**50,
            role="guide",
            parties=parties_of(state, epoch),
        )
    elif state is not None:
        call = DeskCall(
            id=CALL,
            state=state,
            epoch=epoch,
            place=PLACE,
            language="sv",
            spoken=SPOKEN,
            tapped_at=0,
            taken_at=1,
            live_since=None,
            kiosk_connected=True,
            role="guide",
            parties=parties_of(state, epoch),
            held_since=None,
            until=None,
        )
    return DeskView(
        guide=Guide(id="guide-1", name="Demo guide"),
        status=STATUS.get(state or "", "available"),  # type: ignore[arg-type]
        reason=None,
        since=0,
        next_status=None,
        next_reason=None,
        languages=("sv",),
        skills=(),
        ring=ring,
        call=call,
        wrap_up=None,
        queue=(),
        colleagues=(),
        offered=("sv",),
        topics=("other",),
        dispositions=("solved",),
    )


class Table:
    """A call that moves as the test says, seen by both parties."""

    def __init__(self, server: SmallServer, ice: IceCredentials | None = None) -> None:
        self._server = server
        self._ice = ice
        self._seq = 0
        self._state: CallState | None = None
        self._epoch = 1
        server.greeting = self._push

    async def move(self, state: CallState | None, *, epoch: int = 1) -> None:
        self._seq += 1
        self._state, self._epoch = state, epoch
        for namespace in ("/kiosk", "/desk"):
            await self._server.push(namespace, self._push(namespace))

    def _push(self, namespace: str) -> dict[str, Any]:
        push: KioskViewPush | DeskViewPush
        if namespace == "/kiosk":
            view = kiosk_view(self._state, epoch=self._epoch)
            push = KioskViewPush(seq=self._seq, at=now(), view=view, ice=self._ice)
        else:
            desk = desk_view(self._state, epoch=self._epoch)
            push = DeskViewPush(seq=self._seq, at=now(), view=desk, ice=self._ice)
        return push.model_dump(mode="json")


@asynccontextmanager
async def party(
    server: SmallServer, push: type[KioskViewPush] | type[DeskViewPush], *, relay_only: bool = False
) -> AsyncIterator[CallMedia]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        client = SignalingClient(server.url, push, http=http)
        media = CallMedia(client, relay_only=relay_only)
        tasks = [asyncio.create_task(client.run()), asyncio.create_task(media.run())]
        try:
            await until(lambda: client.is_up)
            yield media
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task


async def until(holds: Callable[[], bool]) -> None:
    """The test's own time-out is the bound."""
    while not holds():  # noqa: ASYNC110 - what it waits for has no event
        await asyncio.sleep(0.02)


def peer_of(media: CallMedia) -> Peer:
    assert media.peer is not None
    return media.peer


async def test_black_until_the_take_then_picture_and_sound_both_ways(server: SmallServer) -> None:
    table = Table(server)
    async with AsyncExitStack() as stack:
        kiosk = await stack.enter_async_context(party(server, KioskViewPush))
        desk = await stack.enter_async_context(party(server, DeskViewPush))
        await table.move("ringing")
        await until(lambda: both(kiosk, desk, lambda peer: peer.sink.frames > 5))
        assert both(kiosk, desk, lambda peer: peer.sink.lit_frames == 0)
        assert server.commands == []
        await table.move("connecting")
        await until(lambda: both(kiosk, desk, lambda peer: peer.sink.lit_frames > 0))
        await until(lambda: len(server.commands) == 2)
        assert {request["command"]["type"] for request in server.commands} == {"media_up"}
        await table.move("live")
        assert await fluent([peer_of(kiosk), peer_of(desk)])
        assert both(kiosk, desk, lambda peer: peer.sink.sounds > 100)
        await table.move(None)
        await until(lambda: kiosk.peer is None and desk.peer is None)


async def test_a_party_that_begins_anew_is_answered(server: SmallServer) -> None:
    table = Table(server)
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(party(server, DeskViewPush))
        async with party(server, KioskViewPush) as kiosk:
            await table.move("live")
            await until(lambda: both(kiosk, desk, lambda peer: peer.sink.lit_frames > 0))
        seen = peer_of(desk).sink.lit_frames
        kiosk = await stack.enter_async_context(party(server, KioskViewPush))
        await until(lambda: kiosk.peer is not None and peer_of(kiosk).sink.lit_frames > 0)
        await until(lambda: peer_of(desk).sink.lit_frames > seen + 10)


async def test_a_page_that_restarts_ice_is_met_with_a_new_connection(server: SmallServer) -> None:
    table = Table(server)
    async with AsyncExitStack() as stack:
        kiosk = await stack.enter_async_context(party(server, KioskViewPush))
        desk = await stack.enter_async_context(party(server, DeskViewPush))
        await table.move("live")
        await until(lambda: both(kiosk, desk, lambda peer: peer.sink.lit_frames > 0))
        before = [peer_of(media)._connection for media in (kiosk, desk)]
        offer = next(said["body"] for said in server.relayed if said["body"].get("type") == "offer")
        restart = Description.model_validate(offer | {"to_pc": before[1].id})
        peer_of(desk)._options.channel.received.put_nowait(restart)
        await until(lambda: peer_of(desk)._connection is not before[1])
        await until(lambda: peer_of(kiosk)._connection is not before[0])
        seen = [peer_of(media).sink.frames for media in (kiosk, desk)]
        await until(lambda: peer_of(kiosk).sink.frames > seen[0] + 10)
        await until(lambda: peer_of(desk).sink.frames > seen[1] + 10)


async def test_a_call_goes_on_while_the_server_is_away_and_none_of_it_is_lost(server: SmallServer) -> None:
    table = Table(server)
    async with AsyncExitStack() as stack:
        kiosk = await stack.enter_async_context(party(server, KioskViewPush))
        desk = await stack.enter_async_context(party(server, DeskViewPush))
        await table.move("live")
        await until(lambda: both(kiosk, desk, lambda peer: peer.sink.lit_frames > 0))
        peers = [peer_of(kiosk), peer_of(desk)]
        await server.stop()
        for _ in range(5):
            before = [peer.sink.frames for peer in peers]
            await asyncio.sleep(1)
            assert all(peer.sink.frames > n for peer, n in zip(peers, before, strict=True))
        await server.start(int(server.url.rpartition(":")[2]))
        await until(lambda: kiosk._client.is_up and desk._client.is_up)
        assert [peer_of(kiosk), peer_of(desk)] == peers


async def test_when_nothing_comes_any_more_the_server_is_told(server: SmallServer) -> None:
    table = Table(server)
    async with party(server, DeskViewPush) as desk:
        async with party(server, KioskViewPush) as kiosk:
            await table.move("live")
            await until(lambda: both(kiosk, desk, lambda peer: peer.sink.lit_frames > 0))
        await until(lambda: any(said["command"]["type"] == "media_down" for said in server.commands))


async def test_a_kiosk_without_devices_is_talked_to_all_the_same(
    server: SmallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_tracks = Connection._add_tracks

    def add_none_for_the_kiosk(self: Connection) -> None:
        if self._options.polite:
            add_tracks(self)
        else:
            for kind in ("audio", "video"):
                self._pc.addTransceiver(kind, direction="recvonly")

    monkeypatch.setattr(Connection, "_add_tracks", add_none_for_the_kiosk)
    table = Table(server)
    async with AsyncExitStack() as stack:
        kiosk = await stack.enter_async_context(party(server, KioskViewPush))
        desk = await stack.enter_async_context(party(server, DeskViewPush))
        await table.move("connecting")
        await until(lambda: kiosk.peer is not None and kiosk.peer.sink.lit_frames > 0)
        await until(lambda: len(server.commands) == 2)
        assert {request["command"]["type"] for request in server.commands} == {"media_up"}
        connection = peer_of(desk)._connection
        await asyncio.sleep(6)
        assert peer_of(desk)._connection is connection
        assert peer_of(desk).sink.frames == 0


async def test_a_new_ring_is_a_new_peer(server: SmallServer) -> None:
    table = Table(server)
    async with AsyncExitStack() as stack:
        kiosk = await stack.enter_async_context(party(server, KioskViewPush))
        desk = await stack.enter_async_context(party(server, DeskViewPush))
        await table.move("ringing", epoch=1)
        await until(lambda: both(kiosk, desk, lambda peer: peer.sink.frames > 0))
        first = peer_of(kiosk)
        await table.move("ringing", epoch=2)
        await until(lambda: kiosk.peer is not None and kiosk.peer is not first)
        await until(lambda: both(kiosk, desk, lambda peer: peer.sink.frames > 0))


@pytest.mark.slow
async def test_a_call_through_turn_alone(server: SmallServer, coturn: Coturn) -> None:
    username, credential = coturn.credentials()
    ice = IceCredentials(urls=tuple(coturn.urls), username=username, credential=credential, expires=2**50)
    table = Table(server, ice)
    async with AsyncExitStack() as stack:
        kiosk = await stack.enter_async_context(party(server, KioskViewPush, relay_only=True))
        desk = await stack.enter_async_context(party(server, DeskViewPush, relay_only=True))
        await table.move("live")
        await until(lambda: both(kiosk, desk, lambda peer: peer.sink.lit_frames > 30))


async def fluent(peers: Sequence[Peer], *, at_least: float = 15.0) -> bool:
    """Whether all decode so many frames a second in the best of a few windows: machines are busy."""
    for _ in range(6):
        before = [peer.sink.frames for peer in peers]
        await asyncio.sleep(3)
        rates = [(peer.sink.frames - n) / 3 for peer, n in zip(peers, before, strict=True)]
        if min(rates) >= at_least:
            return True
    return False


def both(kiosk: CallMedia, desk: CallMedia, holds: Callable[[Peer], bool]) -> bool:
    return all(media.peer is not None and holds(media.peer) for media in (kiosk, desk))
