"""Words of an initiative's life, and what follows from them."""

from datetime import datetime, timedelta
from enum import StrEnum

STALE_AFTER = timedelta(days=365)  # since its people last said that all is right


class Status(StrEnum):
    """A merged profile leads to the one it was merged into."""

    DRAFT = "draft"
    PENDING = "pending"
    PUBLISHED = "published"
    STALE = "stale"
    FOLDED = "folded"
    CLOSED = "closed"
    MERGED = "merged"


LISTED = frozenset({Status.PUBLISHED, Status.STALE})
READABLE = LISTED | {Status.FOLDED, Status.CLOSED}
CAN_STAY = LISTED | {Status.FOLDED, Status.DRAFT, Status.PENDING}  # when another one is merged into it
SILENT = frozenset({Status.STALE, Status.FOLDED})  # its people have not answered

# What each may become. Nothing is ever deleted: the team can bring back what was folded away or closed by mistake.
MOVES: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.PENDING, Status.PUBLISHED, Status.CLOSED, Status.MERGED}),
    Status.PENDING: frozenset({Status.DRAFT, Status.PUBLISHED, Status.CLOSED, Status.MERGED}),
    Status.PUBLISHED: frozenset({Status.STALE, Status.FOLDED, Status.CLOSED, Status.MERGED}),
    Status.STALE: frozenset({Status.PUBLISHED, Status.FOLDED, Status.CLOSED, Status.MERGED}),
    Status.FOLDED: frozenset({Status.PUBLISHED, Status.CLOSED, Status.MERGED}),
    Status.CLOSED: frozenset({Status.PUBLISHED, Status.MERGED}),
    Status.MERGED: frozenset(),
}


def can_become(before: str, after: str) -> bool:
    """Whether a profile in one state may go into the other.

    >>> can_become("closed", "published"), can_become("merged", "published")
    (True, False)
    """
    return Status(after) in MOVES[Status(before)]


class TagKind(StrEnum):
    SECTOR = "sector"
    QUALIFICATION = "qualification"
    LANGUAGE = "language"
    MEASURE = "measure"
    CLAUSE = "clause"  # of the social clauses that it can meet


class ReportReason(StrEnum):
    CLOSED = "closed"
    CONTACT = "contact"
    PLACE = "place"
    WORDS = "words"
    OTHER = "other"


class Freshness(StrEnum):
    """How much may be believed."""

    NEVER = "never"
    FRESH = "fresh"
    OLD = "old"


def freshness(confirmed_at: datetime | None, *, now: datetime) -> Freshness:
    """Old once a year has gone by.

    >>> from datetime import UTC
    >>> freshness(datetime(2025, 11, 24, tzinfo=UTC), now=datetime(2026, 11, 25, tzinfo=UTC)).value
    'old'
    """
    if confirmed_at is None:
        return Freshness.NEVER
    return Freshness.OLD if now - confirmed_at > STALE_AFTER else Freshness.FRESH


def months_since(then: datetime, *, now: datetime) -> int:
    """Whole months of the calendar.

    >>> from datetime import UTC
    >>> months_since(datetime(2026, 8, 24, tzinfo=UTC), now=datetime(2026, 11, 23, tzinfo=UTC))
    2
    """
    months = (now.year - then.year) * 12 + now.month - then.month
    return max(0, months - (now.day < then.day))


def is_label(*, granted_at: datetime | None, withdrawn_at: datetime | None) -> bool:
    """Whether a label stands: given, and not taken back since.

    >>> is_label(granted_at=None, withdrawn_at=None)
    False
    """
    return granted_at is not None and (withdrawn_at is None or withdrawn_at < granted_at)
