"""From an admin's page to a resident's screen: the municipality's own words, by the whole server."""

import asyncio
from pathlib import Path

import aiohttp

from kiosk_client.agent import opened
from kiosk_client.settings import KioskSettings
from signaling.app import serving
from signaling.clock import SteadyClock
from signaling.core.ids import KioskId, NeighbourhoodId, SiteId
from signaling.settings import Settings
from signaling.store.audit import Actor
from signaling.store.directory import Neighbourhood, Site, SqlDirectory
from signaling.store.engine import Database
from signaling.store.staff import Staff
from tests.fixtures.programs import free_port
from tests.guide_server.office import KEPT, Browser
from tests.kiosk_client.conftest import until

SAID = {"sv": {"start.lead": "Prata med kommunen, på ditt språk."}}


async def furnished(address: str) -> str:
    """An admin, a kiosk, and the code that makes a machine that kiosk."""
    database, clock = Database(address), SteadyClock()
    directory = SqlDirectory(database, clock=clock)
    await directory.add_neighbourhood(Neighbourhood(id=NeighbourhoodId("varby"), name="Vårby"))
    place = NeighbourhoodId("varby")
    await directory.add_site(Site(id=SiteId("library"), name="Library", neighbourhood=place, phone="08-0"))
    await directory.add_kiosk(KioskId("kiosk-1"), name="Entrance", at_site=SiteId("library"))
    await Staff(database, clock=clock).add(
        login="admin-1", name="Admin One", password_hash=KEPT, roles=["admin"]
    )
    made = await directory.make_enrolment_code(KioskId("kiosk-1"), by=Actor(who="admin-1"))
    await database.close()
    return made.code


async def test_an_admins_words_are_on_the_screen(sqlite_store: str, tmp_path: Path) -> None:
    code = await furnished(sqlite_store)
    settings = Settings.model_validate({"server": {"port": 0}, "store": {"url": sqlite_store}})
    port = free_port()
    kiosk = {"data": tmp_path / "kiosk", "port": port, "browser": {"start": False}}
    async with (
        serving(settings) as server,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http,
        opened(KioskSettings.model_validate({"server": server.url, **kiosk})) as agent,
    ):
        admin = Browser(http, server.url)
        assert (await admin.sign_in("admin-1")).status == 200
        answer = await admin.ask("PUT", "/api/settings/texts", json={"content": SAID, "base": 0})
        assert answer.status == 200, await answer.text()
        await agent.enrol(code)
        running = asyncio.create_task(agent.run(agent.page_engine()))
        await until(lambda: agent.texts.texts == SAID)
        async with http.get(f"http://127.0.0.1:{port}/texts") as texts:
            assert (texts.status, await texts.json()) == (200, SAID)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
