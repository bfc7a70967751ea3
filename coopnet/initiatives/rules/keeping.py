"""Words and times of how a profile gets here and who keeps it."""

from datetime import datetime, timedelta
from enum import StrEnum

# What nobody goes on with, and links that nobody opens.
DRAFT_KEPT = timedelta(days=60)
CLAIM_LASTS = timedelta(days=7)
INVITATION_LASTS = timedelta(days=30)
# Why somebody says that a profile is theirs, and what the team answered.
REASONS_KEPT = timedelta(days=365)
# How long the team sees that somebody took back what they had sent.
WITHDRAWN_SHOWN = timedelta(days=30)


class Decision(StrEnum):
    PUBLISHED = "published"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by who sent it, before the team decided


class ClaimWay(StrEnum):
    LETTER = "letter"  # to the profile's own address
    TEAM = "team"


class Outcome(StrEnum):
    """Of a claim or an invitation."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


def is_open(*, created_at: datetime, ended_at: datetime | None, lasts: timedelta, now: datetime) -> bool:
    """Whether the link of a letter still does something.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 24, tzinfo=UTC)
    >>> is_open(created_at=at, ended_at=None, lasts=CLAIM_LASTS, now=at + CLAIM_LASTS)
    True
    >>> is_open(created_at=at, ended_at=at, lasts=CLAIM_LASTS, now=at)
    False
    """
    return ended_at is None and now - created_at <= lasts
