"""A hash chain through the journal and through the audit; what is there already is chained as it stands."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_READ = 10_000
"""How many rows are read at once."""
_FIRST = "0" * 64
_EVENT = ("pool", "seq", "at", "type", "call", "body")
_AUDIT = ("at", "who", "what", "filter", "rows", "why")
_LINK = "of the hash chain; see store.chain"

_event = sa.table("event", *map(sa.column, (*_EVENT, "link")))
_audit = sa.table("audit", *map(sa.column, ("id", *_AUDIT, "link")), sa.column("filter", sa.JSON()))
_head = sa.table("audit_head", *map(sa.column, ("id", "rows", "link")))


def upgrade() -> None:
    for table in ("event", "audit"):
        op.add_column(
            table, sa.Column("link", sa.String(), nullable=False, server_default=sa.text("''"), comment=_LINK)
        )
        _let_update(table)
    op.create_table(
        "audit_head",
        sa.Column(
            "id", sa.Integer(), primary_key=True, autoincrement=False, nullable=False, comment="always 1"
        ),
        sa.Column(
            "rows", sa.BigInteger(), nullable=False, comment="count of the rows ever written to `audit`"
        ),
        sa.Column("link", sa.String(), nullable=False, comment="the newest row's"),
        sa.PrimaryKeyConstraint("id", name="audit_head_key"),
    )
    _chain_events()
    _chain_audit()
    for table in ("event", "audit"):
        _refuse_update(table)


def downgrade() -> None:
    op.drop_table("audit_head")
    for table in ("event", "audit"):
        _let_update(table)
        op.drop_column(table, "link")
        _refuse_update(table)


def _chain_events() -> None:
    before: dict[str, str] = {}
    for row in _read(_event, (_event.c.pool, _event.c.seq)):
        before[row.pool] = _link(before.get(row.pool, _FIRST), [getattr(row, name) for name in _EVENT])
        this = (_event.c.pool == row.pool, _event.c.seq == row.seq)
        op.get_bind().execute(_event.update().where(*this).values(link=before[row.pool]))


def _chain_audit() -> None:
    before, rows = _FIRST, 0
    for row in _read(_audit, (_audit.c.id,)):
        asked = json.dumps(row.filter, ensure_ascii=False, sort_keys=True)
        before = _link(before, [row.at, row.who, row.what, asked, row.rows, row.why])
        rows += 1
        op.get_bind().execute(_audit.update().where(_audit.c.id == row.id).values(link=before))
    op.get_bind().execute(_head.insert().values(id=1, rows=rows, link=before))


def _link(before: str, fields: list[str | int | None]) -> str:
    line = json.dumps([before, *fields], ensure_ascii=False, separators=(",", ":"))
    return sha256(line.encode()).hexdigest()


def _read(table: sa.TableClause, key: tuple[sa.ColumnClause[Any], ...]) -> Iterator[sa.Row[Any]]:
    query = part = sa.select(table).order_by(*key).limit(_READ)
    while rows := op.get_bind().execute(part).all():
        yield from rows
        last = [getattr(rows[-1], column.name) for column in key]
        part = query.where(sa.tuple_(*key) > sa.tuple_(*last))


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _let_update(table: str) -> None:
    name = f"{table}_is_final"
    op.execute(f"DROP TRIGGER {name} ON {table}" if _postgresql() else f"DROP TRIGGER {name}")


def _refuse_update(table: str) -> None:
    does = (
        "FOR EACH ROW WHEN (true) EXECUTE FUNCTION refuse_update()"
        if _postgresql()
        else f"WHEN true BEGIN SELECT RAISE(ABORT, 'a final row of {table} does not change'); END"
    )
    op.execute(f"CREATE TRIGGER {table}_is_final BEFORE UPDATE ON {table} {does}")
