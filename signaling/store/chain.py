"""The hash chain of the journal and of the audit: a row that was changed or taken away later is noticed.

Each row carries a link: the SHA-256 of the link before it and of its own fields. Whoever changes a row must
make every later link anew, and then the newest one differs from the one that somebody noted down. So note it
now and then outside this database (`vagvisare verify` prints it), for rows cut from the end leave a chain
that is whole.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Select, insert, select, update

from signaling.core.ids import PoolId
from signaling.store.engine import Database
from signaling.store.tables import audit, audit_head, event

FIRST: Final = "0" * 64
"""What the first row's link is made of, in place of one before it."""
_READ: Final = 10_000
"""How many rows are read at once."""

Field = str | int | None


def link(before: str, fields: Iterable[Field]) -> str:
    """The link of a row, 64 hexadecimal digits: SHA-256 of a JSON list in UTF-8, without spaces."""
    line = json.dumps([before, *fields], ensure_ascii=False, separators=(",", ":"))
    return sha256(line.encode()).hexdigest()


def event_link(before: str, row: dict[str, Any]) -> str:
    return link(before, (row["pool"], row["seq"], row["at"], row["type"], row["call"], row["body"]))


def audit_link(before: str, row: dict[str, Any]) -> str:
    asked = json.dumps(row["filter"], ensure_ascii=False, sort_keys=True)
    return link(before, (row["at"], row["who"], row["what"], asked, row["rows"], row["why"]))


def add_audit_row(connection: Connection, row: dict[str, Any]) -> None:
    """Add the row after the newest one, which is locked until the transaction ends."""
    connection.execute(update(audit_head).values(rows=audit_head.c.rows + 1))
    before = connection.scalars(select(audit_head.c.link)).one()
    after = audit_link(before, row)
    connection.execute(insert(audit).values(**row, link=after))
    connection.execute(update(audit_head).values(link=after))


@dataclass(frozen=True, slots=True)
class Noted:
    """A link of a journal that was noted down earlier, to be held against it."""

    seq: int
    link: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of reading a chain from its beginning."""

    name: str
    """``audit``, or ``journal`` and its pool."""
    rows: int
    newest: str
    """The last row's number and its link, as ``vagvisare verify --noted`` takes them."""
    broken: str | None
    """Where the chain breaks, in words; None where it is whole."""


async def verify(database: Database, noted: Noted | None = None) -> list[Verdict]:
    """Read every chain of the store. Raises `StoreUnavailable`. Rows that come meanwhile are not read."""
    return await database.read(lambda connection: list(_verdicts(connection, noted)))


def _verdicts(connection: Connection, noted: Noted | None) -> Iterator[Verdict]:
    for pool in connection.scalars(select(event.c.pool).distinct().order_by(event.c.pool)).all():
        yield _journal(connection, PoolId(pool), noted)
    yield _audit(connection)


def _journal(connection: Connection, pool: PoolId, noted: Noted | None) -> Verdict:
    name, before, seq, broken = f"journal {pool}", FIRST, 0, None
    found = noted is None
    for row in _events(connection, pool):
        if row["seq"] != seq + 1:
            broken = f"entry {seq + 1} is missing"
        elif row["link"] != event_link(before, row):
            broken = f"entry {row['seq']} or the one before it was changed"
        elif noted is not None and row["seq"] == noted.seq:
            found = True
            broken = None if row["link"] == noted.link else f"entry {noted.seq} is not the one that was noted"
        if broken:
            return Verdict(name, seq, f"{seq}:{before}", broken)
        before, seq = row["link"], row["seq"]
    if noted is not None and not found:
        broken = f"entry {noted.seq}, which was noted, is gone: the journal ends at {seq}"
    return Verdict(name, seq, f"{seq}:{before}", broken)


def _audit(connection: Connection) -> Verdict:
    before, rows = FIRST, 0
    for row in _audit_rows(connection):
        if row["link"] != audit_link(before, row):
            return Verdict(
                "audit", rows, f"{rows}:{before}", f"row {row['id']} or the one before it was changed"
            )
        before, rows = row["link"], rows + 1
    head = connection.execute(select(audit_head)).one()
    broken = (
        None
        if (head.link, head.rows) == (before, rows)
        else f"{head.rows} rows were written, {rows} are left"
    )
    return Verdict("audit", rows, f"{rows}:{before}", broken)


def _events(connection: Connection, pool: PoolId) -> Iterator[dict[str, Any]]:
    query = select(event).where(event.c.pool == pool).order_by(event.c.seq).limit(_READ)
    yield from _in_parts(connection, query, event.c.seq)


def _audit_rows(connection: Connection) -> Iterator[dict[str, Any]]:
    yield from _in_parts(connection, select(audit).order_by(audit.c.id).limit(_READ), audit.c.id)


def _in_parts(connection: Connection, query: Select[Any], key: Any) -> Iterator[dict[str, Any]]:
    part = query
    while rows := connection.execute(part).mappings().all():
        yield from (dict(row) for row in rows)
        part = query.where(key > rows[-1][key.name])
