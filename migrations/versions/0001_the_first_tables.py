"""The first tables: a district's programme, who takes a place in it, and the letters that tell them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreed_text",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_agreed_text")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry") as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"])
        batch_op.create_index("ix_audit_entry_subject", ["subject_kind", "subject_id", "at"])

    op.create_table(
        "dispatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("erase_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_dispatch_dedup_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_dispatch_public_id")),
    )
    with op.batch_alter_table("dispatch") as batch_op:
        batch_op.create_index("ix_dispatch_due", ["state", "due_at"])
        batch_op.create_index("ix_dispatch_erase_at", ["erase_at"])
        batch_op.create_index("ix_dispatch_subject", ["subject_kind", "subject_id"])

    op.create_table(
        "generation",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_generation")),
    )
    op.create_table(
        "initiative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
        sa.UniqueConstraint("name_key", name=op.f("uq_initiative_name_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_initiative_public_id")),
    )
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("registration_type", sa.String(), nullable=False),
        sa.Column("external_url", sa.String(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("online_capacity", sa.Integer(), nullable=True),
        sa.Column("online_taken", sa.Integer(), nullable=False),
        sa.Column("has_two_ways", sa.Boolean(), nullable=False),
        sa.Column("queue_version", sa.Integer(), nullable=False),
        sa.Column("last_queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("max_companions", sa.Integer(), nullable=False),
        sa.Column("is_grant_funded", sa.Boolean(), nullable=False),
        sa.Column("trainers", sa.JSON(), nullable=False),
        sa.Column("internal_notes", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("facets", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("capacity >= 0 AND taken >= 0", name=op.f("ck_training_places")),
        sa.CheckConstraint("online_capacity >= 0 AND online_taken >= 0", name=op.f("ck_training_online_places")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("code", name=op.f("uq_training_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_training_slug")),
    )
    with op.batch_alter_table("training") as batch_op:
        batch_op.create_index("ix_training_public_ends_at", ["is_public", "ends_at", "id"])
        batch_op.create_index("ix_training_public_starts_at", ["is_public", "starts_at", "id"])

    op.create_table(
        "venue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("address_key", sa.String(), nullable=False),
        sa.Column("barri", sa.String(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name=op.f("ck_venue_wgs84")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
        sa.UniqueConstraint("public_id", name=op.f("uq_venue_public_id")),
    )
    with op.batch_alter_table("venue") as batch_op:
        batch_op.create_index(batch_op.f("ix_venue_barri"), ["barri"])

    op.create_table(
        "worker_beat",
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_worker_beat")),
    )
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("party_size", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("guardian_name", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("point", sa.String(), nullable=True),
        sa.Column("active_key", sa.String(), nullable=True),
        sa.Column("form_hash", sa.String(), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("code_key_id", sa.String(), nullable=False),
        sa.CheckConstraint(
            "name = '' OR email IS NOT NULL OR phone IS NOT NULL OR point IS NOT NULL",
            name=op.f("ck_registration_contact"),
        ),
        sa.CheckConstraint("party_size >= 1", name=op.f("ck_registration_party")),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_registration_training_id_training")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_registration_code_hash")),
        sa.UniqueConstraint("form_hash", name=op.f("uq_registration_form_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_registration_public_id")),
        sa.UniqueConstraint("training_id", "active_key", name=op.f("uq_registration_training_id_active_key")),
    )
    with op.batch_alter_table("registration") as batch_op:
        batch_op.create_index("ix_registration_created_at", ["created_at"])
        batch_op.create_index(batch_op.f("ix_registration_email"), ["email"])
        batch_op.create_index(batch_op.f("ix_registration_phone"), ["phone"])
        batch_op.create_index("ix_registration_queue", ["training_id", "state", "way", "priority", "queued_at", "id"])

    op.create_table(
        "training_old_slug",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training.id"], name=op.f("fk_training_old_slug_training_id_training"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_training_old_slug")),
    )
    with op.batch_alter_table("training_old_slug") as batch_op:
        batch_op.create_index(batch_op.f("ix_training_old_slug_training_id"), ["training_id"])

    op.create_table(
        "training_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_training_partner_initiative_id_initiative")
        ),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training.id"], name=op.f("fk_training_partner_training_id_training"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_partner")),
        sa.UniqueConstraint("training_id", "initiative_id", name=op.f("uq_training_partner_training_id_initiative_id")),
    )
    with op.batch_alter_table("training_partner") as batch_op:
        batch_op.create_index(batch_op.f("ix_training_partner_initiative_id"), ["initiative_id"])

    op.create_table(
        "training_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training.id"], name=op.f("fk_training_question_training_id_training"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_question")),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_question_public_id")),
    )
    with op.batch_alter_table("training_question") as batch_op:
        batch_op.create_index(batch_op.f("ix_training_question_training_id"), ["training_id"])

    op.create_table(
        "training_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("online_url", sa.String(), nullable=True),
        sa.Column("internal_notes", sa.String(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_training_session_order")),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training.id"], name=op.f("fk_training_session_training_id_training"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_training_session_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_training_session_public_id")),
        sa.UniqueConstraint("training_id", "position", name=op.f("uq_training_session_training_id_position")),
    )
    with op.batch_alter_table("training_session") as batch_op:
        batch_op.create_index(batch_op.f("ix_training_session_venue_id"), ["venue_id"])

    op.create_table(
        "training_tag",
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training.id"], name=op.f("fk_training_tag_training_id_training"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("training_id", "kind", "code", name=op.f("pk_training_tag")),
    )
    with op.batch_alter_table("training_tag") as batch_op:
        batch_op.create_index("ix_training_tag_kind_code", ["kind", "code"])

    op.create_table(
        "training_text",
        sa.Column("training_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("summary", sa.String(), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["training_id"], ["training.id"], name=op.f("fk_training_text_training_id_training"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("training_id", "language", name=op.f("pk_training_text")),
    )
    op.create_table(
        "venue_access",
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["venue_id"], ["venue.id"], name=op.f("fk_venue_access_venue_id_venue"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("venue_id", "code", name=op.f("pk_venue_access")),
    )
    op.create_table(
        "agreement",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["digest"], ["agreed_text.digest"], name=op.f("fk_agreement_digest_agreed_text")),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_agreement_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "kind", name=op.f("pk_agreement")),
    )
    op.create_table(
        "answer",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["training_question.id"], name=op.f("fk_answer_question_id_training_question")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_answer_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "question_id", name=op.f("pk_answer")),
    )
    op.create_table(
        "companion",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_companion_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "position", name=op.f("pk_companion")),
    )
    op.create_table(
        "registration_needs",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registration_needs_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_registration_needs")),
    )
    op.create_table(
        "registration_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registration_step_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_step")),
    )
    with op.batch_alter_table("registration_step") as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_step_registration_id"), ["registration_id"])

    op.create_table(
        "training_partner_role",
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["training_partner.id"],
            name=op.f("fk_training_partner_role_partner_id_training_partner"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("partner_id", "role", name=op.f("pk_training_partner_role")),
    )


def downgrade() -> None:
    op.drop_table("training_partner_role")
    with op.batch_alter_table("registration_step") as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_step_registration_id"))

    op.drop_table("registration_step")
    op.drop_table("registration_needs")
    op.drop_table("companion")
    op.drop_table("answer")
    op.drop_table("agreement")
    op.drop_table("venue_access")
    op.drop_table("training_text")
    with op.batch_alter_table("training_tag") as batch_op:
        batch_op.drop_index("ix_training_tag_kind_code")

    op.drop_table("training_tag")
    with op.batch_alter_table("training_session") as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_session_venue_id"))

    op.drop_table("training_session")
    with op.batch_alter_table("training_question") as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_question_training_id"))

    op.drop_table("training_question")
    with op.batch_alter_table("training_partner") as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_partner_initiative_id"))

    op.drop_table("training_partner")
    with op.batch_alter_table("training_old_slug") as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_old_slug_training_id"))

    op.drop_table("training_old_slug")
    with op.batch_alter_table("registration") as batch_op:
        batch_op.drop_index("ix_registration_queue")
        batch_op.drop_index(batch_op.f("ix_registration_phone"))
        batch_op.drop_index(batch_op.f("ix_registration_email"))
        batch_op.drop_index("ix_registration_created_at")

    op.drop_table("registration")
    op.drop_table("worker_beat")
    with op.batch_alter_table("venue") as batch_op:
        batch_op.drop_index(batch_op.f("ix_venue_barri"))

    op.drop_table("venue")
    with op.batch_alter_table("training") as batch_op:
        batch_op.drop_index("ix_training_public_starts_at")
        batch_op.drop_index("ix_training_public_ends_at")

    op.drop_table("training")
    op.drop_table("initiative")
    op.drop_table("generation")
    with op.batch_alter_table("dispatch") as batch_op:
        batch_op.drop_index("ix_dispatch_subject")
        batch_op.drop_index("ix_dispatch_erase_at")
        batch_op.drop_index("ix_dispatch_due")

    op.drop_table("dispatch")
    with op.batch_alter_table("audit_entry") as batch_op:
        batch_op.drop_index("ix_audit_entry_subject")
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))

    op.drop_table("audit_entry")
    op.drop_table("agreed_text")
