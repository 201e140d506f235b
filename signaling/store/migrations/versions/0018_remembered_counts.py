"""Tell those who remember counts of closed days when such a day was opened again."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
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


def downgrade() -> None:
    op.drop_column("tally_until", "revision")
