"""Starts the demo's parts in the foreground, prints where they are, and stops them all together."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import typer
from pydantic import SecretStr

from guide_server.http.access import StaffRole
from signaling.app import PortTaken, serving
from signaling.clock import SteadyClock
from signaling.demo.municipality import PASSWORD, PEOPLE, PROGRAM, settle
from signaling.demo.year.fill import Filled, fill_file
from signaling.logs import configure_logs
from signaling.process import stop_signal
from signaling.settings import LogPart, PublishPart, ServerPart, Settings, StorePart
from signaling.simulation.driver import Progress
from signaling.store.migrate import migrate

HOST = "127.0.0.1"
"""The demo's passwords are printed: it listens on this machine only."""
START_PATIENCE = 600.0
TELL_EVERY = 10.0
STOP_PATIENCE = 5.0
"""Seconds. A machine that is slow, or does much else, may take minutes to start: whoever waits is told so."""


class NotStarted(Exception):
    """The kiosk's page does not come; the message says where to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    data: Path
    """A folder that exists: the demo's database, its kiosk's key and its logs."""
    port: int
    """Of desk and admin."""
    kiosk_port: int
    with_guide: bool
    """Whether a program answers where no person does."""

    @property
    def database(self) -> Path:
        return self.data / "vagvisare.sqlite"

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def kiosk_url(self) -> str:
        return f"http://{HOST}:{self.kiosk_port}"


async def make_year(demo: Demo, progress: Progress) -> Filled:
    """Fill a database that is not there yet with a year of calls that nobody made."""
    settings = _settings(demo)
    configure_logs(settings.log)
    return await fill_file(demo.database, settings, progress=progress)


async def run_demo(demo: Demo) -> None:
    """Run the demo until Ctrl-C. Raises `PortTaken` where a port is in use, or `NotStarted`."""
    stop = stop_signal()
    _check_port(demo.port, "VAGVISARE_DEMO_PORT")
    _check_port(demo.kiosk_port, "VAGVISARE_DEMO_KIOSK_PORT")
    settings = _settings(demo)
    configure_logs(settings.log)
    typer.echo("  starting the server")
    await asyncio.to_thread(migrate, settings.store.url.get_secret_value())
    code = await settle(settings, SteadyClock())
    async with serving(settings) as server, _children(demo, code) as children:
        typer.echo("  starting the kiosk")

        def over() -> bool:
            return stop.is_set() or any(child.returncode is not None for child in children)

        if await answers(demo.kiosk_url, over=over, log=demo.data / "kiosk.log"):
            typer.echo(_table(demo))
        stopping = asyncio.create_task(stop.wait())
        ended = [asyncio.create_task(child.wait()) for child in children]
        await asyncio.wait((stopping, *server.tasks, *ended), return_when=asyncio.FIRST_COMPLETED)
        if not stop.is_set():
            typer.echo(f"A part of the demo ended by itself; its log is in {demo.data}.", err=True)
        typer.echo("Stopping.")
        for task in (stopping, *ended):
            task.cancel()


def _settings(demo: Demo) -> Settings:
    return Settings(
        server=ServerPart(host=HOST, port=demo.port, public_url=demo.url),
        store=StorePart(url=SecretStr(f"sqlite:///{demo.database}")),
        log=LogPart(level="warning", form="text"),
        publish=PublishPart(equal_service=True),
    )


def _check_port(port: int, variable: str) -> None:
    """Better now, in one sentence, than halfway through the start."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTaken(
                f"Port {port} is in use by another program: stop that, or set {variable} to a free port."
            ) from error


@asynccontextmanager
async def _children(demo: Demo, code: str | None) -> AsyncIterator[Sequence[asyncio.subprocess.Process]]:
    """The kiosk's agent, and the program that answers; each in a process of its own, as in real life."""
    kiosk = ["--server", demo.url, "--port", str(demo.kiosk_port), "--data", str(demo.data / "kiosk")]
    if code is not None:
        kiosk += ["--code", code]
    children = [await _start(demo.data / "kiosk.log", "kiosk_client", "run", *kiosk)]
    if demo.with_guide:
        guide = ("demo-guide", demo.url, PROGRAM.login, PASSWORD)
        children.append(await _start(demo.data / "demo-guide.log", "signaling", *guide))
    try:
        yield children
    finally:
        await asyncio.gather(*(_stop(child) for child in children))


async def _start(log: Path, module: str, *arguments: str) -> asyncio.subprocess.Process:
    with log.open("ab") as output:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )


async def _stop(child: asyncio.subprocess.Process) -> None:
    if child.returncode is not None:
        return
    child.terminate()
    try:
        async with asyncio.timeout(STOP_PATIENCE):
            await child.wait()
    except TimeoutError:
        child.kill()
        await child.wait()


async def answers(url: str, *, over: Callable[[], bool], log: Path) -> bool:
    """Wait until the kiosk's page is served, so that the printed addresses work when they are read.

    False where it is `over` before. Raises `NotStarted`.
    """
    clock = asyncio.get_running_loop().time
    began = told = clock()
    async with aiohttp.ClientSession() as http:
        while not over():
            try:
                async with http.get(url, allow_redirects=False):
                    return True
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)
            waited = clock() - began
            if waited >= START_PATIENCE:
                raise NotStarted(f"The kiosk did not start in {waited / 60:.0f} minutes; its log is {log}.")
            if clock() - told >= TELL_EVERY:
                told = clock()
                typer.echo(f"  waiting for the kiosk's page since {waited:.0f} s; its log is {log}")
    return False


_DOES = {StaffRole.LEADER: "leads the guides, on the board", StaffRole.ADMIN: "reads the log"}


def _table(demo: Demo) -> str:
    people = "\n".join(
        f"    {person.login:<8}{PASSWORD}   {', '.join(person.languages) or _DOES[person.role]}"
        for person in PEOPLE
    )
    program = (
        "Nobody at the desk? A demo program takes the call after a few seconds.\n"
        "  To turn it off: make run DEMO=--no-guide"
        if demo.with_guide
        else "The demo program is off: only people answer."
    )
    return f"""
  Vägvisare runs, with demo data. Open kiosk and desk in two windows:

    Kiosk   {demo.kiosk_url}/
    Desk    {demo.url}/desk/
    Board   {demo.url}/board/
    Admin   {demo.url}/admin/
    Public  {demo.url}/service/

  Sign in as
{people}

  {program}
  Ctrl-C stops everything; the data stays in {demo.data}.
"""
