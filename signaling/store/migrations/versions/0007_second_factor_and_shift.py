"""A second factor for signing in, and the languages that a guide serves today."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _of_staff() -> sa.ForeignKey:
    return sa.ForeignKey("staff.id", ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("staff", sa.String(), _of_staff(), primary_key=True),
        sa.Column("secret", sa.LargeBinary(), nullable=False, comment="TOTP key (RFC 6238), 20 bytes"),
        sa.Column("confirmed_at", sa.BigInteger(), comment="instant; null while no code was given back"),
        sa.Column("last_step", sa.BigInteger(), nullable=False, comment="30 s step of the last code taken"),
    )
    op.create_table(
        "backup_code",
        sa.Column("staff", sa.String(), _of_staff(), primary_key=True),
        sa.Column("code_hash", sa.String(), primary_key=True, comment="SHA-256 of one unspent code"),
    )
    op.create_table(
        "shift",
        sa.Column("staff", sa.String(), _of_staff(), primary_key=True),
        sa.Column("languages", sa.JSON(), nullable=False, comment="those of the guide's that are served"),
        sa.Column(
            "until", sa.BigInteger(), nullable=False, comment="instant from which all are served again"
        ),
    )


def downgrade() -> None:
    for table in ("shift", "backup_code", "second_factor"):
        op.drop_table(table)
