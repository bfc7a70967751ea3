"""How long what is known of a person is kept."""

from datetime import datetime, timedelta

# An account that nobody opens: long enough for who comes to one training a year.
ACCOUNT_DAYS = 730
SESSIONS_REMEMBERED = timedelta(days=30)
# Who could see what must be answered as long as a claim can be made.
GRANTS_KEPT = timedelta(days=5 * 365)


def account_limit(now: datetime) -> datetime:
    """Who was last seen before it has been away for too long."""
    return now - timedelta(days=ACCOUNT_DAYS)
