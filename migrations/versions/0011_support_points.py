"""Support points. Whoever was reached or given a role by a venue is so by the point of the same public id from here on."""

import re
import unicodedata
from datetime import datetime, timezone

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0016"
branch_labels = None
depends_on = None

LONGEST_SLUG = 60


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "support_point",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("has", sa.JSON(), nullable=False),
        sa.Column("helps_in", sa.JSON(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("exceptions", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", moment, nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_support_point_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_point")),
        sa.UniqueConstraint("public_id", name=op.f("uq_support_point_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_support_point_slug")),
    )
    with op.batch_alter_table("support_point") as batch:
        batch.create_index(batch.f("ix_support_point_venue_id"), ["venue_id"])
    _make_points_of_venues()


def downgrade() -> None:
    op.drop_table("support_point")


def _make_points_of_venues() -> None:
    """Only of those that somebody was given a role for or is reached through; hidden until the team has filled it in.

    Named as until now: by the name, with a number where an older venue has the same.
    """
    connection = op.get_bind()
    registration, post = (sa.table(name, sa.column("point")) for name in ("registration", "post"))
    grant = sa.table("role_grant", sa.column("subject_kind"), sa.column("subject_id"))
    used = sa.union(
        sa.select(registration.c.point),
        sa.select(post.c.point),
        sa.select(grant.c.subject_id).where(grant.c.subject_kind == "point"),
    ).subquery()
    venue = sa.table("venue", sa.column("id"), sa.column("public_id"), sa.column("name"))
    wanted = set(connection.scalars(sa.select(used.c[0]).where(used.c[0].is_not(None))))
    point = sa.table(
        "support_point",
        *(sa.column(name) for name in ("public_id", "slug", "venue_id", "name", "hours", "exceptions")),
        *(sa.column(name, sa.JSON()) for name in ("has", "helps_in", "words")),
        sa.column("is_shown", sa.Boolean()),
        sa.column("version", sa.Integer()),
        *(sa.column(name, sa.DateTime(timezone=True)) for name in ("created_at", "updated_at")),
    )
    now = datetime.now(timezone.utc)
    taken: set[str] = set()
    for row in connection.execute(sa.select(venue).order_by(venue.c.id)).all():
        bare, number = _slug(row.name), 1
        slug = bare
        while slug in taken:
            number += 1
            slug = f"{bare}-{number}"
        taken.add(slug)
        if row.public_id in wanted:
            connection.execute(
                sa.insert(point).values(
                    public_id=row.public_id, slug=slug, venue_id=row.id, name=row.name, hours="", exceptions="",
                    has=[], helps_in=[], words={}, is_shown=False, version=1, created_at=now, updated_at=now,
                )  # fmt: skip
            )


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("·", "").replace("ŀ", "l"))
    slug = ""
    for word in re.findall("[a-z0-9]+", "".join(letter for letter in plain if not unicodedata.combining(letter))):
        longer = f"{slug}-{word}" if slug else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return slug or "punt"
