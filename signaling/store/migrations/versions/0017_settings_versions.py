"""Versions of the settings that admins change: written once, kept for good."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_SAID = "a version of the settings stays as it is"


def upgrade() -> None:
    op.create_table(
        "settings_version",
        sa.Column("pool", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False, comment="areas.AreaName"),
        sa.Column(
            "number", sa.Integer(), autoincrement=False, nullable=False, comment="1, 2, 3 … without gaps"
        ),
        sa.Column("at", sa.BigInteger(), nullable=False, comment="instant from which it was in force"),
        sa.Column("who", sa.String(), nullable=False, comment="a staff id, or the name of a program of ours"),
        sa.Column("note", sa.String(), nullable=False, comment="what its author says of it; may be empty"),
        sa.Column("undoes", sa.Integer(), comment="number of the version that it takes back; null: none"),
        sa.Column("content", sa.JSON(), comment="the whole area; null: as the settings file has it"),
        sa.PrimaryKeyConstraint("pool", "area", "number", name=op.f("settings_version_key")),
    )
    for deed in ("update", "delete"):
        _refuse(deed)


def downgrade() -> None:
    op.drop_table("settings_version")
    if _postgresql():
        op.execute("DROP FUNCTION refuse_change_of_settings_version")


def _refuse(deed: str) -> None:
    if _postgresql():
        op.execute(
            f"""
            CREATE OR REPLACE FUNCTION refuse_change_of_settings_version() RETURNS trigger
            LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '{_SAID}' USING ERRCODE = '23514';
            END $$
            """
        )
        does = "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_settings_version()"
    else:
        does = f"BEGIN SELECT RAISE(ABORT, '{_SAID}'); END"
    op.execute(f"CREATE TRIGGER settings_version_no_{deed} BEFORE {deed.upper()} ON settings_version {does}")


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
