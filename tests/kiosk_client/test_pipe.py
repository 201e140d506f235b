"""What the page says reaches the server and back, unchanged, uncompressed and no faster than it is read."""

import asyncio
import tracemalloc

import aiohttp
import pytest
from aiohttp import web

from kiosk_client import pipe as pipe_module
from signaling.wire.messages import GREATEST_MESSAGE
from tests.kiosk_client.conftest import FarServer, Kiosk, until

SOCKET = "/socket.io/?EIO=4&transport=websocket"
BROWSER = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}


async def test_messages_pass_both_ways_in_order(page: aiohttp.ClientSession) -> None:
    async with page.ws_connect(SOCKET) as socket:
        for number in range(200):
            await socket.send_str(f"42{number}")
        assert [await socket.receive_str() for _ in range(200)] == [f"42{number}" for number in range(200)]
        await socket.send_bytes(b"\x00\x01")
        assert await socket.receive_bytes() == b"\x00\x01"


async def test_the_greatest_message_passes_and_a_greater_one_ends_it(page: aiohttp.ClientSession) -> None:
    async with page.ws_connect(SOCKET) as socket:
        greatest = "x" * (GREATEST_MESSAGE - 1)
        await socket.send_str(greatest)
        assert await socket.receive_str() == greatest
        await socket.send_str("x" * (GREATEST_MESSAGE + 1))
        assert (await socket.receive()).data == aiohttp.WSCloseCode.MESSAGE_TOO_BIG


async def test_each_handshake_carries_a_proof_and_no_cookie(
    page: aiohttp.ClientSession, far_server: FarServer
) -> None:
    async with page.ws_connect(SOCKET):
        pass
    (request,) = far_server.seen
    assert request.headers["Authorization"] == "Bearer proof"
    assert "Cookie" not in request.headers
    assert dict(request.query) == {"EIO": "4", "transport": "websocket"}


async def test_compression_is_off_on_both_sides_although_both_would(
    page: aiohttp.ClientSession, far_server: FarServer
) -> None:
    async with page.ws_connect(SOCKET, headers=BROWSER) as socket:
        assert socket.compress == 0
        assert "Sec-WebSocket-Extensions" not in socket._response.headers
    assert "Sec-WebSocket-Extensions" not in far_server.seen[0].headers


@pytest.mark.parametrize("query", ["", "?EIO=4&transport=polling", "?EIO=3&transport=websocket"])
async def test_only_websockets_are_passed(
    page: aiohttp.ClientSession, far_server: FarServer, query: str
) -> None:
    async with page.get(f"/socket.io/{query}") as response:
        assert response.status == 400
    assert far_server.seen == []


async def test_when_the_server_ends_the_page_hears_it_with_the_reason(
    page: aiohttp.ClientSession, far_server: FarServer
) -> None:
    async def leave(socket: web.WebSocketResponse) -> None:
        await socket.close(code=1012)

    far_server.conversation = leave
    async with page.ws_connect(SOCKET) as socket:
        assert (await socket.receive()).data == 1012


async def test_when_the_page_ends_the_server_hears_it(
    page: aiohttp.ClientSession, far_server: FarServer, kiosk: Kiosk
) -> None:
    ended = asyncio.Event()

    async def wait(socket: web.WebSocketResponse) -> None:
        await socket.receive()
        ended.set()

    far_server.conversation = wait
    async with page.ws_connect(SOCKET):
        assert kiosk.pipe.open == 1
    await ended.wait()
    await until(lambda: kiosk.pipe.open == 0)


async def test_while_the_server_is_away_the_page_is_refused_at_once_and_admitted_again_after(
    page: aiohttp.ClientSession, far_server: FarServer
) -> None:
    port = int(far_server.url.rpartition(":")[2])
    await far_server.stop()
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await page.ws_connect(SOCKET)
    assert refused.value.status == 502
    await far_server.start(port)
    async with page.ws_connect(SOCKET) as socket:
        await socket.send_str("hello")
        assert await socket.receive_str() == "hello"


async def test_a_server_that_declines_is_told_to_the_page(
    page: aiohttp.ClientSession, far_server: FarServer
) -> None:
    far_server.declines_with = 401
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await page.ws_connect(SOCKET)
    assert refused.value.status == 502


async def test_a_page_that_reads_nothing_costs_little_and_is_let_go(
    page: aiohttp.ClientSession,
    far_server: FarServer,
    kiosk: Kiosk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipe_module, "SEND_PATIENCE", 0.5)

    async def flood(socket: web.WebSocketResponse) -> None:
        while True:
            await socket.send_str("x" * 60_000)

    far_server.conversation = flood
    socket = await page.ws_connect(SOCKET)
    transport = socket.get_extra_info("socket")
    assert transport is not None
    socket._reader._protocol.pause_reading()
    tracemalloc.start()
    try:
        await until(lambda: kiosk.pipe.open == 0)
        _, greatest = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert greatest < 4_000_000
    await socket.close()
