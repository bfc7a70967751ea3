"""How long what is known of a person is kept."""

from datetime import datetime, timedelta

DAYS_A_MONTH = 365 / 12
SESSIONS_REMEMBERED = timedelta(days=30)
# Who could see what must be answered as long as a claim can be made.
GRANTS_KEPT = timedelta(days=5 * 365)


def account_limit(now: datetime, months: int) -> datetime:
    """Who was last seen before it has been away for too long.

    >>> account_limit(datetime(2028, 11, 24), 24).isoformat()
    '2026-11-25T00:00:00'
    """
    return now - timedelta(days=round(months * DAYS_A_MONTH))
