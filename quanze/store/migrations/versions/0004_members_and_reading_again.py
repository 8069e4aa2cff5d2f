"""Members of archives under their own digests; files that are asked to be read once more."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of members, and when somebody asked for a file to be read again."""
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_members_file_id", "members", ["file_id"])
    op.create_index("ix_members_sha256", "members", ["sha256"])
    op.add_column("files", sa.Column("again", sa.String(length=40), server_default="", nullable=False))


def downgrade() -> None:
    """Drop both; a file that waits to be read again is not."""
    op.drop_column("files", "again")
    op.drop_index("ix_members_sha256", table_name="members")
    op.drop_index("ix_members_file_id", table_name="members")
    op.drop_table("members")
