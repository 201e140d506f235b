"""Alarms, the notices of their beginning and end, and how far they were mailed."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alarm",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(), nullable=False, comment="store.alarms.AlarmKind"),
        sa.Column(
            "subject",
            sa.String(),
            nullable=False,
            comment="id of the kiosk, language or webhook; may be empty",
        ),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="instant at which it was raised"),
        sa.Column("until", sa.BigInteger(), comment="instant at which it was cleared; null while it lasts"),
    )
    lasts = sa.text("until IS NULL")
    op.create_index(
        "alarm_one_of_each",
        "alarm",
        ["kind", "subject"],
        unique=True,
        sqlite_where=lasts,
        postgresql_where=lasts,
    )
    op.create_table(
        "alarm_notice",
        sa.Column(
            "seq", sa.BigInteger(), primary_key=True, autoincrement=False, comment="1, 2, 3 … without gaps"
        ),
        sa.Column("alarm", sa.Integer(), sa.ForeignKey("alarm.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="instant"),
        sa.Column(
            "raised", sa.Boolean(), nullable=False, comment="whether the alarm was raised; false: cleared"
        ),
    )
    mail = op.create_table(
        "alarm_mail",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False, comment="always 1"),
        sa.Column(
            "cursor", sa.BigInteger(), nullable=False, comment="the last notice that was mailed or given up"
        ),
        sa.Column("failures", sa.Integer(), nullable=False, comment="count: attempts in a row that failed"),
        sa.Column(
            "failing_since",
            sa.BigInteger(),
            comment="instant of the first of them; null where there is none",
        ),
        sa.Column("next_at", sa.BigInteger(), nullable=False, comment="instant before which nothing is sent"),
    )
    op.bulk_insert(mail, [{"id": 1, "cursor": 0, "failures": 0, "failing_since": None, "next_at": 0}])


def downgrade() -> None:
    for table in ("alarm_mail", "alarm_notice", "alarm"):
        op.drop_table(table)
