"""Help given: what is written down of it, and what figures may tell without telling of anybody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MINUTES = (5, 10, 15, 30, 45, 60)  # a press each; any other number is typed
MOST_MINUTES = 8 * 60
BACK_DAYS = 7  # so much later it can still be written down
MOST_A_DAY = 100  # by one person: more is a mistake, or mischief
HELPER_KEPT = timedelta(days=30)
FEW = 5  # figures below it are not told
DECEMBER = 12
PERIOD = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2]))?", re.ASCII)


class Way(StrEnum):
    POINT = "point"
    PHONE = "phone"
    HOME = "home"


@dataclass(frozen=True)
class Given:
    """`topic`, `language` and `ending` are codes; `point` is a support point's id where `way` is that."""

    topic: str
    minutes: int
    language: str
    ending: str
    way: Way
    point: str | None
    day: date


@dataclass(frozen=True)
class Line:
    """How often, and minutes in all; None where they are not told. `is_few`: since they were too few."""

    code: str
    times: int | None
    minutes: int | None
    is_few: bool


def is_recent(day: date, *, today: date) -> bool:
    """Whether it can be written down: not of the future, nor of long ago.

    >>> today = date(2026, 11, 30)
    >>> [is_recent(day, today=today) for day in (today, date(2026, 12, 1), date(2026, 11, 23), date(2026, 11, 22))]
    [True, False, True, False]
    """
    return today - timedelta(days=BACK_DAYS) <= day <= today


def tell(code: str, times: int, minutes: int) -> Line:
    """A figure by itself.

    >>> tell("mail", 5, 60).times, tell("mail", 4, 60)
    (5, Line(code='mail', times=None, minutes=None, is_few=True))
    """
    is_few = times < FEW
    return Line(code, None if is_few else times, None if is_few else minutes, is_few)


def tell_all(found: Iterable[tuple[str, int, int]]) -> list[Line]:
    """Figures beside their sum: one that is not told could be worked out from the others, so another is kept back.

    >>> [(line.code, line.times) for line in tell_all([("mail", 9, 90), ("work", 2, 20), ("health", 6, 60)])]
    [('mail', 9), ('health', None), ('work', None)]
    >>> [(line.code, line.times) for line in tell_all([("mail", 3, 90), ("work", 2, 20), ("health", 6, 60)])]
    [('health', 6), ('mail', None), ('work', None)]
    >>> [(line.code, line.is_few) for line in tell_all([("mail", 3, 30)])], tell_all([])
    ([('mail', True)], [])
    """
    # The order of those that are not told must not tell which is the smallest.
    lines = [tell(*each) for each in sorted(found, key=lambda each: (-each[1] if each[1] >= FEW else 0, each[0]))]
    hidden = [place for place, line in enumerate(lines) if line.is_few]
    if len(hidden) == 1 and len(lines) > 1:
        place = hidden[0] - 1
        lines[place] = Line(lines[place].code, None, None, is_few=False)
    return lines


def read_period(typed: str) -> tuple[date, date] | None:
    """The first and the last day of a year or of a month, as an address names them; None for anything else.

    >>> [tuple(map(str, read_period(typed) or ())) for typed in ("2026-02", "2026-12", "2026")]
    [('2026-02-01', '2026-02-28'), ('2026-12-01', '2026-12-31'), ('2026-01-01', '2026-12-31')]
    >>> [read_period(typed) for typed in ("2026-13", "0000", "99999", "novembre", "2026-1²", "")]
    [None, None, None, None, None, None]
    """
    found = PERIOD.fullmatch(typed)
    if found is None:
        return None
    year, month = int(found[1]), int(found[2] or 0)
    after = date(year, month + 1, 1) if 0 < month < DECEMBER else date(year + 1, 1, 1)
    return date(year, month or 1, 1), after - timedelta(days=1)
