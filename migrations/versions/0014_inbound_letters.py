"""Letters that came to a reply address, and what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbound_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["conversation_party.id"],
            name=op.f("fk_inbound_letter_party_id_conversation_party"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_letter")),
        sa.UniqueConstraint("key", name=op.f("uq_inbound_letter_key")),
    )
    with op.batch_alter_table("inbound_letter") as batch_op:
        batch_op.create_index("ix_inbound_letter_party", ["party_id", "received_at"])
        batch_op.create_index("ix_inbound_letter_received_at", ["received_at"])


def downgrade() -> None:
    with op.batch_alter_table("inbound_letter") as batch_op:
        batch_op.drop_index("ix_inbound_letter_received_at")
        batch_op.drop_index("ix_inbound_letter_party")

    op.drop_table("inbound_letter")
