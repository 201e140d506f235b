"""What a guide knows well, so that residents can be sent on to somebody who does."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TOPICS = "list of topics that the guide knows well; null: none in particular"


def upgrade() -> None:
    op.add_column("staff", sa.Column("topics", sa.JSON(), comment=_TOPICS))


def downgrade() -> None:
    op.drop_column("staff", "topics")
