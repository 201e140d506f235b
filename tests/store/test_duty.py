"""Time on duty is that of the pool: folded from the few entries that tell of it, however the days go."""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from signaling.core.events import Entry, GuideConnected, GuideLost, GuideStatusChanged
from signaling.core.evolve import evolve
from signaling.core.ids import GuideId, Instant
from signaling.core.pool import Pool
from signaling.core.vocabulary import GuideStatus
from signaling.days import day_of, start_of
from signaling.store.duty import DutyTimes
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from tests.fakes import NOON
from tests.store.histories import POOL, Day, entries

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ANNA = GuideId("anna")
HOUR = 3_600_000


def lived(seed: int, *, drawn_out: int = 400) -> list[Entry]:
    """A random day, drawn out over several."""
    return [
        Entry(entry.seq, NOON + drawn_out * (entry.at - NOON), entry.event)
        for batch in Day(seed).batches(200)
        for entry in batch
    ]


async def each_day(database: Database, duty: DutyTimes, now: Instant) -> Counter[date]:
    return await database.read(lambda connection: duty.each_day(connection, now=now))


def by_the_pool(history: list[Entry]) -> Counter[date]:
    """Each stretch between two entries, counted for whoever the pool says is on duty in it."""
    days: Counter[date] = Counter()
    pool = Pool.empty(POOL)
    for entry in history:
        there = sum(guide.on_duty for guide in pool.guides.values())
        since = pool.at
        while there and since < entry.at:
            day = day_of(since, STOCKHOLM)
            midnight = min(entry.at, start_of(day + timedelta(days=1), STOCKHOLM))
            days[day] += there * (midnight - since)
            since = midnight
        pool = evolve(pool, entry)
    return +days


@pytest.mark.parametrize("seed", range(6))
async def test_it_is_what_the_pool_says(database: Database, journal: SqlJournal, seed: int) -> None:
    history = lived(seed)
    await journal.append(POOL, history[:200])
    duty = DutyTimes(POOL, STOCKHOLM)
    assert await each_day(database, duty, history[199].at) == by_the_pool(history[:200])
    await journal.append(POOL, history[200:])
    assert await each_day(database, duty, history[-1].at) == by_the_pool(history)
    assert await each_day(database, DutyTimes(POOL, STOCKHOLM), history[-1].at) == by_the_pool(history)


@pytest.mark.parametrize("seed", range(3))
async def test_what_was_kept_is_gone_on_from(database: Database, journal: SqlJournal, seed: int) -> None:
    history = lived(seed)
    await journal.append(POOL, history[:300])
    duty = DutyTimes(POOL, STOCKHOLM)
    while await database.read(lambda connection: duty.catch_up(connection, 7)):
        pass
    await database.write(duty.keep)
    await database.write(DutyTimes(POOL, STOCKHOLM).keep)
    await journal.append(POOL, history[300:])
    later = DutyTimes(POOL, STOCKHOLM)
    assert await each_day(database, later, history[-1].at) == by_the_pool(history)
    await database.write(later.keep)
    assert await each_day(database, DutyTimes(POOL, STOCKHOLM), history[-1].at) == by_the_pool(history)


async def test_a_night_shift_belongs_to_two_days_and_lasts_until_now(
    database: Database, journal: SqlJournal
) -> None:
    spring = date(2026, 3, 28)
    evening = start_of(spring, STOCKHOLM) + 22 * HOUR
    await journal.append(
        POOL,
        entries(
            [
                GuideConnected(guide=ANNA, epoch=1),
                GuideStatusChanged(guide=ANNA, status=GuideStatus.AVAILABLE),
            ],
            at=evening,
            step=0,
        ),
    )
    duty = DutyTimes(POOL, STOCKHOLM)
    at_seven = start_of(date(2026, 3, 29), STOCKHOLM) + 6 * HOUR
    assert await each_day(database, duty, at_seven) == {spring: 2 * HOUR, date(2026, 3, 29): 6 * HOUR}
    lost = entries([GuideLost(guide=ANNA, epoch=1)], after=2, at=at_seven)
    await journal.append(POOL, lost)
    assert await each_day(database, duty, at_seven + HOUR) == {spring: 2 * HOUR, date(2026, 3, 29): 6 * HOUR}
