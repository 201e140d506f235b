"""The hash chains of the store, read from their beginnings, over the gaps that receipts account for.

Whoever has all rights over the database could write receipts of their own and cut what they like; but a
receipt shows in the chain of receipts, whose newest link somebody noted down, like the journal's.
"""

from collections import defaultdict
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, select

from signaling.core.ids import PoolId
from signaling.store.chain import FIRST, audit_link, event_link
from signaling.store.engine import Database
from signaling.store.retention.receipts import (
    AUDIT_CHAIN,
    Gap,
    gaps_of,
    journal_chain,
    receipt_link,
    receipt_of,
)
from signaling.store.tables import audit, audit_head, event, receipt, receipt_gap, receipt_head

_READ: Final = 10_000
"""How many rows are read at once: a reader is given back between two parts."""
_JOURNAL: Final = journal_chain(PoolId(""))


@dataclass(frozen=True, slots=True)
class Noted:
    """A link of a journal, or of the receipts, that was noted down earlier, to be held against it."""

    seq: int
    link: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of reading a chain from its beginning."""

    name: str
    """`audit`, `receipts`, or `journal` and its pool."""
    rows: int
    """How many are there."""
    destroyed: int
    """How many went, as receipts say."""
    newest: str
    """The last row's number and its link, as `vagvisare verify --noted` takes them."""
    broken: str | None
    """Where the chain breaks, in words; None where it is whole."""


async def verify(
    database: Database, noted: Noted | None = None, *, noted_receipt: Noted | None = None
) -> list[Verdict]:
    """Read every chain of the store. Raises `StoreUnavailable`. Rows that come meanwhile are not read."""
    while True:
        before = await database.read(_receipt_count)
        found = [
            *[await _journal(database, pool, noted) for pool in await database.read(_pools)],
            await _readable("audit", _audit(database)),
            await _readable(
                "receipts", database.read(lambda connection: _receipts(connection, noted_receipt))
            ),
        ]
        if before == await database.read(_receipt_count) or not any(verdict.broken for verdict in found):
            return found


async def _readable(name: str, reading: Awaitable[Verdict]) -> Verdict:
    """What `reading` says. Whoever can write anything can write what is no JSON: that breaks a chain too."""
    try:
        return await reading
    except ValueError:
        return Verdict(name, 0, 0, f"0:{FIRST}", "a row cannot be read")


async def _journal(database: Database, pool: PoolId, noted: Noted | None) -> Verdict:
    name = journal_chain(pool)
    gaps = await database.read(partial(gaps_of, chain=name))
    chain = _Journal(name, gaps, noted)
    while part := await database.read(lambda connection: _events(connection, pool, chain.seq)):
        for row in part:
            chain.read(row)
            if chain.broken is not None:
                return chain.verdict()
    chain.end()
    return chain.verdict()


class _Journal:
    """One pool's chain on its way from the first entry to the last."""

    def __init__(self, name: str, gaps: Sequence[Gap], noted: Noted | None) -> None:
        self._name = name
        self._gaps: Mapping[int, list[Gap]] = _by_first(gaps)
        self._ends = {gap.last: gap.after for gap in gaps}
        self._last_gap = max(self._ends, default=0)
        self._rows = 0
        self._destroyed = sum(gap.rows for gap in gaps)
        self._noted = noted
        self.seq, self._link = 0, FIRST
        self.broken: str | None = None

    def read(self, row: Mapping[str, Any]) -> None:
        if not self._cross(row["seq"] - 1):
            self.broken = f"entry {self.seq + 1} is missing"
        elif row["link"] != event_link(self._link, dict(row)):
            self.broken = f"entry {row['seq']} or the one before it was changed"
        elif self._noted is not None and row["seq"] == self._noted.seq and row["link"] != self._noted.link:
            self.broken = f"entry {row['seq']} is not the one that was noted"
        else:
            self.seq, self._link = row["seq"], row["link"]
            self._rows += 1

    def end(self) -> None:
        """No more rows: the newest may have been destroyed, and what was noted must have been there."""
        if self._last_gap > self.seq and not self._cross(self._last_gap):
            self.broken = f"entry {self.seq + 1} is missing"
        elif self._noted is not None:
            self._hold_against(self._noted)

    def verdict(self) -> Verdict:
        return Verdict(self._name, self._rows, self._destroyed, f"{self.seq}:{self._link}", self.broken)

    def _hold_against(self, noted: Noted) -> None:
        if noted.seq > self.seq:
            self.broken = f"entry {noted.seq}, which was noted, is gone: the journal ends at {self.seq}"
        elif self._ends.get(noted.seq, noted.link) != noted.link:
            self.broken = f"entry {noted.seq} is not the one that was noted"

    def _cross(self, seq: int) -> bool:
        """Go on to entry `seq` over the gaps that lead there: a later gap may hold an earlier one within."""
        at, link = self.seq, self._link
        while at < seq:
            steps = [gap for gap in self._gaps.get(at + 1, ()) if gap.last <= seq and gap.before == link]
            if not steps:
                return False
            widest = max(steps, key=lambda gap: gap.last)
            at, link = widest.last, widest.after
        self.seq, self._link = at, link
        return True


async def _audit(database: Database) -> Verdict:
    gaps = await database.read(partial(gaps_of, chain=AUDIT_CHAIN))
    destroyed = sum(gap.rows for gap in gaps)
    joins = (FIRST, *(gap.after for gap in gaps))
    if any(gap.before != after for gap, after in zip(gaps, joins[: len(gaps)], strict=True)):
        return Verdict("audit", 0, destroyed, f"0:{FIRST}", "what the receipts say does not join")
    last, before, rows = (gaps[-1].last, gaps[-1].after, 0) if gaps else (0, FIRST, 0)
    head = await database.read(lambda connection: connection.execute(select(audit_head)).one())
    read = 0
    while part := await database.read(lambda connection: _audit_rows(connection, read)):  # noqa: B023
        for row in part:
            if row["id"] <= last or row["link"] != audit_link(before, dict(row)):
                said = f"row {row['id']} or the one before it was changed"
                return Verdict("audit", rows, destroyed, f"{rows + destroyed}:{before}", said)
            before, rows, read = row["link"], rows + 1, row["id"]
    written = rows + destroyed
    cut = head.rows > written or (head.rows == written and head.link != before)
    broken = f"{head.rows} rows were written, {written} are accounted for" if cut else None
    return Verdict("audit", rows, destroyed, f"{written}:{before}", broken)


def _receipts(connection: Connection, noted: Noted | None) -> Verdict:
    gaps = defaultdict(list)
    for row in connection.execute(select(receipt_gap)).mappings():
        gaps[row["receipt"]].append(Gap(**row))
    before, number, broken = FIRST, 0, None
    for row in connection.execute(select(receipt).order_by(receipt.c.id)).mappings():
        after = receipt_link(before, receipt_of(dict(row)), gaps.pop(row["id"], []))
        if row["id"] != number + 1:
            broken = f"receipt {number + 1} is missing"
        elif row["link"] != after:
            broken = f"receipt {row['id']} or the one before it was changed"
        elif noted is not None and (noted.seq, noted.link) != (row["id"], after) and noted.seq == row["id"]:
            broken = f"receipt {row['id']} is not the one that was noted"
        if broken:
            return Verdict("receipts", number, 0, f"{number}:{before}", broken)
        before, number = after, number + 1
    head = connection.execute(select(receipt_head)).one()
    if (head.rows, head.link) != (number, before):
        broken = f"{head.rows} receipts were written, {number} are left"
    elif noted is not None and noted.seq > number:
        broken = f"receipt {noted.seq}, which was noted, is gone"
    return Verdict("receipts", number, 0, f"{number}:{before}", broken)


def _pools(connection: Connection) -> list[PoolId]:
    there = connection.scalars(select(event.c.pool).distinct())
    cut = connection.scalars(select(receipt_gap.c.chain).distinct())
    gone = (chain.removeprefix(_JOURNAL) for chain in cut if chain != AUDIT_CHAIN)
    return [PoolId(pool) for pool in sorted({*there, *gone})]


def _by_first(gaps: Sequence[Gap]) -> Mapping[int, list[Gap]]:
    found: dict[int, list[Gap]] = defaultdict(list)
    for gap in gaps:
        found[gap.first].append(gap)
    return found


def _receipt_count(connection: Connection) -> int:
    count: int = connection.scalars(select(receipt_head.c.rows)).one()
    return count


def _events(connection: Connection, pool: PoolId, after: int) -> Sequence[Mapping[str, Any]]:
    query = select(event).where(event.c.pool == pool, event.c.seq > after).order_by(event.c.seq).limit(_READ)
    return [dict(row) for row in connection.execute(query).mappings()]


def _audit_rows(connection: Connection, after: int) -> Sequence[Mapping[str, Any]]:
    query = select(audit).where(audit.c.id > after).order_by(audit.c.id).limit(_READ)
    return [dict(row) for row in connection.execute(query).mappings()]
