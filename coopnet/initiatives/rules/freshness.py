"""When a profile's people are asked whether all is still right, and what their silence means."""

from datetime import datetime, timedelta
from enum import StrEnum

from coopnet.initiatives.rules.states import Status

ASK_AFTER = timedelta(days=365)  # once a year: often enough for hours and phones, seldom enough to be read
REMIND_AFTER = timedelta(days=30)  # a whole August has gone by
MARK_AFTER = timedelta(days=30)  # after the reminder: two months of silence in all
FOLD_AFTER = timedelta(days=180)  # of being marked, in which anybody who knows them may tell them
LINKS_LAST = timedelta(days=365)  # from the last letter in which they stand
# A mail server that is new to the world must not send thousands at once, and answers come spread over the days.
ASKED_A_DAY = 100


class Answer(StrEnum):
    RIGHT = "right"
    GONE = "gone"


class Step(StrEnum):
    """What the daily job does next with a profile."""

    ASK = "ask"
    REMIND = "remind"
    MARK = "mark"
    FOLD = "fold"


def next_step(
    *,
    status: str,
    sure_at: datetime | None,
    asked_at: datetime | None,
    reminded_at: datetime | None,
    stale_at: datetime | None,
    now: datetime,
) -> Step | None:
    """None while its time has not come. `sure_at` is when it was last confirmed, else when it was published.

    Each step counts from the one before, as it was really taken: a worker that stood still for a year hurries nobody.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 24, tzinfo=UTC)
    >>> asked = {"status": "published", "sure_at": now - ASK_AFTER, "stale_at": None, "now": now}
    >>> next_step(**asked, asked_at=None, reminded_at=None).value
    'ask'
    >>> next_step(**asked, asked_at=now - REMIND_AFTER, reminded_at=None).value
    'remind'
    >>> next_step(**asked, asked_at=now - REMIND_AFTER, reminded_at=now) is None
    True
    """
    if status == Status.STALE:
        return Step.FOLD if _is_over(stale_at, FOLD_AFTER, now) else None
    if status != Status.PUBLISHED:
        return None
    if asked_at is None:
        return Step.ASK if _is_over(sure_at, ASK_AFTER, now) else None
    if reminded_at is None:
        return Step.REMIND if _is_over(asked_at, REMIND_AFTER, now) else None
    return Step.MARK if _is_over(reminded_at, MARK_AFTER, now) else None


def _is_over(since: datetime | None, time: timedelta, now: datetime) -> bool:
    return since is not None and now - since >= time
