"""The directory: an initiative is a profile, with its words, places, contacts, labels and history."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guide_text",
        sa.Column("guide", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("guide", "language", name=op.f("pk_guide_text")),
    )
    op.create_table(
        "initiative_alias",
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_alias_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("name_key", name=op.f("pk_initiative_alias")),
    )
    with op.batch_alter_table("initiative_alias") as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_alias_initiative_id"), ["initiative_id"])

    op.create_table(
        "initiative_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_change_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_change")),
    )
    with op.batch_alter_table("initiative_change") as batch_op:
        batch_op.create_index("ix_initiative_change_initiative", ["initiative_id", "version"])

    op.create_table(
        "initiative_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_contact_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_contact")),
    )
    with op.batch_alter_table("initiative_contact") as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_contact_initiative_id"), ["initiative_id"])

    op.create_table(
        "initiative_label",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("granter", sa.String(), nullable=False),
        sa.Column("stated_by_entity_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_label_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("initiative_id", "code", name=op.f("pk_initiative_label")),
    )
    op.create_table(
        "initiative_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erase_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_message_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_message")),
        sa.UniqueConstraint("form_key", name=op.f("uq_initiative_message_form_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_initiative_message_public_id")),
    )
    with op.batch_alter_table("initiative_message") as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_message_erase_at"), ["erase_at"])
        batch_op.create_index(batch_op.f("ix_initiative_message_initiative_id"), ["initiative_id"])

    op.create_table(
        "initiative_old_slug",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_old_slug_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_initiative_old_slug")),
    )
    with op.batch_alter_table("initiative_old_slug") as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_old_slug_initiative_id"), ["initiative_id"])

    op.create_table(
        "initiative_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("barri", sa.String(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name=op.f("ck_initiative_place_wgs84")
        ),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_place_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_place")),
    )
    with op.batch_alter_table("initiative_place") as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_place_initiative_id"), ["initiative_id"])

    op.create_table(
        "initiative_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("form_key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_report_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_report")),
        sa.UniqueConstraint("form_key", name=op.f("uq_initiative_report_form_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_initiative_report_public_id")),
    )
    with op.batch_alter_table("initiative_report") as batch_op:
        batch_op.create_index(batch_op.f("ix_initiative_report_initiative_id"), ["initiative_id"])
        batch_op.create_index("ix_initiative_report_waiting", ["handled_at", "created_at"])

    op.create_table(
        "initiative_tag",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_tag_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("initiative_id", "kind", "code", name=op.f("pk_initiative_tag")),
    )
    with op.batch_alter_table("initiative_tag") as batch_op:
        batch_op.create_index("ix_initiative_tag_kind_code", ["kind", "code"])

    op.create_table(
        "initiative_text",
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=True),
        sa.Column("description", sa.String(), nullable=True),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("offers", sa.JSON(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiative.id"],
            name=op.f("fk_initiative_text_initiative_id_initiative"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("initiative_id", "language", name=op.f("pk_initiative_text")),
    )
    with op.batch_alter_table("initiative") as batch_op:
        batch_op.add_column(sa.Column("slug", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("code", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("status", sa.String(), nullable=False, server_default="draft"))
        batch_op.add_column(sa.Column("is_listed", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("language", sa.String(), nullable=False, server_default="ca"))
        batch_op.add_column(sa.Column("kind", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("legal_form", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("tax_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("barri", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("shows_only_barri", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("year", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("size", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_contractable", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("links", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("networks", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("facets", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("created_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_initiative_figures"), "year BETWEEN 1700 AND 2200 AND size >= 0"
        )
        batch_op.create_index("ix_initiative_listed", ["is_listed", "name_key"])
        batch_op.create_index(batch_op.f("ix_initiative_merged_into_id"), ["merged_into_id"])
        batch_op.create_index(batch_op.f("ix_initiative_tax_id"), ["tax_id"])
        batch_op.create_unique_constraint(batch_op.f("uq_initiative_code"), ["code"])
        batch_op.create_unique_constraint(batch_op.f("uq_initiative_slug"), ["slug"])
        batch_op.create_foreign_key(
            batch_op.f("fk_initiative_merged_into_id_initiative"), "initiative", ["merged_into_id"], ["id"]
        )
    # The defaults were for the rows that were there.
    with op.batch_alter_table("initiative") as batch_op:
        batch_op.alter_column("status", server_default=None)
        batch_op.alter_column("is_listed", server_default=None)
        batch_op.alter_column("language", server_default=None)
        batch_op.alter_column("shows_only_barri", server_default=None)
        batch_op.alter_column("is_contractable", server_default=None)
        batch_op.alter_column("links", server_default=None)
        batch_op.alter_column("networks", server_default=None)
        batch_op.alter_column("facets", server_default=None)
        batch_op.alter_column("version", server_default=None)


def downgrade() -> None:
    op.drop_table("guide_text")
    with op.batch_alter_table("initiative") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_initiative_merged_into_id_initiative"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_initiative_slug"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_initiative_code"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_initiative_tax_id"))
        batch_op.drop_index(batch_op.f("ix_initiative_merged_into_id"))
        batch_op.drop_index("ix_initiative_listed")
        batch_op.drop_constraint(batch_op.f("ck_initiative_figures"), type_="check")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("closed_at")
        batch_op.drop_column("asked_at")
        batch_op.drop_column("confirmed_at")
        batch_op.drop_column("published_at")
        batch_op.drop_column("updated_at")
        batch_op.drop_column("created_at")
        batch_op.drop_column("version")
        batch_op.drop_column("facets")
        batch_op.drop_column("networks")
        batch_op.drop_column("links")
        batch_op.drop_column("is_contractable")
        batch_op.drop_column("size")
        batch_op.drop_column("year")
        batch_op.drop_column("shows_only_barri")
        batch_op.drop_column("barri")
        batch_op.drop_column("tax_id")
        batch_op.drop_column("legal_form")
        batch_op.drop_column("kind")
        batch_op.drop_column("language")
        batch_op.drop_column("is_listed")
        batch_op.drop_column("status")
        batch_op.drop_column("code")
        batch_op.drop_column("slug")

    op.drop_table("initiative_text")
    with op.batch_alter_table("initiative_tag") as batch_op:
        batch_op.drop_index("ix_initiative_tag_kind_code")

    op.drop_table("initiative_tag")
    with op.batch_alter_table("initiative_report") as batch_op:
        batch_op.drop_index("ix_initiative_report_waiting")
        batch_op.drop_index(batch_op.f("ix_initiative_report_initiative_id"))

    op.drop_table("initiative_report")
    with op.batch_alter_table("initiative_place") as batch_op:
        batch_op.drop_index(batch_op.f("ix_initiative_place_initiative_id"))

    op.drop_table("initiative_place")
    with op.batch_alter_table("initiative_old_slug") as batch_op:
        batch_op.drop_index(batch_op.f("ix_initiative_old_slug_initiative_id"))

    op.drop_table("initiative_old_slug")
    with op.batch_alter_table("initiative_message") as batch_op:
        batch_op.drop_index(batch_op.f("ix_initiative_message_initiative_id"))
        batch_op.drop_index(batch_op.f("ix_initiative_message_erase_at"))

    op.drop_table("initiative_message")
    op.drop_table("initiative_label")
    with op.batch_alter_table("initiative_contact") as batch_op:
        batch_op.drop_index(batch_op.f("ix_initiative_contact_initiative_id"))

    op.drop_table("initiative_contact")
    with op.batch_alter_table("initiative_change") as batch_op:
        batch_op.drop_index("ix_initiative_change_initiative")

    op.drop_table("initiative_change")
    with op.batch_alter_table("initiative_alias") as batch_op:
        batch_op.drop_index(batch_op.f("ix_initiative_alias_initiative_id"))

    op.drop_table("initiative_alias")
