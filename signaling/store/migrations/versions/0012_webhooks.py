"""Webhooks, tokens for machines, and the leases by which one node at a time has a duty."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("duty", sa.String(), primary_key=True, comment="what one node at a time does"),
        sa.Column("owner", sa.String(), nullable=False, comment="the node that does it"),
        sa.Column(
            "until", sa.BigInteger(), nullable=False, comment="by the database's clock: who has it until then"
        ),
    )
    _webhook()
    _webhook_attempt()
    _api_token()


def downgrade() -> None:
    for table in ("api_token", "webhook_attempt", "webhook", "lease"):
        op.drop_table(table)


def _webhook() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), nullable=False, unique=True),
        sa.Column("url", sa.String(), nullable=False, comment="where messages are posted to"),
        sa.Column("stream", sa.String(), nullable=False, comment="store.webhooks.Stream: what it is told of"),
        sa.Column("secret", sa.LargeBinary(), nullable=False, comment="key that signs, 32 bytes"),
        sa.Column("old_secret", sa.LargeBinary(), comment="the key before, which signs as well; null: none"),
        sa.Column(
            "old_secret_until", sa.BigInteger(), comment="instant from which the old key signs no more"
        ),
        sa.Column("state", sa.String(), nullable=False, comment="store.webhooks.WebhookState"),
        sa.Column(
            "cursor", sa.BigInteger(), nullable=False, comment="number of the last message that was taken"
        ),
        sa.Column("failures", sa.Integer(), nullable=False, comment="count: attempts in a row that failed"),
        sa.Column(
            "failing_since",
            sa.BigInteger(),
            comment="instant of the first of them; null where there is none",
        ),
        sa.Column("next_at", sa.BigInteger(), nullable=False, comment="instant before which nothing is sent"),
        sa.Column("taken_at", sa.BigInteger(), comment="instant at which a message was last taken"),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
    )


def _webhook_attempt() -> None:
    of_webhook = sa.ForeignKey("webhook.id", ondelete="CASCADE")
    op.create_table(
        "webhook_attempt",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("webhook", sa.String(), of_webhook, nullable=False),
        sa.Column(
            "message", sa.String(), nullable=False, comment="id of the message, as its receiver sees it"
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="instant at which it was sent"),
        sa.Column("took_ms", sa.BigInteger(), nullable=False, comment="until it was answered or given up"),
        sa.Column("status", sa.Integer(), comment="of the answer (RFC 9110); null where none came"),
        sa.Column(
            "fault", sa.String(), comment="store.webhooks.DeliveryFault; null where the message was taken"
        ),
    )
    op.create_index("webhook_attempt_by_webhook", "webhook_attempt", ["webhook"], unique=False)


def _api_token() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column(
            "name", sa.String(), nullable=False, unique=True, comment="the audit knows it as token:NAME"
        ),
        sa.Column("secret_hash", sa.String(), nullable=False, unique=True, comment="SHA-256, in hexadecimal"),
        sa.Column("scopes", sa.JSON(), nullable=False, comment="list of http.access.Scope"),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False, comment="the staff id"),
        sa.Column("expires_at", sa.BigInteger(), nullable=False, comment="instant from which it is refused"),
        sa.Column(
            "used_at", sa.BigInteger(), comment="instant of the last request, to the minute; null: never"
        ),
        sa.Column(
            "revoked_at", sa.BigInteger(), comment="instant from which it is refused; null while it is good"
        ),
    )
