"""Why a training was called off, and what is suggested instead."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("training") as batch_op:
        batch_op.add_column(sa.Column("cancel_reason", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("suggested", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("training") as batch_op:
        batch_op.alter_column("cancel_reason", server_default=None)
        batch_op.alter_column("suggested", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("training") as batch_op:
        batch_op.drop_column("suggested")
        batch_op.drop_column("cancel_reason")
