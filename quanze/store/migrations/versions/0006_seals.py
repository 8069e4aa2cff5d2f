"""What `quanze verify` compares with: a digest over each file's facts, and where the chain of events ends."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both, filled from what the store holds now."""
    op.add_column("files", sa.Column("facts_digest", sa.String(length=64), server_default="", nullable=False))
    op.create_table(
        "heads",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    connection = op.get_bind()
    for (number,) in connection.execute(sa.text("SELECT DISTINCT file_id FROM matters")).all():
        bodies = connection.execute(
            sa.text("SELECT body FROM matters WHERE file_id = :number ORDER BY position"), {"number": number}
        ).scalars()
        digest = hashlib.sha256("\x1f".join(bodies).encode("utf-8", "surrogatepass")).hexdigest()
        connection.execute(
            sa.text("UPDATE files SET facts_digest = :digest WHERE id = :number"), {"digest": digest, "number": number}
        )
    events = connection.execute(sa.text("SELECT chain FROM decisions ORDER BY id")).scalars().all()
    connection.execute(
        sa.text("INSERT INTO heads (name, events, chain) VALUES ('decisions', :events, :chain)"),
        {"events": len(events), "chain": events[-1] if events else ""},
    )


def downgrade() -> None:
    """Drop both."""
    op.drop_table("heads")
    op.drop_column("files", "facts_digest")
