"""Which intake works on a drop, so that two at once never take the same."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the holder; nobody works on anything yet."""
    op.add_column("files", sa.Column("holder", sa.String(length=40), server_default="", nullable=False))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("files", "holder")
