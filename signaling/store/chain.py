"""The hash chains of journal, audit and receipts: a row that was changed or taken away later is noticed.

Each row carries a link: the SHA-256 of the link before it and of its own fields. Whoever changes a row must
make every later link anew, and then the newest one differs from the one that somebody noted down. So note it
now and then outside this database (`vagvisare verify` prints it), for rows cut from the end leave a chain
that is whole. `store.verification` reads the chains; where rows were destroyed under a decision, a receipt
has the links at both ends of what is gone.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, update

from signaling.store.tables import audit, audit_head

FIRST: Final = "0" * 64
"""What the first row's link is made of, in place of one before it."""

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
    after = audit_link(connection.scalars(_NEXT).one(), row)
    connection.execute(_ADD, {**row, "link": after})
    connection.execute(_LINK, {"after": after})


_NEXT = update(audit_head).values(rows=audit_head.c.rows + 1).returning(audit_head.c.link)
_ADD = insert(audit)
_LINK = update(audit_head).values(link=bindparam("after"))
