"""Pictures of initiatives: their files are in the data folder."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "initiative_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("is_logo", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("widths", sa.JSON(), nullable=False),
        sa.Column("plain_width", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_initiative_picture_figures")),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_picture_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_picture")),
        sa.UniqueConstraint("digest", name=op.f("uq_initiative_picture_digest")),
        sa.UniqueConstraint("public_id", name=op.f("uq_initiative_picture_public_id")),
    )
    with op.batch_alter_table("initiative_picture") as batch_op:
        batch_op.create_index("ix_initiative_picture_initiative", ["initiative_id", "position"])


def downgrade() -> None:
    with op.batch_alter_table("initiative_picture") as batch_op:
        batch_op.drop_index("ix_initiative_picture_initiative")

    op.drop_table("initiative_picture")
