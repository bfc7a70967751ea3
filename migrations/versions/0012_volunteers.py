"""Volunteers, who is proposed to whom, and the hours that they give."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("post") as batch_op:
        batch_op.add_column(sa.Column("times", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("ways", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("for_minor", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("helped", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("tried", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_index("ix_post_waiting", ["kind", "state", "helped", "tried", "published_at"])
    with op.batch_alter_table("post") as batch_op:
        for column, kind in (
            ("times", sa.Integer()),
            ("ways", sa.JSON()),
            ("for_minor", sa.Boolean()),
            ("helped", sa.Integer()),
            ("tried", sa.Integer()),
        ):
            batch_op.alter_column(column, existing_type=kind, existing_nullable=False, server_default=None)
    op.create_table(
        "volunteer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("barris", sa.JSON(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("at_once", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("facets", sa.String(), nullable=False),
        sa.Column("agreement_on", sa.Date(), nullable=True),
        sa.Column("agreement_by", sa.String(), nullable=True),
        sa.Column("training", sa.String(), nullable=False),
        sa.Column("training_on", sa.Date(), nullable=True),
        sa.Column("training_by", sa.String(), nullable=True),
        sa.Column("certificate_on", sa.Date(), nullable=True),
        sa.Column("certificate_by", sa.String(), nullable=True),
        sa.Column("certificate_until", sa.Date(), nullable=True),
        sa.Column("warned_for", sa.Date(), nullable=True),
        sa.Column("active_key", sa.String(), nullable=True),
        sa.Column("form_hash", sa.String(), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("verified_at", moment, nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.CheckConstraint("at_once >= 1", name=op.f("ck_volunteer_at_once")),
        sa.CheckConstraint("name = '' OR email IS NOT NULL OR phone IS NOT NULL", name=op.f("ck_volunteer_contact")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_volunteer_account_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer")),
        sa.UniqueConstraint("active_key", name=op.f("uq_volunteer_active_key")),
        sa.UniqueConstraint("form_hash", name=op.f("uq_volunteer_form_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_volunteer_public_id")),
    )
    with op.batch_alter_table("volunteer") as batch_op:
        batch_op.create_index("ix_volunteer_state", ["state", "created_at"])
        batch_op.create_index("ix_volunteer_ended", ["state", "ended_at"])
        for column in ("account_id", "certificate_until", "email", "phone"):
            batch_op.create_index(batch_op.f(f"ix_volunteer_{column}"), [column])
    op.create_table(
        "volunteer_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("given_at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer.id"],
            name=op.f("fk_volunteer_consent_volunteer_id_volunteer"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_consent")),
    )
    with op.batch_alter_table("volunteer_consent") as batch_op:
        batch_op.create_index(batch_op.f("ix_volunteer_consent_volunteer_id"), ["volunteer_id"])
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=True),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("pair", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asker_at", moment, nullable=True),
        sa.Column("helper_at", moment, nullable=True),
        sa.Column("declined_by", sa.String(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answer_until", sa.Date(), nullable=False),
        sa.Column("conversation", sa.String(), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.CheckConstraint("(volunteer_id IS NULL) <> (offer_id IS NULL)", name=op.f("ck_proposal_one_helper")),
        sa.ForeignKeyConstraint(["offer_id"], ["post.id"], name=op.f("fk_proposal_offer_id_post"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_proposal_post_id_post"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_proposal_volunteer_id_volunteer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("pair", name=op.f("uq_proposal_pair")),
        sa.UniqueConstraint("public_id", name=op.f("uq_proposal_public_id")),
    )
    with op.batch_alter_table("proposal") as batch_op:
        batch_op.create_index("ix_proposal_post", ["post_id", "state"])
        batch_op.create_index("ix_proposal_volunteer", ["volunteer_id", "state"])
        batch_op.create_index("ix_proposal_offer", ["offer_id", "state"])
        batch_op.create_index("ix_proposal_due", ["state", "answer_until"])
        batch_op.create_index(batch_op.f("ix_proposal_asked_on"), ["asked_on"])
    op.create_table(
        "asked_day",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_asked_day")),
    )
    with op.batch_alter_table("asked_day") as batch_op:
        batch_op.create_index(batch_op.f("ix_asked_day_day"), ["day"])
    op.create_table(
        "volunteer_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("point", sa.String(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("form_hash", sa.String(), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("logged_at", moment, nullable=False),
        sa.Column("confirmed_at", moment, nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.CheckConstraint("minutes >= 1 AND minutes <= 720", name=op.f("ck_volunteer_hours_minutes")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_volunteer_hours_post_id_post"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_volunteer_hours_proposal_id_proposal"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer.id"],
            name=op.f("fk_volunteer_hours_volunteer_id_volunteer"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_hours")),
        sa.UniqueConstraint("form_hash", name=op.f("uq_volunteer_hours_form_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_volunteer_hours_public_id")),
    )
    with op.batch_alter_table("volunteer_hours") as batch_op:
        batch_op.create_index("ix_volunteer_hours_volunteer", ["volunteer_id", "day"])
        for column in ("post_id", "proposal_id"):
            batch_op.create_index(batch_op.f(f"ix_volunteer_hours_{column}"), [column])


def downgrade() -> None:
    for table in ("volunteer_hours", "asked_day", "proposal", "volunteer_consent", "volunteer"):
        op.drop_table(table)
    with op.batch_alter_table("post") as batch_op:
        batch_op.drop_index("ix_post_waiting")
        for column in ("tried", "helped", "for_minor", "ways", "times"):
            batch_op.drop_column(column)
