"""Trials of rosters: what was asked of the simulator, how far it has come, and what it answered."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_RUNNING = sa.text("state = 'running'")


def upgrade() -> None:
    op.create_table(
        "trial",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False, comment="the staff id"),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False, comment="what was asked, as JSON"),
        sa.Column("state", sa.String(), nullable=False, comment="planning.trials.TrialState"),
        sa.Column("permille", sa.Integer(), nullable=False, comment="how far it has come, 0 to 1,000"),
        sa.Column("until", sa.BigInteger(), nullable=False, comment="instant from which it has failed"),
        sa.Column("ended_at", sa.BigInteger(), comment="instant; null while it runs"),
        sa.Column("answer", sa.Text(), comment="what was found, as JSON; null where nothing was"),
        sa.CheckConstraint("(state = 'running') = (ended_at IS NULL)", name=op.f("trial_ended")),
        sa.CheckConstraint("(state = 'done') = (answer IS NOT NULL)", name=op.f("trial_answered")),
    )
    op.create_index(
        "trial_one_running_per_pool",
        "trial",
        ["pool"],
        unique=True,
        sqlite_where=_RUNNING,
        postgresql_where=_RUNNING,
    )


def downgrade() -> None:
    op.drop_table("trial")
