"""The schema's history, run by alembic. A migration that was released is never changed."""
