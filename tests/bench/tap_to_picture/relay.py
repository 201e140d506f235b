"""The smallest possible relay, and a wire with a delay."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from aiohttp import WSMsgType, web


@contextlib.asynccontextmanager
async def bare_relay(pages: Path) -> AsyncIterator[int]:
    """Yield the port of a server that forwards what one WebSocket of a room says to the others in it.

    It serves `pages` too, under `/pages/`.
    """
    rooms: dict[str, set[web.WebSocketResponse]] = {}

    async def relay(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        room = rooms.setdefault(request.match_info["room"], set())
        room.add(socket)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    for other in room - {socket}:
                        await other.send_str(message.data)
        finally:
            room.discard(socket)
        return socket

    app = web.Application()
    app.router.add_get("/relay/{room}", relay)
    app.router.add_static("/pages", pages)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def delayed(port: Callable[[], int], *, seconds: float) -> AsyncIterator[int]:
    """Yield a loopback port whose bytes reach `port()`, and come back, `seconds` later each way.

    `port` is asked for each connection, so that it may belong to a server that has yet to start.
    """
    loop = asyncio.get_running_loop()

    async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        def write(data: bytes) -> None:
            if not sink.is_closing():
                sink.write(data)

        with contextlib.suppress(OSError):
            while data := await source.read(65_536):
                loop.call_later(seconds, write, data)
        loop.call_later(seconds, sink.close)

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port())
        except OSError:
            writer.close()
            return
        await asyncio.gather(pump(reader, inner_writer), pump(inner_reader, writer))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
