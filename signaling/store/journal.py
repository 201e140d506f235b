"""The journal in SQL: entries and the session log, written in one transaction.

Appending at the expected `seq` is the concurrency control: of two writers, the unique key `(pool, seq)`
lets one in, and the other reads what is new and decides again.
"""

import asyncio
from collections.abc import Sequence
from functools import reduce
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from signaling.core.events import Entry
from signaling.core.evolve import evolve
from signaling.core.ids import CallId, PoolId
from signaling.core.pool import Pool, forgetting, remembered, snapshot
from signaling.ports import JournalConflict, JournalCut
from signaling.store.chain import FIRST, event_link
from signaling.store.codec import decode_event, decode_pool, encode_event, encode_snapshot
from signaling.store.contact import write_contact
from signaling.store.engine import Database
from signaling.store.projection import UNTOUCHED, Projection, touched
from signaling.store.retention.destroy import parts
from signaling.store.retention.receipts import journal_chain, newest_gap
from signaling.store.tables import call, event, receipt_head, ring
from signaling.store.tables import snapshot as snapshot_table
from signaling.store.tally.until import GRACE, take_back

_log = structlog.get_logger(__name__)

REPLAY = 10_000
"""How many entries are read at once when a pool is loaded."""

_ADD_EVENT, _ADD_CALL, _ADD_RING = insert(event), insert(call), insert(ring)
_CALLS = select(call).where(call.c.id.in_(bindparam("calls", expanding=True)))
_CHANGE_CALL = (
    update(call)
    .where(call.c.id == bindparam("call_id"))
    .values({name: bindparam(name) for name in UNTOUCHED})
)
_FREE_GUIDE = update(call).where(call.c.id == bindparam("call_id")).values(guide=None)
_THIS_RING = (ring.c.call == bindparam("ring_call"), ring.c.epoch == bindparam("ring_epoch"))
_TAKE_RING = update(ring).where(*_THIS_RING).values(taken_at=bindparam("taken_at"))
_END_RING = (
    update(ring).where(*_THIS_RING).values(ended_at=bindparam("ended_at"), outcome=bindparam("outcome"))
)
_STILL_IN = (ring.c.call == bindparam("ring_call"), ring.c.left_at.is_(None))
_LEAVE = update(ring).where(*_STILL_IN).values(left_at=bindparam("left_at"))
_ONE_LEAVES = _LEAVE.where(ring.c.guide == bindparam("ring_guide"))


class Head(NamedTuple):
    """The last entry of a journal."""

    seq: int
    link: str


class InvariantViolated(Exception):
    """The entries would break a promise that the database keeps, such as one call per guide.

    Nothing was written.
    """


class JournalGap(Exception):
    """The journal ends before the pool that wants to append to it, as after a restored backup:

    load it again.
    """


class SqlJournal:
    """`ports.Journal` on a `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._heads: dict[PoolId, Head] = {}
        """The last entries known to be written; others may have written more."""

    async def load(self, pool: PoolId) -> Pool:
        loaded = await self._database.read(lambda connection: _newest_snapshot(connection, pool))
        while True:
            seq = loaded.seq
            loaded = await self._database.read(lambda connection: _replay(connection, loaded))  # noqa: B023
            if loaded.seq < seq + REPLAY:
                self._heads.pop(pool, None)
                return loaded

    async def append(self, pool: PoolId, entries: Sequence[Entry]) -> None:
        """Commit `entries` with their projections.

        Raises `JournalConflict` where `entries[0].seq` is taken, `JournalUnavailable` where the database
        fails, and `InvariantViolated` or `JournalGap` for a fault of ours. In no case is a part of them
        written.
        """
        first = entries[0].seq
        try:
            head = await self._database.write(lambda connection: self._append(connection, pool, entries))
        except IntegrityError as error:
            if (await self._head(pool)).seq >= first:
                raise JournalConflict from error
            raise InvariantViolated(str(error.orig)) from error
        self._heads[pool] = head

    async def read(self, pool: PoolId, after: int) -> Sequence[Entry]:
        return await self._database.read(lambda connection: _read_on(connection, pool, after))

    async def snapshot(self, pool: Pool) -> None:
        """Keep the pool, without what it remembers of calls that were destroyed."""
        taken = snapshot(pool)
        calls = list(remembered(taken))
        while True:
            kept, receipts = await self._database.read(
                lambda connection: (_known(connection, calls), _receipts(connection))
            )
            body = await asyncio.to_thread(encode_snapshot, forgetting(taken, frozenset(calls) - kept))
            if await self._database.write(
                lambda connection: _keep_snapshot(connection, pool, body, receipts)  # noqa: B023
            ):
                return

    async def known(self, calls: Sequence[CallId]) -> frozenset[CallId]:
        return await self._database.read(lambda connection: _known(connection, calls))

    async def _head(self, pool: PoolId) -> Head:
        return await self._database.read(lambda connection: _head(connection, pool))

    def _append(self, connection: Connection, pool: PoolId, entries: Sequence[Entry]) -> Head:
        first = entries[0].seq
        head = self._heads.get(pool)
        if head is None or head.seq != first - 1:
            head = _head(connection, pool)
            if head.seq >= first:
                raise JournalConflict
            if head.seq < first - 1:
                raise JournalGap(f"the journal ends at {head.seq}, and {first} was to be appended")
        rows = _rows(pool, entries, head.link)
        connection.execute(_ADD_EVENT, rows)
        _project(connection, pool, entries)
        write_contact(connection, pool, entries)
        return Head(rows[-1]["seq"], rows[-1]["link"])


def _rows(pool: PoolId, entries: Sequence[Entry], before: str) -> list[dict[str, Any]]:
    rows = []
    for entry in entries:
        row = {
            "pool": pool,
            "seq": entry.seq,
            "at": entry.at,
            "type": entry.event.type,
            "call": getattr(entry.event, "call", None),
            "body": encode_event(entry.event),
        }
        before = event_link(before, row)
        rows.append({**row, "link": before})
    return rows


def _project(connection: Connection, pool: PoolId, entries: Sequence[Entry]) -> None:
    known = touched(entries)
    rows = connection.execute(_CALLS, {"calls": list(known)}).mappings().all() if known else ()
    projection = Projection(pool, [dict(row) for row in rows])
    for entry in entries:
        projection.fold(entry)
    for statement, parameters in (
        (_FREE_GUIDE, [{"call_id": moved} for moved in projection.moved_calls]),
        (
            _CHANGE_CALL,
            [
                {"call_id": row["id"], **{name: row[name] for name in UNTOUCHED}}
                for row in projection.known_calls
            ],
        ),
        (_ADD_CALL, projection.new_calls),
        (_TAKE_RING, projection.takes),
        (_END_RING, projection.ends),
        (_ONE_LEAVES, projection.leaves),
        (_LEAVE, projection.over),
        (_ADD_RING, projection.new_rings),
    ):
        if parameters:
            connection.execute(statement, parameters)
    oldest = min((row["queued_at"] for row in projection.known_calls), default=entries[-1].at)
    if oldest < entries[-1].at - GRACE:
        take_back(connection, pool, oldest)


def _head(connection: Connection, pool: PoolId) -> Head:
    newest = (
        select(event.c.seq, event.c.link).where(event.c.pool == pool).order_by(event.c.seq.desc()).limit(1)
    )
    row = connection.execute(newest).one_or_none()
    gap = newest_gap(connection, journal_chain(pool))
    if gap is not None and (row is None or gap.last > row.seq):
        return Head(gap.last, gap.after)
    return Head(0, FIRST) if row is None else Head(row.seq, row.link)


def _known(connection: Connection, calls: Sequence[CallId]) -> frozenset[CallId]:
    found = (connection.scalars(select(call.c.id).where(call.c.id.in_(part))) for part in parts(calls))
    return frozenset(CallId(each) for part in found for each in part)


def _receipts(connection: Connection) -> int:
    """How often something was destroyed."""
    count: int = connection.scalars(select(receipt_head.c.rows)).one()
    return count


def _read_on(connection: Connection, pool: PoolId, after: int) -> list[Entry]:
    found = read_entries(connection, pool, after)
    expected = range(after + 1, after + 1 + len(found))
    if [entry.seq for entry in found] != list(expected) or _head(connection, pool).seq > after + len(found):
        raise JournalCut
    return found


def read_entries(connection: Connection, pool: PoolId, after: int, limit: int | None = None) -> list[Entry]:
    query = (
        select(event.c.seq, event.c.at, event.c.type, event.c.body)
        .where(event.c.pool == pool, event.c.seq > after)
        .order_by(event.c.seq)
        .limit(limit)
    )
    return [Entry(row.seq, row.at, decode_event(row.type, row.body)) for row in connection.execute(query)]


def _newest_snapshot(connection: Connection, pool: PoolId) -> Pool:
    body = connection.scalar(select(snapshot_table.c.body).where(snapshot_table.c.pool == pool))
    if body is None:
        return Pool.empty(pool)
    restored = decode_pool(body)
    if restored is None:
        _log.warning("snapshot_of_another_version", pool=pool)
        return Pool.empty(pool)
    return restored


def _replay(connection: Connection, pool: Pool) -> Pool:
    return reduce(evolve, read_entries(connection, pool.id, pool.seq, REPLAY), pool)


def _keep_snapshot(connection: Connection, pool: Pool, body: str, receipts: int) -> bool:
    """False: something was destroyed since `receipts` were counted, which the snapshot may still remember."""
    if _receipts(connection) != receipts:
        return False
    newer = select(snapshot_table.c.seq).where(
        snapshot_table.c.pool == pool.id, snapshot_table.c.seq > pool.seq
    )
    if connection.scalar(newer) is None:
        connection.execute(delete(snapshot_table).where(snapshot_table.c.pool == pool.id))
        values = {"pool": pool.id, "seq": pool.seq, "at": pool.at, "body": body}
        connection.execute(insert(snapshot_table), values)
    return True
