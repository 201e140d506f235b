"""Make of the wishes for a self-test one of several errands of a kiosk, and keep what a kiosk can do."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "kiosk",
        sa.Column(
            "able", sa.JSON(none_as_null=True), comment="list of Errand that it can do; null: never told"
        ),
    )
    op.create_table(
        "errand",
        sa.Column("kiosk", sa.String(), sa.ForeignKey("kiosk.id"), primary_key=True),
        sa.Column("errand", sa.String(), primary_key=True, comment="ports.Errand"),
        sa.Column("asked_at", sa.BigInteger(), nullable=False, comment="instant of an admin's wish"),
        sa.Column("heard_at", sa.BigInteger(), comment="instant at which the kiosk was told; null: not yet"),
        sa.Column("heard_by", sa.String(), comment="the run of the kiosk's agent that was told; null: none"),
        sa.Column("done_at", sa.BigInteger(), comment="instant from which it is known to be done; null: not"),
        sa.Column("outcome", sa.String(), comment="ports.ErrandOutcome; null until it is done"),
    )
    op.execute(
        "INSERT INTO errand (kiosk, errand, asked_at) SELECT kiosk, 'self_test', asked_at FROM self_test_wish"
    )
    op.drop_table("self_test_wish")


def downgrade() -> None:
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
    op.execute(
        "INSERT INTO self_test_wish (kiosk, asked_at) SELECT kiosk, asked_at FROM errand"
        " WHERE errand = 'self_test' AND done_at IS NULL"
    )
    op.drop_table("errand")
    op.drop_column("kiosk", "able")
