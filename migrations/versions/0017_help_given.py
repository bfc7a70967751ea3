"""Help given: what for, how long, how it ended; nothing of whom."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "help_given",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("helper_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("point", sa.String(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("form_hash", sa.String(), nullable=True),
        sa.CheckConstraint("minutes >= 1 AND minutes <= 480", name=op.f("ck_help_given_minutes")),
        sa.CheckConstraint("(way = 'point') = (point IS NOT NULL)", name=op.f("ck_help_given_point")),
        sa.ForeignKeyConstraint(
            ["helper_id"], ["account.id"], name=op.f("fk_help_given_helper_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_given")),
        sa.UniqueConstraint("form_hash", name=op.f("uq_help_given_form_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_help_given_public_id")),
    )
    with op.batch_alter_table("help_given") as batch_op:
        batch_op.create_index("ix_help_given_helper", ["helper_id", "recorded_on"])
        batch_op.create_index("ix_help_given_day", ["day"])


def downgrade() -> None:
    op.drop_table("help_given")
