"""Hours of help: logged by the volunteer, confirmed by the other side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MOST_MINUTES = 12 * 60  # in one day, for one person
LOGGED_WITHIN_DAYS = 60


class By(StrEnum):
    """Who has confirmed."""

    ASKER = "asker"
    POINT = "point"
    TEAM = "team"


@dataclass(frozen=True)
class Sum:
    """In minutes."""

    confirmed: int
    unconfirmed: int


def is_recent(day: date, *, today: date) -> bool:
    """Whether it can be logged: not of the future, nor of long ago.

    >>> today = date(2026, 11, 30)
    >>> [is_recent(day, today=today) for day in (today, date(2026, 12, 1), date(2026, 9, 1))]
    [True, False, False]
    """
    return today - timedelta(days=LOGGED_WITHIN_DAYS) <= day <= today


def sum_up(logged: Iterable[tuple[int, bool]]) -> Sum:
    """Of minutes, and whether they are confirmed.

    >>> sum_up([(60, True), (30, False), (15, True)])
    Sum(confirmed=75, unconfirmed=30)
    """
    both = {True: 0, False: 0}
    for minutes, is_confirmed in logged:
        both[is_confirmed] += minutes
    return Sum(both[True], both[False])
