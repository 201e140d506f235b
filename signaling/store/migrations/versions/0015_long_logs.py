"""Indexes by which a page of a long log is found, and saved views of it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_BY = ("language", "spoken", "topic", "outcome", "how", "guide")
_RARE = {
    "call_interpreted": "interpreter IS NOT NULL",
    "call_with_ticket": "ticket_of IS NOT NULL",
    "call_long_wait": "wait_ms > 600000",
}


def upgrade() -> None:
    for column in _BY:
        _index(f"call_by_{column}", ["pool", column, "queued_at", "id"], "outcome IS NOT NULL")
    for name, where in _RARE.items():
        _index(name, ["pool", "queued_at", "id"], where)
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False, comment="who saved it"),
        sa.Column("name", sa.String(), nullable=False, comment="what its owner calls it"),
        sa.Column("shared", sa.Boolean(), nullable=False, comment="whether all who read the log see it"),
        sa.Column("selection", sa.JSON(), nullable=False, comment="names and values of the log's address"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="instant at which it was saved"),
        sa.ForeignKeyConstraint(
            ["owner"], ["staff.id"], name=op.f("saved_view_owner_exists"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("saved_view_key")),
        sa.UniqueConstraint("owner", "name", name=op.f("saved_view_unique_owner_name")),
    )
    op.create_index(op.f("saved_view_by_pool"), "saved_view", ["pool"], unique=False)


def downgrade() -> None:
    op.drop_table("saved_view")
    for name in (*_RARE, *(f"call_by_{column}" for column in _BY)):
        op.drop_index(name, table_name="call")


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "call", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
