"""A page found through the counts of days is the page that walking over every call gives (A9, L7)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from signaling.core.ids import CallId, GuideId, KioskId, Language, SiteId, Topic
from signaling.core.vocabulary import CallOutcome, Grade
from signaling.days import ONE_DAY, day_of, start_of
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.log_filter import HelpedHow, LogFilter, TicketPart, Waited
from signaling.store.session_log.finding import Finder, Page
from signaling.store.session_log.order import LogOrder
from signaling.store.tables import call
from signaling.store.tally.roll_up import RollUp
from tests.fakes import NOON
from tests.store.histories import POOL, STOCKHOLM, Day

HOUR = 3_600_000
SLOWLY = 7_000
"""Stretches a day of a minute over five days."""
FILTERS = (
    LogFilter(),
    LogFilter(kiosk=KioskId("kiosk-1")),
    LogFilter(site=SiteId("library")),
    LogFilter(language=Language("ar")),
    LogFilter(spoken=Language("so")),
    LogFilter(outcome=CallOutcome.ABANDONED_RINGING),
    LogFilter(topic=Topic("school")),
    LogFilter(how=HelpedHow.ASKED),
    LogFilter(how=HelpedHow.INTERPRETER),
    LogFilter(waited=Waited.WITHIN_TARGET),
    LogFilter(waited=Waited.LONGER),
    LogFilter(waited=Waited.LONG),
    LogFilter(ticket=TicketPart.GIVEN),
    LogFilter(ticket=TicketPart.RETURNED),
    LogFilter(quality=Grade.POOR),
    LogFilter(kiosk=KioskId("kiosk-1"), quality=Grade.NONE),
    LogFilter(guide=GuideId("guide-2")),
    LogFilter(language=Language("ar"), outcome=CallOutcome.COMPLETED),
    LogFilter(kiosk=KioskId("kiosk-1"), language=Language("sv"), waited=Waited.LONG),
)


async def filled(database: Database, seed: int) -> None:
    """Some days are closed, the last ones are not."""
    journal, roll_up = SqlJournal(database), RollUp(database, pool=POOL, zone=STOCKHOLM)
    batches = Day(seed).batches(120)
    for number, batch in enumerate(batches):
        slow = [replace(entry, at=NOON + (entry.at - NOON) * SLOWLY) for entry in batch]
        await journal.append(POOL, slow)
        if number == 90:
            assert await roll_up.catch_up() > 0


async def walked(database: Database, chosen: LogFilter) -> list[CallId]:
    """All of them by time, without any index or count of ours."""
    query = select(call.c.id).where(*chosen.clauses(POOL)).order_by(call.c.queued_at, call.c.id)
    return await database.read(lambda connection: list(connection.scalars(query)))


async def paged(
    database: Database, finder: Finder, chosen: LogFilter, *, descending: bool, size: int
) -> tuple[int, list[CallId]]:
    total = 0
    found: list[CallId] = []
    for number in range(1_000):
        page = Page(order=LogOrder.QUEUED_AT, descending=descending, offset=number * size, limit=size)
        got = await database.read(lambda connection: finder.find(connection, chosen, page))  # noqa: B023
        total = got.total
        assert (got.figures is None) == (chosen.guide is not None)
        assert got.figures is None or got.figures.taps == total
        if not got.ids:
            break
        found.extend(got.ids)
    return total, found


async def periods(database: Database) -> Sequence[dict[str, Any]]:
    """All, whole days of it, and a period that begins and ends in the middle of a day."""
    days = sorted({day_of(at, STOCKHOLM) for at in await database.read(_instants)})
    assert len(days) > 3, "a history of few days proves nothing"
    return (
        {},
        {"since": start_of(days[1], STOCKHOLM), "until": start_of(days[-2] + ONE_DAY, STOCKHOLM)},
        {"since": start_of(days[0], STOCKHOLM) + 7 * HOUR, "until": start_of(days[-1], STOCKHOLM) + HOUR},
        {"until": start_of(days[0], STOCKHOLM)},
    )


def _instants(connection: Any) -> list[int]:
    return list(connection.scalars(select(call.c.queued_at)))


async def test_every_page_is_the_one_that_walking_gives(database: Database) -> None:
    await filled(database, seed=1)
    finder = Finder(POOL, STOCKHOLM)
    for period in await periods(database):
        for chosen in (replace(each, **period) for each in FILTERS):
            expected = await walked(database, chosen)
            assert await paged(database, finder, chosen, descending=False, size=7) == (
                len(expected),
                expected,
            )
            total, newest_first = await paged(database, finder, chosen, descending=True, size=5)
            assert (total, newest_first) == (len(expected), expected[::-1]), chosen
