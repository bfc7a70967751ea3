"""Contacts that no longer write."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_out",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_out")),
        sa.UniqueConstraint("key", name=op.f("uq_kept_out_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_kept_out_public_id")),
    )
    with op.batch_alter_table("kept_out") as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_out_since"), ["since"])


def downgrade() -> None:
    op.drop_table("kept_out")
