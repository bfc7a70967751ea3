"""Who keeps a profile and how it got here: typed, sent to the team, claimed, shared."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from coopnet.foundation.db import Base

INITIATIVE = "initiative.id"
ACCOUNT = "account.id"


class InitiativeDraft(Base):
    """What somebody is typing, step by step, as they typed it; behind an unguessable link. Empty once it is sent."""

    __tablename__ = "initiative_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    form_key: Mapped[str] = mapped_column(unique=True)
    typed: Mapped[dict[str, Any]] = mapped_column(JSON)  # by step, then by field: lists of texts
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey(INITIATIVE, ondelete="SET NULL"), index=True)


class InitiativeSubmission(Base):
    """A profile that somebody sent to the team: a row of the moderation queue until it is decided."""

    __tablename__ = "initiative_submission"
    __table_args__ = (Index("ix_initiative_submission_waiting", "decided_at", "sent_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey(INITIATIVE, ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT, ondelete="SET NULL"), index=True)
    sent_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    decision: Mapped[str | None]  # of `rules.keeping.Decision`
    reason: Mapped[str] = mapped_column(default="")


class InitiativeClaim(Base):
    """Somebody says that a profile is theirs. A letter to its own address has no account until it is used."""

    __tablename__ = "initiative_claim"
    __table_args__ = (Index("ix_initiative_claim_waiting", "way", "ended_at", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey(INITIATIVE, ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey(ACCOUNT, ondelete="SET NULL"), index=True)
    way: Mapped[str]  # of `rules.keeping.ClaimWay`
    text: Mapped[str] = mapped_column(default="")  # why they say so
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    outcome: Mapped[str | None]  # of `rules.keeping.Outcome`
    reason: Mapped[str] = mapped_column(default="")


class InitiativeInvitation(Base):
    """Somebody is asked to keep a profile too. `recipient` is erased once it has ended."""

    __tablename__ = "initiative_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey(INITIATIVE, ondelete="CASCADE"), index=True)
    role: Mapped[str]
    recipient: Mapped[str | None]
    invited_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]  # of `rules.keeping.Outcome`


class InitiativePair(Base):
    """Two profiles that may be one initiative twice: found by the daily job, until the team says that they are two."""

    __tablename__ = "initiative_pair"

    one_id: Mapped[int] = mapped_column(ForeignKey(INITIATIVE, ondelete="CASCADE"), primary_key=True)  # the smaller
    other_id: Mapped[int] = mapped_column(ForeignKey(INITIATIVE, ondelete="CASCADE"), primary_key=True, index=True)
    why: Mapped[str]  # of `rules.likeness.Why`
    alike: Mapped[int]  # how near the names are, of 100
    apart_at: Mapped[datetime | None]  # when the team said that they are two
