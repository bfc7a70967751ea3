"""What helpers at support points make for people, and roles that rest."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "assisted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("point", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("reach", sa.String(), nullable=False),
        sa.Column("reach_note", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_assisted_made_by_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["digest"], ["agreed_text.digest"], name=op.f("fk_assisted_digest_agreed_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assisted")),
        sa.UniqueConstraint("subject_kind", "subject_id", name=op.f("uq_assisted_subject")),
    )
    with op.batch_alter_table("assisted") as batch_op:
        batch_op.create_index("ix_assisted_point", ["point", "subject_kind", "at"])
        batch_op.create_index(batch_op.f("ix_assisted_made_by_id"), ["made_by_id"])
    op.add_column("role_grant", sa.Column("paused_by", sa.String(), nullable=True))
    op.add_column("role_grant", sa.Column("paused_at", moment, nullable=True))
    op.create_index(op.f("ix_registration_point"), "registration", ["point"])
    op.create_index(op.f("ix_post_point"), "post", ["point"])


def downgrade() -> None:
    op.drop_index(op.f("ix_post_point"), table_name="post")
    op.drop_index(op.f("ix_registration_point"), table_name="registration")
    with op.batch_alter_table("role_grant") as batch_op:
        batch_op.drop_column("paused_at")
        batch_op.drop_column("paused_by")
    op.drop_table("assisted")
