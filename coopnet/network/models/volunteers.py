from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopnet.foundation.db import Base

CASCADE = "all, delete-orphan"


class Volunteer(Base):
    """A person who offers to help. `state` changes in `service.standing` alone.

    `name` is reached by `email` or `phone`. `account_id` is the account that has the role since they were verified.
    `active_key` is the keyed hash of the person while they stand, None once they have left: nobody is there twice.
    `barris` empty: all of the district. `times` are the parts of the week that `rules.times` numbers. `facets` holds
    what matching looks at, as ` c:device b:18 l:ur `.

    Of the certificate for being with children nothing is kept but the day on which it was seen, by whom, and until when
    it is trusted; of the agreement, that it was signed. `*_by` is the e-mail of one of the team.
    """

    __tablename__ = "volunteer"
    __table_args__ = (
        CheckConstraint("name = '' OR email IS NOT NULL OR phone IS NOT NULL", name="contact"),
        CheckConstraint("at_once >= 1", name="at_once"),
        Index("ix_volunteer_state", "state", "created_at"),
        Index("ix_volunteer_ended", "state", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(index=True)
    phone: Mapped[str | None] = mapped_column(index=True)
    language: Mapped[str]  # of letters
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    skills: Mapped[list[str]] = mapped_column(JSON)
    languages: Mapped[list[str]] = mapped_column(JSON)
    barris: Mapped[list[str]] = mapped_column(JSON)
    times: Mapped[int]
    ways: Mapped[list[str]] = mapped_column(JSON)
    at_once: Mapped[int]
    text: Mapped[str]
    facets: Mapped[str]
    agreement_on: Mapped[date | None]
    agreement_by: Mapped[str | None]
    training: Mapped[str]
    training_on: Mapped[date | None]
    training_by: Mapped[str | None]
    certificate_on: Mapped[date | None]
    certificate_by: Mapped[str | None]
    certificate_until: Mapped[date | None] = mapped_column(index=True)
    warned_for: Mapped[date | None]  # the end of the certificate that they were told of
    active_key: Mapped[str | None] = mapped_column(unique=True)
    form_hash: Mapped[str | None] = mapped_column(unique=True)
    link_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    consents: Mapped[list["VolunteerConsent"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="VolunteerConsent.id"
    )


class VolunteerConsent(Base):
    """A text that they were shown or agreed to, as they read it, with its version."""

    __tablename__ = "volunteer_consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("volunteer.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    version: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    given_at: Mapped[datetime]
