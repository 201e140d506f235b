"""One call of the register: all that is kept of it, given out; and its erasure, with a receipt."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, String, Table, cast, delete, func, select

from signaling.core.ids import CallId, Instant, PoolId
from signaling.core.pool import Pool
from signaling.core.vocabulary import CallState
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.engine import Database
from signaling.store.journal import SqlJournal
from signaling.store.retention.destroy import NoSnapshot, link_before
from signaling.store.retention.receipts import (
    Gap,
    Receipt,
    ReceiptKind,
    journal_chain,
    receipt_for,
    subject_of,
    wait_for_turn,
    write_receipt,
)
from signaling.store.retention.retention import keep_whole
from signaling.store.retention.sweep import sweep
from signaling.store.tables import audit, call, event, note, ring, snapshot
from signaling.store.tally.taking_out import take_out

Rows = Sequence[Mapping[str, Any]]
EXTRACTED: Final = (call, ring, event, note, audit)
"""The tables that hold something of one call, by its id: all of them are given out."""


class UnknownCall(Exception):
    """Nothing is kept of a call of this id: there never was one, or it was destroyed under the plan."""


class CallErased(Exception):
    """The call was erased before; `receipt` says when."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(f"erased, receipt {receipt.id}")
        self.receipt = receipt


class CallOpen(Exception):
    """The call goes on, or its guide has still to say what it was about: wait until it is over."""


class Ground(StrEnum):
    """Why a call is erased. Stands in the receipt."""

    OBJECTION = "objection"
    """A resident asked for it (GDPR, article 17 or 21)."""
    UNLAWFUL = "unlawful"
    """It should not have been kept."""
    MISTAKE = "mistake"
    """A trial, or a call that never was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """All that is kept of one call, column by column as `store.tables` describes it."""

    call: Mapping[str, Any]
    rings: Rows
    entries: Rows
    """Of the journal, with their links."""
    notes: Rows
    audit: Rows
    """Who read of this call by its id, and why."""


class Register:
    """The calls of one pool. All functions raise `StoreUnavailable`."""

    def __init__(self, database: Database, *, pool: PoolId, clock: Clock, zone: ZoneInfo) -> None:
        """`zone` is whose days the calls are counted by."""
        self._database = database
        self._pool = pool
        self._zone = zone
        self._clock = clock
        self._journal = SqlJournal(database)

    async def extract(self, call_id: CallId, reader: Actor) -> Extract:
        """Give out all that is kept of the call. Raises `UnknownCall` and `CallErased`.

        The attempt is audited, whatever comes of it. The audit is searched beside the journal's writer.
        """
        at, readings = self._clock.now(), await self._database.read(lambda c: _readings(c, call_id))

        def fetch(connection: Connection) -> Extract | Receipt | None:
            found = _extract(connection, self._pool, call_id, readings)
            given, rows = {"call": call_id}, 0 if found is None else 1
            write_audit(connection, reader, at=at, what=AuditAction.EXTRACT_CALL, given=given, rows=rows)
            return receipt_for(connection, call_id) if found is None else found

        found = await self._database.write(fetch)
        if isinstance(found, Extract):
            return found
        if isinstance(found, Receipt):
            raise CallErased(found)
        raise UnknownCall(call_id)

    async def check(self, call_id: CallId) -> None:
        """Raises what `erase` would raise now."""
        pool = await self._journal.load(self._pool)
        await self._database.read(lambda connection: _erasable(connection, pool, call_id))

    async def erase(self, call_id: CallId, ground: Ground, *, by: Actor) -> Receipt:
        """Destroy all that is kept of the call, what it was counted as included, and return the receipt.

        Raises `UnknownCall`, `CallErased`, `CallOpen` and `ChainBroken`. What the audit has of its readings
        stays for as long as the audit does.
        """
        at, eraser = self._clock.now(), Actor(who=by.who, why=ground.value)
        while True:
            pool = await keep_whole(self._journal, self._pool)
            with suppress(NoSnapshot):  # more was said of the call meanwhile
                erasing = partial(_erase, pool=pool, call_id=call_id, at=at, by=eraser, zone=self._zone)
                receipt = await self._database.write(erasing)
                break
        await keep_whole(self._journal, self._pool)
        await asyncio.to_thread(sweep, self._database)
        return receipt


def _extract(connection: Connection, pool: PoolId, call_id: CallId, readings: Rows) -> Extract | None:
    row = connection.execute(select(call).where(call.c.pool == pool, call.c.id == call_id)).mappings().first()
    if row is None:
        return None
    return Extract(
        call=dict(row),
        rings=_rows(connection, ring, call_id, "epoch"),
        entries=_rows(connection, event, call_id, "seq"),
        notes=_rows(connection, note, call_id, "at"),
        audit=readings,
    )


def _rows(connection: Connection, table: Table, call_id: CallId, order: str) -> Rows:
    query = select(table).where(table.c.call == call_id).order_by(table.c[order])
    return [dict(row) for row in connection.execute(query).mappings()]


def _readings(connection: Connection, call_id: CallId) -> Rows:
    named = cast(audit.c.filter, String).contains(call_id, autoescape=True)
    query = select(*audit.c["id", "at", "who", "what", "why"]).where(named).order_by(audit.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _erasable(connection: Connection, pool: Pool, call_id: CallId) -> None:
    """Raises `UnknownCall`, `CallErased` or `CallOpen` where it is not."""
    state = connection.scalar(select(call.c.state).where(call.c.pool == pool.id, call.c.id == call_id))
    if state is None:
        erased = receipt_for(connection, call_id)
        raise UnknownCall(call_id) if erased is None else CallErased(erased)
    wrapping_up = (guide.wrap_up for guide in pool.guides.values() if guide.wrap_up is not None)
    if state != CallState.ENDED or any(wrap_up.call == call_id for wrap_up in wrapping_up):
        raise CallOpen(call_id)


def _erase(
    connection: Connection, *, pool: Pool, call_id: CallId, at: Instant, by: Actor, zone: ZoneInfo
) -> Receipt:
    wait_for_turn(connection)
    _erasable(connection, pool, call_id)
    of_call = (event.c.pool == pool.id, event.c.call == call_id)
    entries = connection.execute(
        select(event.c.seq, event.c.link).where(*of_call).order_by(event.c.seq)
    ).all()
    kept = connection.scalar(select(snapshot.c.seq).where(snapshot.c.pool == pool.id)) or 0
    if entries and kept < entries[-1].seq:
        raise NoSnapshot(f"no snapshot of entry {entries[-1].seq} or later")
    gaps = [_gap(connection, pool.id, run) for run in _runs([(row.seq, row.link) for row in entries])]
    counts = {"call": 1, "event": len(entries)} | {
        table.name: connection.scalar(select(func.count()).where(table.c.call == call_id)) or 0
        for table in (ring, note)
    }
    receipt = write_receipt(
        connection,
        by,
        at=at,
        kind=ReceiptKind.ERASED_CALL,
        counts=counts,
        subject=subject_of(call_id),
        gaps=gaps,
    )
    take_out(connection, pool.id, zone, call_id)
    connection.execute(delete(event).where(*of_call))
    connection.execute(delete(call).where(call.c.id == call_id))
    return receipt


_Entry = tuple[int, str]
"""The `seq` and the link of an entry."""


def _runs(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """Those that follow each other without anything between, together."""
    numbered = enumerate(entries)
    grouped = groupby(numbered, key=lambda each: each[1][0] - each[0])
    return [[entry for _, entry in run] for _, run in grouped]


def _gap(connection: Connection, pool: PoolId, run: Sequence[_Entry]) -> Gap:
    (first, _), (last, after) = run[0], run[-1]
    before = link_before(connection, pool, first)
    return Gap(chain=journal_chain(pool), first=first, last=last, rows=len(run), before=before, after=after)
