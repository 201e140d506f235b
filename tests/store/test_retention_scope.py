"""No table is forgotten: each is in the plan, emptied with a receipt, or kept for a written reason."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Table, func, insert, select

from signaling.core.ids import Instant
from signaling.store.engine import Database
from signaling.store.retention.plan import Rule
from signaling.store.retention.receipts import ReceiptKind
from signaling.store.retention.register import EXTRACTED
from signaling.store.retention.retention import Retention
from signaling.store.retention.scope import EMPTIED, KEPT, PLANNED
from signaling.store.tables import (
    alarm,
    alarm_notice,
    call,
    contact,
    errand,
    metadata,
    saved_view,
    server_run,
    trial,
    webhook,
    webhook_attempt,
)
from tests.fakes import NOON, ManualClock, always
from tests.store.histories import POOL
from tests.store.test_contact import settled
from tests.store.test_retention import CLERK, DAY, DECISION, STOCKHOLM

PLAN = (
    Rule(kind=ReceiptKind.OPERATIONS, days=30, decision=DECISION),
    Rule(kind=ReceiptKind.SESSIONS, days=1, decision=""),
)


def test_every_table_is_in_the_plan_or_kept_for_a_reason() -> None:
    assert set(EMPTIED) | set(KEPT) == set(metadata.tables)
    assert not set(EMPTIED) & set(KEPT)
    assert all(reason.endswith(".") for reason in KEPT.values())


def test_every_kind_that_a_plan_may_have_names_its_tables() -> None:
    assert set(PLANNED) == set(ReceiptKind) - {ReceiptKind.ERASED_CALL}


def test_the_register_gives_out_of_every_table_that_names_a_call() -> None:
    """An id of a call stands in a column of that name, or in one that refers to the call."""
    naming = {
        table.name
        for table in metadata.tables.values()
        if table is call or "call" in table.c or any(key.column.table is call for key in table.foreign_keys)
    }
    assert naming | {"audit"} == {table.name for table in EXTRACTED}


def write_operations(connection: Connection, at: Instant) -> None:
    """One of everything that ends at `at`, and one that lasts."""

    def add(table: Table, **values: object) -> None:
        connection.execute(insert(table), values)

    for seq, (kiosk, until) in enumerate((("k1", at), ("k1", at), ("k2", at), ("k3", None)), start=1):
        add(contact, pool=POOL, seq=seq, kiosk=kiosk, since=at - 1, until=until)
    for number, until in ((1, at), (2, at), (3, at + DAY)):
        add(server_run, id=number, pool=POOL, since=at - 1, until=until)
    for number, until in ((1, at), (2, at), (3, None)):
        add(alarm, id=number, kind="kiosk_dark", subject=f"k{number}", since=at, until=until)
        add(alarm_notice, seq=number, alarm=number, at=at, raised=True)
    add(
        webhook, id="w", name="w", url="https://w", stream="calls", secret=b"", state="active", cursor=0,
        failures=0, next_at=0, created_at=at,
    )  # fmt: skip
    add(webhook_attempt, id=1, webhook="w", message="m", at=at, took_ms=1)
    common = {"pool": POOL, "asked_by": "eva", "asked_at": at, "question": "{}", "permille": 0, "until": at}
    add(trial, id=1, **common, state="failed", ended_at=at)
    add(trial, id=2, **common, state="running")
    for owner, active in (("gone", False), ("here", True)):
        add(
            metadata.tables["staff"], id=owner, login=owner, name=owner, roles=[], languages=[], active=active
        )
        add(saved_view, pool=POOL, owner=owner, name="v", shared=False, selection={}, at=at)
    add(errand, kiosk="k1", errand="restart", asked_at=at)


async def left(database: Database, table: Table) -> int:
    query = select(func.count()).select_from(table)
    return await database.read(lambda connection: connection.scalar(query)) or 0


async def test_what_machines_did_goes_with_a_receipt_and_what_lasts_stays(
    database: Database, clock: ManualClock
) -> None:
    await settled(database)
    await database.write(lambda connection: write_operations(connection, NOON))
    retention = Retention(database, pool=POOL, clock=clock, zone=STOCKHOLM, plan=always(PLAN))
    clock.advance(NOON + 30 * DAY - clock.now())
    assert [told.kind for told in await retention.run(CLERK)] == [ReceiptKind.SESSIONS]
    assert next(line.next for line in await retention.outlook()) is not None
    clock.advance(2 * DAY)
    assert dict((await retention.outlook())[0].due) == {
        "contact": 1, "server_run": 2, "alarm_notice": 2, "alarm": 2, "webhook_attempt": 1, "trial": 1,
        "saved_view": 1,
    }  # fmt: skip
    (told,) = await retention.run(CLERK)
    assert (told.kind, told.decision) == (ReceiptKind.OPERATIONS, DECISION)
    assert set(told.counts) == set(PLANNED[ReceiptKind.OPERATIONS])
    stays: dict[Table, int] = {
        contact: 3, server_run: 1, alarm: 1, alarm_notice: 1, trial: 1, saved_view: 1,
    }  # fmt: skip
    for table, rows in stays.items():
        assert await left(database, table) == rows, table.name
    assert await left(database, webhook_attempt) == 0
    assert await retention.run(CLERK) == ()
    assert (await retention.outlook())[0].next is None


@pytest.mark.parametrize("raise_again", [True, False])
async def test_the_newest_notice_keeps_its_number(
    database: Database, clock: ManualClock, *, raise_again: bool
) -> None:
    """Receivers remember how far they have heard: a number must not come twice."""

    def notices(connection: Connection) -> None:
        for number in (1, 2):
            values = {"id": number, "kind": "queue_long", "subject": "", "since": NOON, "until": NOON}
            connection.execute(insert(alarm), values)
            told = {"seq": number, "alarm": number, "at": NOON, "raised": raise_again}
            connection.execute(insert(alarm_notice), told)

    await database.write(notices)
    clock.advance(NOON + 60 * DAY - clock.now())
    await Retention(database, pool=POOL, clock=clock, zone=STOCKHOLM, plan=always(PLAN)).run(CLERK)
    newest: Callable[[Connection], object] = lambda connection: connection.scalar(  # noqa: E731
        select(func.max(alarm_notice.c.seq))
    )
    assert await database.read(newest) == 2
    assert await left(database, alarm_notice) == 1
