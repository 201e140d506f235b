"""L5: what a decision says must go is gone in time, from tables and files, and the rest is still proved."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial, reduce
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from signaling.core.events import Entry, Event, GuideConnected, KioskConnected
from signaling.core.evolve import evolve
from signaling.core.ids import GuideId, Instant, KioskId, Language, NeighbourhoodId, SiteId
from signaling.core.pool import Pool
from signaling.core.vocabulary import CallOutcome
from signaling.ports import JournalCut
from signaling.store.approvals import Approvals, Deed
from signaling.store.audit import Actor, AuditAction, AuditLog
from signaling.store.call_log import CallLog
from signaling.store.directory import Neighbourhood, Site, SqlDirectory
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.notes import Notes
from signaling.store.retention import destroy
from signaling.store.retention.destroy import ChainBroken, Order
from signaling.store.retention.plan import Rule
from signaling.store.retention.receipts import Receipt, ReceiptKind, wait_for_turn, write_receipt
from signaling.store.retention.retention import Retention
from signaling.store.retention.sweep import rewrite
from signaling.store.staff import Staff
from signaling.store.tables import audit, call, event, note, ring, self_test, staff_session
from signaling.store.verification import Noted, verify
from tests.fakes import NOON, ManualClock, always
from tests.store.histories import POOL, Day, Told, entries

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = 86_400_000
DECISION = "KS 2026/123 § 4"
CLERK, READER = Actor(who="retention"), Actor(who="eva", why="follow_up")
KEPT = 30
NOTES_LIVE = 5 * DAY
PLAN = (
    Rule(kind=ReceiptKind.NOTES, days=5, decision="KS 2026/124"),
    Rule(kind=ReceiptKind.CALLS, days=KEPT, decision=DECISION),
    Rule(kind=ReceiptKind.AUDIT, days=KEPT, decision=DECISION),
    Rule(kind=ReceiptKind.SESSIONS, days=1, decision=""),
)


def retention_of(database: Database, clock: ManualClock, plan: Sequence[Rule] = PLAN) -> Retention:
    return Retention(database, pool=POOL, clock=clock, zone=STOCKHOLM, plan=always(plan))


@pytest.fixture
def retention(database: Database, clock: ManualClock) -> Retention:
    return retention_of(database, clock)


@dataclass
class Office:
    """A municipality's days, lived through on a fake clock, with all that is destroyed in time."""

    database: Database
    clock: ManualClock
    pool: Pool = field(default_factory=lambda: Pool.empty(POOL))
    """The fold of all that ever happened."""
    calls: int = 0
    secrets: list[tuple[Instant, str]] = field(default_factory=list)
    """What must not be found any more from an instant on."""

    async def live_a_day(self, calls: int = 3) -> None:
        journal, at = SqlJournal(self.database), self.clock.now()
        told = [Told(self.calls + number) for number in range(1, calls + 1)]
        events: list[Event] = [
            KioskConnected(
                kiosk=KioskId("kiosk-1"), epoch=at, site=SiteId("s"), neighbourhood=NeighbourhoodId("n")
            ),
            GuideConnected(guide=GuideId("guide-1"), epoch=at, languages=(Language("sv"),)),
            *(each for one in told for each in one.whole()),
        ]
        batch = entries(events, after=self.pool.seq, at=at)
        await journal.append(POOL, batch)
        self.pool = reduce(evolve, batch, self.pool)
        await self._leave_traces(told, at)
        self.calls += calls

    async def _leave_traces(self, told: Sequence[Told], at: Instant) -> None:
        number = self.calls
        notes = Notes(self.database, pool=POOL, clock=self.clock)
        await notes.about_call(told[0].id, f"canary {number:08x}", by=told[0].guide, life=NOTES_LIVE)
        log = CallLog(self.database, pool=POOL, clock=self.clock, zone=STOCKHOLM)
        await log.call(told[1].id, READER)
        token, expires = f"token-{number:08x}", at + 3_600_000
        await Staff(self.database, clock=self.clock).start_session(
            token, "eva", csrf="c", at=at, expires_at=expires
        )
        self.secrets += [(_gone(at, KEPT), one.id) for one in told]
        self.secrets += [(at + NOTES_LIVE + DAY, f"canary {number:08x}"), (_gone(expires, 1), token)]

    def overdue(self) -> list[str]:
        return [secret for gone, secret in self.secrets if gone <= self.clock.now()]


def _gone(at: Instant, days: int) -> Instant:
    """Until when a record may be there at most: the end of its last day, and until the job looks."""
    return at + (days + 1) * DAY


async def counts(database: Database, *tables: str) -> dict[str, int]:
    def count(connection: Connection) -> dict[str, int]:
        return {
            name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables
        }

    return await database.read(count)


async def texts_of(database: Database) -> str:
    """All that can be read in any table but the chains' hashes, as one text."""

    def read(connection: Connection) -> str:
        names = [table.name for table in (event, call, ring, note, audit, staff_session)]
        names += ["snapshot", "receipt", "receipt_gap", "approval", "enrolment_code", "shift"]
        return "\n".join(
            str(row) for name in names for row in connection.execute(text(f"SELECT * FROM {name}"))
        )

    return await database.read(read)


async def whole(database: Database) -> bool:
    return not any(verdict.broken for verdict in await verify(database))


def counted(connection: Connection) -> int:
    """How many calls the counts of days have."""
    taps = text("SELECT coalesce(sum(taps), 0) FROM call_tally WHERE span = 'day' AND \"by\" = ''")
    return int(connection.execute(taps).scalar_one())


async def as_if_counted(database: Database, at: Instant) -> None:
    """Random days end with open calls, which hold the counts back, and so the destruction."""
    reach = "INSERT INTO tally_until (pool, days, months) VALUES (:pool, :at, :at)"
    reach += " ON CONFLICT (pool) DO UPDATE SET days = :at, months = :at"
    await database.write(lambda c: c.execute(text(reach), {"pool": POOL, "at": at}).rowcount)


async def add_eva(database: Database, clock: ManualClock) -> None:
    await Staff(database, clock=clock).add(
        login="eva", name="Eva", password_hash=None, roles=["admin"], staff_id="eva"
    )


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_400_days_nothing_is_readable_past_its_date(
    database: Database, clock: ManualClock, address: str, retention: Retention
) -> None:
    await add_eva(database, clock)
    office = Office(database, clock)
    written: list[Receipt] = []
    for day in range(400):
        clock.time = NOON + day * DAY
        await office.live_a_day()
        if day % 50 == 49:  # a server that stops and starts
            await SqlJournal(database).snapshot(await SqlJournal(database).load(POOL))
        written += await retention.run(CLERK)
        if day % 25 == 24:
            told = await texts_of(database)
            assert [secret for secret in office.overdue() if secret in told] == []
            _nothing_in_the_files(address, office)
            assert await whole(database)
            loaded = await SqlJournal(database).load(POOL)
            assert loaded.seq == office.pool.seq
            assert set(loaded.guides) == set(office.pool.guides)
    assert len(office.overdue()) > 1_200
    left = await counts(database, "call", "ring", "note")
    assert left == {"call": 3 * (KEPT + 1), "ring": 3 * (KEPT + 1), "note": 5}
    _receipts_account_for_all(written, office.calls, left)
    assert await database.read(counted) == office.calls - 3, "counts outlive the calls; today is not over"
    assert await retention.receipts(limit=10_000) == tuple(reversed(written))
    assert await retention.run(CLERK) == ()


def _nothing_in_the_files(address: str, office: Office) -> None:
    """Of an SQLite store: in the file, its write-ahead log and its shared memory, byte by byte."""
    path = Path(address.removeprefix("sqlite:///"))
    if not address.startswith("sqlite"):
        return
    for end in ("", "-wal", "-shm"):
        content = Path(f"{path}{end}").read_bytes() if Path(f"{path}{end}").exists() else b""
        assert [secret for secret in office.overdue() if secret.encode() in content] == [], end
    assert Path(f"{path}-wal").stat().st_size == 0


def _found_in(folder: Path, secrets: Sequence[str]) -> list[str]:
    content = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    return [secret for secret in secrets if secret.encode() in content]


def _receipts_account_for_all(written: Sequence[Receipt], calls: int, left: dict[str, int]) -> None:
    def destroyed(kind: ReceiptKind, table: str) -> int:
        return sum(receipt.counts.get(table, 0) for receipt in written if receipt.kind is kind)

    assert destroyed(ReceiptKind.CALLS, "call") == calls - left["call"]
    assert destroyed(ReceiptKind.CALLS, "ring") == calls - left["ring"]
    assert destroyed(ReceiptKind.NOTES, "note") == 400 - left["note"]
    assert destroyed(ReceiptKind.SESSIONS, "staff_session") == 398
    assert {receipt.decision for receipt in written} == {DECISION, "KS 2026/124", ""}
    assert [receipt.id for receipt in written] == list(range(1, len(written) + 1))
    untils = [receipt.until or 0 for receipt in written if receipt.kind is ReceiptKind.CALLS]
    assert untils == sorted(untils)


async def test_receipts_tell_of_nobody(database: Database, clock: ManualClock, retention: Retention) -> None:
    await add_eva(database, clock)
    office = Office(database, clock)
    await office.live_a_day()
    clock.advance(40 * DAY)
    await retention.run(CLERK)
    told = await database.read(
        lambda connection: (
            str(connection.execute(text("SELECT * FROM receipt")).all())
            + str(connection.execute(text("SELECT * FROM receipt_gap")).all())
        )
    )
    for secret in (*(secret for _, secret in office.secrets), "guide-1", "kiosk-1", "eva"):
        assert secret not in told
    newest = (await AuditLog(database, clock=clock).page(READER, limit=50))[0]
    assert (newest.what, newest.who, newest.filter["kind"]) == (
        AuditAction.DESTROY_RECORDS, "retention", "sessions",
    )  # fmt: skip


async def test_requests_for_a_second_admin_go_with_the_audit_that_tells_of_them(
    database: Database, clock: ManualClock, retention: Retention
) -> None:
    await add_eva(database, clock)
    approvals = Approvals(database, clock=clock)
    for _ in range(2):
        await approvals.ask(Deed.ROLES, {"staff": "guide-1", "roles": "guide"}, by=READER, life=DAY)
        clock.advance(20 * DAY)
    done = await retention.run(CLERK)
    assert [(receipt.kind, receipt.counts) for receipt in done] == [
        (ReceiptKind.AUDIT, {"audit": 2, "approval": 1, "staff_version": 1})
    ]
    clock.advance(30 * DAY)
    [receipt] = await retention.run(CLERK)
    assert receipt.counts["approval"] == 1
    assert await whole(database)


async def test_self_tests_of_kiosks_have_a_rule_of_their_own(database: Database, clock: ManualClock) -> None:
    def keep(connection: Connection) -> None:
        for number, at in enumerate((clock.now() - 12 * DAY, clock.now())):
            values = {"kiosk": "kiosk-1", "id": str(number), "at": at, "kept_at": at, "checks": []}
            connection.execute(self_test.insert().values(values))

    directory = SqlDirectory(database, clock=clock)
    await directory.add_neighbourhood(Neighbourhood(id=NeighbourhoodId("n"), name="N"))
    await directory.add_site(Site(id=SiteId("s"), name="S", neighbourhood=NeighbourhoodId("n"), phone="0"))
    await directory.add_kiosk(KioskId("kiosk-1"), name="K", at_site=SiteId("s"))
    await database.write(keep)
    rule = Rule(kind=ReceiptKind.SELF_TESTS, days=10, decision=DECISION)
    retention = retention_of(database, clock, [rule])
    [line] = await retention.outlook()
    assert (line.due, line.next) == ({"self_test": 1}, date(2025, 12, 31))
    [receipt] = await retention.run(CLERK)
    assert (receipt.counts, receipt.decision) == ({"self_test": 1}, DECISION)
    assert await counts(database, "self_test") == {"self_test": 1}


async def test_without_a_decision_nothing_goes(database: Database, clock: ManualClock) -> None:
    office = Office(database, clock)
    await add_eva(database, clock)
    await office.live_a_day()
    clock.advance(4_000 * DAY)
    undecided = [Rule(kind=kind, days=None, decision="") for kind in (ReceiptKind.CALLS, ReceiptKind.AUDIT)]
    before = await counts(database, "event", "call", "audit")
    retention = retention_of(database, clock, undecided)
    assert await retention.run(CLERK) == ()
    assert await counts(database, "event", "call", "audit") == before
    assert [(line.until, line.due, line.next) for line in await retention.outlook()] == [(None, {}, None)] * 2


async def test_the_outlook_is_what_the_run_then_does(
    database: Database, clock: ManualClock, retention: Retention
) -> None:
    await add_eva(database, clock)
    office = Office(database, clock)
    for _ in range(3):
        await office.live_a_day()
        clock.advance(DAY)
    notes, calls, *_ = await retention.outlook()
    assert (calls.due, calls.next) == ({}, date(2026, 2, 1))
    assert (notes.due, notes.next) == ({"note": 0}, date(2026, 1, 6))
    clock.time = NOON + (KEPT + 2) * DAY
    before = await counts(database, "event", "call", "note", "audit", "staff_session")
    outlook = {line.rule.kind: line.due for line in await retention.outlook()}
    assert await counts(database, *before) == before
    done = {receipt.kind: receipt.counts for receipt in await retention.run(CLERK)}
    assert {**done[ReceiptKind.CALLS], "note": 2} == outlook.pop(ReceiptKind.CALLS), "notes go first"
    assert {kind: done[kind] for kind in outlook} == outlook
    assert done[ReceiptKind.CALLS]["call"] == 6


async def test_it_goes_in_small_parts_and_goes_on_after_a_crash(
    database: Database, clock: ManualClock, retention: Retention, monkeypatch: pytest.MonkeyPatch
) -> None:
    await add_eva(database, clock)
    office = Office(database, clock)
    await office.live_a_day(calls=5)
    clock.advance(40 * DAY)
    total = (await counts(database, "event"))["event"]
    turn, left = wait_for_turn, iter(range(5))

    def power_cut(connection: Connection) -> None:
        if next(left, None) is None:
            raise SystemError("the power went")
        turn(connection)

    with monkeypatch.context() as patched:
        patched.setattr(destroy, "wait_for_turn", power_cut)
        with pytest.raises(SystemError):
            await retention.run(CLERK, most=7)
    assert (await counts(database, "event"))["event"] == total - 21
    assert await whole(database)
    assert (await SqlJournal(database).load(POOL)).seq == office.pool.seq
    rest = await retention.run(CLERK, most=7)
    assert all(receipt.counts["event"] <= 7 for receipt in rest if receipt.kind is ReceiptKind.CALLS)
    receipts = [each for each in await retention.receipts() if each.kind is ReceiptKind.CALLS]
    assert sum(receipt.counts["event"] for receipt in receipts) == total
    assert sum(receipt.counts["call"] for receipt in receipts) == 5
    assert await counts(database, "event", "call", "ring") == {"event": 0, "call": 0, "ring": 0}
    assert await whole(database)


async def test_a_call_that_is_in_no_count_yet_waits_for_that(
    database: Database, clock: ManualClock, journal: SqlJournal, retention: Retention
) -> None:
    """An open call of a server that stands still: its start ends the call, and then all of it goes."""
    one, other = Told(1), Told(2, kiosk="kiosk-2")
    await journal.append(POOL, entries([*one.tapped(), *one.ended(), *other.tapped()]))
    clock.advance(60 * DAY)
    await retention.run(CLERK)
    assert (await counts(database, "call"))["call"] == 2
    ended = entries(other.ended(CallOutcome.RECOVERED_UNKNOWN), after=3, at=clock.now())
    await journal.append(POOL, ended)
    await retention.run(CLERK)
    assert await counts(database, "call", "event") == {"call": 1, "event": 1}
    assert await database.read(counted) == 2


async def test_a_journal_of_which_nothing_is_left_goes_on(
    database: Database, clock: ManualClock, journal: SqlJournal, retention: Retention
) -> None:
    day = Day(seed=5)
    batches = day.batches(20)
    for batch in batches:
        await journal.append(POOL, batch)
    clock.advance(60 * DAY)
    await as_if_counted(database, clock.now())
    await retention.run(CLERK)
    assert (await counts(database, "event"))["event"] == 0
    again = SqlJournal(database)
    pool = await again.load(POOL)
    assert pool.seq == day.pool.seq
    more = [Entry(pool.seq + 1, clock.now(), Told(4_000).tapped(tapped_at=clock.now())[0])]
    await again.append(POOL, more)
    assert await whole(database)
    assert await again.read(POOL, pool.seq) == more


async def test_a_random_day_loads_as_before_from_what_is_left(
    database: Database, clock: ManualClock, journal: SqlJournal
) -> None:
    """Cut in the middle of calls that go on: snapshot and rest make the pool that the whole journal made."""
    day = Day(seed=11)
    batches = day.batches(80)
    for batch in batches:
        await journal.append(POOL, batch)
    middle = batches[40][-1]
    await journal.snapshot(await journal.load(POOL))
    await as_if_counted(database, middle.at + DAY)
    order = partial(Order, pool=POOL, now=clock.now(), by=CLERK, decision=DECISION, most=10_000)
    await database.write(lambda c: destroy.destroy_calls(c, order(until=middle.at)))
    assert 0 < (await counts(database, "event"))["event"] < day.pool.seq
    await journal.snapshot(await journal.load(POOL))
    loaded = await SqlJournal(database).load(POOL)
    assert (loaded.seq, set(loaded.calls)) == (day.pool.seq, set(day.pool.calls))
    assert {guide.id: guide.status for guide in loaded.guides.values()} == {
        guide.id: guide.status for guide in day.pool.guides.values()
    }
    for batch in day.batches(20):
        await journal.append(POOL, batch)
    assert await whole(database)


async def test_a_node_that_lags_behind_the_cut_is_told_to_begin_anew(
    database: Database, clock: ManualClock, journal: SqlJournal, retention: Retention
) -> None:
    for batch in Day(seed=5).batches(20):
        await journal.append(POOL, batch)
    before = await journal.read(POOL, after=3)
    assert before
    clock.advance(60 * DAY)
    await as_if_counted(database, clock.now())
    await retention.run(CLERK)
    with pytest.raises(JournalCut):
        await journal.read(POOL, after=3)


async def test_a_snapshot_remembers_no_call_that_is_gone(
    database: Database, clock: ManualClock, journal: SqlJournal, retention: Retention
) -> None:
    """A kiosk that is never used again, and a server that runs on with the old calls in memory."""
    day = Day(seed=5)
    for batch in day.batches(40):
        await journal.append(POOL, batch)
    clock.advance(60 * DAY)
    await as_if_counted(database, clock.now())
    await retention.run(CLERK)
    await journal.snapshot(day.pool)
    told = await texts_of(database)
    ids = {kiosk_call for kiosk in day.pool.kiosks.values() for kiosk_call in kiosk.past}
    assert ids
    assert {each for each in ids if each in told} <= set(day.pool.calls)


@pytest.mark.parametrize("table", ["event", "audit", "call", "ring", "receipt", "receipt_gap"])
async def test_no_row_goes_without_a_receipt(
    database: Database, clock: ManualClock, retention: Retention, table: str
) -> None:
    await add_eva(database, clock)
    await Office(database, clock).live_a_day()
    clock.advance(KEPT * DAY + DAY)
    await Office(database, clock, pool=await SqlJournal(database).load(POOL), calls=50).live_a_day()
    await retention.run(CLERK)
    with pytest.raises(DBAPIError, match="receipt"):
        await database.write(lambda connection: connection.execute(text(f"DELETE FROM {table}")).rowcount)


async def test_a_receipt_does_not_change(database: Database, clock: ManualClock) -> None:
    await database.write(
        lambda c: write_receipt(c, CLERK, at=1, kind=ReceiptKind.NOTES, counts={"note": 1}, until=1)
    )
    with pytest.raises(DBAPIError, match="does not change"):
        await database.write(lambda c: c.execute(text("UPDATE receipt SET decision = 'x'")).rowcount)


TAMPERED = (
    ("DELETE FROM event WHERE seq = (SELECT min(seq) FROM event)", "is missing"),
    ("DELETE FROM receipt_gap", "is missing"),
    ("UPDATE receipt_gap SET after = before", "was changed"),
    ("UPDATE receipt SET decision = 'none'", "receipt 1 or the one before it was changed"),
    ("UPDATE receipt SET counts = '{}'", "receipt 1 or the one before it was changed"),
    ("DELETE FROM receipt_gap WHERE receipt = 2; DELETE FROM receipt WHERE id = 2", "receipt"),
    ("DELETE FROM audit WHERE id = (SELECT min(id) FROM audit)", "changed"),
)


@pytest.mark.parametrize(("statements", "broken"), TAMPERED)
async def test_what_went_without_the_plan_is_noticed_after_it_too(
    database: Database, clock: ManualClock, retention: Retention, statements: str, broken: str
) -> None:
    await add_eva(database, clock)
    office = Office(database, clock)
    await office.live_a_day()
    clock.advance((KEPT + 1) * DAY)
    await office.live_a_day()
    await retention.run(CLERK)

    def tamper(connection: Connection) -> None:
        for table in ("event", "audit", "receipt", "receipt_gap"):
            on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
            for trigger in (f"{table}_is_final", f"{table}_is_kept"):
                connection.execute(text(f"DROP TRIGGER {trigger}{on}"))
        for statement in statements.split("; "):
            connection.execute(text(statement))

    await database.write(tamper)
    said = [verdict.broken for verdict in await verify(database) if verdict.broken]
    assert any(re.search(broken, each) for each in said), said


async def test_what_was_noted_before_the_cut_still_holds_where_it_can(
    database: Database, clock: ManualClock, retention: Retention
) -> None:
    await add_eva(database, clock)
    office = Office(database, clock)
    await office.live_a_day()
    journal = next(verdict for verdict in await verify(database) if verdict.name == f"journal {POOL}")
    seq, _, link = journal.newest.partition(":")
    clock.advance((KEPT + 1) * DAY)
    await office.live_a_day()
    await retention.run(CLERK)
    assert not (await verify(database, Noted(int(seq), link)))[0].broken
    assert (await verify(database, Noted(int(seq), "f" * 64)))[0].broken == (
        f"entry {seq} is not the one that was noted"
    )
    receipts = (await verify(database))[-1]
    number, _, newest = receipts.newest.partition(":")
    assert not (await verify(database, noted_receipt=Noted(int(number), newest)))[-1].broken
    assert (await verify(database, noted_receipt=Noted(int(number), "f" * 64)))[-1].broken
    assert (await verify(database, noted_receipt=Noted(int(number) + 1, newest)))[-1].broken


async def test_a_broken_journal_is_not_cut_further(
    database: Database, clock: ManualClock, retention: Retention
) -> None:
    office = Office(database, clock)
    await add_eva(database, clock)
    await office.live_a_day()
    clock.advance(40 * DAY)

    def tamper(connection: Connection) -> None:
        on = " ON event" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER event_is_kept{on}"))
        connection.execute(text("DELETE FROM event WHERE seq < 4"))

    await database.write(tamper)
    before = await counts(database, "event", "call")
    with pytest.raises(ChainBroken):
        await retention.run(CLERK)
    assert await counts(database, "event", "call") == before


async def test_what_others_keep_beside_the_calls_outlives_them(
    database: Database, clock: ManualClock, retention: Retention
) -> None:
    """Counts of calls are of nobody: no job of retention touches a table that it does not know."""

    def make(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE some_counts (hour BIGINT, calls BIGINT)"))
        connection.execute(text("INSERT INTO some_counts VALUES (1, 3)"))

    await database.write(make)
    await add_eva(database, clock)
    await Office(database, clock).live_a_day()
    clock.advance(400 * DAY)
    await retention.run(CLERK)
    assert await counts(database, "call", "some_counts", "neighbourhood", "staff") == {
        "call": 0, "some_counts": 1, "neighbourhood": 0, "staff": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-30T00:30+02:00", "2026-03-20T00:00+01:00"),
        ("2026-03-29T23:59+02:00", "2026-03-19T00:00+01:00"),
        ("2026-10-26T00:30+01:00", "2026-10-16T00:00+02:00"),
    ],
)
def test_days_are_those_of_the_municipality_over_both_changes_of_the_clock(now: str, due: str) -> None:
    rule = Rule(kind=ReceiptKind.CALLS, days=10, decision=DECISION)
    found = rule.due(int(datetime.fromisoformat(now).timestamp()) * 1_000, STOCKHOLM)
    assert found == int(datetime.fromisoformat(due).timestamp()) * 1_000


async def test_postgres_keeps_bytes_until_it_is_told_to_write_anew(
    postgres_store: str, clock: ManualClock
) -> None:
    """Honest about VACUUM: it lets space be used again. What must not be on the disk is written anew."""
    database = Database(postgres_store)
    try:
        await add_eva(database, clock)
        office = Office(database, clock)
        await office.live_a_day()
        clock.advance(400 * DAY)
        await retention_of(database, clock).run(CLERK)
        rewrite(database)

        where = "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database"
        where += " WHERE datname = current_database()"
        folder = Path(await database.read(lambda c: str(c.execute(text(where)).scalar_one())))
        await database.write(lambda connection: connection.execute(text("CHECKPOINT")).rowcount)
        assert _found_in(folder, office.overdue()) == []
    finally:
        await database.close()


async def test_sqlite_files_hold_nothing_of_one_large_destruction(
    sqlite_store: str, clock: ManualClock
) -> None:
    """Pages that were split, merged and given back: one day with many calls, beside days that stay."""
    database = Database(sqlite_store)
    try:
        await add_eva(database, clock)
        office = Office(database, clock)
        for calls in (400, 30, 500, 3):
            await office.live_a_day(calls)
            clock.advance(DAY)
        clock.time = NOON + (KEPT + 3) * DAY
        await retention_of(database, clock).run(CLERK, most=333)
        assert len(office.overdue()) >= 930
        _nothing_in_the_files(sqlite_store, office)
        assert (await counts(database, "call"))["call"] == 3
    finally:
        await database.close()
