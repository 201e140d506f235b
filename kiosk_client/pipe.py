"""The page's way to the server: its Socket.IO WebSocket, passed on message by message.

The page speaks to this origin alone and never sees the device's key; the agent adds a fresh proof of
identity to each handshake. Nothing is interpreted, compressed or kept: one message at a time is in hand in
each direction, and whoever reads slowly slows the other down. When one side ends, so does the other, and
the page's client begins anew.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

import aiohttp
import structlog
from aiohttp import web

from signaling.wire.messages import GREATEST_MESSAGE

CONNECT_PATIENCE: Final = 5.0
SEND_PATIENCE: Final = 10.0
"""Seconds that one message may take to be handed over; then the reader counts as dead."""
ENGINE_QUERY: Final = {"EIO": "4", "transport": "websocket"}

_log = structlog.get_logger(__name__)
_PASSED_CODES: Final = {1000, 1001, 1003, 1007, 1008, 1009, 1011, 1012, 1013}


class PeerTooSlow(Exception):
    """A message could not be handed over in time."""


class Pipe:
    """`handle` serves `GET /socket.io/`. `credentials` are made anew for each connection."""

    def __init__(
        self, server: str, http: aiohttp.ClientSession, credentials: Callable[[], Mapping[str, str]]
    ) -> None:
        self._upstream = f"{server}/socket.io/"
        self._http = http
        self._credentials = credentials
        self.open = 0
        """How many pages are connected at this moment."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answers 502 where the server is away or declines, before any WebSocket is made."""
        if any(request.query.get(name) != value for name, value in ENGINE_QUERY.items()):
            raise web.HTTPBadRequest(text="Only WebSocket, please.\n")
        upstream = await self._connect()
        page = web.WebSocketResponse(compress=False, max_msg_size=GREATEST_MESSAGE, timeout=1.0)
        self.open += 1
        try:
            await page.prepare(request)
            await _join(page, upstream)
        finally:
            self.open -= 1
            await upstream.close()
        return page

    async def _connect(self) -> aiohttp.ClientWebSocketResponse:
        try:
            async with asyncio.timeout(CONNECT_PATIENCE):
                return await self._http.ws_connect(
                    self._upstream,
                    params=ENGINE_QUERY,
                    headers=self._credentials(),
                    compress=0,
                    max_msg_size=GREATEST_MESSAGE,
                    timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
                )
        except aiohttp.WSServerHandshakeError as error:
            _log.warning("server_declined_socket", status=error.status)
            raise web.HTTPBadGateway(text=f"The server answered {error.status}.\n") from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            _log.info("server_away", reason=type(error).__name__)
            raise web.HTTPBadGateway(text="The server cannot be reached.\n") from error


async def _join(page: web.WebSocketResponse, server: aiohttp.ClientWebSocketResponse) -> None:
    """Pass messages both ways until either side ends."""
    ways = (asyncio.create_task(_pass(page, server)), asyncio.create_task(_pass(server, page)))
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        for ended in await asyncio.gather(*ways, return_exceptions=True):
            if isinstance(ended, Exception):
                _log.info("pipe_broke", reason=type(ended).__name__)
        for side, other in ((page, server), (server, page)):
            await side.close(code=_code_of(other))


Side = web.WebSocketResponse | aiohttp.ClientWebSocketResponse


async def _pass(source: Side, target: Side) -> None:
    async for message in source:
        try:
            async with asyncio.timeout(SEND_PATIENCE):
                if message.type is aiohttp.WSMsgType.TEXT:
                    await target.send_str(message.data)
                elif message.type is aiohttp.WSMsgType.BINARY:
                    await target.send_bytes(message.data)
        except TimeoutError as error:
            raise PeerTooSlow from error


def _code_of(side: Side) -> int:
    return side.close_code if side.close_code in _PASSED_CODES else 1001
