"""A post is changed by its maker: which time it is, and what stood there before, for the team to compare."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("post") as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("before", sa.JSON(), nullable=True))
    with op.batch_alter_table("post") as batch_op:
        batch_op.alter_column("version", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_column("before")
        batch_op.drop_column("version")
