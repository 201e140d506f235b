"""Alembic's entry: `migrate` hands over an open transaction, and every migration runs in it."""

from alembic import context

from signaling.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
