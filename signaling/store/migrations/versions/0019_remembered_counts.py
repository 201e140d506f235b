"""Tell who remembers counts of closed days when such a day is opened again; find the counts of one value."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "tally_until",
        sa.Column(
            "revision",
            sa.BigInteger(),
            nullable=False,
            server_default="0",
            comment="grows whenever a closed day is opened again",
        ),
    )
    op.create_index(
        "call_tally_by_value", "call_tally", ["pool", "span", "by", "value", "other", "first", "taps"]
    )


def downgrade() -> None:
    op.drop_index("call_tally_by_value", table_name="call_tally")
    op.drop_column("tally_until", "revision")
