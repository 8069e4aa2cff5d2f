"""What months of running leave behind: runs, changed rows between versions of a file, erasures; two states of drops."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OLD = "state in ('claimed','read','matched','proposed','done','quarantined','duplicate')"
_NEW = "state in ('claimed','read','matched','proposed','done','quarantined','duplicate','moved','erased')"


def upgrade() -> None:
    """Add three tables and let a drop be moved (认领后转走) or erased (按要求删除)."""
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_constraint("ck_files_state", type_="check")
        batch_op.create_check_constraint("ck_files_state", _NEW)
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.String(length=40), nullable=False),
        sa.Column("ended_at", sa.String(length=40), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_runs_name", "runs", ["name"])
    op.create_table(
        "file_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.CheckConstraint("kind in ('added','removed','changed')", name="ck_file_changes_kind"),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"]),
        sa.ForeignKeyConstraint(["earlier_id"], ["files.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("file_id", "position", name="ux_file_changes_position"),
    )
    op.create_index("ix_file_changes_file_id", "file_changes", ["file_id"])
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("erased_at", sa.String(length=40), nullable=False),
        sa.Column("erased_by", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Drop the tables; a moved or erased drop counts as returned again."""
    op.drop_table("erasures")
    op.drop_index("ix_file_changes_file_id", table_name="file_changes")
    op.drop_table("file_changes")
    op.drop_index("ix_runs_name", table_name="runs")
    op.drop_table("runs")
    op.execute("update files set state = 'quarantined' where state in ('moved','erased')")
    with op.batch_alter_table("files", schema=None) as batch_op:
        batch_op.drop_constraint("ck_files_state", type_="check")
        batch_op.create_check_constraint("ck_files_state", _OLD)
