"""The session log as it is read: filtered, sorted, paged, exported, and always audited (L4)."""

import operator
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from signaling.core.events import CallTapped, Entry
from signaling.core.ids import CallId, KioskId, Language, NeighbourhoodId, PoolId, SiteId
from signaling.core.views.shown import screens
from signaling.core.vocabulary import CallOutcome
from signaling.store.audit import Actor, AuditAction, AuditLog, AuditRow
from signaling.store.call_log import CallLog, CallRecord
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.log_filter import LogFilter
from signaling.store.session_log import export as module
from signaling.store.session_log.export import ExportedCall, TooManyCalls
from signaling.store.session_log.order import LogOrder
from tests.fakes import NOON, ManualClock
from tests.store.histories import POOL, STOCKHOLM, Day, Told, call_id, entries

EVA = Actor(who="eva", why="follow_up")
ALL = LogFilter()


@pytest.fixture
async def log(database: Database, journal: SqlJournal, clock: ManualClock) -> CallLog:
    """Six calls, ten seconds apart, of three kiosks in two neighbourhoods; the last is still waiting."""
    written: list[Entry] = []
    for number in range(6):
        told = Told(
            number,
            kiosk=f"kiosk-{number % 3}",
            language="ar" if number % 2 else "sv",
            neighbourhood="skogas" if number % 3 == 2 else "varby",
        )
        life = {
            3: [*told.tapped(), *told.ended(CallOutcome.ABANDONED_WAITING)],
            5: told.tapped(),
        }.get(number, told.whole())
        written += entries(life, after=len(written), at=NOON + 10_000 * number)
    await journal.append(POOL, written)
    return CallLog(database, pool=POOL, clock=clock, zone=STOCKHOLM)


def numbers(records: Sequence[CallRecord | ExportedCall]) -> list[int]:
    return [int(record.id[:8], 16) for record in records]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (ALL, [0, 1, 2, 3, 4, 5]),
        (LogFilter(since=NOON + 20_000), [2, 3, 4, 5]),
        (LogFilter(until=NOON + 20_000), [0, 1]),
        (LogFilter(since=NOON + 20_000, until=NOON + 20_000), []),
        (LogFilter(since=NOON + 30_000, until=NOON), []),
        (LogFilter(kiosk=KioskId("kiosk-1")), [1, 4]),
        (LogFilter(site=SiteId("skogas-library")), [2, 5]),
        (LogFilter(neighbourhood=NeighbourhoodId("varby")), [0, 1, 3, 4]),
        (LogFilter(language=Language("ar")), [1, 3, 5]),
        (LogFilter(outcome=CallOutcome.ABANDONED_WAITING), [3]),
        (LogFilter(language=Language("ar"), neighbourhood=NeighbourhoodId("varby")), [1, 3]),
        (LogFilter(language=Language("%")), []),
        (LogFilter(kiosk=KioskId("' OR 1=1 --")), []),
    ],
)
async def test_every_part_of_a_filter_narrows(log: CallLog, chosen: LogFilter, found: list[int]) -> None:
    page = await log.page(chosen, EVA, descending=False)
    assert numbers(page.records) == found
    assert page.total == len(found)
    assert page.figures is not None
    assert page.figures.taps == page.total
    batches = [numbers(batch) async for batch in log.export(chosen, EVA, most=6)]
    assert [number for batch in batches for number in batch] == found


async def test_a_record_is_the_row(log: CallLog) -> None:
    record = (await log.page(LogFilter(kiosk=KioskId("kiosk-0")), EVA, descending=False)).records[0]
    assert record.id == call_id(0)
    assert record.outcome is CallOutcome.COMPLETED
    assert (record.tapped_at, record.queued_at) == (NOON - 40, NOON)
    assert (record.wait_ms, record.talk_ms, record.wrap_up_ms) == (2_000, 1_000, 1_000)


async def test_every_order_is_total_and_its_pages_fit_together(
    database: Database, journal: SqlJournal, clock: ManualClock
) -> None:
    for batch in Day(seed=5).batches(120):
        await journal.append(POOL, batch)
    log = CallLog(database, pool=POOL, clock=clock, zone=STOCKHOLM)
    total = (await log.page(ALL, EVA, limit=0)).total
    assert total > 20
    for order, descending in product(LogOrder, (False, True)):
        paged: list[CallRecord] = []
        for offset in range(0, total, 11):
            page = await log.page(ALL, EVA, order=order, descending=descending, offset=offset, limit=11)
            assert len(page.records) == min(11, total - offset)
            paged.extend(page.records)
        assert paged == expected(paged, order, descending=descending)
        assert len({record.id for record in paged}) == total


def expected(records: list[CallRecord], order: LogOrder, *, descending: bool) -> list[CallRecord]:
    by_value = operator.attrgetter(order, "id")
    known = [record for record in records if getattr(record, order) is not None]
    unknown = [record for record in records if getattr(record, order) is None]
    return [
        *sorted(known, key=by_value, reverse=descending),
        *sorted(unknown, key=operator.attrgetter("id"), reverse=descending),
    ]


async def test_a_page_beyond_the_end_is_empty_and_still_counts(log: CallLog) -> None:
    page = await log.page(ALL, EVA, offset=1_000)
    assert (page.records, page.total) == ((), 6)


async def test_one_call_with_its_rings_and_entries(log: CallLog) -> None:
    found = await log.call(call_id(4), EVA)
    assert found is not None
    assert found.record.id == call_id(4)
    assert [(ring.epoch, ring.guide, ring.outcome) for ring in found.rings] == [(1, "guide-1", "accepted")]
    assert [entry.event for entry in found.entries] == Told(4, kiosk="kiosk-1", language="sv").whole()
    assert [entry.seq for entry in found.entries] == sorted(entry.seq for entry in found.entries)
    assert await log.call(CallId("nothing"), EVA) is None


async def test_what_a_resident_saw_is_what_the_kiosk_was_shown(
    database: Database, journal: SqlJournal, clock: ManualClock
) -> None:
    """From the log alone, for each call of a random day: as folding all calls of that day gives it."""
    told = [entry for batch in Day(5).batches(150) for entry in batch]
    await journal.append(POOL, told)
    log = CallLog(database, pool=POOL, clock=clock, zone=STOCKHOLM)
    of_calls = [entry for entry in told if getattr(entry.event, "call", None) is not None]
    positions: set[int | None] = set()
    for entry in told:
        if isinstance(entry.event, CallTapped):
            found = await log.call(entry.event.call, EVA)
            assert found is not None
            assert found.screens == screens(of_calls, entry.event.call, entry.event.kiosk)
            positions.update(screen.position for screen in found.screens)
    assert positions >= {None, 1, 2}


async def test_a_log_shows_its_own_pool_only(log: CallLog, database: Database, clock: ManualClock) -> None:
    other = CallLog(database, pool=PoolId("botkyrka"), clock=clock, zone=STOCKHOLM)
    assert (await other.page(ALL, EVA)).total == 0
    assert await other.call(call_id(4), EVA) is None


async def test_an_export_comes_in_batches_up_to_its_cap(
    log: CallLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 4)
    batches = [numbers(batch) async for batch in log.export(ALL, EVA, most=6)]
    assert batches == [[0, 1, 2, 3], [4], [5]], "from the oldest open call on they are read apart"


async def test_an_export_over_its_cap_gives_nothing(
    log: CallLog, database: Database, clock: ManualClock
) -> None:
    with pytest.raises(TooManyCalls):
        await anext(aiter(log.export(ALL, EVA, most=5)))
    assert await AuditLog(database, clock=clock).page(EVA) == ()


async def newest(database: Database, clock: ManualClock) -> AuditRow:
    return (await AuditLog(database, clock=clock).page(Actor(who="auditor"), limit=1))[0]


async def test_every_reading_leaves_its_row(log: CallLog, database: Database, clock: ManualClock) -> None:
    chosen = LogFilter(language=Language("ar"), since=NOON)

    async def row() -> tuple[str, str, int, dict[str, Any], str]:
        last = await newest(database, clock)
        return last.who, last.what, last.rows, dict(last.filter), last.why

    given = {"language": "ar", "since": NOON}
    await log.page(chosen, EVA, limit=2, order=LogOrder.KIOSK)
    read = {**given, "order": "kiosk", "offset": 0}
    assert await row() == ("eva", AuditAction.READ_LOG, 2, read, "follow_up")
    await log.call(call_id(1), EVA)
    assert await row() == ("eva", AuditAction.READ_CALL, 1, {"call": call_id(1)}, "follow_up")
    await log.call(call_id(99), EVA)
    assert await row() == ("eva", AuditAction.READ_CALL, 0, {"call": call_id(99)}, "follow_up")
    async for _ in log.export(chosen, EVA, most=6):
        break
    assert await row() == ("eva", AuditAction.EXPORT_LOG, 3, given, "follow_up")
    assert (await newest(database, clock)).what is AuditAction.READ_AUDIT


async def test_without_an_audit_row_there_is_no_data(log: CallLog, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Actor(who=None)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        await log.page(ALL, nobody)
    with pytest.raises(IntegrityError):
        await log.call(call_id(1), nobody)
    with pytest.raises(IntegrityError):
        await anext(aiter(log.export(ALL, nobody, most=6)))


async def test_the_audit_is_read_backwards(log: CallLog, database: Database, clock: ManualClock) -> None:
    for number in range(5):
        await log.call(call_id(number), EVA)
    audit = AuditLog(database, clock=clock)
    first = await audit.page(EVA, limit=3)
    then = await audit.page(EVA, limit=3, before=first[-1].id)
    assert [dict(row.filter) for row in (*first, *then)] == [{"call": call_id(n)} for n in (4, 3, 2, 1, 0)]
