"""The board of the digital network."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("hidden_from", sa.String(), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("text_language", sa.String(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("barri", sa.String(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("when", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("needed_by", sa.Date(), nullable=True),
        sa.Column("shown_days", sa.Integer(), nullable=True),
        sa.Column("shown_until", sa.Date(), nullable=True),
        sa.Column("leaves_on", sa.Date(), nullable=True),
        sa.Column("announced_for", sa.Date(), nullable=True),
        sa.Column("is_listed", sa.Boolean(), nullable=False),
        sa.Column("facets", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("point", sa.String(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.Column("shows_place", sa.Boolean(), nullable=False),
        sa.Column("wants_digest", sa.Boolean(), nullable=False),
        sa.Column("digest_at", moment, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("active_key", sa.String(), nullable=True),
        sa.Column("form_hash", sa.String(), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("published_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_post_quantity")),
        sa.CheckConstraint(
            "name = '' OR email IS NOT NULL OR phone IS NOT NULL OR point IS NOT NULL", name=op.f("ck_post_contact")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_post_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_post_made_by_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_post_initiative_id_initiative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("form_hash", name=op.f("uq_post_form_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_post_public_id")),
    )
    with op.batch_alter_table("post") as batch_op:
        batch_op.create_index("ix_post_board", ["is_listed", "published_at", "id"])
        batch_op.create_index("ix_post_state", ["state", "shown_until"])
        batch_op.create_index("ix_post_ended", ["state", "ended_at"])
        for column in ("account_id", "active_key", "email", "initiative_id", "made_by_id", "phone"):
            batch_op.create_index(batch_op.f(f"ix_post_{column}"), [column])
    op.create_table(
        "post_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_step_post_id_post"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_step")),
    )
    with op.batch_alter_table("post_step") as batch_op:
        batch_op.create_index(batch_op.f("ix_post_step_post_id"), ["post_id"])
    op.create_table(
        "post_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("handled_at", moment, nullable=True),
        sa.Column("handled_by", sa.String(), nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_report_post_id_post"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_report")),
        sa.UniqueConstraint("post_id", "reader", name=op.f("uq_post_report_reader")),
        sa.UniqueConstraint("public_id", name=op.f("uq_post_report_public_id")),
    )
    with op.batch_alter_table("post_report") as batch_op:
        batch_op.create_index("ix_post_report_open", ["handled_at", "created_at"])
        batch_op.create_index(batch_op.f("ix_post_report_post_id"), ["post_id"])


def downgrade() -> None:
    op.drop_table("post_report")
    op.drop_table("post_step")
    op.drop_table("post")
