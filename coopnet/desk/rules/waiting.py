"""In which order the desk tells what waits."""

from datetime import datetime, timedelta

LONG = timedelta(days=1)


def is_pressing(*, due_at: datetime | None, oldest_at: datetime, end_of_today: datetime) -> bool:
    """Whether it is for today: it ends today, or nothing ends it and it has waited for a day.

    >>> from datetime import UTC
    >>> night = datetime(2026, 11, 24, 23, tzinfo=UTC)
    >>> is_pressing(due_at=datetime(2026, 11, 24, 18, tzinfo=UTC), oldest_at=night, end_of_today=night)
    True
    >>> is_pressing(due_at=None, oldest_at=night - timedelta(hours=3), end_of_today=night)
    False
    """
    return end_of_today - oldest_at >= LONG if due_at is None else due_at <= end_of_today


def in_order(*, due_at: datetime | None, oldest_at: datetime) -> tuple[bool, datetime]:
    """A sort key: what ends first comes first, then what waits longest."""
    return (due_at is None, due_at or oldest_at)
