from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coopnet.foundation.db import Base
from coopnet.trainings.models import Training, TrainingQuestion

CASCADE = "all, delete-orphan"


class Registration(Base):
    """A party (a person and their companions) asks for places in one training.

    `name` is who takes the place: of a child registered by a guardian, the child. One of `email`, `phone` and `point`
    (a support point's id) reaches them, or nothing does: who came without having registered (`is_walk_in`) gives a name
    and no more. `active_key` is the keyed hash of normalised contact and name while the
    registration stands, None once it has ended: unique in a training, so nobody stands twice. `form_hash` makes the
    same form, sent twice, one thing. `code_hash` finds the short code said on the phone.
    """

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("training_id", "active_key"),
        CheckConstraint("party_size >= 1", name="party"),
        CheckConstraint(
            "name = '' OR email IS NOT NULL OR phone IS NOT NULL OR point IS NOT NULL OR is_walk_in", name="contact"
        ),
        Index("ix_registration_queue", "training_id", "state", "way", "priority", "queued_at", "id"),
        Index("ix_registration_created_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("training.id"))
    state: Mapped[str]
    way: Mapped[str]  # in_person | online: which places it takes
    party_size: Mapped[int]
    priority: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    language: Mapped[str]
    name: Mapped[str]
    guardian_name: Mapped[str | None]
    email: Mapped[str | None] = mapped_column(index=True)
    phone: Mapped[str | None] = mapped_column(index=True)
    point: Mapped[str | None] = mapped_column(index=True)
    active_key: Mapped[str | None]
    form_hash: Mapped[str | None] = mapped_column(unique=True)
    link_version: Mapped[int] = mapped_column(default=1)
    code_hash: Mapped[str] = mapped_column(unique=True)
    code_key_id: Mapped[str]
    is_walk_in: Mapped[bool] = mapped_column(default=False)

    training: Mapped[Training] = relationship(lazy="raise_on_sql")
    companions: Mapped[list["Companion"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="Companion.position"
    )
    needs: Mapped["RegistrationNeeds | None"] = relationship(lazy="raise_on_sql", cascade=CASCADE)
    answers: Mapped[list["Answer"]] = relationship(lazy="raise_on_sql", cascade=CASCADE, order_by="Answer.question_id")
    agreements: Mapped[list["Agreement"]] = relationship(lazy="raise_on_sql", cascade=CASCADE)
    steps: Mapped[list["RegistrationStep"]] = relationship(
        lazy="raise_on_sql", cascade=CASCADE, order_by="RegistrationStep.id"
    )


class Companion(Base):
    """A person of their own who comes with the one who registers; all get in together or wait together."""

    __tablename__ = "companion"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class RegistrationNeeds(Base):
    """Access needs: health data, kept apart, given with explicit consent, seen only by who must act."""

    __tablename__ = "registration_needs"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    codes: Mapped[list[str]] = mapped_column(JSON)
    note: Mapped[str]


class Arrangement(Base):
    """Who takes care of one need of one person, and since when it is arranged; it goes with the need.

    `code` is that of the need, or `note` for what was said in words. Without a `taken_by_id` (their account is gone)
    and not done, it is nobody's again.
    """

    __tablename__ = "arrangement"

    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration_needs.registration_id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(primary_key=True)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    taken_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class Answer(Base):
    """`value` is what the question's kind holds: text, a number, true or false, one option or a list of them."""

    __tablename__ = "answer"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("training_question.id"), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)

    question: Mapped[TrainingQuestion] = relationship(lazy="raise_on_sql")


class Agreement(Base):
    """What this person was told (`notice`) or agreed to (`access_needs`): the very text, its version, when."""

    __tablename__ = "agreement"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str]
    language: Mapped[str]
    digest: Mapped[str] = mapped_column(ForeignKey("agreed_text.digest"))
    at: Mapped[datetime]


class RegistrationStep(Base):
    """How a registration came to be where it is: the "why" of its own page."""

    __tablename__ = "registration_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    state: Mapped[str]
    reason: Mapped[str]  # a code: asked, place_free, full, approved, by_person, not_me, training_cancelled …
    actor: Mapped[str]  # person, system, or the e-mail of staff


class Attendance(Base):
    """One person of a party at one session. `person` is 0 for who registered, a companion's position and one more.

    `is_here` False was taken back. `at` is since when it stands so, `pressed_at` the last press that said it: of two
    presses the later one counts, in whatever order they come in.
    """

    __tablename__ = "attendance"

    session_id: Mapped[int] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"), primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    person: Mapped[int] = mapped_column(primary_key=True)
    is_here: Mapped[bool]
    at: Mapped[datetime]
    pressed_at: Mapped[datetime]
    how: Mapped[str]  # list | scan | walk_in
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
