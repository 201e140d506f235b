"""The journal, the session log, the directory, staff and audit.

Also the triggers that make what is over final: they are not in `tables`, which cannot say them for both
databases.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_LATER = ("topic", "disposition", "wrap_up_ms")
"""What the wrap-up adds to an ended call, once."""
_FINAL_CALL = (
    "id", "pool", "kiosk", "site", "neighbourhood", "language", "tapped_at", "queued_at", "state", "outcome",
    "ended_by", "guide", "rings", "taken_at", "live_at", "ended_at", "wait_ms", "talk_ms",
)  # fmt: skip
_RING = ("call", "epoch", "guide", "at", "taken_at", "ended_at", "outcome", "because")


def upgrade() -> None:
    _create_journal()
    _create_calls()
    _create_call_indexes()
    _create_rings()
    _create_directory()
    _create_staff()
    _refuse_update("event")
    _refuse_update("audit")
    _refuse_update("ring", f"OLD.ended_at IS NOT NULL AND {_differs(_RING)}")
    _refuse_update("call", f"OLD.state = 'ended' AND {_differs(_FINAL_CALL)}")
    _refuse_update("call", f"OLD.wrap_up_ms IS NOT NULL AND {_differs(_LATER)}", suffix="_wrap_up")


def downgrade() -> None:
    for table in (
        "audit", "staff_session", "staff", "directory_revision", "enrolment_code", "kiosk", "site",
        "neighbourhood", "ring", "call", "snapshot", "event",
    ):  # fmt: skip
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_update")


def _differs(columns: tuple[str, ...]) -> str:
    distinct = "IS DISTINCT FROM" if op.get_bind().dialect.name == "postgresql" else "IS NOT"
    return "(" + " OR ".join(f"OLD.{column} {distinct} NEW.{column}" for column in columns) + ")"


def _refuse_update(table: str, where: str = "true", *, suffix: str = "") -> None:
    """Refuse, as a violated constraint, each update of a row of `table` for which `where` holds."""
    name = f"{table}{suffix}_is_final"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """
            CREATE OR REPLACE FUNCTION refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'a final row of % does not change', TG_TABLE_NAME USING ERRCODE = '23514';
            END $$
            """
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} "
            f"FOR EACH ROW WHEN ({where}) EXECUTE FUNCTION refuse_update()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {where} "
            f"BEGIN SELECT RAISE(ABORT, 'a final row of {table} does not change'); END"
        )


def _create_journal() -> None:
    op.create_table(
        "event",
        sa.Column("pool", sa.String(), nullable=False, comment="whose journal this is"),
        sa.Column(
            "seq",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="1, 2, 3 … without gaps within the pool",
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="instant; never decreases within the pool"),
        sa.Column("type", sa.String(), nullable=False, comment="which fact: a name of core.events"),
        sa.Column(
            "call",
            sa.String(),
            nullable=True,
            comment="the call that the fact is about, where it is about one",
        ),
        sa.Column("body", sa.Text(), nullable=False, comment="the fact's fields as JSON"),
        sa.PrimaryKeyConstraint("pool", "seq", name="event_key"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "event_by_call",
        "event",
        ["call"],
        unique=False,
        sqlite_where=sa.text("call IS NOT NULL"),
        postgresql_where=sa.text("call IS NOT NULL"),
    )
    op.create_table(
        "snapshot",
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False, comment="the last entry that is folded in"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="instant of that entry"),
        sa.Column(
            "body",
            sa.Text(),
            nullable=False,
            comment="core.pool.Snapshot as JSON; a shortcut, never the only copy",
        ),
        sa.PrimaryKeyConstraint("pool", name="snapshot_key"),
    )


def _create_calls() -> None:
    op.create_table(
        "call",
        *_columns_from_the_tap(),
        *_columns_of_its_life(),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("call_ended_at_end")),
        sa.CheckConstraint("(state = 'ended') = (outcome IS NOT NULL)", name=op.f("call_outcome_at_end")),
        sa.CheckConstraint("wait_ms >= 0 AND talk_ms >= 0 AND wrap_up_ms >= 0", name=op.f("call_durations")),
        sa.PrimaryKeyConstraint("id", name="call_key"),
    )


def _columns_from_the_tap() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", sa.String(), nullable=False, comment="UUIDv7 made by the kiosk at the tap"),
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("kiosk", sa.String(), nullable=False, comment="where the resident tapped"),
        sa.Column("site", sa.String(), nullable=False, comment="the kiosk's site at that time"),
        sa.Column(
            "neighbourhood", sa.String(), nullable=False, comment="the site's neighbourhood at that time"
        ),
        sa.Column("language", sa.String(), nullable=False, comment="the language the resident chose"),
        sa.Column(
            "tapped_at", sa.BigInteger(), nullable=False, comment="instant of the tap by the kiosk's clock"
        ),
        sa.Column(
            "queued_at", sa.BigInteger(), nullable=False, comment="instant at which the server had the call"
        ),
    ]


def _columns_of_its_life() -> list[sa.Column[Any]]:
    return [
        sa.Column("state", sa.String(), nullable=False, comment="core.vocabulary.CallState"),
        sa.Column(
            "outcome",
            sa.String(),
            nullable=True,
            comment="core.vocabulary.CallOutcome; null while the call is open",
        ),
        sa.Column(
            "ended_by",
            sa.String(),
            nullable=True,
            comment="role of who ended it; null while open and where a deadline did",
        ),
        sa.Column(
            "guide",
            sa.String(),
            nullable=True,
            comment="whose desk rings, or who took the call; null where nobody did",
        ),
        sa.Column(
            "rings", sa.Integer(), nullable=False, comment="count: how many desks rang, one after the other"
        ),
        sa.Column(
            "taken_at",
            sa.BigInteger(),
            nullable=True,
            comment="instant of the take that led on; null where none did",
        ),
        sa.Column(
            "live_at",
            sa.BigInteger(),
            nullable=True,
            comment="instant at which both first received each other",
        ),
        sa.Column("ended_at", sa.BigInteger(), nullable=True, comment="instant of the end; null while open"),
        sa.Column(
            "wait_ms",
            sa.BigInteger(),
            nullable=True,
            comment="from queued_at to taken_at, or to the end where nobody took it",
        ),
        sa.Column(
            "talk_ms",
            sa.BigInteger(),
            nullable=True,
            comment="from live_at to the end; null where they never talked",
        ),
        sa.Column(
            "topic",
            sa.String(),
            nullable=True,
            comment="what it was about: a code of the pool's list, from the wrap-up",
        ),
        sa.Column(
            "disposition",
            sa.String(),
            nullable=True,
            comment="what came of it: a code of the pool's list, from the wrap-up",
        ),
        sa.Column(
            "wrap_up_ms",
            sa.BigInteger(),
            nullable=True,
            comment="from the end until the guide was done with it",
        ),
    ]


def _create_call_indexes() -> None:
    op.create_index("call_by_kiosk", "call", ["pool", "kiosk", "queued_at"], unique=False)
    op.create_index("call_by_time", "call", ["pool", "queued_at", "id"], unique=False)
    op.create_index(
        "call_one_open_per_kiosk",
        "call",
        ["kiosk"],
        unique=True,
        sqlite_where=sa.text("state != 'ended'"),
        postgresql_where=sa.text("state != 'ended'"),
    )
    op.create_index(
        "call_one_per_guide",
        "call",
        ["guide"],
        unique=True,
        sqlite_where=sa.text("state IN ('ringing', 'connecting', 'live', 'interrupted')"),
        postgresql_where=sa.text("state IN ('ringing', 'connecting', 'live', 'interrupted')"),
    )


def _create_rings() -> None:
    op.create_table(
        "ring",
        sa.Column("call", sa.String(), nullable=False),
        sa.Column(
            "epoch",
            sa.Integer(),
            autoincrement=False,
            nullable=False,
            comment="counts the call's rings from 1",
        ),
        sa.Column("guide", sa.String(), nullable=False, comment="whose desk rang"),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="instant of the first sound"),
        sa.Column(
            "taken_at",
            sa.BigInteger(),
            nullable=True,
            comment="instant of the take; null where there was none",
        ),
        sa.Column("ended_at", sa.BigInteger(), nullable=True, comment="instant; null while the ring is open"),
        sa.Column(
            "outcome",
            sa.String(),
            nullable=True,
            comment="core.vocabulary.RingOutcome; null while the ring is open",
        ),
        sa.Column(
            "because", sa.String(), nullable=False, comment="the matcher's one line: why this desk, why now"
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name=op.f("ring_outcome_at_end")),
        sa.ForeignKeyConstraint(["call"], ["call.id"], name="ring_call_exists", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("call", "epoch", name="ring_key"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ring_one_open_per_call",
        "ring",
        ["call"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _create_directory() -> None:
    op.create_table(
        "neighbourhood",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="neighbourhood_key"),
    )
    op.create_table(
        "site",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("neighbourhood", sa.String(), nullable=False),
        sa.Column(
            "phone", sa.String(), nullable=False, comment="the number that a resident may call instead"
        ),
        sa.ForeignKeyConstraint(["neighbourhood"], ["neighbourhood.id"], name="site_neighbourhood_exists"),
        sa.PrimaryKeyConstraint("id", name="site_key"),
    )
    op.create_table(
        "kiosk",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column(
            "public_key",
            sa.LargeBinary(),
            nullable=True,
            comment="raw Ed25519 key, 32 bytes; null until enrolled",
        ),
        sa.Column(
            "enrolled_at",
            sa.BigInteger(),
            nullable=True,
            comment="instant at which the present key was bound",
        ),
        sa.Column(
            "revoked_at",
            sa.BigInteger(),
            nullable=True,
            comment="instant from which the key is refused; null while it is good",
        ),
        sa.ForeignKeyConstraint(["site"], ["site.id"], name="kiosk_site_exists"),
        sa.PrimaryKeyConstraint("id", name="kiosk_key"),
    )
    op.create_table(
        "enrolment_code",
        sa.Column(
            "code_hash", sa.String(), nullable=False, comment="SHA-256 of the one-time code, in hexadecimal"
        ),
        sa.Column("kiosk", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "used_at",
            sa.BigInteger(),
            nullable=True,
            comment="instant at which it was spent; null while it is good",
        ),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.id"], name="enrolment_code_kiosk_exists"),
        sa.PrimaryKeyConstraint("code_hash", name="enrolment_code_key"),
    )
    op.create_table(
        "directory_revision",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="always 1"),
        sa.Column(
            "revision", sa.BigInteger(), nullable=False, comment="grows with each change of the directory"
        ),
        sa.PrimaryKeyConstraint("id", name="directory_revision_key"),
    )
    op.execute("INSERT INTO directory_revision (id, revision) VALUES (1, 0)")


def _create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(), nullable=False, comment="the GuideId and AdminId of the log"),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="shown to residents and colleagues"),
        sa.Column(
            "password_hash",
            sa.String(),
            nullable=True,
            comment="argon2id in PHC form; null where no password opens the account",
        ),
        sa.Column("roles", sa.JSON(), nullable=False, comment="list of StaffRole"),
        sa.Column("languages", sa.JSON(), nullable=False, comment="list of languages the guide speaks"),
        sa.Column("active", sa.Boolean(), nullable=False, comment="whether the account may sign in"),
        sa.PrimaryKeyConstraint("id", name="staff_key"),
        sa.UniqueConstraint("login", name="staff_unique_login"),
    )
    op.create_table(
        "staff_session",
        sa.Column(
            "token_hash", sa.String(), nullable=False, comment="SHA-256 of the cookie's token, in hexadecimal"
        ),
        sa.Column("staff", sa.String(), nullable=False),
        sa.Column(
            "csrf", sa.String(), nullable=False, comment="the token that state-changing requests must repeat"
        ),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column(
            "seen_at", sa.BigInteger(), nullable=False, comment="instant of the last request, to the minute"
        ),
        sa.Column(
            "expires_at", sa.BigInteger(), nullable=False, comment="instant at which it ends whatever happens"
        ),
        sa.ForeignKeyConstraint(
            ["staff"], ["staff.id"], name="staff_session_staff_exists", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name="staff_session_key"),
    )
    op.create_index("staff_session_by_staff", "staff_session", ["staff"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(), nullable=False, comment="the staff id"),
        sa.Column("what", sa.String(), nullable=False, comment="audit.AuditAction"),
        sa.Column("filter", sa.JSON(), nullable=False, comment="which records were asked for, as given"),
        sa.Column("rows", sa.BigInteger(), nullable=False, comment="count of the records given"),
        sa.Column("why", sa.String(), nullable=False, comment="the purpose that was stated; may be empty"),
        sa.PrimaryKeyConstraint("id", name="audit_key"),
    )
    op.create_index("audit_by_at", "audit", ["at"], unique=False)
