"""The session log as an admin reads it. Every reading leaves an audit row, or gives nothing (L4)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select, tuple_

from signaling.core.events import Entry
from signaling.core.ids import (
    CallId,
    Disposition,
    GuideId,
    Instant,
    KioskId,
    Language,
    Milliseconds,
    NeighbourhoodId,
    PoolId,
    Referral,
    Role,
    SiteId,
    Topic,
)
from signaling.core.vocabulary import CallOutcome, CallState, How, RingOutcome
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, write_audit
from signaling.store.codec import decode_event
from signaling.store.engine import Database
from signaling.store.figures import Figures
from signaling.store.log_filter import HelpedHow, LogFilter
from signaling.store.notes import Note, notes_about
from signaling.store.tables import call, event, ring
from signaling.store.tally.counting import count_calls
from signaling.store.tally.parts import ALL
from signaling.store.tally.tally import Tally

BATCH = 1_000
"""How many calls of an export are read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRecord:
    """One call as `tables.call` describes it, column by column."""

    id: CallId
    kiosk: KioskId
    site: SiteId
    neighbourhood: NeighbourhoodId
    language: Language
    tapped_at: Instant
    queued_at: Instant
    state: CallState
    outcome: CallOutcome | None
    ended_by: Role | None
    guide: GuideId | None
    rings: int
    taken_at: Instant | None
    live_at: Instant | None
    ended_at: Instant | None
    wait_ms: Milliseconds | None
    talk_ms: Milliseconds | None
    topic: Topic | None
    disposition: Disposition | None
    wrap_up_ms: Milliseconds | None
    referred_to: Referral | None
    spoken: Language | None
    how: How | None
    substitutes: str | None
    ticket_of: CallId | None
    urgent: bool | None
    interpreter: GuideId | None

    @property
    def helped(self) -> HelpedHow | None:
        """How they understood each other; None where nobody with a shared language was rung."""
        if self.interpreter is not None:
            return HelpedHow.INTERPRETER
        return None if self.how is None else HelpedHow(self.how)


@dataclass(frozen=True, slots=True, kw_only=True)
class RingRecord:
    epoch: int
    guide: GuideId
    role: Role
    at: Instant
    taken_at: Instant | None
    ended_at: Instant | None
    outcome: RingOutcome | None
    because: str
    left_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFile:
    """All that is kept of one call, in the order in which it happened."""

    record: CallRecord
    rings: tuple[RingRecord, ...]
    entries: tuple[Entry, ...]
    notes: tuple[Note, ...]
    """What its guides wrote about it, the oldest first, until their time is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """`total` and `figures` are of all calls that the filter lets through, `records` those of this page."""

    total: int
    figures: Figures
    records: tuple[CallRecord, ...]


class LogOrder(StrEnum):
    """What the log may be sorted by; calls alike are sorted by id, so that every order is total."""

    QUEUED_AT = "queued_at"
    KIOSK = "kiosk"
    SITE = "site"
    NEIGHBOURHOOD = "neighbourhood"
    LANGUAGE = "language"
    OUTCOME = "outcome"
    RINGS = "rings"
    WAIT = "wait_ms"
    TALK = "talk_ms"


_TEXTS = frozenset(
    {LogOrder.KIOSK, LogOrder.SITE, LogOrder.NEIGHBOURHOOD, LogOrder.LANGUAGE, LogOrder.OUTCOME}
)
_by_time = tuple_(call.c.queued_at, call.c.id)
_RECORD = [call.c[field.name] for field in fields(CallRecord)]
_RING = [ring.c[field.name] for field in fields(RingRecord)]


class CallLog:
    """The log of one pool. All functions raise `StoreUnavailable` where the database does not answer."""

    def __init__(self, database: Database, *, pool: PoolId, clock: Clock) -> None:
        self._database = database
        self._pool = pool
        self._clock = clock

    async def page(
        self,
        chosen: LogFilter,
        reader: Actor,
        *,
        order: LogOrder = LogOrder.QUEUED_AT,
        descending: bool = True,
        offset: int = 0,
        limit: int = 50,
    ) -> LogPage:
        """Return `limit` calls from the `offset`-th on, with the count and figures of all of them.

        The search goes beside the journal's writer. Only the calls found are then read once more, by id, in
        the transaction that writes the audit row, so that a long search never delays a tap.
        """
        where = chosen.clauses(self._pool)
        ordered = _ordering(self._database.dialect, order, descending=descending)
        search = select(call.c.id).where(*where).order_by(*ordered).offset(offset).limit(limit)

        def find(connection: Connection) -> tuple[Figures, list[CallId]]:
            counted = count_calls(connection, where, ALL).get((), Tally())
            return counted.figures(), list(connection.scalars(search))

        figures, ids = await self._database.read(find)
        at, given = self._clock.now(), {**chosen.given(), "order": order, "offset": offset}

        def fetch(connection: Connection) -> tuple[CallRecord, ...]:
            found = {record.id: record for record in _records(connection, [call.c.id.in_(ids)])}
            write_audit(connection, reader, at=at, what=AuditAction.READ_LOG, given=given, rows=len(found))
            return tuple(found[call_id] for call_id in ids if call_id in found)

        records = await self._database.write(fetch)
        return LogPage(total=figures.taps, figures=figures, records=records)

    async def call(self, call_id: CallId, reader: Actor) -> CallFile | None:
        """Return everything about one call; None where this pool's log has none of this id."""
        at = self._clock.now()

        def fetch(connection: Connection) -> CallFile | None:
            found = _call_file(connection, self._pool, call_id, at)
            rows = 0 if found is None else 1
            write_audit(
                connection, reader, at=at, what=AuditAction.READ_CALL, given={"call": call_id}, rows=rows
            )
            return found

        return await self._database.write(fetch)

    async def export(
        self, chosen: LogFilter, reader: Actor, *, most: int | None = None
    ) -> AsyncIterator[Sequence[CallRecord]]:
        """Yield all calls in the order of their time, in batches, and at most `most` of them.

        The audit row, with the number of calls found, is committed before the first batch is read: a write
        transaction that lasted as long as a download would stop the journal.
        """
        where = chosen.clauses(self._pool)
        at = self._clock.now()

        def announce(connection: Connection) -> int:
            found = connection.scalar(select(func.count()).select_from(call).where(*where)) or 0
            rows = found if most is None else min(found, most)
            write_audit(
                connection, reader, at=at, what=AuditAction.EXPORT_LOG, given=chosen.given(), rows=rows
            )
            return rows

        left = await self._database.write(announce)
        last: CallRecord | None = None
        while left > 0:
            after = [] if last is None else [_by_time > (last.queued_at, last.id)]
            query = [*where, *after]
            batch = await self._database.read(
                lambda connection: _records(connection, query, limit=min(left, BATCH))  # noqa: B023
            )
            if not batch:
                return
            yield batch
            last = batch[-1]
            left -= len(batch)


def _ordering(dialect: str, order: LogOrder, *, descending: bool) -> list[ColumnElement[Any]]:
    """Nulls come last in either direction, and texts by code point, on every database."""
    column: ColumnElement[Any] = call.c[order]
    if order in _TEXTS and dialect == "postgresql":
        column = column.collate("C")
    sorted_by = column.desc() if descending else column.asc()
    if call.c[order].nullable:
        sorted_by = sorted_by.nulls_last()
    return [sorted_by, call.c.id.desc() if descending else call.c.id.asc()]


def _records(
    connection: Connection, where: Sequence[ColumnElement[bool]], *, limit: int | None = None
) -> list[CallRecord]:
    query = select(*_RECORD).where(*where).order_by(call.c.queued_at, call.c.id).limit(limit)
    return [_record(row) for row in connection.execute(query).mappings()]


def _record(row: RowMapping) -> CallRecord:
    outcome, ended_by = row["outcome"], row["ended_by"]
    return CallRecord(
        **{
            **row,
            "state": CallState(row["state"]),
            "outcome": None if outcome is None else CallOutcome(outcome),
            "ended_by": None if ended_by is None else Role(ended_by),
            "how": None if row["how"] is None else How(row["how"]),
        }
    )


def _call_file(connection: Connection, pool: PoolId, call_id: CallId, now: Instant) -> CallFile | None:
    records = _records(connection, [call.c.pool == pool, call.c.id == call_id])
    if not records:
        return None
    rings = connection.execute(select(*_RING).where(ring.c.call == call_id).order_by(ring.c.epoch)).mappings()
    entries = connection.execute(
        select(event.c.seq, event.c.at, event.c.type, event.c.body)
        .where(event.c.call == call_id, event.c.pool == pool)
        .order_by(event.c.seq)
    )
    return CallFile(
        record=records[0],
        rings=tuple(_ring(row) for row in rings),
        entries=tuple(Entry(row.seq, row.at, decode_event(row.type, row.body)) for row in entries),
        notes=notes_about(connection, call_id, now),
    )


def _ring(row: RowMapping) -> RingRecord:
    outcome = row["outcome"]
    ended = None if outcome is None else RingOutcome(outcome)
    return RingRecord(**{**row, "role": Role(row["role"]), "outcome": ended})
