"""What kiosks found when they tried themselves, and which of them are asked to."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "self_test",
        sa.Column("kiosk", sa.String(), sa.ForeignKey("kiosk.id"), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True, comment="UUID made by the kiosk with the test"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="instant at which the kiosk finished it"),
        sa.Column(
            "kept_at", sa.BigInteger(), nullable=False, comment="instant at which the kiosk had told of it"
        ),
        sa.Column(
            "checks", sa.JSON(), nullable=False, comment="list of {name, tried, faults, figures, about}"
        ),
    )
    op.create_index("self_test_by_kiosk_at", "self_test", ["kiosk", "at"])
    op.create_table(
        "self_test_wish",
        sa.Column("kiosk", sa.String(), sa.ForeignKey("kiosk.id"), primary_key=True),
        sa.Column(
            "asked_at",
            sa.BigInteger(),
            nullable=False,
            comment="instant; a test that finished later answers it",
        ),
    )


def downgrade() -> None:
    for table in ("self_test_wish", "self_test"):
        op.drop_table(table)
