"""Who came to which session; and who came without having registered."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

REACHED = "name = '' OR email IS NOT NULL OR phone IS NOT NULL OR point IS NOT NULL"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "attendance",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("is_here", sa.Boolean(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("pressed_at", moment, nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["account.id"], name=op.f("fk_attendance_marked_by_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_attendance_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_session.id"],
            name=op.f("fk_attendance_session_id_training_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "registration_id", "person", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance") as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_marked_by_id"), ["marked_by_id"])
        batch_op.create_index(batch_op.f("ix_attendance_registration_id"), ["registration_id"])
    with op.batch_alter_table("registration") as batch_op:
        batch_op.add_column(sa.Column("is_walk_in", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.drop_constraint(batch_op.f("ck_registration_contact"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_registration_contact"), f"{REACHED} OR is_walk_in")
    with op.batch_alter_table("registration") as batch_op:
        batch_op.alter_column("is_walk_in", server_default=None)


def downgrade() -> None:
    op.drop_table("attendance")
    # Who came in without a contact cannot be reached, so the older tables know them without their name.
    op.execute("UPDATE registration SET name = '', guardian_name = NULL, active_key = NULL WHERE is_walk_in")
    with op.batch_alter_table("registration") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_registration_contact"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_registration_contact"), REACHED)
        batch_op.drop_column("is_walk_in")
