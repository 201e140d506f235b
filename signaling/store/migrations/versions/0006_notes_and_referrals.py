"""To whom residents were referred on, and the notes that some municipalities let guides keep for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_REFERRED = "to whom the guide referred on: a code of the pool's list"
_TRIGGER = "call_referral_is_final"


def upgrade() -> None:
    op.add_column("call", sa.Column("referred_to", sa.String(), comment=_REFERRED))
    _refuse_update_after_wrap_up()
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("call", sa.String(), nullable=True, comment="null: for the next shift"),
        sa.Column("written_by", sa.String(), nullable=False, comment="staff id of the guide who wrote it"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="instant at which it was written"),
        sa.Column("until", sa.BigInteger(), nullable=False, comment="instant from which it is gone"),
        sa.Column(
            "text",
            sa.Text(),
            nullable=False,
            comment="what a guide wrote; only where the settings allow notes",
        ),
        sa.ForeignKeyConstraint(["call"], ["call.id"], name=op.f("note_call_exists"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("note_key")),
    )
    op.create_index("note_one_per_guide", "note", ["call", "written_by"], unique=True)
    op.create_index("note_by_until", "note", ["pool", "until"], unique=False)


def downgrade() -> None:
    op.drop_table("note")
    if _postgresql():
        op.execute(f"DROP TRIGGER {_TRIGGER} ON call")
    else:
        op.execute(f"DROP TRIGGER {_TRIGGER}")
    op.drop_column("call", "referred_to")


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _refuse_update_after_wrap_up() -> None:
    distinct = "IS DISTINCT FROM" if _postgresql() else "IS NOT"
    where = f"OLD.wrap_up_ms IS NOT NULL AND OLD.referred_to {distinct} NEW.referred_to"
    does = (
        f"FOR EACH ROW WHEN ({where}) EXECUTE FUNCTION refuse_update()"
        if _postgresql()
        else f"WHEN {where} BEGIN SELECT RAISE(ABORT, 'a final row of call does not change'); END"
    )
    op.execute(f"CREATE TRIGGER {_TRIGGER} BEFORE UPDATE ON call {does}")
