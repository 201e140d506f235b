"""What it means to destroy each kind of record: one bounded part of it, in the caller's transaction.

Each function takes what is older than `until`, at most `most` rows of its main table, writes the receipt and
deletes; it returns the receipt, or None where nothing is left to do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, exists, func, or_, select, true

from signaling.core.ids import Instant, PoolId
from signaling.store.audit import Actor
from signaling.store.chain import FIRST
from signaling.store.retention.receipts import (
    AUDIT_CHAIN,
    Counts,
    Gap,
    Receipt,
    ReceiptKind,
    journal_chain,
    newest_gap,
    wait_for_turn,
    write_receipt,
)
from signaling.store.tables import (
    alarm,
    alarm_notice,
    approval,
    audit,
    call,
    contact,
    enrolment_code,
    errand,
    event,
    note,
    ring,
    saved_view,
    self_test,
    server_run,
    shift,
    snapshot,
    staff,
    staff_session,
    staff_version,
    trial,
    webhook_attempt,
)
from signaling.store.tally.until import until

_later = event.alias("later")
_newer = contact.alias("newer")


class ChainBroken(Exception):
    """The chain does not join what was destroyed before: `vagvisare verify` says where. Nothing happened."""


class NoSnapshot(Exception):
    """The pool could not be made again from what would be left: take a snapshot first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be destroyed, by whom and by which decision."""

    pool: PoolId
    until: Instant
    now: Instant
    by: Actor
    decision: str
    most: int


Destroy = Callable[[Connection, Order], Receipt | None]
Count = Callable[[Connection, PoolId, Instant], Counts]
Oldest = Callable[[Connection, PoolId], Instant | None]


def destroy_calls(connection: Connection, order: Order) -> Receipt | None:
    """Cut the journal's oldest entries off, with the calls that it then says nothing more of.

    What is not counted yet for good (`store.tally`) stays, so that the counts outlive the calls.
    """
    wait_for_turn(connection)
    order = replace(order, until=_counted_until(connection, order.pool, order.until))
    of_pool = event.c.pool == order.pool
    first = connection.scalar(select(func.min(event.c.seq)).where(of_pool))
    if first is None:
        return None
    part = (
        select(event.c.seq, event.c.at, event.c.link).where(of_pool).order_by(event.c.seq).limit(order.most)
    )
    due = [row for row in connection.execute(part) if row.at < order.until]
    if not due:
        return None
    last = due[-1]
    if (connection.scalar(select(snapshot.c.seq).where(snapshot.c.pool == order.pool)) or 0) < last.seq:
        raise NoSnapshot(f"no snapshot of entry {last.seq} or later")
    cut = (of_pool, event.c.seq <= last.seq)
    over = list(connection.scalars(_calls_over(order.pool, last.seq)))
    before = link_before(connection, order.pool, first)
    chain = journal_chain(order.pool)
    gap = Gap(chain=chain, first=first, last=last.seq, rows=len(due), before=before, after=last.link)
    told = _receipt(
        connection, order, ReceiptKind.CALLS, _counts_of(connection, over) | {"event": len(due)}, gap
    )
    connection.execute(delete(event).where(*cut))
    for part_of in parts(over):
        connection.execute(delete(call).where(call.c.id.in_(part_of)))
    return told


def destroy_notes(connection: Connection, order: Order) -> Receipt | None:
    """Notes carry the day of their end; it has come for those whose `until` is over."""
    over = and_(note.c.pool == order.pool, note.c.until <= order.until)
    return _destroy_simply(connection, order, ReceiptKind.NOTES, {note: over})


def destroy_audit(connection: Connection, order: Order) -> Receipt | None:
    """Cut the audit's oldest rows off, with what else tells of those deeds.

    These are the requests for a second admin, and what changed about the accounts of staff.

    The receipt's own row is the newest then, from which the ids go on.
    """
    wait_for_turn(connection)
    part = select(audit.c.id, audit.c.at, audit.c.link).order_by(audit.c.id).limit(order.most)
    due = [row for row in connection.execute(part) if row.at < order.until]
    if not due:
        return None
    cut_before = newest_gap(connection, AUDIT_CHAIN)
    gap = Gap(
        chain=AUDIT_CHAIN,
        first=due[0].id,
        last=due[-1].id,
        rows=len(due),
        before=FIRST if cut_before is None else cut_before.after,
        after=due[-1].link,
    )
    old = _beside_the_audit(order.until)
    counts = {"audit": len(due)} | _counted(connection, old)
    told = _receipt(connection, order, ReceiptKind.AUDIT, counts, gap)
    connection.execute(delete(audit).where(audit.c.id <= gap.last))
    for table, over in old.items():
        connection.execute(delete(table).where(over))
    return told


def destroy_self_tests(connection: Connection, order: Order) -> Receipt | None:
    over = {self_test: self_test.c.at < order.until}
    return _destroy_simply(connection, order, ReceiptKind.SELF_TESTS, over)


def destroy_sessions(connection: Connection, order: Order) -> Receipt | None:
    over = _sessions_over(order.until)
    return _destroy_simply(connection, order, ReceiptKind.SESSIONS, over)


def destroy_operations(connection: Connection, order: Order) -> Receipt | None:
    return _destroy_simply(connection, order, ReceiptKind.OPERATIONS, _operations_over(order.until))


def count_calls(connection: Connection, pool: PoolId, until: Instant) -> Counts:
    last = connection.scalar(select(func.max(event.c.seq)).where(event.c.pool == pool, event.c.at < until))
    if last is None:
        return {}
    entries = connection.scalar(select(func.count()).where(event.c.pool == pool, event.c.seq <= last)) or 0
    return _counts_of(connection, list(connection.scalars(_calls_over(pool, last)))) | {"event": entries}


def count_notes(connection: Connection, pool: PoolId, until: Instant) -> Counts:
    return _counted(connection, {note: and_(note.c.pool == pool, note.c.until <= until)})


def count_audit(connection: Connection, _: PoolId, until: Instant) -> Counts:
    return _counted(connection, {audit: audit.c.at < until, **_beside_the_audit(until)})


def count_self_tests(connection: Connection, _: PoolId, until: Instant) -> Counts:
    return _counted(connection, {self_test: self_test.c.at < until})


def count_sessions(connection: Connection, _: PoolId, until: Instant) -> Counts:
    return _counted(connection, _sessions_over(until))


def count_operations(connection: Connection, _: PoolId, until: Instant) -> Counts:
    return _counted(connection, _operations_over(until))


def oldest_call(connection: Connection, pool: PoolId) -> Instant | None:
    query = select(event.c.at).where(event.c.pool == pool).order_by(event.c.seq).limit(1)
    at: Instant | None = connection.scalar(query)
    return at


def oldest_note(connection: Connection, pool: PoolId) -> Instant | None:
    """Not when it was written, but when its time is over."""
    at: Instant | None = connection.scalar(select(func.min(note.c.until)).where(note.c.pool == pool))
    return at


def oldest_audit(connection: Connection, _: PoolId) -> Instant | None:
    at: Instant | None = connection.scalar(select(audit.c.at).order_by(audit.c.id).limit(1))
    return at


def oldest_self_test(connection: Connection, _: PoolId) -> Instant | None:
    at: Instant | None = connection.scalar(select(func.min(self_test.c.at)))
    return at


def oldest_session(connection: Connection, _: PoolId) -> Instant | None:
    ends = (staff_session.c.expires_at, enrolment_code.c.expires_at, shift.c.until, errand.c.asked_at)
    found = [connection.scalar(select(func.min(column))) for column in ends]
    return min((at for at in found if at is not None), default=None)


def oldest_operation(connection: Connection, _: PoolId) -> Instant | None:
    found = [
        connection.scalar(select(func.min(ends)).where(over))
        for ends, over in _operations().values()
        if ends is not None
    ]
    return min((at for at in found if at is not None), default=None)


def link_before(connection: Connection, pool: PoolId, seq: int) -> str:
    """The link that entry `seq` was chained to. Raises `ChainBroken` where nothing has it any more."""
    if seq == 1:
        return FIRST
    before = select(event.c.link).where(event.c.pool == pool, event.c.seq == seq - 1)
    here: str | None = connection.scalar(before)
    if here is not None:
        return here
    gap = newest_gap(connection, journal_chain(pool), before=seq)
    if gap is None:
        raise ChainBroken(f"entry {seq - 1} of {pool} is missing, and no receipt says why")
    return gap.after


def parts(ids: Sequence[str], size: int = 500) -> list[Sequence[str]]:
    """In parts that every database takes as parameters."""
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def _counted_until(connection: Connection, pool: PoolId, at: Instant) -> Instant:
    """When the oldest call came that is in no count of days; at most `at`."""
    days = until(connection, pool).days
    uncounted = select(func.min(call.c.queued_at)).where(call.c.pool == pool, call.c.queued_at >= days)
    return min(at, connection.scalar(uncounted) or at)


def _calls_over(pool: PoolId, last: int) -> Any:
    """The calls of which the journal says nothing after entry `last`."""
    goes_on = exists().where(_later.c.call == event.c.call, _later.c.pool == pool, _later.c.seq > last)
    of_calls = (event.c.pool == pool, event.c.seq <= last, event.c.call.is_not(None), ~goes_on)
    return select(event.c.call).where(*of_calls).distinct()


def _counts_of(connection: Connection, calls: list[str]) -> dict[str, int]:
    tables = {call: call.c.id, ring: ring.c.call, note: note.c.call}
    return {
        table.name: sum(
            connection.scalar(select(func.count()).select_from(table).where(of_call.in_(part))) or 0
            for part in parts(calls)
        )
        for table, of_call in tables.items()
    }


def _beside_the_audit(until: Instant) -> dict[Table, ColumnElement[bool]]:
    return {approval: approval.c.until < until, staff_version: staff_version.c.at < until}


def _sessions_over(until: Instant) -> dict[Table, ColumnElement[bool]]:
    return {
        staff_session: staff_session.c.expires_at < until,
        enrolment_code: or_(enrolment_code.c.expires_at < until, enrolment_code.c.used_at < until),
        shift: shift.c.until < until,
        errand: errand.c.asked_at < until,
    }


def _operations() -> dict[Table, tuple[ColumnElement[Any] | None, ColumnElement[bool]]]:
    """By when rows of each table end, and which ones may; None: with the rows of the next table.

    Each kiosk's newest contact stays, for without it the kiosk would seem never to have had any; and so do
    the newest run of a server, which goes on, and the newest notice with its alarm, from whose number the
    notices go on.
    """
    newer = exists().where(
        _newer.c.pool == contact.c.pool, _newer.c.kiosk == contact.c.kiosk, _newer.c.seq > contact.c.seq
    )
    newest = select(alarm_notice.c.alarm).order_by(alarm_notice.c.seq.desc()).limit(1).scalar_subquery()
    newest_run = select(func.max(server_run.c.id)).scalar_subquery()
    closed = saved_view.c.owner.in_(select(staff.c.id).where(~staff.c.active))
    return {
        contact: (contact.c.until, newer),
        server_run: (server_run.c.until, server_run.c.id != newest_run),
        alarm_notice: (None, alarm_notice.c.alarm != newest),
        alarm: (alarm.c.until, alarm.c.id != newest),
        webhook_attempt: (webhook_attempt.c.at, true()),
        trial: (trial.c.ended_at, true()),
        saved_view: (saved_view.c.at, closed),
    }


def _operations_over(until: Instant) -> dict[Table, ColumnElement[bool]]:
    of_old_alarms = alarm_notice.c.alarm.in_(select(alarm.c.id).where(alarm.c.until < until))
    return {
        table: and_(over, of_old_alarms if ends is None else ends < until)
        for table, (ends, over) in _operations().items()
    }


def _counted(connection: Connection, over: dict[Table, ColumnElement[bool]]) -> dict[str, int]:
    return {
        table.name: connection.scalar(select(func.count()).select_from(table).where(where)) or 0
        for table, where in over.items()
    }


def _destroy_simply(
    connection: Connection, order: Order, kind: ReceiptKind, over: dict[Table, ColumnElement[bool]]
) -> Receipt | None:
    """Records in no chain: a few at a time by nature."""
    wait_for_turn(connection)
    counts = _counted(connection, over)
    if not any(counts.values()):
        return None
    told = _receipt(connection, order, kind, counts)
    for table, where in over.items():
        connection.execute(delete(table).where(where))
    return told


def _receipt(connection: Connection, order: Order, kind: ReceiptKind, counts: Counts, *gaps: Gap) -> Receipt:
    return write_receipt(
        connection,
        order.by,
        at=order.now,
        kind=kind,
        counts=counts,
        until=order.until,
        decision=order.decision,
        gaps=gaps,
    )
