"""A process that appends taps until it is killed.

It starts where the journal ends, recovers as a server does, and notes a call's id only once the journal has
acknowledged it: one line per acknowledged tap.
"""

import asyncio
from pathlib import Path
from typing import TextIO

from signaling.core.commands import (
    Command,
    Configure,
    ConnectGuide,
    ConnectKiosk,
    HangUp,
    Recover,
    SetStatus,
    StartCall,
    TakeRing,
)
from signaling.core.decide import decide
from signaling.core.errors import Refused
from signaling.core.events import CallTapped, Entry
from signaling.core.evolve import evolve
from signaling.core.ids import CallId, GuideId, KioskId, NeighbourhoodId, Party, SiteId
from signaling.core.pool import Pool
from signaling.core.vocabulary import GuideStatus
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from tests.fakes import NOON
from tests.store.histories import LANGUAGES, POOL, SETTINGS

KIOSKS = [KioskId(f"kiosk-{number}") for number in range(5)]
GUIDES = [GuideId(f"guide-{number}") for number in range(3)]
ENTRIES_PER_SNAPSHOT = 40


class Server:
    """The loop of an exchange, without the exchange: decide, append, fold, acknowledge."""

    def __init__(self, journal: SqlJournal, pool: Pool, out: TextIO) -> None:
        self._journal = journal
        self._out = out
        self.pool = pool

    async def do(self, *commands: Command) -> None:
        """Decide all of `commands` and append what they cause in one transaction."""
        pool = self.pool
        batch: list[Entry] = []
        for command in commands:
            try:
                caused = decide(pool, command, NOON + pool.seq)
            except Refused:
                continue
            for entry in caused:
                pool = evolve(pool, entry)
            batch.extend(caused)
        if not batch:
            return
        await self._journal.append(POOL, batch)
        self.pool = pool
        for entry in batch:
            if isinstance(entry.event, CallTapped):
                self._out.write(f"{entry.event.call}\n")
        self._out.flush()


async def _serve(address: str, out: TextIO) -> None:
    journal = SqlJournal(Database(address))
    server = Server(journal, await journal.load(POOL), out)
    start = server.pool.seq
    await server.do(Recover(), Configure(settings=SETTINGS))
    for number, kiosk in enumerate(KIOSKS):
        site, place = SiteId("library"), NeighbourhoodId("varby")
        await server.do(ConnectKiosk(kiosk=kiosk, epoch=start + number + 1, site=site, neighbourhood=place))
    for number, guide in enumerate(GUIDES):
        await server.do(
            ConnectGuide(guide=guide, epoch=start + number + 1, languages=LANGUAGES),
            SetStatus(guide=guide, status=GuideStatus.AVAILABLE),
        )
    written = 0
    while True:
        taps: list[Command] = []
        for kiosk in KIOSKS:
            open_call = server.pool.kiosks[kiosk].call
            if open_call is not None:
                taps.append(HangUp(call=open_call, by=Party.kiosk(kiosk)))
            else:
                written += 1
                call = CallId(f"{start:08x}-0000-7000-8000-{written:012x}")
                taps.append(StartCall(call=call, kiosk=kiosk, language=LANGUAGES[0], tapped_at=NOON))
        await server.do(*taps)
        for guide in GUIDES:
            rung = server.pool.guides[guide].call
            if rung is not None:
                await server.do(TakeRing(call=rung, guide=guide, epoch=server.pool.calls[rung].epoch))
        if written % ENTRIES_PER_SNAPSHOT == 0:
            await journal.snapshot(server.pool)


def append_until_killed(address: str, acknowledged: str) -> None:
    """Append to the store at `address`, and the ids of acknowledged taps to the file `acknowledged`."""
    with Path(acknowledged).open("a", encoding="ascii") as out:
        asyncio.run(_serve(address, out))
