"""Which department a file that nobody's folder held is to be handed to, as asked for on the review page."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the wish; nobody has one yet."""
    op.add_column("files", sa.Column("claimed_for", sa.String(length=200), server_default="", nullable=False))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("files", "claimed_for")
