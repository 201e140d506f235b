"""Find what tells of guides' time on duty without reading the whole journal."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0010"
branch_labels = None
depends_on = None

_DUTY = sa.text("type IN ('guide_connected', 'guide_lost', 'guide_status_changed')")


def upgrade() -> None:
    op.create_index("event_of_duty", "event", ["pool", "seq"], sqlite_where=_DUTY, postgresql_where=_DUTY)


def downgrade() -> None:
    op.drop_index("event_of_duty", "event")
