"""When kiosks had contact is what the pool says, whatever comes and goes in what order."""

from collections import defaultdict
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from signaling.core.events import Entry, KioskConnected, KioskLost
from signaling.core.evolve import evolve
from signaling.core.ids import Instant, KioskId, NeighbourhoodId, SiteId
from signaling.core.pool import Pool
from signaling.days import day_of
from signaling.store.contact import Contacts, Span
from signaling.store.directory import Neighbourhood, Site, SqlDirectory
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.tables import contact
from tests.fakes import NOON, ManualClock
from tests.store.histories import POOL, Day, Told, entries
from tests.store.test_migrate import connected, move

STOCKHOLM = ZoneInfo("Europe/Stockholm")
K1 = KioskId("k1")


def here(epoch: int, kiosk: KioskId = K1) -> KioskConnected:
    return KioskConnected(
        kiosk=kiosk, epoch=epoch, site=SiteId("site"), neighbourhood=NeighbourhoodId("place")
    )


def gone(epoch: int, kiosk: KioskId = K1) -> KioskLost:
    return KioskLost(kiosk=kiosk, epoch=epoch)


def by_the_pool(history: list[Entry]) -> dict[str, list[tuple[Instant, Instant | None]]]:
    """The stretches in which the pool has each kiosk connected."""
    spans: dict[str, list[tuple[Instant, Instant | None]]] = defaultdict(list)
    since: dict[KioskId, Instant] = {}
    pool = Pool.empty(POOL)
    for entry in history:
        pool = evolve(pool, entry)
        for kiosk in pool.kiosks.values():
            if kiosk.connected:
                since.setdefault(kiosk.id, entry.at)
            elif kiosk.id in since:
                spans[kiosk.id].append((since.pop(kiosk.id), entry.at))
    for kiosk_id, begins in since.items():
        spans[kiosk_id].append((begins, None))
    return dict(spans)


async def written(database: Database) -> dict[str, list[tuple[Instant, Instant | None]]]:
    query = select(contact).where(contact.c.pool == POOL).order_by(contact.c.seq)
    rows = await database.read(lambda connection: connection.execute(query).all())
    spans: dict[str, list[tuple[Instant, Instant | None]]] = defaultdict(list)
    for row in rows:
        spans[row.kiosk].append((row.since, row.until))
    return dict(spans)


@pytest.mark.parametrize("seed", range(4))
async def test_it_is_what_the_pool_says(database: Database, journal: SqlJournal, seed: int) -> None:
    history: list[Entry] = []
    for batch in Day(seed).batches(40):
        await journal.append(POOL, batch)
        history += batch
    assert await written(database) == by_the_pool(history)


async def test_a_kiosk_that_moves_to_another_socket_was_there_all_the_time(
    database: Database, journal: SqlJournal
) -> None:
    await journal.append(POOL, entries([here(1), here(2), gone(2), here(3)], step=1_000))
    at = entries([gone(1)])[0].at
    assert await written(database) == {K1: [(at, at + 2_000), (at + 3_000, None)]}


async def test_coming_and_going_within_one_batch_at_one_instant_is_no_fault(
    database: Database, journal: SqlJournal
) -> None:
    await journal.append(POOL, entries([here(1), gone(1), here(2), gone(2), here(3)], step=0))
    at = entries([gone(1)])[0].at
    assert await written(database) == {K1: [(at, at), (at, at), (at, None)]}


async def settled(database: Database) -> Contacts:
    directory = SqlDirectory(database, clock=ManualClock())
    await directory.add_neighbourhood(Neighbourhood(id=NeighbourhoodId("place"), name="Place"))
    site = Site(id=SiteId("site"), name="Site", neighbourhood=NeighbourhoodId("place"), phone="08")
    await directory.add_site(site)
    for kiosk in ("k1", "k2", "k3"):
        await directory.add_kiosk(KioskId(kiosk), name=kiosk, at_site=SiteId("site"))
    return Contacts(database, pool=POOL, zone=STOCKHOLM)


async def test_what_reaches_into_the_time_asked_for_is_told_with_the_first_and_the_last(
    database: Database, journal: SqlJournal
) -> None:
    contacts = await settled(database)
    k2 = KioskId("k2")
    told = entries([here(1), gone(1), here(2), gone(2), here(3), here(1, k2), gone(1, k2)], step=1_000)
    await journal.append(POOL, told)
    at = told[0].at
    found = await contacts.since(at + 2_500)
    assert found.keys() == {K1, k2}, "k3 never had contact"
    assert found[K1].known_since == at
    assert found[K1].last == Span(at + 4_000, None)
    assert found[K1].spans == (Span(at + 2_000, at + 3_000), Span(at + 4_000, None))
    later = await contacts.since(at + 60_000)
    assert later[k2].last == Span(at + 5_000, at + 6_000)
    assert (later[k2].spans, later[K1].spans) == ((), (Span(at + 4_000, None),))


async def test_calls_are_counted_by_kiosk(database: Database, journal: SqlJournal) -> None:
    contacts = await settled(database)
    one, two, other = Told(1, kiosk="k1"), Told(2, kiosk="k1"), Told(3, kiosk="k2")
    await journal.append(POOL, entries([*one.whole(), *two.whole(), *other.whole()], at=NOON))
    day = day_of(NOON, STOCKHOLM)
    assert await contacts.calls(day, day) == {"k1": 2, "k2": 1}


async def test_an_older_store_learns_it_from_its_journal(address: str) -> None:
    database = Database(address)
    for batch in Day(5).batches(60):
        await SqlJournal(database).append(POOL, batch)
    before = await written(database)
    assert sum(map(len, before.values())) > 3
    await database.close()
    with connected(address) as connection:
        move(connection, "0015", down=True)
        move(connection, "head")
    database = Database(address)
    assert await written(database) == before
    await database.close()
