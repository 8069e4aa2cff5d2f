"""What each proposed row says to the last letter, its score among it, and since when a person sees it so."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_LIGHT = ["current", "key", "digest", "position"]


def upgrade() -> None:
    """Add both, and the first to the index from which the review page looks for new rows; neither is known yet."""
    op.add_column("proposed", sa.Column("stamp", sa.String(length=16), server_default="", nullable=False))
    op.add_column("proposed", sa.Column("since", sa.String(length=40), server_default="", nullable=False))
    op.drop_index("ix_proposed_light", "proposed")
    op.create_index("ix_proposed_light", "proposed", [*_LIGHT, "stamp"])


def downgrade() -> None:
    """Drop both."""
    op.drop_index("ix_proposed_light", "proposed")
    op.create_index("ix_proposed_light", "proposed", _LIGHT)
    op.drop_column("proposed", "since")
    op.drop_column("proposed", "stamp")
