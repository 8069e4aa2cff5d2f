"""Editions in line, and the questions behind judgements."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what an incremental refresh needs; number the editions in the order they were loaded."""
    op.create_table(
        "queries",
        sa.Column("query", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("query"),
    )
    with op.batch_alter_table("editions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("base", sa.String(length=64), server_default="", nullable=False))
        batch_op.add_column(sa.Column("weighed", sa.String(length=64), server_default="", nullable=False))
        batch_op.add_column(sa.Column("matcher", sa.String(length=16), server_default="", nullable=False))
        batch_op.add_column(sa.Column("applied", sa.Boolean(), server_default=sa.true(), nullable=False))
    connection = op.get_bind()
    loaded = connection.execute(sa.text("SELECT digest FROM editions ORDER BY loaded_at, digest DESC")).scalars().all()
    for number, digest in enumerate(loaded, 1):
        connection.execute(
            sa.text("UPDATE editions SET number = :number WHERE digest = :digest"), {"number": number, "digest": digest}
        )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.alter_column("key", existing_type=sa.String(length=64), type_=sa.Text(), existing_nullable=False)


def downgrade() -> None:
    """Drop what `upgrade` added."""
    with op.batch_alter_table("editions", schema=None) as batch_op:
        for column in ("applied", "matcher", "weighed", "base", "number"):
            batch_op.drop_column(column)
    op.drop_table("queries")
