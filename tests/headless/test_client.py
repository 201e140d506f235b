"""The socket keeps the newest truth, acts once, and comes back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import aiohttp
import pytest

from signaling.headless import client as client_module
from signaling.headless.client import (
    CommandRefused,
    CommandUnanswered,
    Dismissed,
    SignalingClient,
)
from signaling.headless.relay import Address
from signaling.wire.errors import problem
from signaling.wire.messages import Candidates, HangUp, KioskViewPush, MediaSign
from tests.headless.conftest import CALL, SmallServer, kiosk_push

KioskClient = SignalingClient[KioskViewPush]


@asynccontextmanager
async def running(server: SmallServer, http: aiohttp.ClientSession) -> AsyncIterator[KioskClient]:
    client = SignalingClient(server.url, KioskViewPush, http=http)
    task = asyncio.create_task(client.run())
    try:
        await client._up.wait()
        yield client
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(holds: Callable[[], bool]) -> None:
    """The test's own time-out is the bound."""
    while not holds():  # noqa: ASYNC110 - what it waits for has no event
        await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "FIRST_DELAY", 0.02)
    monkeypatch.setattr(client_module, "BEAT_EVERY", 0.1)


async def test_the_view_with_the_highest_seq_counts(server: SmallServer, http: aiohttp.ClientSession) -> None:
    async with running(server, http) as client:
        for seq, state in ((5, "ringing"), (3, "waiting"), (6, "live"), (4, "waiting")):
            await server.push("/kiosk", kiosk_push(seq, state))  # type: ignore[arg-type]
        newest = await client.until(lambda push: push.seq == 6)
        assert newest.view.call is not None
        assert newest.view.call.state == "live"
        await server.push("/kiosk", kiosk_push(2))
        await server.push("/kiosk", kiosk_push(7))
        assert (await client.until(lambda push: push.seq != 6)).seq == 7


async def test_a_server_that_begins_a_new_journal_is_believed(
    server: SmallServer, http: aiohttp.ClientSession
) -> None:
    server.greeting = lambda _namespace: kiosk_push(900)
    async with running(server, http) as client:
        await client.until(lambda push: push.seq == 900)
        server.greeting = lambda _namespace: kiosk_push(1)
        await server.restart()
        assert (await client.until(lambda push: push.seq < 900)).seq == 1


async def test_a_view_that_is_not_understood_is_left_aside(
    server: SmallServer, http: aiohttp.ClientSession
) -> None:
    async with running(server, http) as client:
        await server.push("/kiosk", {"seq": 9, "view": "nonsense"})
        await server.push("/kiosk", kiosk_push(2))
        assert (await client.until(lambda push: True)).seq == 2


async def test_a_command_is_answered_with_its_seq(server: SmallServer, http: aiohttp.ClientSession) -> None:
    server.on_command = lambda request: {"ok": True, "seq": 42}
    async with running(server, http) as client:
        assert await client.command(HangUp(call=CALL)) == 42
    assert server.commands[0]["command"] == {"type": "hang_up", "call": CALL}


async def test_a_refusal_is_raised_with_its_id(server: SmallServer, http: aiohttp.ClientSession) -> None:
    refusal = {"ok": False, "error": problem("too_late").model_dump(mode="json")}
    server.on_command = lambda request: refusal
    async with running(server, http) as client:
        with pytest.raises(CommandRefused) as refused:
            await client.command(HangUp(call=CALL))
    assert refused.value.problem.id == "too_late"


async def test_a_busy_server_is_asked_again_with_the_same_id(
    server: SmallServer, http: aiohttp.ClientSession
) -> None:
    busy = {"ok": False, "error": problem("unavailable", retry_after=10).model_dump(mode="json")}
    server.on_command = lambda request: busy if len(server.commands) < 3 else {"ok": True, "seq": 1}
    async with running(server, http) as client:
        await client.command(HangUp(call=CALL))
    assert len({request["id"] for request in server.commands}) == 1
    assert len(server.commands) == 3


async def test_a_command_survives_a_lost_socket_with_the_same_id(
    server: SmallServer, http: aiohttp.ClientSession
) -> None:
    server.on_command = lambda request: None if len(server.commands) == 1 else {"ok": True, "seq": 2}
    async with running(server, http) as client:
        asking = asyncio.create_task(client.command(HangUp(call=CALL)))
        await until(lambda: len(server.commands) == 1)
        await server.drop_clients()
        assert await asking == 2
    assert server.commands[0] == server.commands[1]


async def test_a_command_that_nobody_answers_expires(
    server: SmallServer, http: aiohttp.ClientSession
) -> None:
    server.on_command = lambda request: None
    async with running(server, http) as client:
        with pytest.raises(CommandUnanswered):
            await client.command(HangUp(call=CALL), patience=200)


async def test_heartbeats_say_what_is_shown_and_whether_media_flows(
    server: SmallServer, http: aiohttp.ClientSession
) -> None:
    async with running(server, http) as client:
        client.witness = lambda: MediaSign(call=CALL, flowing=True)
        await server.push("/kiosk", kiosk_push(11))
        await until(lambda: any(beat["seq"] == 11 for beat in server.beats))
        assert server.beats[-1]["media"] == {"call": CALL, "flowing": True}


async def test_a_socket_whose_heartbeat_is_not_answered_is_replaced(
    server: SmallServer, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "BEAT_ANSWER", 0.3)
    async with running(server, http):
        connections = len(server.headers)
        server.answers_beats = False
        await until(lambda: len(server.headers) > connections)
        server.answers_beats = True


async def test_relayed_bodies_come_once_in_order_and_are_acknowledged(
    server: SmallServer, http: aiohttp.ClientSession
) -> None:
    def push(n: int) -> dict[str, object]:
        body = Candidates(pc=f"pc{n}", candidates=(), end=True).model_dump(mode="json")
        return {"call": CALL, "from": 1, "to": 0, "n": n, "body": body}

    async with running(server, http) as client:
        channel = client.relay(Address(call=CALL, own=0, other=1))
        for n in (1, 2, 2, 1, 3):
            await server.sio.emit("relay", push(n), namespace="/kiosk")
        received = [await channel.received.get() for _ in range(3)]
        assert [body.pc for body in received] == ["pc1", "pc2", "pc3"]
        await until(lambda: len(server.relay_acks) == 5)
        assert channel.received.empty()
        assert server.relay_acks[-1] == {"call": CALL, "from": 1, "to": 0, "n": 3}


async def test_what_the_server_did_not_take_is_sent_again_with_the_same_number(
    server: SmallServer, http: aiohttp.ClientSession
) -> None:
    async with running(server, http) as client:
        channel = client.relay(Address(call=CALL, own=0, other=1))
        await server.stop()
        await until(lambda: not client.is_up)
        await channel.send(Candidates(pc="a", candidates=(), end=False))
        await channel.send(Candidates(pc="b", candidates=(), end=True))
        await server.start(int(server.url.rpartition(":")[2]))
        await until(lambda: len(server.relayed) == 2)
        assert [request["body"]["pc"] for request in server.relayed] == ["a", "b"]
        first, second = (request["n"] for request in server.relayed)
        assert second == first + 1
        connections = len(server.headers)
        await server.drop_clients()
        await until(lambda: len(server.headers) > connections and client.is_up)
        assert len(server.relayed) == 2


async def test_who_is_not_wanted_does_not_come_back(server: SmallServer, http: aiohttp.ClientSession) -> None:
    server.refuses_with = problem("revoked").model_dump(mode="json")
    client = SignalingClient(server.url, KioskViewPush, http=http)
    with pytest.raises(Dismissed) as dismissed:
        await client.run()
    assert dismissed.value.problem.id == "revoked"


async def test_headers_are_asked_for_anew_at_each_connection(
    server: SmallServer, http: aiohttp.ClientSession
) -> None:
    count = 0

    async def headers() -> dict[str, str]:
        nonlocal count
        count += 1
        return {"Authorization": f"Bearer {count}"}

    client = SignalingClient(server.url, KioskViewPush, http=http, headers=headers)
    task = asyncio.create_task(client.run())
    await until(lambda: client.is_up)
    await server.drop_clients()
    await until(lambda: len(server.headers) >= 2)
    task.cancel()
    assert [seen["Authorization"] for seen in server.headers[:2]] == ["Bearer 1", "Bearer 2"]


@pytest.mark.parametrize("turns", [*range(0, 40, 2), 60, 90, 150])
async def test_it_ends_when_it_is_told_to_whatever_it_awaits(
    turns: int, server: SmallServer, http: aiohttp.ClientSession
) -> None:
    """After so many turns of the loop: on the way up, while the socket is up, or on the way down."""
    client = SignalingClient(server.url, KioskViewPush, http=http)
    task = asyncio.create_task(client.run())
    await until(lambda: client.is_up)
    await server.stop()
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled()
