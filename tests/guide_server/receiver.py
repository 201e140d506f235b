"""Somebody's server that webhooks post to, on loopback: it notes what it gets, and misbehaves where told."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Behaviour = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Received:
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(slots=True)
class Receiver:
    url: str
    got: list[Received] = field(default_factory=list)
    behaviours: list[Behaviour] = field(default_factory=list)
    """For the next requests, one each; then it takes what comes."""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def ids(self) -> list[str]:
        return [each.headers["webhook-id"] for each in self.got]

    @property
    def types(self) -> list[str]:
        return [each.json["type"] for each in self.got]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.got.append(
            Received({name.lower(): value for name, value in request.headers.items()}, await request.read())
        )
        self.arrived.set()
        behaviour = self.behaviours.pop(0) if self.behaviours else answers(204)
        return await behaviour(request)


def answers(status: int, **headers: str) -> Behaviour:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(
            status=status, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )

    return answer


async def hangs(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError("nobody gets here")


async def closes_at_once(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def closes_mid_body(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b"half of")
    assert request.transport is not None
    request.transport.abort()
    return response


async def answers_without_end(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x" * 65_536)


@asynccontextmanager
async def receiving(*, port: int = 0, tls: Any = None) -> AsyncIterator[Receiver]:
    app = web.Application()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    receiver = Receiver("")
    app.router.add_route("*", "/{path:.*}", receiver.answer)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port, ssl_context=tls)
    await site.start()
    receiver.url = f"http{'' if tls is None else 's'}://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield receiver
    finally:
        await runner.cleanup()
