"""`make run`: one person alone sees a whole call, and a second start is quick and keeps the data."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.e2e.people import Resident
from tests.fixtures.chromium import LaunchChromium
from tests.fixtures.programs import free_port

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


class Demo:
    """The demo, as a person starts it in a terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.kiosk_port = free_port(), free_port()
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> str:
        """Returns what it prints, once it says where everything is."""
        options = ("--data", self.folder, "--port", str(self.port), "--kiosk-port", str(self.kiosk_port))
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "signaling", "demo", *options),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout is not None
        lines: list[bytes] = []
        while b"Ctrl-C" not in b"".join(lines[-1:]):
            line = await self.process.stdout.readline()
            assert line, b"".join(lines).decode()
            lines.append(line)
        return b"".join(lines).decode()

    async def interrupt(self) -> None:
        """Press Ctrl-C."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        await self.process.communicate()
        assert self.process.returncode == 0


async def test_one_person_alone_sees_a_whole_call(tmp_path: Path, launch_chromium: LaunchChromium) -> None:
    demo = Demo(tmp_path)
    told = await demo.start()
    try:
        assert f"http://127.0.0.1:{demo.kiosk_port}/" in told
        resident = await Resident.at(await launch_chromium(), f"http://127.0.0.1:{demo.kiosk_port}/")
        await resident.call("sv")
        await resident.guide.until(30)
    finally:
        await demo.interrupt()
    again = await demo.start()
    await demo.interrupt()
    assert "guide" in again


async def test_a_port_that_is_taken_is_one_plain_sentence(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    taker = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", demo.port)
    async with taker:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "signaling", "demo", "--data", tmp_path, "--port", str(demo.port)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        told, _ = await process.communicate()
    assert process.returncode == 1
    assert told.decode().strip().startswith(f"Port {demo.port} is in use by another program: stop that")
    assert "VAGVISARE_DEMO_PORT" in told.decode()
