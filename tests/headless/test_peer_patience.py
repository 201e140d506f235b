"""When a connection is given up for another, judged by what is decoded: at times 0, 1, 2, and no network."""

from types import SimpleNamespace

import pytest

from signaling.headless import peer as peer_module
from signaling.headless.connection import Sequel
from signaling.headless.peer import Peer, PeerOptions
from signaling.headless.relay import Address, RelayChannel
from signaling.wire.messages import RelayBody, RelayRequest
from tests.headless.conftest import CALL


class Paper:
    """A connection that only exists on paper."""

    made: list["Paper"]

    def __init__(self, _options: object) -> None:
        self.state = "new"
        self.is_paired = False
        self.offered = self.closed = False
        Paper.made.append(self)

    async def offer(self) -> None:
        self.offered = True

    async def receive(self, _body: RelayBody) -> Sequel:
        self.is_paired = True
        return Sequel.NOTHING

    async def close(self) -> None:
        self.closed = True


class World:
    def __init__(self, *, polite: bool, offer_after: float) -> None:
        self.time = 100.0
        self.server_is_up = True
        self._polite = polite
        self._offer_after = offer_after

    def peer(self) -> Peer:
        async def emit(_request: RelayRequest) -> None: ...

        options = PeerOptions(
            channel=RelayChannel(Address(call=CALL, own=0, other=1), emit),
            polite=self._polite,
            offer_after=self._offer_after,
            ice=None,
            server_is_up=lambda: self.server_is_up,
        )
        return Peer(options)

    async def pass_(self, peer: Peer, seconds: float, *, decoding: bool = False) -> None:
        end = self.time + seconds
        while self.time < end:
            self.time += 0.25
            if decoding:
                peer.sink.last = self.time
            await peer._look()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    Paper.made = []
    world = World(polite=False, offer_after=0.0)
    monkeypatch.setattr(peer_module, "Connection", Paper)
    monkeypatch.setattr(peer_module, "time", SimpleNamespace(monotonic=lambda: world.time))
    return world


async def test_a_kiosk_tries_another_connection_after_five_seconds_then_ten_then_twenty(world: World) -> None:
    peer = world.peer()
    tried: list[float] = []
    for _ in range(400):
        before = len(Paper.made)
        await world.pass_(peer, 0.25)
        if len(Paper.made) > before:
            tried.append(world.time - 100.0)
    assert tried[:4] == [5.0, 15.0, 35.0, 55.0]
    assert all(paper.closed for paper in Paper.made[:-1])


async def test_while_something_is_decoded_nothing_is_tried(world: World) -> None:
    peer = world.peer()
    await world.pass_(peer, 60, decoding=True)
    assert len(Paper.made) == 1
    assert peer.flowing


async def test_three_seconds_of_silence_are_mended_by_the_kiosk_and_a_second_later_by_the_guide(
    world: World,
) -> None:
    for polite, due in ((False, 3.0), (True, 4.0)):
        Paper.made = []
        world._polite = polite
        peer = world.peer()
        await world.pass_(peer, 2, decoding=True)
        await world.pass_(peer, due - 0.25)
        assert len(Paper.made) == 1
        await world.pass_(peer, 0.25)
        assert len(Paper.made) == 2
        assert Paper.made[-1].offered


async def test_while_the_server_is_away_nothing_is_tried_and_silence_stays_silence(world: World) -> None:
    peer = world.peer()
    Paper.made[0].state = "connected"
    await world.pass_(peer, 2, decoding=True)
    world.server_is_up = False
    await world.pass_(peer, 30)
    assert len(Paper.made) == 1
    assert not peer.flowing
    world.server_is_up = True
    await world.pass_(peer, 0.25)
    assert len(Paper.made) == 2


async def test_a_guide_who_rings_waits_for_the_kiosks_offer_and_then_offers_once(world: World) -> None:
    world._polite, world._offer_after = True, 1.0
    peer = world.peer()
    await world.pass_(peer, 0.75)
    assert not any(paper.offered for paper in Paper.made)
    await world.pass_(peer, 0.25)
    assert Paper.made[-1].offered
    made = len(Paper.made)
    await world.pass_(peer, 5.0)
    assert len(Paper.made) == made


async def test_a_party_that_has_nothing_to_send_is_there_once_connected(world: World) -> None:
    peer = world.peer()
    await world.pass_(peer, 1)
    assert not flows(peer)
    Paper.made[0].state = "connected"
    await world.pass_(peer, 1.5)
    assert flows(peer)
    await world.pass_(peer, 60)
    assert len(Paper.made) == 1
    Paper.made[0].state = "failed"
    await world.pass_(peer, 0.25)
    assert not flows(peer)
    assert len(Paper.made) == 2


def flows(peer: Peer) -> bool:
    return peer.flowing
