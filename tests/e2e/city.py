"""A small municipality in real processes: a server, its database, kiosk agents, people at browsers."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp

from guide_server.sign_in.passwords import Passwords
from signaling.clock import SteadyClock
from signaling.core.ids import KioskId, Language, NeighbourhoodId, SiteId
from signaling.store.directory import Neighbourhood, Site, SqlDirectory
from signaling.store.engine import Database
from signaling.store.migrate import migrate
from signaling.store.staff import Staff
from tests.fixtures.programs import free_port

PASSWORD = "a-long-test-password"
HOST = "127.0.0.1"
LANGUAGES = ("sv", "en", "ar", "ti", "so", "fi")
NORTH = Neighbourhood(id=NeighbourhoodId("north"), name="Norra området")
UNHURRIED = {"VAGVISARE_POOL__RING_SECONDS": "60", "VAGVISARE_POOL__SETUP_SECONDS": "60"}
"""No ring is missed and no guide unreachable because a machine is slow, unless a test says otherwise."""
LIBRARY = Site(id=SiteId("library"), name="Biblioteket", neighbourhood=NORTH.id, phone="08-123 456 00")
KIOSK = KioskId("library-1")


@dataclass(slots=True)
class Program:
    """One of our programs in a process of its own, which a test may kill."""

    module: str
    arguments: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                self.module,
                *self.arguments,
                stdout=output,
                stderr=output,
                env={**os.environ, **self.environment},
            )

    async def kill(self) -> None:
        """As a power cut would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        if self.process is None or self.process.returncode is not None:
            return
        self.process.send_signal(number)
        try:
            async with asyncio.timeout(10):
                await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()


@dataclass(slots=True)
class City:
    """Start the server with `start`; every program ends with the context of `city_in`."""

    folder: Path
    store: str
    settings: Mapping[str, str]
    server: Program
    port: int
    programs: list[Program] = field(default_factory=list)
    callers: list["asyncio.Task[dict[str, Any]]"] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    async def start(self) -> None:
        """Start the server, or start it again after it was killed, and wait until it can serve."""
        await self.server.start()
        await until_served(f"{self.url}/readyz", self.server)

    async def add_guide(
        self, login: str, name: str, languages: Sequence[str] = LANGUAGES, *, interprets: Sequence[str] = ()
    ) -> None:
        await self._add_staff(login, name, "guide", languages, interprets)

    async def add_leader(self, login: str, name: str) -> None:
        await self._add_staff(login, name, "leader", ())

    async def add_admin(self, login: str) -> None:
        await self._add_staff(login, "Admin", "admin", ())

    async def kiosk(self, kiosk: KioskId = KIOSK) -> str:
        """Run a newly enrolled kiosk's agent; returns the address of its page."""
        url, _ = await self.machine(kiosk, "--code", await self.enrolment_code(kiosk))
        return url

    async def machine(
        self, name: str, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> tuple[str, Program]:
        """Run an agent that is no kiosk yet; returns the address of its page."""
        port = free_port()
        data = ("--data", str(self.folder / name))
        given = ("run", "--server", self.url, "--port", str(port), *data, *arguments)
        agent = Program("kiosk_client", given, self.folder / f"{name}.log", environment or {})
        self.programs.append(agent)
        await agent.start()
        url = f"http://{HOST}:{port}/"
        await until_served(url, agent)
        return url, agent

    async def add_kiosk(self, kiosk: KioskId, name: str) -> str:
        """A further kiosk at the same place, in service; returns the address of its page."""
        async with self._database() as database:
            directory = SqlDirectory(database, clock=SteadyClock())
            await directory.add_kiosk(kiosk, name=name, at_site=LIBRARY.id)
        return await self.kiosk(kiosk)

    async def enrol(self, settings: Path, kiosk: KioskId = KIOSK) -> None:
        """Make the machine that these settings describe this kiosk."""
        await _output("kiosk_client", "enrol", "--settings", str(settings), await self.enrolment_code(kiosk))

    async def revoke(self, kiosk: KioskId) -> None:
        async with self._database() as database:
            await SqlDirectory(database, clock=SteadyClock()).revoke_kiosk(kiosk)

    async def headless_call(self, *, language: str, seconds: float) -> "asyncio.Task[dict[str, Any]]":
        """Begin a call from a kiosk that has no page; the task's result is its report."""
        data = ("--server", self.url, "--data", str(self.folder / "headless"))
        await _output("kiosk_client", "enrol", *data, await self.enrolment_code(KIOSK))
        options = ("--language", language, "--seconds", str(seconds), "--patience", "600")
        calling = asyncio.create_task(_report("kiosk_client", "call", *data, *options))
        self.callers.append(calling)
        return calling

    async def replay(self, *arguments: str) -> str:
        """What `vagvisare replay` tells of the day so far."""
        return await _output("signaling", "replay", *arguments, environment=self.settings)

    async def settle(self) -> None:
        """Bring the store up to date and put one place, one kiosk, a guide and an admin into it."""
        await asyncio.to_thread(migrate, self.store)
        async with self._database() as database:
            directory = SqlDirectory(database, clock=SteadyClock())
            await directory.add_neighbourhood(NORTH)
            await directory.add_site(LIBRARY)
            await directory.add_kiosk(KIOSK, name="Skärm 1", at_site=LIBRARY.id)
        await self.add_guide("amina", "Amina")
        await self.add_admin("admin")

    async def enrolment_code(self, kiosk: KioskId) -> str:
        async with self._database() as database:
            return (await SqlDirectory(database, clock=SteadyClock()).make_enrolment_code(kiosk)).code

    async def _add_staff(
        self, login: str, name: str, role: str, languages: Sequence[str], interprets: Sequence[str] = ()
    ) -> None:
        async with self._database() as database:
            await Staff(database, clock=SteadyClock()).add(
                login=login,
                name=name,
                password_hash=_kept_password(),
                roles=[role],
                languages=[Language(tag) for tag in languages],
                interprets=[Language(tag) for tag in interprets],
                staff_id=login,
            )

    @asynccontextmanager
    async def _database(self) -> AsyncIterator[Database]:
        database = Database(self.store)
        try:
            yield database
        finally:
            await database.close()


@asynccontextmanager
async def city_in(
    folder: Path, *, store: str | None = None, settings: Mapping[str, str] | None = None
) -> AsyncIterator[City]:
    """A city that serves, on an SQLite file unless `store` says otherwise."""
    port = free_port()
    address = store or f"sqlite:///{folder / 'city.sqlite'}"
    environment = {
        "VAGVISARE_SERVER__PORT": str(port),
        "VAGVISARE_SERVER__PUBLIC_URL": f"http://{HOST}:{port}",
        "VAGVISARE_STORE__URL": address,
        **UNHURRIED,
        **(settings or {}),
    }
    server = Program("signaling", ("serve",), folder / "server.log", environment)
    city = City(folder, address, environment, server, port)
    await city.settle()
    try:
        await city.start()
        yield city
    finally:
        for caller in city.callers:
            caller.cancel()
        await asyncio.gather(*city.callers, return_exceptions=True)
        for program in (*city.programs, server):
            await program.stop()


@cache
def _kept_password() -> str:
    """Everybody's, as the store keeps it. It costs what it is meant to cost, once."""
    with closing(Passwords()) as passwords:
        return passwords.hash_now(PASSWORD)


async def until_served(url: str, program: Program) -> None:
    """The test's own time-out is the bound."""
    async with aiohttp.ClientSession() as http:
        while True:
            if program.process is None or program.process.returncode is not None:
                raise AssertionError(f"{program.module} ended:\n{program.log.read_text()[-4_000:]}")
            try:
                async with http.get(url, allow_redirects=False) as answer:
                    if answer.status < 500:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.1)


async def _output(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    )
    try:
        out, trouble = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.communicate()
        raise
    assert process.returncode == 0, trouble.decode()
    return out.decode()


async def _report(module: str, *arguments: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(await _output(module, *arguments))
    return report
