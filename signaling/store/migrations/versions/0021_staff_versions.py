"""Versions of the accounts of staff: what changed about each, who did it, and what it was before."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_version",
        sa.Column("staff", sa.String(), nullable=False, comment="whose account"),
        sa.Column(
            "number", sa.Integer(), autoincrement=False, nullable=False, comment="1, 2, 3 … of this account"
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="instant of the change"),
        sa.Column("who", sa.String(), nullable=False, comment="a staff id, or the name of a program of ours"),
        sa.Column(
            "approved_by",
            sa.String(),
            nullable=True,
            comment="staff id of the admin who approved it; null: nobody had to",
        ),
        sa.Column("note", sa.String(), nullable=False, comment="what its author says of it; may be empty"),
        sa.Column(
            "undoes",
            sa.Integer(),
            nullable=True,
            comment="number of the version that it takes back; null: none",
        ),
        sa.Column(
            "before", sa.JSON(), nullable=True, comment="what changed, as it was; null: the account is new"
        ),
        sa.Column("after", sa.JSON(), nullable=False, comment="what changed, as it became; never a password"),
        sa.Column("password", sa.Boolean(), nullable=False, comment="whether the password was replaced"),
        sa.ForeignKeyConstraint(
            ["staff"], ["staff.id"], name=op.f("staff_version_staff_exists"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("staff", "number", name=op.f("staff_version_key")),
    )
    op.create_index(op.f("staff_version_by_at"), "staff_version", ["at"])


def downgrade() -> None:
    op.drop_table("staff_version")
