"""A call that is erased by itself is in no count any more, whenever that is, whoever remembers (A9, L7)."""

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select

from signaling.core.events import Entry
from signaling.core.ids import CallId
from signaling.core.vocabulary import CallState
from signaling.store.audit import Actor
from signaling.store.call_log import CallLog
from signaling.store.engine import Database
from signaling.store.log_filter import LogFilter
from signaling.store.retention.destroy import Order, destroy_calls
from signaling.store.retention.register import CallOpen, Ground, Register
from signaling.store.retention.retention import keep_whole
from signaling.store.tables import call, call_tally
from signaling.store.tally.parts import KEPT_AS
from signaling.store.tally.reading import Tallies
from signaling.store.tally.until import until
from tests.fakes import NOON, ManualClock
from tests.store.histories import POOL, STOCKHOLM, Day, Told, call_id, entries
from tests.store.test_tally import FIRST, HOUR, LAST, Books, Counts, day_of, meanwhile, plain, recount, slow

EVA = Actor(who="eva")
DAY = 24 * HOUR


@pytest.fixture
def books(database: Database) -> Books:
    return Books(database)


@pytest.fixture
def register(database: Database, clock: ManualClock) -> Register:
    return Register(database, pool=POOL, clock=clock, zone=STOCKHOLM)


async def ended(books: Books) -> list[CallId]:
    query = select(call.c.id).where(call.c.state == CallState.ENDED).order_by(call.c.queued_at, call.c.id)
    return [CallId(one) for one in await books.database.read(lambda c: c.scalars(query).all())]


async def erase(register: Register, one: CallId) -> bool:
    """Whether the call could be erased: its guide may be wrapping it up."""
    try:
        await register.erase(one, Ground.OBJECTION, by=EVA)
    except CallOpen:
        return False
    return True


@pytest.mark.parametrize("seed", range(2))
async def test_counts_are_a_recount_at_any_moment_of_a_history_with_erasures(
    books: Books, register: Register, seed: int
) -> None:
    """Days are closed, read, remembered and opened while calls are erased from all of them."""
    chance = random.Random(seed)
    erased = 0
    for batch in Day(seed).batches(100):
        await books.journal.append(POOL, slow(batch, NOON - 36 * HOUR))
        if chance.random() < 0.2:
            await books.roll_up.catch_up()
        if chance.random() < 0.1 and (known := await ended(books)):
            erased += await erase(register, chance.choice(known))
        if chance.random() < 0.05:
            await books.agree()
    await books.agree()
    await books.roll_up.catch_up()
    await books.agree()
    assert erased >= 5


async def two_months(books: Books) -> None:
    """Three calls on the first of January and one on the second; January is closed."""
    told = [*Told(1).whole(), *Told(2, language="ar").whole(), *Told(3, kiosk="kiosk-3").whole()]
    await books.journal.append(POOL, entries(told, at=NOON))
    await say(books, Told(4).whole(), after=len(told), at=NOON + DAY)
    await say(books, Told(5).whole(), after=len(told) + len(Told(4).whole()), at=NOON + 40 * DAY)
    await say(books, Told(6).tapped(), after=len(told) + 2 * len(Told(4).whole()), at=NOON + 43 * DAY)
    assert await books.roll_up.catch_up() == 4, "three days, and January"


async def say(books: Books, events: Sequence[Any], *, after: int, at: int) -> None:
    batch: list[Entry] = entries(events, after=after, at=at)
    await books.journal.append(POOL, batch)


async def test_day_and_month_forget_the_call_and_groups_of_it_alone(books: Books, register: Register) -> None:
    await two_months(books)
    await books.agree(FIRST, date(2026, 2, 20))
    await register.erase(call_id(2), Ground.MISTAKE, by=EVA)
    await books.agree(FIRST, date(2026, 2, 20))
    arabic = select(call_tally.c.first).where(call_tally.c.by == "language", call_tally.c.value == "ar")
    assert await books.database.read(lambda c: c.execute(arabic).all()) == []
    await register.erase(call_id(4), Ground.MISTAKE, by=EVA)
    await books.agree(FIRST, date(2026, 2, 20))
    none = select(call_tally.c.taps).where(call_tally.c.taps <= 0)
    assert await books.database.read(lambda c: c.execute(none).all()) == []


async def test_calls_that_were_destroyed_under_the_plan_stay_in_the_counts(
    books: Books, register: Register
) -> None:
    """Of the day of the erased call others are gone, so that it could not be counted again."""
    await two_months(books)
    rows = await books.database.read(
        lambda c: [dict(row) for row in c.execute(select(call)).mappings() if row["id"] != call_id(3)]
    )
    await keep_whole(books.journal, POOL)
    third = len([*Told(1).whole(), *Told(2).whole()])
    cut = entries(Told(3).tapped(), after=third, at=NOON + third * 1_000)[0].at
    order = Order(pool=POOL, now=NOON + 50 * DAY, until=cut, by=EVA, decision="KS 2026/1", most=2_000)
    assert await books.database.write(lambda connection: destroy_calls(connection, order)) is not None
    assert call_id(1) not in await ended(books)
    await register.erase(call_id(3), Ground.OBJECTION, by=EVA)
    of_days = [row for row in rows if day_of(row) <= LAST]
    for by in KEPT_AS:
        found = await books.database.read(
            lambda connection: books.tallies.total(connection, FIRST, LAST, by)  # noqa: B023
        )
        assert plain(found) == recount(of_days, by), by


async def test_a_day_and_a_month_that_were_opened_and_then_lose_their_only_call_are_empty(
    books: Books, register: Register
) -> None:
    """Nobody counts them again: what was kept of them must not come back with the next day that is closed."""
    only, later = Told(1), Told(2)
    whole = only.whole()[:-1]
    await books.journal.append(POOL, entries(whole, at=NOON))
    await say(books, later.whole(), after=len(whole), at=NOON + 40 * DAY)
    seq = len(whole) + len(later.whole())
    await say(books, Told(3, kiosk="kiosk-3").tapped(), after=seq, at=NOON + 43 * DAY)
    assert await books.roll_up.catch_up() == 3, "two days, and January"
    await say(books, only.wrapped_up(), after=seq + 1, at=NOON + 43 * DAY + HOUR)
    await register.erase(call_id(1), Ground.OBJECTION, by=EVA)
    await books.agree(FIRST, date(2026, 2, 20))
    assert await books.roll_up.catch_up() == 1
    fourth = Told(4, kiosk="kiosk-4").tapped()
    await say(books, [*Told(3).ended(), *fourth], after=seq + 2, at=NOON + 80 * DAY)
    await books.roll_up.catch_up()
    await books.agree(date(2025, 12, 1), date(2026, 4, 20))


async def test_an_erasure_between_counting_and_keeping_is_not_lost(
    books: Books, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that the journal says later would tell that the call is gone."""
    told = [*Told(1).whole(), *Told(2, kiosk="kiosk-2").whole()]
    await books.journal.append(POOL, entries(told, at=NOON))
    await say(books, Told(3).tapped(), after=len(told), at=NOON + 2 * DAY)
    await meanwhile(books, monkeypatch, lambda: register.erase(call_id(1), Ground.OBJECTION, by=EVA))


async def test_another_process_remembers_it_no_longer(books: Books, register: Register) -> None:
    await two_months(books)
    another = Tallies(pool=POOL, zone=STOCKHOLM)

    async def counted() -> Counts:
        return plain(await books.database.read(lambda connection: another.total(connection, FIRST, LAST, ())))

    before = (await counted())[()][0][0]
    await register.erase(call_id(1), Ground.OBJECTION, by=EVA)
    assert (await counted())[()][0][0] == before - 1


async def test_an_erasure_that_fails_leaves_the_counts_alone(
    books: Books, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is one transaction with the call's destruction."""
    await two_months(books)
    before = await books.database.read(lambda connection: until(connection, POOL))

    def power_cut(*_: object) -> Any:
        raise RuntimeError("power cut")

    monkeypatch.setattr("signaling.store.retention.register.delete", power_cut)
    with pytest.raises(RuntimeError):
        await register.erase(call_id(1), Ground.OBJECTION, by=EVA)
    monkeypatch.setattr("signaling.store.retention.register.delete", delete)
    await books.agree(FIRST, date(2026, 2, 20))
    assert await books.database.read(lambda connection: until(connection, POOL)) == before


async def test_the_log_pages_of_a_closed_day_are_whole(
    books: Books, register: Register, clock: ManualClock
) -> None:
    """A page is found by the counts: one too many would leave a gap at the end of a day."""
    await two_months(books)
    log = CallLog(books.database, pool=POOL, clock=clock, zone=STOCKHOLM)
    everything = LogFilter(since=NOON - DAY, until=NOON + 60 * DAY)
    assert (await log.page(everything, EVA, limit=2)).total == 6
    await register.erase(call_id(2), Ground.OBJECTION, by=EVA)
    pages = [await log.page(everything, EVA, offset=offset, limit=2) for offset in (0, 2, 4)]
    assert [page.total for page in pages] == [5, 5, 5]
    assert [len(page.records) for page in pages] == [2, 2, 1]
