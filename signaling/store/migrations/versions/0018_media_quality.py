"""How sound and picture came through: in the rows of calls, in an index, and in the counts of past days.

Nothing is known of the calls that there are. So they are counted as such from the counts that are kept, which
may reach further back than any call.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_COLUMNS = {
    "quality": (sa.String, "core.vocabulary.Grade: the worst of both ends; null: unknown"),
    "poor_ms": (sa.BigInteger, "how long either end was poor or had none; null: unknown"),
    "kiosk_grade": (sa.String, "Grade: what the kiosk last said; null: unknown"),
    "guide_grade": (sa.String, "Grade: what the guide's desk last said; null: unknown"),
    "graded_at": (sa.BigInteger, "instant up to which `poor_ms` is counted"),
}
_TRIGGER = "call_quality_is_final"
_COUNTED = {"": "quality", "kiosk": "kiosk+quality"}
_NUMBERS = (
    "taps, unknown, turned_away, handled, abandoned, short_abandoned, within_target, waited, talked, "
    "wrapped_up, talks, waits"
)


def upgrade() -> None:
    for name, (kind, comment) in _COLUMNS.items():
        op.add_column("call", sa.Column(name, kind(), comment=comment))
    where = sa.text("outcome IS NOT NULL")
    op.create_index(
        "call_by_quality",
        "call",
        ["pool", "quality", "queued_at", "id"],
        sqlite_where=where,
        postgresql_where=where,
    )
    for known, by in _COUNTED.items():
        op.execute(
            f'INSERT INTO call_tally (pool, span, "by", "first", value, other, {_NUMBERS}) '  # noqa: S608
            f"SELECT pool, span, '{by}', \"first\", value, '', {_NUMBERS} FROM call_tally "
            f"WHERE \"by\" = '{known}'"
        )
    _refuse_update()


def downgrade() -> None:
    op.execute(f"DROP TRIGGER {_TRIGGER} ON call" if _postgresql() else f"DROP TRIGGER {_TRIGGER}")
    op.execute("DELETE FROM call_tally WHERE \"by\" IN ('quality', 'kiosk+quality')")
    op.drop_index("call_by_quality", table_name="call")
    for name in reversed(_COLUMNS):
        op.drop_column("call", name)


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _refuse_update() -> None:
    distinct = "IS DISTINCT FROM" if _postgresql() else "IS NOT"
    changed = " OR ".join(f"OLD.{name} {distinct} NEW.{name}" for name in _COLUMNS)
    where = f"OLD.state = 'ended' AND ({changed})"
    does = (
        f"FOR EACH ROW WHEN ({where}) EXECUTE FUNCTION refuse_update()"
        if _postgresql()
        else f"WHEN {where} BEGIN SELECT RAISE(ABORT, 'a final row of call does not change'); END"
    )
    op.execute(f"CREATE TRIGGER {_TRIGGER} BEFORE UPDATE ON call {does}")
