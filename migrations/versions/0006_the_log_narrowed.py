"""The audit log is narrowed by who, what and kind, the newest first."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_audit_entry_actor": ["actor", "at"],
    "ix_audit_entry_action": ["action", "at"],
    "ix_audit_entry_kind": ["subject_kind", "at"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "audit_entry", columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, "audit_entry")
