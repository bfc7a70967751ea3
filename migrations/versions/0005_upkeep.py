"""Keeping profiles true: the yearly question, whose week it was, who changed what and until when it is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("initiative") as batch_op:
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("stale_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("featured_on", sa.Date(), nullable=True))
        batch_op.create_index("ix_initiative_upkeep", ["status", "asked_at"])

    with op.batch_alter_table("initiative_change") as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("erase_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_initiative_change_actor"), ["actor"])
        batch_op.create_index(batch_op.f("ix_initiative_change_erase_at"), ["erase_at"])
    with op.batch_alter_table("initiative_change") as batch_op:
        batch_op.alter_column("role", server_default=None)

    op.create_table(
        "initiative_ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_initiative_ask_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_ask_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_ask")),
        sa.UniqueConstraint("public_id", name=op.f("uq_initiative_ask_public_id")),
    )
    with op.batch_alter_table("initiative_ask") as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_ask_initiative_id"), ["initiative_id"])
        batch_op.create_index(batch_op.f("ix_initiative_ask_account_id"), ["account_id"])
        batch_op.create_index(batch_op.f("ix_initiative_ask_asked_at"), ["asked_at"])


def downgrade() -> None:
    op.drop_table("initiative_ask")
    with op.batch_alter_table("initiative_change") as batch_op:
        batch_op.drop_index(batch_op.f("ix_initiative_change_erase_at"))
        batch_op.drop_index(batch_op.f("ix_initiative_change_actor"))
        batch_op.drop_column("erase_at")
        batch_op.drop_column("role")
    with op.batch_alter_table("initiative") as batch_op:
        batch_op.drop_index("ix_initiative_upkeep")
        batch_op.drop_column("featured_on")
        batch_op.drop_column("stale_at")
        batch_op.drop_column("reminded_at")
