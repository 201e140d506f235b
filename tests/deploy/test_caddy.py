"""A real Caddy with the shipped file, in front of a small server that says what it was asked."""

import contextlib
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tests.fixtures.programs import find_program, free_port, is_listening, stop, wait_until

CADDYFILE = Path(__file__).resolve().parents[2] / "deploy/caddy/Caddyfile"


@dataclass(slots=True)
class Behind:
    """The server behind the proxy, and the headers that last reached it."""

    port: int
    headers: dict[str, str]


@pytest.fixture
async def behind() -> AsyncIterator[Behind]:
    seen = Behind(port=0, headers={})

    async def handle(request: web.Request) -> web.StreamResponse:
        seen.headers = dict(request.headers)
        if request.path != "/socket.io/":
            return web.Response(text=f"served {request.path}")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            await socket.send_str(f"heard {message.data}")
        return socket

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    seen.port = runner.addresses[0][1]
    yield seen
    await runner.cleanup()


@contextlib.contextmanager
def caddy_running(home: Path, upstream: int) -> Iterator[str]:
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "VAGVISARE_SITE": site,
        "VAGVISARE_UPSTREAM": f"127.0.0.1:{upstream}",
        "VAGVISARE_CADDY_ADMIN": f"unix/{home / 'admin'}",
    }
    caddy = find_program("caddy", package="caddy")
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [caddy, "run", "--config", CADDYFILE, "--adapter", "caddyfile"],
            env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_until(lambda: is_listening(port), process)
        yield site
    finally:
        stop(process)


async def test_pages_and_sockets_pass_and_inner_matters_stay_inside(behind: Behind, tmp_path: Path) -> None:
    with caddy_running(tmp_path, behind.port) as site:
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{site}/healthz") as health:
                assert health.ok

            async with session.get(f"{site}/desk/", headers={"X-Forwarded-For": "192.0.2.66"}) as page:
                assert await page.text() == "served /desk/"
            assert behind.headers["X-Forwarded-For"] == "127.0.0.1", "a client's own word is not passed on"

            async with session.ws_connect(f"{site}/socket.io/?EIO=4&transport=websocket") as socket:
                await socket.send_str("hello")
                assert await socket.receive_str() == "heard hello"

            for inner in ("/metrics", "/readyz"):
                async with session.get(site + inner) as hidden:
                    assert hidden.status == 404

    log = (tmp_path / "log").read_text()
    assert "handled request" in log
    assert "remote_ip" not in log
    assert "192.0.2.66" not in log


def test_caddy_finds_nothing_to_format() -> None:
    caddy = find_program("caddy", package="caddy")
    formatted = subprocess.run([caddy, "fmt", CADDYFILE], capture_output=True, text=True, check=False).stdout
    assert formatted == CADDYFILE.read_text()
