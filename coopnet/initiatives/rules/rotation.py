"""Whose week it is: everybody has a turn before anybody has a second one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Turn:
    """`public_id` is random, so it makes an order that has nothing to do with names. `last` is a Monday, or None."""

    public_id: str
    last: date | None


def monday_of(day: date) -> date:
    """Of its week.

    >>> monday_of(date(2026, 11, 29)), monday_of(date(2026, 11, 30))
    (datetime.date(2026, 11, 23), datetime.date(2026, 11, 30))
    """
    return day - timedelta(days=day.weekday())


def of_week(turns: Iterable[Turn], day: date) -> str | None:
    """Who has this week already; else who never had one; else whose turn was longest ago. None where there is none.

    >>> had = [Turn("a", date(2026, 11, 9)), Turn("b", date(2026, 11, 16)), Turn("c", None)]
    >>> of_week(had, date(2026, 11, 24)), of_week(had, date(2026, 11, 20)), of_week(had[:2], date(2026, 11, 24))
    ('c', 'b', 'a')
    """
    this = monday_of(day)
    first = min(turns, key=lambda turn: _place(turn, this), default=None)
    return None if first is None else first.public_id


def _place(turn: Turn, this: date) -> tuple[int, date, str]:
    if turn.last is None:
        return 1, date.min, turn.public_id
    return 0 if turn.last == this else 2, turn.last, turn.public_id
