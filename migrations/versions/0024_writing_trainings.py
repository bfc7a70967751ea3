"""Trainings are written at the desk: the page on which one was begun, and what is typed of its parts."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("training") as batch_op:
        batch_op.add_column(sa.Column("form_key", sa.String(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_training_form_key"), ["form_key"])
    op.create_table(
        "training_typed",
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training.id"], name=op.f("fk_training_typed_training_id_training"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_training_typed_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("training_id", "part", "account_id", name=op.f("pk_training_typed")),
    )
    with op.batch_alter_table("training_typed") as batch_op:
        batch_op.create_index(batch_op.f("ix_training_typed_account_id"), ["account_id"])
        batch_op.create_index(batch_op.f("ix_training_typed_changed_at"), ["changed_at"])


def downgrade() -> None:
    op.drop_table("training_typed")
    with op.batch_alter_table("training") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_training_form_key"), type_="unique")
        batch_op.drop_column("form_key")
