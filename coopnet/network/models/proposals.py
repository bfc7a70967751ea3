from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopnet.foundation.db import Base
from coopnet.network.models.posts import Post
from coopnet.network.models.volunteers import Volunteer


class Proposal(Base):
    """A request and who may help: a volunteer, or an offer of the board. `state` changes in `service.proposing` alone.

    `pair` names the two, so that nobody is asked twice for the same. `reasons` are why they fit, by code, as it stood.
    `declined_by` is a side, for the coordinators alone: the other side never learns it. `conversation` is the public id
    of the one that was opened when both had said yes.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("(volunteer_id IS NULL) <> (offer_id IS NULL)", name="one_helper"),
        Index("ix_proposal_post", "post_id", "state"),
        Index("ix_proposal_volunteer", "volunteer_id", "state"),
        Index("ix_proposal_offer", "offer_id", "state"),
        Index("ix_proposal_due", "state", "answer_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"))
    volunteer_id: Mapped[int | None] = mapped_column(ForeignKey("volunteer.id", ondelete="CASCADE"))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"))
    pair: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    asker_at: Mapped[datetime | None]  # when they said yes
    helper_at: Mapped[datetime | None]
    declined_by: Mapped[str | None]
    reasons: Mapped[list[list[str]]] = mapped_column(JSON)
    asked_on: Mapped[date] = mapped_column(index=True)
    answer_until: Mapped[date]
    conversation: Mapped[str | None] = mapped_column(index=True)
    link_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    post: Mapped[Post] = relationship(lazy="raise_on_sql", foreign_keys=[post_id])
    offer: Mapped[Post | None] = relationship(lazy="raise_on_sql", foreign_keys=[offer_id])
    volunteer: Mapped[Volunteer | None] = relationship(lazy="raise_on_sql")


class AskedDay(Base):
    """Somebody has been asked on a day: `key` is the day and a keyed hash of their contact. There is one, or none."""

    __tablename__ = "asked_day"

    key: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)


class VolunteerHours(Base):
    """Minutes that a volunteer gave, on one day, for a proposal's request or at a support point (`point`).

    Nothing of what was done is kept. `confirmed_by` is a side of `rules.hours.By`; None: nobody has confirmed it yet.
    """

    __tablename__ = "volunteer_hours"
    __table_args__ = (
        CheckConstraint("minutes >= 1 AND minutes <= 720", name="minutes"),
        Index("ix_volunteer_hours_volunteer", "volunteer_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id", ondelete="CASCADE"))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id", ondelete="SET NULL"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id", ondelete="SET NULL"), index=True)
    point: Mapped[str | None]
    day: Mapped[date]
    minutes: Mapped[int]
    form_hash: Mapped[str | None] = mapped_column(unique=True)
    link_version: Mapped[int] = mapped_column(default=1)
    logged_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]
