"""The whole server as it is run: a tap becomes a message, and trouble with it an alarm and a letter."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from signaling.app import Server, serving
from signaling.clock import SteadyClock
from signaling.core.commands import ConnectKiosk, StartCall
from signaling.core.ids import KioskId, Language, NeighbourhoodId, Party, PoolId, SiteId
from signaling.settings import Settings
from signaling.store.alarms import Alarms
from signaling.store.engine import Database
from signaling.store.webhooks.subscriptions import Stream, Webhooks
from tests.fixtures.certificate import certificate_in
from tests.guide_server.receiver import answers, receiving
from tests.guide_server.test_alarm_mail import mail_server
from tests.guide_server.webhook_world import ADMIN
from tests.store.histories import call_id

KIOSK = KioskId("kiosk-1")


async def until(fact: Callable[[], Awaitable[bool]]) -> None:
    while True:
        if await fact():
            return
        await asyncio.sleep(0.05)


async def tap(server: Server, number: int) -> None:
    clock, party = SteadyClock(), Party.kiosk(KIOSK)
    place, site = NeighbourhoodId("varby"), SiteId("varby-library")
    await server.exchange.submit(
        ConnectKiosk(kiosk=KIOSK, epoch=number, site=site, neighbourhood=place), by=party
    )
    call = StartCall(call=call_id(number), kiosk=KIOSK, language=Language("sv"), tapped_at=clock.now())
    await server.exchange.submit(call, by=party)


@pytest.mark.slow
async def test_a_tap_is_told_and_a_receiver_that_is_gone_raises_an_alarm_that_is_mailed(
    sqlite_store: str, tmp_path: Path
) -> None:
    async with receiving() as receiver:
        with mail_server("none", certificate_in(tmp_path)) as mail:
            settings = Settings.model_validate(
                {
                    "server": {"port": 0},
                    "store": {"url": sqlite_store},
                    "webhooks": {"allow_http": True, "networks": ["127.0.0.0/8"]},
                    "mail": {
                        "host": "127.0.0.1", "port": mail.port, "security": "none",
                        "sender": "vagvisare@example.org", "recipients": ["drift@example.org"],
                    },
                }
            )  # fmt: skip
            async with serving(settings) as server:
                database = Database(sqlite_store)
                webhooks = Webhooks(database, pool=PoolId("pool"), clock=SteadyClock())
                await webhooks.add(
                    name="statistics", url=receiver.url, stream=Stream.CALLS, since=None, by=ADMIN
                )
                receiver.behaviours = [answers(410)]
                await tap(server, 1)

                async def alarmed_and_mailed() -> bool:
                    return bool(await Alarms(database).lasting()) and bool(mail.letters.got)

                await until(alarmed_and_mailed)
                await database.close()
    assert receiver.types == ["call.tapped"]
    assert mail.letters.got[0]["Subject"] == "Larm: Systemet statistics får inga händelser längre."
