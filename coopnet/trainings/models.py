from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopnet.foundation.db import Base
from coopnet.initiatives.models import Initiative
from coopnet.places.models import Venue

CASCADE = "all, delete-orphan"


class Training(Base):
    """A training with its places.

    `capacity` and `taken` are the places of the room; an online training's too, since it has one way. A hybrid
    training whose ways differ also has `online_capacity` and `online_taken`. A capacity of None has no limit. `taken`
    and `online_taken` are changed by `registrations.service` only, after raising `queue_version`, which is the mutex
    of the queue. `starts_at` and `ends_at` are those of the first and last session. `facets` is what lists filter by,
    written with the training: ` t:energia b:18 l:ca f:online `.
    """

    __tablename__ = "training"
    __table_args__ = (
        CheckConstraint("capacity >= 0 AND taken >= 0", name="places"),
        CheckConstraint("online_capacity >= 0 AND online_taken >= 0", name="online_places"),
        Index("ix_training_public_ends_at", "is_public", "ends_at", "id"),
        Index("ix_training_public_starts_at", "is_public", "starts_at", "id"),
        Index("ix_training_status", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    status: Mapped[str]  # draft | published | cancelled
    is_public: Mapped[bool]  # published once: a cancelled training stays and says so
    language: Mapped[str]  # of the original text
    format: Mapped[str]  # in_person | online | hybrid
    level: Mapped[str | None]
    registration_type: Mapped[str]  # open | approval | none | external
    external_url: Mapped[str | None]
    capacity: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)
    online_capacity: Mapped[int | None]
    online_taken: Mapped[int] = mapped_column(default=0)
    has_two_ways: Mapped[bool] = mapped_column(default=False)
    queue_version: Mapped[int] = mapped_column(default=0)
    last_queued_at: Mapped[datetime | None]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    max_companions: Mapped[int] = mapped_column(default=0)
    is_grant_funded: Mapped[bool] = mapped_column(default=False)
    trainers: Mapped[list[str]] = mapped_column(JSON)
    internal_notes: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    facets: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # by language
    suggested: Mapped[list[str]] = mapped_column(JSON, default=list)  # instead of it: public ids of trainings
    series: Mapped[str | None] = mapped_column(index=True)  # shared by its editions: the public id of the first
    form_key: Mapped[str | None] = mapped_column(unique=True)  # of the page on which it was begun

    texts: Mapped[list["TrainingText"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="TrainingText.language"
    )
    sessions: Mapped[list["TrainingSession"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="TrainingSession.position"
    )
    partners: Mapped[list["TrainingPartner"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="TrainingPartner.position"
    )
    questions: Mapped[list["TrainingQuestion"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="TrainingQuestion.position"
    )
    tags: Mapped[list["TrainingTag"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="[TrainingTag.kind, TrainingTag.position]"
    )


class TrainingText(Base):
    """The words of a training in one language; every field may be missing, then the original stands in for it."""

    __tablename__ = "training_text"

    training_id: Mapped[int] = mapped_column(ForeignKey("training.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str | None]
    summary: Mapped[str | None]
    description: Mapped[str | None]  # Markdown


class TrainingTag(Base):
    """A code of a vocabulary: `kind` is topic, measure, audience, language (of delivery) or access.

    A measure's code carries its plan: `pde-2017:8.7`.
    """

    __tablename__ = "training_tag"
    __table_args__ = (Index("ix_training_tag_kind_code", "kind", "code"),)

    training_id: Mapped[int] = mapped_column(ForeignKey("training.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class TrainingSession(Base):
    """One meeting. `online_url` is secret: only confirmed people see it, near the time."""

    __tablename__ = "training_session"
    __table_args__ = (
        UniqueConstraint("training_id", "position"),
        CheckConstraint("ends_at > starts_at", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id", ondelete="CASCADE"))
    position: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"), index=True)
    room: Mapped[str] = mapped_column(default="")
    online_url: Mapped[str | None]
    internal_notes: Mapped[str] = mapped_column(default="")

    venue: Mapped[Venue | None] = relationship(lazy="raise_on_sql")


class TrainingPartner(Base):
    """An entity that co-produces the training."""

    __tablename__ = "training_partner"
    __table_args__ = (UniqueConstraint("training_id", "initiative_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id", ondelete="CASCADE"))
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiative.id"), index=True)
    position: Mapped[int]

    initiative: Mapped[Initiative] = relationship(lazy="raise_on_sql")
    roles: Mapped[list["TrainingPartnerRole"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="TrainingPartnerRole.position"
    )


class TrainingPartnerRole(Base):
    __tablename__ = "training_partner_role"

    partner_id: Mapped[int] = mapped_column(ForeignKey("training_partner.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class TrainingQuestion(Base):
    """Asked of whoever registers. One that has answers is retired, not deleted."""

    __tablename__ = "training_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str]  # short_text | long_text | number | one_choice | many_choices | yes_no
    text: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    options: Mapped[list[str]] = mapped_column(JSON)
    is_required: Mapped[bool]
    retired_at: Mapped[datetime | None]


class TrainingOldSlug(Base):
    """An address the training once had; it answers with a redirect for ever."""

    __tablename__ = "training_old_slug"

    slug: Mapped[str] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id", ondelete="CASCADE"), index=True)


class TrainingTyped(Base):
    """What somebody has typed of a part, as they typed it: it may be wrong yet, and is theirs until it is saved."""

    __tablename__ = "training_typed"

    training_id: Mapped[int] = mapped_column(ForeignKey("training.id", ondelete="CASCADE"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True, index=True)
    typed: Mapped[dict[str, Any]] = mapped_column(JSON)  # by field: lists of texts
    changed_at: Mapped[datetime] = mapped_column(index=True)
