"""Keep of each kiosk when it had contact, and which version of the software it runs."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_OPEN = sa.text("until IS NULL")


def upgrade() -> None:
    op.add_column(
        "kiosk", sa.Column("version", sa.String(), comment="of its software, as it last told; null: never")
    )
    contact = op.create_table(
        "contact",
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column(
            "seq",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="the journal's entry that began it",
        ),
        sa.Column("kiosk", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False, comment="instant from which the kiosk was there"),
        sa.Column("until", sa.BigInteger(), comment="instant at which it was lost; null while it is there"),
        sa.PrimaryKeyConstraint("pool", "seq", name=op.f("contact_key")),
        sqlite_with_rowid=False,
    )
    op.create_index("contact_by_kiosk", "contact", ["pool", "kiosk", "since"])
    op.create_index("contact_by_until", "contact", ["pool", "until"])
    op.create_index(
        "contact_one_open_per_kiosk",
        "contact",
        ["pool", "kiosk"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    spans = _told_by_the_journal()
    if spans:
        op.bulk_insert(contact, spans)


def downgrade() -> None:
    op.drop_table("contact")
    op.drop_column("kiosk", "version")


def _told_by_the_journal() -> list[dict[str, object]]:
    told = op.get_bind().execute(
        sa.text(
            "SELECT pool, seq, at, type, body FROM event"
            " WHERE type IN ('kiosk_connected', 'kiosk_lost') ORDER BY pool, seq"
        )
    )
    spans: list[dict[str, object]] = []
    here: dict[tuple[str, str], dict[str, object]] = {}
    for pool, seq, at, kind, body in told:
        kiosk = json.loads(body)["kiosk"]
        if kind == "kiosk_lost":
            lost = here.pop((pool, kiosk), None)
            if lost is not None:
                lost["until"] = at
        elif (pool, kiosk) not in here:
            span = {"pool": pool, "seq": seq, "kiosk": kiosk, "since": at, "until": None}
            here[pool, kiosk] = span
            spans.append(span)
    return spans
