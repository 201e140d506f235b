"""A real server over a real store, with a guide, a leader, an admin, a log; and a browser's manners to it."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web
from argon2.profiles import CHEAPEST

from guide_server.app import mount
from guide_server.http.access import CSRF_HEADER
from guide_server.records import Records
from guide_server.settings import GuideServerSettings
from guide_server.sign_in.passwords import Passwords
from guide_server.sign_in.sessions import Sessions
from guide_server.world import World
from signaling.core.commands import Command
from signaling.core.decide import decide
from signaling.core.events import Event
from signaling.core.evolve import evolve
from signaling.core.ids import GuideId, KioskId, Language, NeighbourhoodId, Party, SiteId
from signaling.core.pool import Pool
from signaling.settings import Settings
from signaling.settings_in_force import SettingsInForce
from signaling.store.audit import AuditLog
from signaling.store.directory import Neighbourhood, Site, SqlDirectory
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.retention.plan import Rule
from signaling.store.retention.receipts import ReceiptKind
from signaling.store.retention.retention import Retention
from signaling.store.second_factors import SecondFactors
from signaling.store.staff import Staff
from signaling.trials import TrialBench
from tests.fakes import ManualClock, always
from tests.store.histories import POOL, SETTINGS, call_id, entries

PASSWORD = "correct horse battery"
KEPT = Passwords(CHEAPEST).hash_now(PASSWORD)
"""Real hashes are meant to be slow; test_sign_in measures them."""
STOCKHOLM = ZoneInfo("Europe/Stockholm")
PLAN = (
    Rule(kind=ReceiptKind.NOTES, days=30, decision="KS 2026/124"),
    Rule(kind=ReceiptKind.CALLS, days=730, decision="KS 2026/123 § 4"),
    Rule(kind=ReceiptKind.AUDIT, days=None, decision=""),
    Rule(kind=ReceiptKind.SESSIONS, days=1, decision=""),
)


@dataclass(slots=True)
class Browser:
    """Keeps cookies, knows the session's token, and sends what a browser sends."""

    http: aiohttp.ClientSession
    url: str
    csrf: str = ""

    async def sign_in(
        self, login: str, password: str = PASSWORD, *, next_page: str = ""
    ) -> aiohttp.ClientResponse:
        body = {"login": login, "password": password, "next": next_page}
        answer = await self.ask("POST", "/api/session", json=body)
        if answer.status == 200:
            self.csrf = (await answer.json())["me"]["csrf"]
        return answer

    async def ask(self, method: str, path: str, **options: Any) -> aiohttp.ClientResponse:
        """Send one request as a page of ours would; the body has been read when this returns."""
        headers = {"Origin": self.url, "Sec-Fetch-Site": "same-origin", CSRF_HEADER: self.csrf}
        headers |= options.pop("headers", {})
        answer = await self.http.request(
            method, f"{self.url}{path}", headers=headers, allow_redirects=False, **options
        )
        await answer.read()
        return answer

    async def get(self, path: str, **query: str) -> Any:
        """The JSON at `path`, which must be there."""
        answer = await self.ask("GET", path, params=query)
        assert answer.status == 200, await answer.text()
        return await answer.json()


@dataclass(slots=True)
class Office:
    app: web.Application
    url: str
    clock: ManualClock
    database: Database
    records: Records
    directory: SqlDirectory
    staff: Staff
    factors: SecondFactors
    audit: AuditLog
    sessions: Sessions
    journal: SqlJournal
    retention: Retention
    browsers: list[aiohttp.ClientSession] = field(default_factory=list)
    pool: Pool = field(default_factory=lambda: replace(Pool.empty(POOL), settings=SETTINGS))
    """What the journal told makes."""
    _seq: int = 0

    def browser(self) -> Browser:
        http = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.browsers.append(http)
        return Browser(http, self.url)

    async def signed_in(self, login: str) -> Browser:
        browser = self.browser()
        answer = await browser.sign_in(login)
        assert answer.status == 200, await answer.text()
        return browser

    async def tell(self, events: Iterable[Event], *, step: int = 1_000) -> None:
        """Write these facts into the journal, `step` milliseconds apart, from the clock's now on."""
        told = entries(events, after=self._seq, at=self.clock.now(), step=step)
        await self.journal.append(POOL, told)
        self.pool = reduce(evolve, told, self.pool)
        self._seq += len(told)

    async def enrolled(self, kiosk: str, version: str | None = None) -> KioskId:
        """A kiosk in use: one of the directory's, or a new one at the first of its sites."""
        known = await self.directory.catalogue()
        if kiosk not in known.kiosks:
            await self.directory.add_kiosk(KioskId(kiosk), name=kiosk, at_site=next(iter(known.sites)))
        code = await self.directory.make_enrolment_code(KioskId(kiosk))
        assert await self.directory.enrol(code.code, bytes(32)) is not None
        if version is not None:
            await self.directory.note_version(KioskId(kiosk), version)
        return KioskId(kiosk)

    async def add_person(
        self, login: str, name: str, roles: Sequence[str], languages: Sequence[str] = ()
    ) -> None:
        await self.staff.add(
            login=login,
            name=name,
            password_hash=KEPT,
            roles=roles,
            languages=[Language(tag) for tag in languages],
            staff_id=GuideId(login),
        )


@dataclass
class Wishes:
    """Decides at once, as the exchange does in the end."""

    office: Callable[[], Office]

    async def submit(self, command: Command, *, by: Party) -> int:
        office = self.office()
        await office.tell(entry.event for entry in decide(office.pool, command, office.clock.now()))
        return office.pool.seq


def records_of(database: Database, clock: ManualClock, plan: Sequence[Rule] = PLAN) -> Records:
    """All that the guide server keeps, in one store."""
    return Records.of(database, pool=POOL, clock=clock, zone=STOCKHOLM, plan=always(plan))


@asynccontextmanager
async def office_at(
    address: str,
    *,
    clock: ManualClock | None = None,
    port: int = 0,
    plan: Sequence[Rule] = PLAN,
    file: Settings | None = None,
    furnish: bool = True,
    **changes: Any,
) -> AsyncIterator[Office]:
    """Serve `address`, an empty store that is up to date, on loopback. `file` is what the settings file says,
    `changes` are what the guide server is told besides.

    A store that was furnished before is served with `furnish=False`.
    """
    clock = clock or ManualClock()
    database = Database(address)
    records = records_of(database, clock, plan)
    app = web.Application()
    settings = {
        "public_url": "http://desk.example",
        "zone": STOCKHOLM,
        "password_cost": CHEAPEST,
        **changes,
    }
    bench = TrialBench(records.trials)
    in_force = SettingsInForce(file or Settings(), records.settings_versions)
    world = World(
        records=records,
        pool=lambda: office.pool,
        commands=Wishes(lambda: office),
        bench=bench,
        clock=clock,
        settings=GuideServerSettings(**settings),
        in_force=in_force,
    )
    sessions = mount(app, world)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    office = Office(
        app=app,
        url=f"http://127.0.0.1:{runner.addresses[0][1]}",
        clock=clock,
        database=database,
        records=records,
        directory=records.directory,
        staff=records.staff,
        factors=records.second_factors,
        audit=records.audit,
        sessions=sessions,
        journal=SqlJournal(database),
        retention=records.retention,
    )
    try:
        if furnish:
            await _furnish(office)
        yield office
    finally:
        for browser in office.browsers:
            await browser.close()
        await runner.cleanup()
        await bench.close()
        await database.close()


async def _furnish(office: Office) -> None:
    directory = office.directory
    await directory.add_neighbourhood(Neighbourhood(id=NeighbourhoodId("varby"), name="Vårby"))
    await directory.add_site(
        Site(
            id=SiteId("varby-library"),
            name="Vårby bibliotek",
            neighbourhood=NeighbourhoodId("varby"),
            phone="08-000 00 00",
        )
    )
    await directory.add_kiosk(KioskId("kiosk-1"), name="Entrén", at_site=SiteId("varby-library"))
    await office.add_person("guide-1", "Guide One", ["guide"], ["sv", "ar"])
    await office.add_person("leader-1", "Leader One", ["leader"])
    await office.add_person("admin-1", "Admin One", ["admin"])
    await office.add_person("analyst-1", "Analyst One", ["analyst"])
    await office.add_person("technician-1", "Technician One", ["technician"])


def concrete(path: str, **known: str) -> str:
    """A route's path with ids in it: those `known`, and else such as nobody has."""
    unknown = {
        "call": call_id(1),
        "kiosk": "kiosk-9",
        "guide": "guide-9",
        "approval": "9",
        "trial": "9",
        "file": "no-such.js",
        "token": "t9",
        "webhook": "w9",
        "view": "1",
        "area": "topics",
        "month": "2025-12",
        "errand": "restart",
    }
    return path.format(**{**unknown, **known})
