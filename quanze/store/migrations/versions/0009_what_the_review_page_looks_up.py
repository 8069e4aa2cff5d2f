"""Key, digest and place of every current row from an index alone: the review page looks for new rows all the time."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_proposed_light", "proposed", ["current", "key", "digest", "position"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_proposed_light", "proposed")
