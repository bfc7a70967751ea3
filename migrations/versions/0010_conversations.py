"""Conversations: two people talk through coopnet."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("about_language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("active_key", sa.String(), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("last_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("active_key", name=op.f("uq_conversation_active_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_conversation_public_id")),
    )
    with op.batch_alter_table("conversation") as batch_op:
        batch_op.create_index("ix_conversation_subject", ["subject_kind", "subject_id"])
        batch_op.create_index("ix_conversation_last_at", ["last_at"])
    op.create_table(
        "conversation_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("barri", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("point", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("entity_id", sa.String(), nullable=True),
        sa.Column("entity_name", sa.String(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("blocked_at", moment, nullable=True),
        sa.Column("read_id", sa.Integer(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.CheckConstraint("side IN ('maker', 'answerer')", name=op.f("ck_conversation_party_side")),
        sa.CheckConstraint(
            "name = '' OR email IS NOT NULL OR phone IS NOT NULL OR point IS NOT NULL",
            name=op.f("ck_conversation_party_contact"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_conversation_party_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_conversation_party_made_by_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_conversation_party_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_party")),
        sa.UniqueConstraint("conversation_id", "side", name=op.f("uq_conversation_party_side")),
        sa.UniqueConstraint("public_id", name=op.f("uq_conversation_party_public_id")),
    )
    with op.batch_alter_table("conversation_party") as batch_op:
        for column in ("account_id", "email", "entity_id", "made_by_id", "phone", "point"):
            batch_op.create_index(batch_op.f(f"ix_conversation_party_{column}"), [column])
    op.create_table(
        "conversation_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("held_for", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("delivered_at", moment, nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_conversation_message_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["conversation_party.id"],
            name=op.f("fk_conversation_message_party_id_conversation_party"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_message")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_conversation_message_dedup_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_conversation_message_public_id")),
    )
    with op.batch_alter_table("conversation_message") as batch_op:
        batch_op.create_index("ix_conversation_message_place", ["conversation_id", "id"])
        batch_op.create_index("ix_conversation_message_held", ["state", "created_at"])
        batch_op.create_index(batch_op.f("ix_conversation_message_party_id"), ["party_id"])
    op.create_table(
        "conversation_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("handled_at", moment, nullable=True),
        sa.Column("handled_by", sa.String(), nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_conversation_report_conversation_id_conversation"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_conversation_report_public_id")),
    )
    with op.batch_alter_table("conversation_report") as batch_op:
        batch_op.create_index("ix_conversation_report_open", ["handled_at", "created_at"])
        batch_op.create_index(batch_op.f("ix_conversation_report_conversation_id"), ["conversation_id"])


def downgrade() -> None:
    op.drop_table("conversation_report")
    op.drop_table("conversation_message")
    op.drop_table("conversation_party")
    op.drop_table("conversation")
