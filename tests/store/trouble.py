"""What the tests of a failing database have in common."""

import asyncio

from signaling.ports import JournalConflict, JournalUnavailable
from signaling.store.journal import SqlJournal
from tests.store.histories import POOL, Told, entries


async def tap(journal: SqlJournal, number: int) -> None:
    """Append the tap that makes the journal `number` entries long."""
    await journal.append(POOL, entries(Told(number, kiosk=f"kiosk-{number}").tapped(), after=number - 1))


async def length(journal: SqlJournal) -> int:
    return len(await journal.read(POOL, after=0))


async def once_back(journal: SqlJournal, number: int, *, within: float = 60) -> None:
    """Append as the exchange does: again and again while the store is away, folding what it meets."""
    async with asyncio.timeout(within):
        while True:
            try:
                await tap(journal, number)
            except JournalUnavailable:
                await asyncio.sleep(0.05)
            except JournalConflict:
                assert await length(journal) == number, "what was timed out was done after all"
                return
            else:
                return


async def tap_until_refused(journal: SqlJournal, after: int) -> int:
    """Go on tapping until the journal is unavailable; returns how many entries it has then."""
    for number in range(after + 1, after + 1_000):
        try:
            await tap(journal, number)
        except JournalUnavailable:
            return number - 1
    raise AssertionError("the journal took everything")
