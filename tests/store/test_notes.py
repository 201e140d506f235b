"""Notes: by those who were there, gone in time, and not without a mark."""

from zoneinfo import ZoneInfo

import pytest

from signaling.core.ids import CallId, GuideId
from signaling.store.audit import Actor, AuditAction, AuditLog
from signaling.store.call_log import CallLog
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.notes import MOST_SHOWN, Notes
from signaling.store.retention.plan import Rule
from signaling.store.retention.receipts import ReceiptKind
from signaling.store.retention.retention import Retention
from tests.fakes import ManualClock, always
from tests.store.histories import POOL, STOCKHOLM, Told, call_id, entries

EVA, HELPER = Actor(who="eva"), GuideId("guide-1")
DAY = 86_400_000


@pytest.fixture
async def notes(database: Database, journal: SqlJournal, clock: ManualClock) -> Notes:
    """Of a pool with one call, that guide-1 took."""
    await journal.append(POOL, entries(Told(1).whole()))
    return Notes(database, pool=POOL, clock=clock)


async def texts(database: Database, clock: ManualClock, call: CallId) -> list[str]:
    found = await CallLog(database, pool=POOL, clock=clock, zone=STOCKHOLM).call(call, EVA)
    assert found is not None
    return [note.text for note in found.notes]


async def test_the_newest_word_of_a_guide_who_was_there_counts(
    notes: Notes, database: Database, clock: ManualClock
) -> None:
    assert await notes.about_call(call_id(1), "first", by=HELPER, life=DAY)
    assert await notes.about_call(call_id(1), "second", by=HELPER, life=DAY)
    assert await texts(database, clock, call_id(1)) == ["second"]
    assert not await notes.about_call(call_id(1), "third", by=GuideId("guide-2"), life=DAY)
    assert not await notes.about_call(call_id(9), "third", by=HELPER, life=DAY)


async def test_a_note_is_read_until_its_day_and_then_destroyed_with_a_mark(
    notes: Notes, database: Database, clock: ManualClock
) -> None:
    await notes.about_call(call_id(1), "about a call", by=HELPER, life=DAY)
    await notes.for_next_shift("for the next shift", by=HELPER, life=2 * DAY)
    rule = Rule(kind=ReceiptKind.NOTES, days=1, decision="KS 2026/124")
    retention = Retention(
        database, pool=POOL, clock=clock, zone=ZoneInfo("Europe/Stockholm"), plan=always([rule])
    )
    assert await retention.run(EVA) == ()
    clock.advance(DAY)
    assert await texts(database, clock, call_id(1)) == []
    [receipt] = await retention.run(EVA)
    assert (receipt.counts, receipt.decision) == ({"note": 1}, "KS 2026/124")
    row = (await AuditLog(database, clock=clock).page(EVA, limit=1))[0]
    assert (row.what, row.rows, row.who) == (AuditAction.DESTROY_RECORDS, 1, "eva")
    assert [note.text for note in await notes.of_shifts()] == ["for the next shift"]
    clock.advance(DAY)
    assert await notes.of_shifts() == ()


async def test_the_next_shift_reads_the_newest_first_and_not_too_many(
    notes: Notes, clock: ManualClock
) -> None:
    for number in range(MOST_SHOWN + 2):
        await notes.for_next_shift(str(number), by=HELPER, life=DAY)
        clock.advance(1)
    read = [note.text for note in await notes.of_shifts()]
    assert read == [str(number) for number in range(MOST_SHOWN + 1, 1, -1)]
