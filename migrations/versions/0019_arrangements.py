"""Who arranges what somebody needs; and trainings by their state, as the desk lists them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "arrangement",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", moment, nullable=True),
        sa.Column("done_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration_needs.registration_id"],
            name=op.f("fk_arrangement_registration_id_registration_needs"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["account.id"], name=op.f("fk_arrangement_taken_by_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("registration_id", "code", name=op.f("pk_arrangement")),
    )
    with op.batch_alter_table("arrangement") as batch_op:
        batch_op.create_index(batch_op.f("ix_arrangement_taken_by_id"), ["taken_by_id"])
    with op.batch_alter_table("training") as batch_op:
        batch_op.create_index("ix_training_status", ["status", "id"])


def downgrade() -> None:
    with op.batch_alter_table("training") as batch_op:
        batch_op.drop_index("ix_training_status")
    op.drop_table("arrangement")
