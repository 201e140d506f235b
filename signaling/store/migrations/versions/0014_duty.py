"""Find what tells of guides' time on duty, and keep what was counted of it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_DUTY = sa.text("type IN ('guide_connected', 'guide_lost', 'guide_status_changed')")


def upgrade() -> None:
    op.create_table(
        "duty",
        sa.Column("pool", sa.String(), primary_key=True),
        sa.Column("seq", sa.BigInteger(), nullable=False, comment="the last entry that is counted in"),
        sa.Column(
            "body", sa.JSON(), nullable=False, comment="what store.duty has counted; never the only copy"
        ),
    )
    op.create_index("event_of_duty", "event", ["pool", "seq"], sqlite_where=_DUTY, postgresql_where=_DUTY)


def downgrade() -> None:
    op.drop_index("event_of_duty", "event")
    op.drop_table("duty")
