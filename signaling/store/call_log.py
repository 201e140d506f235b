"""The session log as an admin reads it. Every reading leaves an audit row, or gives nothing (L4)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, fields, replace
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, select

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
from signaling.core.views.shown import Screen, screens
from signaling.core.vocabulary import CallOutcome, CallState, Grade, How, RingOutcome
from signaling.ports import Clock
from signaling.store.audit import Actor, AuditAction, Filter, write_audit
from signaling.store.codec import decode_event
from signaling.store.engine import Database
from signaling.store.figures import Figures
from signaling.store.log_filter import HelpedHow, LogFilter
from signaling.store.notes import Note, notes_about
from signaling.store.session_log import export
from signaling.store.session_log.beside import entries_beside
from signaling.store.session_log.export import ExportedCall, TooManyCalls, all_ended_before, calls_after
from signaling.store.session_log.finding import Finder, Page
from signaling.store.session_log.order import LogOrder
from signaling.store.tables import call, event, ring

NOTHING: Filter = {}


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
    quality: Grade | None
    poor_ms: Milliseconds | None

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
    screens: tuple[Screen, ...]
    """What the resident saw, screen by screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """`total` and `figures` are of all calls that the filter lets through, `records` those of this page.

    There are no figures of one guide's calls.
    """

    total: int
    figures: Figures | None
    records: tuple[CallRecord, ...]


_RECORD = [call.c[field.name] for field in fields(CallRecord)]
_BY_IDS = select(*_RECORD).where(call.c.id.in_(bindparam("ids", expanding=True)))
_RING = [ring.c[field.name] for field in fields(RingRecord)]


class CallLog:
    """The log of one pool. All functions raise `StoreUnavailable` where the database does not answer."""

    def __init__(self, database: Database, *, pool: PoolId, clock: Clock, zone: ZoneInfo) -> None:
        self._database = database
        self._pool = pool
        self._clock = clock
        self._finder = Finder(pool, zone)

    async def page(
        self,
        chosen: LogFilter,
        reader: Actor,
        *,
        order: LogOrder = LogOrder.QUEUED_AT,
        descending: bool = True,
        offset: int = 0,
        limit: int = 50,
        how: Filter = NOTHING,
    ) -> LogPage:
        """Return `limit` calls from the `offset`-th on, with the count and figures of all of them.

        `how` they are shown goes into the audit row.

        The search goes beside the journal's writer. Only the calls found are then read once more, by id, in
        the transaction that writes the audit row, so that a long search never delays a tap.
        """
        page = Page(order=order, descending=descending, offset=offset, limit=limit)
        found = await self._database.read(lambda connection: self._finder.find(connection, chosen, page))
        at, given = self._clock.now(), {**chosen.given(), "order": order, "offset": offset, **how}

        def fetch(connection: Connection) -> tuple[CallRecord, ...]:
            shown = connection.execute(_BY_IDS, {"ids": found.ids}).mappings()
            rows = {row["id"]: _record(row) for row in shown}
            write_audit(connection, reader, at=at, what=AuditAction.READ_LOG, given=given, rows=len(rows))
            return tuple(rows[call_id] for call_id in found.ids if call_id in rows)

        records = await self._database.write(fetch)
        return LogPage(total=found.total, figures=found.figures, records=records)

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

        found = await self._database.write(fetch)
        return None if found is None else await self._with_screens(found)

    async def _with_screens(self, found: CallFile) -> CallFile:
        """Beside the journal's writer, as every search."""
        call_id, kiosk = found.record.id, found.record.kiosk
        entries = await self._database.read(
            lambda connection: entries_beside(connection, self._pool, call_id, found.entries)
        )
        return replace(found, screens=screens(entries, call_id, kiosk))

    async def export(
        self, chosen: LogFilter, reader: Actor, *, most: int, how: Filter = NOTHING
    ) -> AsyncIterator[Sequence[ExportedCall]]:
        """Yield all calls in the order of their time, in batches. Raises `TooManyCalls` before the first one
        where there are more than `most`.

        The audit row, with the number of calls found and `how` they leave, is committed before the first
        batch is read: a write transaction that lasted as long as a download would stop the journal.
        """
        at, given = self._clock.now(), {**chosen.given(), **how}
        left, ended_before = await self._database.read(
            lambda connection: (
                self._finder.count(connection, chosen),
                all_ended_before(connection, self._pool),
            )
        )
        if left > most:
            raise TooManyCalls
        await self._database.write(
            lambda connection: write_audit(
                connection, reader, at=at, what=AuditAction.EXPORT_LOG, given=given, rows=left
            )
        )
        until = ended_before if chosen.until is None else min(chosen.until, ended_before)
        last: ExportedCall | None = None
        for within, only_ended in ((replace(chosen, until=until), True), (chosen, False)):
            while left > 0:
                batch = await self._next(within, last, min(left, export.BATCH), only_ended=only_ended)
                if not batch:
                    break
                yield batch
                last = batch[-1]
                left -= len(batch)

    async def _next(
        self, within: LogFilter, last: ExportedCall | None, limit: int, *, only_ended: bool
    ) -> Sequence[ExportedCall]:
        return await self._database.read(
            lambda connection: calls_after(connection, self._pool, within, last, limit, only_ended=only_ended)
        )


def _records(connection: Connection, where: Sequence[ColumnElement[bool]]) -> list[CallRecord]:
    query = select(*_RECORD).where(*where)
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
            "quality": None if row["quality"] is None else Grade(row["quality"]),
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
        screens=(),
    )


def _ring(row: RowMapping) -> RingRecord:
    outcome = row["outcome"]
    ended = None if outcome is None else RingOutcome(outcome)
    return RingRecord(**{**row, "role": Role(row["role"]), "outcome": ended})
