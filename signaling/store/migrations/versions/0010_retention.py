"""Receipts of what was destroyed with the gaps in the chains, and requests that wait for a second admin.

From here on no entry, no row of the audit and no call goes without a receipt: triggers refuse it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_NO_GAP = (
    "NOT EXISTS (SELECT 1 FROM receipt_gap"
    " WHERE chain = {chain} AND last >= OLD.{key} AND first <= OLD.{key})"
)
_STILL_IN_JOURNAL = "EXISTS (SELECT 1 FROM event WHERE event.call = OLD.{key})"
_KEPT = {
    "event": _NO_GAP.format(chain="'journal ' || OLD.pool", key="seq"),
    "audit": _NO_GAP.format(chain="'audit'", key="id"),
    "call": _STILL_IN_JOURNAL.format(key="id"),
    "ring": _STILL_IN_JOURNAL.format(key="call"),
    "receipt": "true",
    "receipt_gap": "true",
}
"""By table: the rows that may not be deleted."""
_FINAL = ("receipt", "receipt_gap")


def upgrade() -> None:
    _create_receipts()
    _create_approvals()
    for table, where in _KEPT.items():
        _refuse_delete(table, where)
    for table in _FINAL:
        _refuse_update(table)


def downgrade() -> None:
    for table in _KEPT:
        if _postgresql():
            op.execute(f"DROP TRIGGER {table}_is_kept ON {table}")
            op.execute(f"DROP FUNCTION refuse_delete_of_{table}")
        else:
            op.execute(f"DROP TRIGGER {table}_is_kept")
    for table in ("approval", "receipt_head", "receipt_gap", "receipt"):
        op.drop_table(table)


def _create_receipts() -> None:
    op.create_table(
        "receipt",
        sa.Column(
            "id",
            sa.Integer(),
            primary_key=True,
            autoincrement=False,
            nullable=False,
            comment="1, 2, 3 … without gaps",
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="instant of the destruction"),
        sa.Column("kind", sa.String(), nullable=False, comment="receipts.ReceiptKind: what was destroyed"),
        sa.Column("until", sa.BigInteger(), comment="what was older than this is gone; null: one call"),
        sa.Column("counts", sa.JSON(), nullable=False, comment="rows destroyed, by table"),
        sa.Column("decision", sa.String(), nullable=False, comment="the decision by which; may be empty"),
        sa.Column("who", sa.String(), nullable=False, comment="a staff id, or the name of a program of ours"),
        sa.Column("why", sa.String(), nullable=False, comment="the reason that was stated; may be empty"),
        sa.Column("subject", sa.String(), comment="SHA-256 of the id of the one call; null: many"),
        sa.Column("link", sa.String(), nullable=False, comment="of the hash chain; see store.chain"),
    )
    op.create_index("receipt_by_subject", "receipt", ["subject"], unique=True)
    op.create_table(
        "receipt_gap",
        sa.Column("chain", sa.String(), nullable=False, comment="`audit`, or `journal` and its pool"),
        sa.Column("last", sa.BigInteger(), autoincrement=False, nullable=False, comment="last row destroyed"),
        sa.Column(
            "first", sa.BigInteger(), autoincrement=False, nullable=False, comment="first row destroyed"
        ),
        sa.Column("rows", sa.BigInteger(), nullable=False, comment="count of the rows destroyed with it"),
        sa.Column("before", sa.String(), nullable=False, comment="the link that stood before the gap"),
        sa.Column("after", sa.String(), nullable=False, comment="the last destroyed row's link"),
        sa.Column("receipt", sa.Integer(), nullable=False, comment="which tells of it"),
        sa.PrimaryKeyConstraint("chain", "last", "first", name="receipt_gap_key"),
        sa.ForeignKeyConstraint(["receipt"], ["receipt.id"], name="receipt_gap_receipt_exists"),
    )
    op.create_table(
        "receipt_head",
        sa.Column(
            "id", sa.Integer(), primary_key=True, autoincrement=False, nullable=False, comment="always 1"
        ),
        sa.Column("rows", sa.Integer(), nullable=False, comment="count of the receipts ever written"),
        sa.Column("link", sa.String(), nullable=False, comment="the newest one's"),
    )
    head = sa.table("receipt_head", sa.column("id"), sa.column("rows"), sa.column("link"))
    op.get_bind().execute(head.insert().values(id=1, rows=0, link="0" * 64))


def _create_approvals() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="instant of the request"),
        sa.Column("until", sa.BigInteger(), nullable=False, comment="instant from which it is void"),
        sa.Column("asked_by", sa.String(), nullable=False, comment="staff id"),
        sa.Column("what", sa.String(), nullable=False, comment="approvals.Deed"),
        sa.Column("given", sa.JSON(), nullable=False, comment="what exactly is to be done"),
        sa.Column("why", sa.String(), nullable=False, comment="the reason that was stated"),
        sa.Column("decided_at", sa.BigInteger(), comment="instant; null while it waits"),
        sa.Column("decided_by", sa.String(), comment="staff id of another admin; null while it waits"),
        sa.Column("approved", sa.Boolean(), comment="null while it waits"),
        sa.Column("used_at", sa.BigInteger(), comment="instant at which it was done; null before"),
        sa.CheckConstraint("decided_by <> asked_by", name=op.f("approval_by_another")),
    )
    op.create_index("approval_by_until", "approval", ["until"])


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _refuse_delete(table: str, where: str) -> None:
    said = f"a row of {table} goes only with a receipt"
    name = f"{table}_is_kept"
    if _postgresql():
        op.execute(
            f"""
            CREATE FUNCTION refuse_delete_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {where} THEN
                    RAISE EXCEPTION '{said}' USING ERRCODE = '23514';
                END IF;
                RETURN OLD;
            END $$
            """
        )
        does = f"FOR EACH ROW EXECUTE FUNCTION refuse_delete_of_{table}()"
    else:
        does = f"WHEN {where} BEGIN SELECT RAISE(ABORT, '{said}'); END"
    op.execute(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} {does}")


def _refuse_update(table: str) -> None:
    does = (
        "FOR EACH ROW EXECUTE FUNCTION refuse_update()"
        if _postgresql()
        else f"BEGIN SELECT RAISE(ABORT, 'a final row of {table} does not change'); END"
    )
    op.execute(f"CREATE TRIGGER {table}_is_final BEFORE UPDATE ON {table} {does}")
