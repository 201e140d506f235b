"""Counts of past days. They begin empty: the server fills them from the calls that are there."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_PLAIN = ("unknown", "turned_away", "handled", "abandoned", "short_abandoned", "within_target")


def upgrade() -> None:
    op.create_table(
        "call_tally",
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("span", sa.String(), nullable=False, comment="tally.roll_up.Span: `day` or `month`"),
        sa.Column(
            "by",
            sa.String(),
            nullable=False,
            comment="by which parts of a call, such as `language+outcome`; empty: all together",
        ),
        sa.Column(
            "first",
            sa.Date(),
            nullable=False,
            comment="the first day of the span, in the municipality's time",
        ),
        sa.Column(
            "value",
            sa.String(),
            nullable=False,
            comment="of the first part; empty where the calls have none",
        ),
        sa.Column(
            "other",
            sa.String(),
            nullable=False,
            comment="value of the second part; empty where there is none",
        ),
        sa.Column(
            "taps",
            sa.BigInteger(),
            nullable=False,
            comment="count of all; see tally.counting for the formulas",
        ),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _PLAIN),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False, comment="sum in milliseconds, of the handled")
            for name in ("waited", "talked", "wrapped_up")
        ),
        sa.Column("talks", sa.BigInteger(), nullable=False, comment="count of those with a talk that ended"),
        sa.Column(
            "waits",
            sa.JSON(),
            nullable=False,
            comment="of the handled, packed: bound of a class, count, bound …",
        ),
        sa.PrimaryKeyConstraint("pool", "span", "by", "first", "value", "other", name=op.f("call_tally_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tally_until",
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column(
            "days",
            sa.BigInteger(),
            nullable=False,
            comment="instant: calls queued before it are in the days",
        ),
        sa.Column(
            "months",
            sa.BigInteger(),
            nullable=False,
            comment="instant: days before it are in the months",
        ),
        sa.PrimaryKeyConstraint("pool", name=op.f("tally_until_key")),
    )


def downgrade() -> None:
    op.drop_table("tally_until")
    op.drop_table("call_tally")
