"""Alembic's door: runs the migrations on the connection that `quanze.store.database` hands over."""

from alembic import context

from quanze.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
