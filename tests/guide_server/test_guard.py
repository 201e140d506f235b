"""What the door makes of a handler's faults."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs

from guide_server.http.access import Access, RouteTable
from guide_server.http.guard import guard


async def nobody(_request: web.Request) -> None:
    return None


class Answers:
    """One that never ends by itself, and one that another's line breaks."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()

    async def endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while True:
                await response.write(b"row" * 1_000)
                await asyncio.sleep(0)
        finally:
            self.ended.set()

    async def broken(self, _request: web.Request) -> web.StreamResponse:
        raise ConnectionResetError("of somebody else's connection")


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
async def url(answers: Answers) -> AsyncIterator[str]:
    table = RouteTable(elsewhere=())
    app = web.Application(middlewares=[guard(table, nobody, nobody, public_url="http://127.0.0.1")])
    table.add(app.router.add_get("/endless", answers.endless), Access.ANYONE)
    table.add(app.router.add_get("/broken", answers.broken), Access.ANYONE)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_a_download_that_its_reader_stops_is_no_fault(url: str, answers: Answers) -> None:
    with capture_logs() as logs:
        async with aiohttp.ClientSession() as http, http.get(f"{url}/endless") as response:
            assert await response.content.readexactly(3) == b"row"
            response.close()
            await answers.ended.wait()
            # The server serves on, and has dealt with the first request before it answers this one.
            async with http.get(f"{url}/nowhere") as other:
                assert other.status == 404
    assert [line for line in logs if line["log_level"] == "error"] == []


async def test_a_line_that_broke_elsewhere_is_a_fault_and_answered(url: str) -> None:
    with capture_logs() as logs:
        async with aiohttp.ClientSession() as http, http.get(f"{url}/broken") as response:
            assert response.status == 500
            assert (await response.json())["id"] == "internal_fault"
    assert [line["event"] for line in logs] == ["guide_server.fault"]
