"""One call of the register is given out whole, and erased whole; and everything else stays proved."""

import json
from itertools import chain as flatten
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from signaling.core.commands import Recover
from signaling.core.decide import decide
from signaling.core.ids import CallId, Party
from signaling.core.vocabulary import CallOutcome
from signaling.store.audit import Actor, AuditAction, AuditLog
from signaling.store.call_log import CallLog
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.notes import Notes
from signaling.store.retention.receipts import ReceiptKind
from signaling.store.retention.register import (
    CallErased,
    CallOpen,
    Ground,
    Register,
    UnknownCall,
)
from signaling.store.tables import call
from signaling.store.verification import verify
from tests.fakes import ManualClock
from tests.store.histories import POOL, STOCKHOLM, Day, Told, call_id, entries

EVA, READER = Actor(who="eva"), Actor(who="eva", why="complaint")
HOUR = 3_600_000


@pytest.fixture
def register(database: Database, clock: ManualClock) -> Register:
    return Register(database, pool=POOL, clock=clock, zone=STOCKHOLM)


async def woven(journal: SqlJournal) -> None:
    """Two calls whose entries take turns in the journal, and one alone."""
    one, other, alone = Told(1), Told(2, kiosk="kiosk-2", guide="guide-2"), Told(3)
    turns = flatten.from_iterable(
        zip(
            (one.tapped(), one.rang(), one.taken(), one.live(), one.ended(), one.wrapped_up()),
            (other.tapped(), other.rang(), other.taken(), other.live(), other.ended(), other.wrapped_up()),
            strict=True,
        )
    )
    await journal.append(POOL, entries([*flatten.from_iterable(turns), *alone.whole()]))


async def all_text(database: Database, *, but: str = "") -> str:
    def read(connection: Connection) -> str:
        names = ("event", "call", "ring", "note", "snapshot", "receipt", "receipt_gap", "audit")
        tables = (connection.execute(text(f"SELECT * FROM {name}")) for name in names if name != but)
        return "\n".join(str(row) for rows in tables for row in rows)

    return await database.read(read)


async def whole(database: Database) -> bool:
    return not any(verdict.broken for verdict in await verify(database))


async def test_an_extract_has_all_that_is_kept_of_the_call(
    database: Database, journal: SqlJournal, clock: ManualClock, register: Register
) -> None:
    await woven(journal)
    await Notes(database, pool=POOL, clock=clock).about_call(
        call_id(1), "a word", by=Told(1).guide, life=HOUR
    )
    await CallLog(database, pool=POOL, clock=clock, zone=STOCKHOLM).call(call_id(1), READER)
    found = await register.extract(call_id(1), EVA)
    assert (found.call["id"], found.call["outcome"]) == (call_id(1), "completed")
    assert [row["guide"] for row in found.rings] == ["guide-1"]
    assert [row["type"] for row in found.entries][:2] == ["call_tapped", "rang"]
    assert {row["call"] for row in found.entries} == {call_id(1)}
    assert [row["text"] for row in found.notes] == ["a word"]
    assert [(row["who"], row["what"], row["why"]) for row in found.audit] == [
        ("eva", "read_call", "complaint")
    ]
    newest = (await AuditLog(database, clock=clock).page(EVA))[0]
    assert (newest.what, newest.filter) == (AuditAction.EXTRACT_CALL, {"call": call_id(1)})


async def test_an_erased_call_leaves_nothing_but_a_receipt(
    database: Database, journal: SqlJournal, clock: ManualClock, register: Register, address: str
) -> None:
    await woven(journal)
    await Notes(database, pool=POOL, clock=clock).about_call(
        call_id(1), "a word", by=Told(1).guide, life=HOUR
    )
    await journal.snapshot(await journal.load(POOL))
    receipt = await register.erase(call_id(1), Ground.OBJECTION, by=EVA)
    assert (receipt.kind, receipt.why, receipt.who) == (ReceiptKind.ERASED_CALL, "objection", "eva")
    assert receipt.counts == {"call": 1, "event": 9, "ring": 1, "note": 1}
    told = await all_text(database)
    assert call_id(1) not in told
    assert "a word" not in told
    assert await whole(database)
    if address.startswith("sqlite"):
        assert _bytes_with(address, call_id(1)) == []
    assert await database.read(lambda c: list(c.scalars(select(call.c.id).order_by(call.c.id)))) == [
        call_id(2), call_id(3),
    ]  # fmt: skip


def _bytes_with(address: str, secret: str) -> list[str]:
    path = address.removeprefix("sqlite:///")
    files = [Path(f"{path}{end}") for end in ("", "-wal", "-shm")]
    return [file.name for file in files if file.exists() and secret.encode() in file.read_bytes()]


async def test_there_is_a_defined_answer_to_whoever_asks_for_it_again(
    journal: SqlJournal, database: Database, clock: ManualClock, register: Register
) -> None:
    await woven(journal)
    receipt = await register.erase(call_id(1), Ground.MISTAKE, by=EVA)
    with pytest.raises(CallErased) as told:
        await register.extract(call_id(1), EVA)
    assert told.value.receipt == receipt
    with pytest.raises(CallErased):
        await register.erase(call_id(1), Ground.MISTAKE, by=EVA)
    with pytest.raises(UnknownCall):
        await register.extract(call_id(9), EVA)
    with pytest.raises(UnknownCall):
        await register.erase(call_id(9), Ground.MISTAKE, by=EVA)
    attempts = [row.filter.get("call") for row in await AuditLog(database, clock=clock).page(EVA)]
    assert attempts.count(call_id(9)) == 1


async def test_a_call_that_goes_on_is_not_erased(journal: SqlJournal, register: Register) -> None:
    one = Told(1)
    story = entries([*one.tapped(), *one.rang(), *one.taken(), *one.live()])
    await journal.append(POOL, story)
    for wrong in (register.check(one.id), register.erase(one.id, Ground.OBJECTION, by=EVA)):
        with pytest.raises(CallOpen):
            await wrong
    assert (await register.extract(one.id, EVA)).call["state"] == "live"


async def test_neither_is_one_that_its_guide_still_wraps_up(
    journal: SqlJournal, register: Register, clock: ManualClock
) -> None:
    day = Day(seed=3)
    for batch in day.batches(60):
        await journal.append(POOL, batch)
    wrapping = [guide.wrap_up.call for guide in day.pool.guides.values() if guide.wrap_up is not None]
    assert wrapping
    with pytest.raises(CallOpen):
        await register.erase(wrapping[0], Ground.OBJECTION, by=EVA)


async def test_the_newest_call_is_erased_and_the_journal_goes_on(
    database: Database, journal: SqlJournal, register: Register, clock: ManualClock
) -> None:
    await woven(journal)
    await register.erase(call_id(3), Ground.UNLAWFUL, by=EVA)
    assert await whole(database)
    pool = await SqlJournal(database).load(POOL)
    told = Told(4)
    events = [*told.tapped(), *told.ended(CallOutcome.ABANDONED_WAITING, by=Party.kiosk(told.kiosk))]
    await SqlJournal(database).append(POOL, entries(events, after=pool.seq))
    await journal.append(POOL, entries(Told(5).whole(), after=pool.seq + 2))
    assert await whole(database)


async def test_all_calls_of_a_random_day_are_erased_one_by_one(
    database: Database, journal: SqlJournal, register: Register, clock: ManualClock
) -> None:
    """Whatever the order and however woven: the chain holds, and a server that starts finds itself."""
    day = Day(seed=8)
    for batch in day.batches(160):
        await journal.append(POOL, batch)
    open_or_wrapping = set(day.pool.calls) | {
        guide.wrap_up.call for guide in day.pool.guides.values() if guide.wrap_up is not None
    }
    ids = await database.read(lambda c: list(c.scalars(select(call.c.id).order_by(call.c.id.desc()))))
    over = [CallId(each) for each in ids if each not in open_or_wrapping]
    assert len(over) > 10
    for each in (*over[::2], *over[1::2]):
        await register.erase(each, Ground.MISTAKE, by=EVA)
    assert await whole(database)
    told = await all_text(database)
    assert [each for each in over if each in told] == []
    pool = await SqlJournal(database).load(POOL)
    assert set(pool.calls) == set(day.pool.calls)
    await SqlJournal(database).append(POOL, decide(pool, Recover(), clock.now() + HOUR))
    assert await whole(database)


async def test_an_extract_can_be_written_as_json(journal: SqlJournal, register: Register) -> None:
    await woven(journal)
    found = await register.extract(call_id(2), EVA)
    assert json.loads(json.dumps(found.call))["id"] == call_id(2)
