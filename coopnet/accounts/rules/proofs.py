"""By a letter somebody proves, once, that an address is theirs."""

from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(minutes=20)
# The code of one letter; then it is dead and another letter is needed.
MOST_TRIES = 5
# What a used or stale proof holds (an address) goes after a day.
KEPT = timedelta(days=1)


class Purpose(StrEnum):
    SIGN_IN = "sign_in"
    VERIFY = "verify"  # another address for an account that one is signed in to


def is_open(*, created_at: datetime, used_at: datetime | None, tries: int, now: datetime) -> bool:
    """
    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> is_open(created_at=at, used_at=None, tries=0, now=at + LASTS)
    True
    >>> is_open(created_at=at, used_at=None, tries=0, now=at + LASTS + timedelta(seconds=1))
    False
    >>> is_open(created_at=at, used_at=at, tries=0, now=at), is_open(created_at=at, used_at=None, tries=5, now=at)
    (False, False)
    """
    return used_at is None and tries < MOST_TRIES and now - created_at <= LASTS
