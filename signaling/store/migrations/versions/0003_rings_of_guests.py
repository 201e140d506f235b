"""Guests' rings beside those of the guides who lead: all of them read from the journal once more."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_READ = 10_000
"""How many entries of the journal are read at once."""
_TYPES = (
    "rang", "ring_taken", "ring_ended", "guest_left", "lead_changed", "call_sent_on", "call_dropped",
    "call_ended",
)  # fmt: skip

_event = sa.table("event", *map(sa.column, ("pool", "seq", "at", "type", "call", "body")))
_call = sa.table("call", *map(sa.column, ("id", "interpreter")))
_RING = ("call", "epoch", "guide", "role", "at", "taken_at", "ended_at", "outcome", "because", "left_at")
_ring = sa.table("ring", *map(sa.column, _RING))

Row = dict[str, Any]


def upgrade() -> None:
    op.add_column("call", sa.Column("interpreter", sa.String(), comment=_INTERPRETER))
    op.add_column(
        "ring", sa.Column("role", sa.String(), nullable=False, server_default="guide", comment=_ROLE)
    )
    op.add_column("ring", sa.Column("left_at", sa.BigInteger(), comment=_LEFT_AT))
    op.drop_index("ring_one_open_per_call", "ring")
    _open_ring_index("ended_at IS NULL AND role = 'guide'")
    _replay()
    op.create_index(
        "ring_one_party_per_guide",
        "ring",
        ["guide"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    distinct = "IS DISTINCT FROM" if _postgresql() else "IS NOT"
    _refuse_update(
        "ring",
        "ring_party_is_final",
        f"(OLD.ended_at IS NOT NULL AND OLD.role {distinct} NEW.role) "
        f"OR (OLD.left_at IS NOT NULL AND OLD.left_at {distinct} NEW.left_at)",
    )
    _refuse_update(
        "call",
        "call_interpreter_is_final",
        f"OLD.state = 'ended' AND OLD.interpreter {distinct} NEW.interpreter",
    )


def downgrade() -> None:
    for table, name in (("ring", "ring_party_is_final"), ("call", "call_interpreter_is_final")):
        op.execute(f"DROP TRIGGER {name} ON {table}" if _postgresql() else f"DROP TRIGGER {name}")
    op.drop_index("ring_one_party_per_guide", "ring")
    op.drop_index("ring_one_open_per_call", "ring")
    op.execute(_ring.delete().where(_ring.c.role != "guide"))
    op.drop_column("ring", "left_at")
    op.drop_column("ring", "role")
    op.drop_column("call", "interpreter")
    _open_ring_index("ended_at IS NULL")


_INTERPRETER = "who interpreted in it, the latest; null where nobody did"
_ROLE = "core.ids.Role: `guide` to lead the call, else as which guest"
_LEFT_AT = "instant from which the guide is out of it; null while rung or in"


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _open_ring_index(where: str) -> None:
    op.create_index(
        "ring_one_open_per_call",
        "ring",
        ["call"],
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )


def _refuse_update(table: str, name: str, where: str) -> None:
    does = (
        f"FOR EACH ROW WHEN ({where}) EXECUTE FUNCTION refuse_update()"
        if _postgresql()
        else f"WHEN {where} BEGIN SELECT RAISE(ABORT, 'a final row of {table} does not change'); END"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} {does}")


def _replay() -> None:
    """Fold the rings of all calls that the log still has, and write what it did not have of them."""
    parties: dict[str, dict[str, Row]] = {}
    """Who is rung for a call or in it: their rings by call and guide."""
    for entry in _entries():
        if entry.type == "call_ended":
            for row in parties.pop(entry.call, {}).values():
                _write(row, left_at=entry.at)
        else:
            _fold(parties.setdefault(entry.call, {}), entry.type, json.loads(entry.body), entry.at)
    for of_call in parties.values():
        for row in of_call.values():
            _write(row, left_at=None)


def _fold(of_call: dict[str, Row], kind: str, body: Row, at: int) -> None:
    if kind == "rang":
        of_call[body["guide"]] = _rung(body, at)
        return
    guide = body["left" if kind == "lead_changed" else "guide"]
    if guide not in of_call:
        return
    if kind == "ring_taken":
        of_call[guide]["taken_at"] = at
        return
    if kind == "ring_ended":
        of_call[guide] |= {"ended_at": at, "outcome": body["outcome"]}
    if body.get("outcome") != "accepted":
        _write(of_call.pop(guide), left_at=at)


def _entries() -> Iterator[sa.Row[Any]]:
    query = (
        sa.select(_event)
        .join_from(_event, _call, _call.c.id == _event.c.call)
        .where(_event.c.type.in_(_TYPES))
        .order_by(_event.c.pool, _event.c.seq)
        .limit(_READ)
    )
    after: tuple[str, int] = ("", 0)
    while True:
        read = op.get_bind().execute(query.where(sa.tuple_(_event.c.pool, _event.c.seq) > after)).all()
        yield from read
        if len(read) < _READ:
            return
        after = (read[-1].pool, read[-1].seq)


def _rung(body: Row, at: int) -> Row:
    fields = {name: body[name] for name in ("call", "epoch", "guide", "because")}
    role = body.get("role", "guide")
    return {**fields, "role": role, "at": at, "taken_at": None, "ended_at": None, "outcome": None}


def _write(row: Row, *, left_at: int | None) -> None:
    connection = op.get_bind()
    if row["role"] == "guide":
        this = (_ring.c.call == row["call"], _ring.c.epoch == row["epoch"])
        connection.execute(_ring.update().where(*this).values(left_at=left_at))
        return
    connection.execute(_ring.insert().values(**row, left_at=left_at))
    if row["role"] == "interpreter" and row["outcome"] == "accepted":
        interpreted = _call.update().where(_call.c.id == row["call"])
        connection.execute(interpreted.values(interpreter=row["guide"]))
