"""Sessions are found by their day, whatever the number of trainings."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("training_session") as batch_op:
        batch_op.create_index(batch_op.f("ix_training_session_starts_at"), ["starts_at"])


def downgrade() -> None:
    with op.batch_alter_table("training_session") as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_session_starts_at"))
