"""The same training again: editions of one series."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("training") as batch_op:
        batch_op.add_column(sa.Column("series", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_training_series"), ["series"])


def downgrade() -> None:
    with op.batch_alter_table("training") as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_series"))
        batch_op.drop_column("series")
