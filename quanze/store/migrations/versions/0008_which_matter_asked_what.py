"""Which parts make a joined matter, and what it asked: so that a new edition finds the matters it affects."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; it fills as departments are proposed."""
    op.create_table(
        "joined",
        sa.Column("department", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("queries", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("department", "position"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("joined")
