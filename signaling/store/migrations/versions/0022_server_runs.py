"""Keep when servers ran, and find the hours that were told in a long journal."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_HOURS = sa.text("type = 'hours_set'")


def upgrade() -> None:
    op.create_table(
        "server_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="instant at which the server began"),
        sa.Column("until", sa.BigInteger(), nullable=False, comment="instant at which it last said so"),
        sa.PrimaryKeyConstraint("id", name=op.f("server_run_key")),
    )
    op.create_index("server_run_by_until", "server_run", ["pool", "until"])
    op.create_index("event_of_hours", "event", ["pool", "seq"], sqlite_where=_HOURS, postgresql_where=_HOURS)


def downgrade() -> None:
    op.drop_index("event_of_hours", "event")
    op.drop_table("server_run")
