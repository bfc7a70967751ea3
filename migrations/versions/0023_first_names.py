"""Whether the other side of a conversation sees somebody's first name yet; the proposal that a conversation began by."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("proposal") as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_conversation"), ["conversation"])
    # What was shown before stays shown.
    with op.batch_alter_table("conversation_party") as batch_op:
        batch_op.add_column(sa.Column("is_named", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("conversation_party") as batch_op:
        batch_op.alter_column("is_named", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("conversation_party") as batch_op:
        batch_op.drop_column("is_named")
    with op.batch_alter_table("proposal") as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_conversation"))
