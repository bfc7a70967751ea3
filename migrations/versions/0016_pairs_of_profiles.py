"""Profiles that may be one initiative twice, and what the team has said of them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "initiative_pair",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("alike", sa.Integer(), nullable=False),
        sa.Column("apart_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["one_id"], ["initiative.id"], name=op.f("fk_initiative_pair_one_id_initiative"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["initiative.id"], name=op.f("fk_initiative_pair_other_id_initiative"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_initiative_pair")),
    )
    with op.batch_alter_table("initiative_pair") as batch_op:
        batch_op.create_index("ix_initiative_pair_other_id", ["other_id"])


def downgrade() -> None:
    with op.batch_alter_table("initiative_pair") as batch_op:
        batch_op.drop_index("ix_initiative_pair_other_id")

    op.drop_table("initiative_pair")
