"""Languages as people speak them: skills of a guide, what was spoken in a call, tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CALL = {
    "spoken": "language that resident and guide shared; null where none rang",
    "how": "core.vocabulary.How: how `spoken` came to be the resident's",
    "substitutes": "version of the table by which a close language was agreed to",
    "ticket_of": "the call whose ticket this one was begun with",
}
_URGENT = "whether an admin said that it is an emergency; null: not"
_STAFF = {
    "skills": "list of {language, level, mode}; null: `languages`, fluently",
    "interprets": "list of languages that the person interprets on call; null: none",
}


def upgrade() -> None:
    for name, comment in _CALL.items():
        op.add_column("call", sa.Column(name, sa.String(), comment=comment))
    op.add_column("call", sa.Column("urgent", sa.Boolean(), comment=_URGENT))
    for name, comment in _STAFF.items():
        op.add_column("staff", sa.Column(name, sa.JSON(), comment=comment))
    _refuse_update_of_ended_calls()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER call_languages_is_final ON call")
    else:
        op.execute("DROP TRIGGER call_languages_is_final")
    for name in (*_CALL, "urgent"):
        op.drop_column("call", name)
    for name in _STAFF:
        op.drop_column("staff", name)


def _refuse_update_of_ended_calls() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    distinct = "IS DISTINCT FROM" if postgresql else "IS NOT"
    differs = " OR ".join(f"OLD.{name} {distinct} NEW.{name}" for name in (*_CALL, "urgent"))
    where = f"OLD.state = 'ended' AND ({differs})"
    does = (
        f"FOR EACH ROW WHEN ({where}) EXECUTE FUNCTION refuse_update()"
        if postgresql
        else f"WHEN {where} BEGIN SELECT RAISE(ABORT, 'a final row of call does not change'); END"
    )
    op.execute(f"CREATE TRIGGER call_languages_is_final BEFORE UPDATE ON call {does}")
