"""Receipts: what was destroyed, how much of it, up to when and by which decision; never whose it was.

A receipt also keeps the links at both ends of what it cut out of a hash chain, so that the rest can still be
proved (`store.verification`). Receipts are a chain of their own, and never go.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select, update

from signaling.core.ids import CallId, Instant, PoolId
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.chain import link
from signaling.store.tables import receipt, receipt_gap, receipt_head

Counts = Mapping[str, int]
"""Rows by table."""
AUDIT_CHAIN = "audit"


class ReceiptKind(StrEnum):
    """What was destroyed."""

    CALLS = "calls"
    """Calls with their journal entries, rings and notes, and all other entries of the journal."""
    NOTES = "notes"
    AUDIT = "audit"
    """Who read and changed what, and requests for a second admin."""
    SELF_TESTS = "self_tests"
    """What kiosks found when they tried themselves."""
    SESSIONS = "sessions"
    """Signed-in browsers, one-time codes and errands of kiosks that are over, and chosen shifts."""
    OPERATIONS = "operations"
    """What machines did: contact of kiosks and alarms that are over, deliveries, trials of rosters; and the
    views that somebody saved whose account is closed.
    """
    ERASED_CALL = "erased_call"
    """One call, because somebody asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Rows `first` to `last` of a chain are gone. It went from the link `before` to the link `after`."""

    chain: str
    first: int
    last: int
    rows: int
    """Fewer than lie between where some had gone already."""
    before: str
    after: str
    receipt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    id: int
    at: Instant
    kind: ReceiptKind
    until: Instant | None
    """What was older than this is gone; None where it was one call."""
    counts: Counts
    decision: str
    """By which it was destroyed; empty where none is needed."""
    who: str
    why: str
    subject: str | None
    """Of the one call: `subject_of` its id."""


def journal_chain(pool: PoolId) -> str:
    return f"journal {pool}"


def subject_of(call: CallId) -> str:
    """What a receipt keeps of a call's id: who has the id can tell that this was it, and nobody else can."""
    return sha256(call.encode()).hexdigest()


def receipt_link(before: str, told: Receipt, gaps: Sequence[Gap]) -> str:
    counts = json.dumps(dict(told.counts), ensure_ascii=False, sort_keys=True)
    cut = [[gap.chain, gap.first, gap.last, gap.rows, gap.before, gap.after] for gap in gaps]
    fields = (told.id, told.at, told.kind, told.until, counts, told.decision, told.who, told.why)
    return link(before, (*fields, told.subject, json.dumps(sorted(cut), ensure_ascii=False)))


def write_receipt(  # noqa: PLR0913 - a receipt has so many parts
    connection: Connection,
    by: Actor,
    *,
    at: Instant,
    kind: ReceiptKind,
    counts: Counts,
    until: Instant | None = None,
    decision: str = "",
    subject: str | None = None,
    gaps: Sequence[Gap] = (),
) -> Receipt:
    """Write the receipt, its gaps and a line in the audit, before the rows that it tells of are deleted.

    Whoever writes another one waits until the transaction ends.
    """
    connection.execute(update(receipt_head).values(rows=receipt_head.c.rows + 1))
    head = connection.execute(select(receipt_head.c.rows, receipt_head.c.link)).one()
    told = Receipt(
        id=head.rows,
        at=at,
        kind=kind,
        until=until,
        counts=dict(counts),
        decision=decision,
        who=by.who,
        why=by.why,
        subject=subject,
    )
    after = receipt_link(head.link, told, gaps)
    connection.execute(insert(receipt).values(**asdict(told), link=after))
    if gaps:
        connection.execute(insert(receipt_gap), [{**asdict(gap), "receipt": told.id} for gap in gaps])
    connection.execute(update(receipt_head).values(link=after))
    given = {"kind": kind.value, "receipt": told.id} | ({} if until is None else {"until": until})
    what = AuditAction.ERASE_CALL if kind is ReceiptKind.ERASED_CALL else AuditAction.DESTROY_RECORDS
    write_audit(connection, by, at=at, what=what, given=given, rows=sum(counts.values()))
    return told


def wait_for_turn(connection: Connection) -> None:
    """Let nobody else destroy anything until this transaction ends."""
    connection.execute(update(receipt_head).values(rows=receipt_head.c.rows))


def newest_receipts(connection: Connection, *, before: int | None, limit: int) -> tuple[Receipt, ...]:
    query = select(receipt).order_by(receipt.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(receipt.c.id < before)
    return tuple(receipt_of(dict(row)) for row in connection.execute(query).mappings())


def receipt_for(connection: Connection, call: CallId) -> Receipt | None:
    """The receipt of this call's erasure; None where it was not erased by itself."""
    row = connection.execute(select(receipt).where(receipt.c.subject == subject_of(call))).mappings().first()
    return None if row is None else receipt_of(dict(row))


def gaps_of(connection: Connection, chain: str) -> tuple[Gap, ...]:
    """The gaps of a chain, in order."""
    query = select(receipt_gap).where(receipt_gap.c.chain == chain).order_by(receipt_gap.c.last)
    return tuple(Gap(**row) for row in connection.execute(query).mappings())


def newest_gap(connection: Connection, chain: str, *, before: int | None = None) -> Gap | None:
    """The gap of the chain that ends last; with `before`, the one that ends right before that row."""
    query = select(receipt_gap).where(receipt_gap.c.chain == chain).order_by(receipt_gap.c.last.desc())
    if before is not None:
        query = query.where(receipt_gap.c.last == before - 1)
    row = connection.execute(query.limit(1)).mappings().first()
    return None if row is None else Gap(**row)


def receipt_of(row: dict[str, Any]) -> Receipt:
    fields = {name: row[name] for name in Receipt.__dataclass_fields__}
    return Receipt(**{**fields, "kind": ReceiptKind(row["kind"])})
