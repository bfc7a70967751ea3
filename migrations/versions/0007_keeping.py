"""Who keeps a profile: what is typed, sent to the team, claimed and shared; how reports are handled."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "initiative_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_initiative_claim_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_claim_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_claim")),
        sa.UniqueConstraint("public_id", name=op.f("uq_initiative_claim_public_id")),
    )
    with op.batch_alter_table("initiative_claim") as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_claim_account_id"), ["account_id"])
        batch_op.create_index(batch_op.f("ix_initiative_claim_initiative_id"), ["initiative_id"])
        batch_op.create_index("ix_initiative_claim_waiting", ["way", "ended_at", "created_at"])

    op.create_table(
        "initiative_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("initiative_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_draft_initiative_id_initiative"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_draft")),
        sa.UniqueConstraint("form_key", name=op.f("uq_initiative_draft_form_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_initiative_draft_public_id")),
    )
    with op.batch_alter_table("initiative_draft") as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_draft_changed_at"), ["changed_at"])
        batch_op.create_index(batch_op.f("ix_initiative_draft_initiative_id"), ["initiative_id"])

    op.create_table(
        "initiative_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=True),
        sa.Column("invited_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_invitation_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_initiative_invitation_public_id")),
    )
    with op.batch_alter_table("initiative_invitation") as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_invitation_created_at"), ["created_at"])
        batch_op.create_index(batch_op.f("ix_initiative_invitation_initiative_id"), ["initiative_id"])

    op.create_table(
        "initiative_submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_initiative_submission_account_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_submission_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_submission")),
        sa.UniqueConstraint("public_id", name=op.f("uq_initiative_submission_public_id")),
    )
    with op.batch_alter_table("initiative_submission") as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_submission_account_id"), ["account_id"])
        batch_op.create_index(batch_op.f("ix_initiative_submission_initiative_id"), ["initiative_id"])
        batch_op.create_index("ix_initiative_submission_waiting", ["decided_at", "sent_at"])

    with op.batch_alter_table("initiative_report") as batch_op:
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("seen_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("is_right", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("initiative_report") as batch_op:
        batch_op.drop_column("is_right")
        batch_op.drop_column("seen_by")
        batch_op.drop_column("seen_at")

    with op.batch_alter_table("initiative_submission") as batch_op:
        batch_op.drop_index("ix_initiative_submission_waiting")
        batch_op.drop_index(batch_op.f("ix_initiative_submission_initiative_id"))
        batch_op.drop_index(batch_op.f("ix_initiative_submission_account_id"))

    op.drop_table("initiative_submission")
    with op.batch_alter_table("initiative_invitation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_initiative_invitation_initiative_id"))
        batch_op.drop_index(batch_op.f("ix_initiative_invitation_created_at"))

    op.drop_table("initiative_invitation")
    with op.batch_alter_table("initiative_draft") as batch_op:
        batch_op.drop_index(batch_op.f("ix_initiative_draft_initiative_id"))
        batch_op.drop_index(batch_op.f("ix_initiative_draft_changed_at"))

    op.drop_table("initiative_draft")
    with op.batch_alter_table("initiative_claim") as batch_op:
        batch_op.drop_index("ix_initiative_claim_waiting")
        batch_op.drop_index(batch_op.f("ix_initiative_claim_initiative_id"))
        batch_op.drop_index(batch_op.f("ix_initiative_claim_account_id"))

    op.drop_table("initiative_claim")
