from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopnet.foundation.db import Base
from coopnet.initiatives.models.keeping import (
    InitiativeClaim,
    InitiativeDraft,
    InitiativeInvitation,
    InitiativePair,
    InitiativeSubmission,
)

__all__ = [
    "Initiative",
    "InitiativeAlias",
    "InitiativeChange",
    "InitiativeClaim",
    "InitiativeContact",
    "InitiativeDraft",
    "InitiativeInvitation",
    "InitiativeLabel",
    "InitiativeMessage",
    "InitiativeOldSlug",
    "InitiativePair",
    "InitiativePlace",
    "InitiativeReport",
    "InitiativeSubmission",
    "InitiativeTag",
    "InitiativeText",
]

CASCADE = "all, delete-orphan"


class Initiative(Base):
    """An entity of the district: a bare name that a training mentions, or a profile of its own.

    `name_key` is the folded name, one row a name. A bare name has no slug and is a draft. `facets` is what lists filter
    by, written with the profile: ` s:alimentacio k:hort b:18 `. `version` is raised by every change: who saves says
    which one they saw.
    """

    __tablename__ = "initiative"
    __table_args__ = (
        CheckConstraint("year BETWEEN 1700 AND 2200 AND size >= 0", name="figures"),
        Index("ix_initiative_listed", "is_listed", "name_key"),
        Index("ix_initiative_upkeep", "status", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    url: Mapped[str | None]
    slug: Mapped[str | None] = mapped_column(unique=True)
    code: Mapped[str | None] = mapped_column(unique=True)  # of the sheet it was imported from
    status: Mapped[str] = mapped_column(default="draft")  # of `rules.states.Status`
    is_listed: Mapped[bool] = mapped_column(default=False)  # in lists, on the map, in open data
    language: Mapped[str] = mapped_column(default="ca")  # of the original text
    kind: Mapped[str | None]
    legal_form: Mapped[str | None]
    tax_id: Mapped[str | None] = mapped_column(index=True)  # never public
    barri: Mapped[str | None]
    shows_only_barri: Mapped[bool] = mapped_column(default=False)  # then no address and no point is public
    year: Mapped[int | None]
    size: Mapped[int | None]  # people
    is_contractable: Mapped[bool] = mapped_column(default=False)  # by public buyers
    links: Mapped[list[str]] = mapped_column(JSON, default=list)
    networks: Mapped[list[str]] = mapped_column(JSON, default=list)  # names, as the entity states them
    facets: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime | None]  # of the profile; None for a bare name
    updated_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]  # when its people last said that all is right
    asked_at: Mapped[datetime | None]  # when they were asked; None once they have answered
    reminded_at: Mapped[datetime | None]
    stale_at: Mapped[datetime | None]  # when their silence was marked
    featured_on: Mapped[date | None]  # the Monday of the last week that was its own
    closed_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("initiative.id"), index=True)

    texts: Mapped[list["InitiativeText"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="InitiativeText.language"
    )
    tags: Mapped[list["InitiativeTag"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="[InitiativeTag.kind, InitiativeTag.position]"
    )
    places: Mapped[list["InitiativePlace"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="InitiativePlace.position"
    )
    contacts: Mapped[list["InitiativeContact"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="InitiativeContact.position"
    )
    labels: Mapped[list["InitiativeLabel"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="InitiativeLabel.code"
    )


class InitiativeOldSlug(Base):
    """An address it had: it answers for ever."""

    __tablename__ = "initiative_old_slug"

    slug: Mapped[str] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"), index=True)


class InitiativeAlias(Base):
    """Another name of it, folded: short, old, or of a profile that was merged into it."""

    __tablename__ = "initiative_alias"

    name_key: Mapped[str] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"), index=True)


class InitiativeText(Base):
    """Its words in one language; whatever is missing is said in the original language."""

    __tablename__ = "initiative_text"

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    summary: Mapped[str | None]
    description: Mapped[str | None]  # Markdown
    services: Mapped[list[str]] = mapped_column(JSON, default=list)
    offers: Mapped[list[str]] = mapped_column(JSON, default=list)  # to the community
    needs: Mapped[list[str]] = mapped_column(JSON, default=list)  # from the community


class InitiativeTag(Base):
    """A code of a vocabulary: `kind` is of `rules.states.TagKind`. A measure's code carries its plan."""

    __tablename__ = "initiative_tag"
    __table_args__ = (Index("ix_initiative_tag_kind_code", "kind", "code"),)

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class InitiativePlace(Base):
    """Where it is. `hours` as `rules.hours` keeps them; `access` are codes of `venue_access`."""

    __tablename__ = "initiative_place"
    __table_args__ = (CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="wgs84"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    barri: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    hours: Mapped[str] = mapped_column(default="")
    access: Mapped[list[str]] = mapped_column(JSON, default=list)


class InitiativeContact(Base):
    """A way to reach it: `kind` is email or phone. One that is not public is reached through the form alone."""

    __tablename__ = "initiative_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    value: Mapped[str]
    is_public: Mapped[bool]


class InitiativeLabel(Base):
    """A qualification that only another entity may give. It is a label while `granted_at` is the later of the two."""

    __tablename__ = "initiative_label"

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)  # of `qualifications`
    granter: Mapped[str]
    stated_by_entity_at: Mapped[datetime | None]
    granted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    is_example: Mapped[bool] = mapped_column(default=False)


class InitiativePicture(Base):
    """Its logo, or a picture of it; the files that `foundation.pictures` drew have `digest` in their names.

    `alt` says what can be seen to who does not see it, in the profile's own language; empty: it only decorates.
    """

    __tablename__ = "initiative_picture"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="figures"),
        Index("ix_initiative_picture_initiative", "initiative_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"))
    is_logo: Mapped[bool]
    position: Mapped[int]
    digest: Mapped[str] = mapped_column(unique=True)
    width: Mapped[int]  # pixels of the largest file
    height: Mapped[int]
    widths: Mapped[list[int]] = mapped_column(JSON)  # of the WebP files, the smallest first
    plain_width: Mapped[int]  # of the JPEG
    alt: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]


class InitiativeChange(Base):
    """What changed in a profile: by field, as JSON keeps a draft. `version` is the one that the change made."""

    __tablename__ = "initiative_change"
    __table_args__ = (Index("ix_initiative_change_initiative", "initiative_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"))
    version: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(default="")  # of the actor, towards this profile, at that time
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    erase_at: Mapped[datetime | None] = mapped_column(index=True)  # until then it keeps contacts and tax ids


class InitiativeAsk(Base):
    """One of its people was asked whether all is still right. `account_id` is an editor's; None: its own address."""

    __tablename__ = "initiative_ask"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    recipient: Mapped[str | None]  # erased once it is answered or over
    asked_at: Mapped[datetime] = mapped_column(index=True)  # by the last letter
    ended_at: Mapped[datetime | None]  # from then on its links change nothing
    answer: Mapped[str | None]  # of `rules.freshness.Answer`; of this one, not of another's


class InitiativeReport(Base):
    """Somebody says that something is wrong: a row of the moderation queue until it is handled."""

    __tablename__ = "initiative_report"
    __table_args__ = (Index("ix_initiative_report_waiting", "handled_at", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str]  # of `rules.states.ReportReason`
    text: Mapped[str] = mapped_column(default="")
    form_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]  # somebody of the team looks into it
    seen_by: Mapped[str | None]
    handled_at: Mapped[datetime | None]
    handled_by: Mapped[str | None]
    is_right: Mapped[bool | None]  # whether there was something to correct; None until it is handled


class InitiativeMessage(Base):
    """A message that is relayed to it. Sender and text are erased at `erase_at`."""

    __tablename__ = "initiative_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id", ondelete="CASCADE"), index=True)
    name: Mapped[str | None]
    email: Mapped[str | None]
    text: Mapped[str | None]
    form_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    erase_at: Mapped[datetime | None] = mapped_column(index=True)
