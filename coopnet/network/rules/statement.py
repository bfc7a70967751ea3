"""A statement of hours: what stands in it, and the code that lets anybody see whether it is genuine."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# Those of our ids: none is taken for another.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
EARLIEST = date(2020, 1, 1)
_BITS = 5  # of a letter
_DAY_LETTERS = 3
_MINUTE_LETTERS = 5
_LENGTH = 3 * _DAY_LETTERS + _MINUTE_LETTERS


@dataclass(frozen=True)
class Facts:
    """All that the code holds: nothing of whose it is. `minutes` are those confirmed, on the day it was made."""

    first: date
    last: date
    made_on: date
    minutes: int


@dataclass(frozen=True)
class Logged:
    """`kind` is a category of the board; empty where it is not known any more."""

    day: date
    minutes: int
    is_confirmed: bool
    kind: str


def pack(facts: Facts) -> str:
    """The facts as letters and digits.

    >>> facts = Facts(date(2026, 1, 1), date(2026, 11, 30), date(2026, 11, 30), 195)
    >>> pack(facts), unpack(pack(facts)) == facts
    ('24g2ex2ex00063', True)
    """
    days = [(day - EARLIEST).days for day in (facts.first, facts.last, facts.made_on)]
    return "".join([*(_write(number, _DAY_LETTERS) for number in days), _write(facts.minutes, _MINUTE_LETTERS)])


def unpack(code: str) -> Facts | None:
    """None for what `pack` never writes.

    >>> unpack("24g2ex2ex0006"), unpack("24g2ex2ex0006u"), unpack("24G2ex2ex00063")
    (None, None, None)
    """
    if len(code) != _LENGTH or any(letter not in LETTERS for letter in code):
        return None
    first, last, made = (
        EARLIEST + timedelta(days=_read(code[start : start + _DAY_LETTERS]))
        for start in range(0, 3 * _DAY_LETTERS, _DAY_LETTERS)
    )
    return Facts(first, last, made, _read(code[3 * _DAY_LETTERS :]))


def by_month(logged: Iterable[Logged]) -> list[tuple[date, str, int]]:
    """What is confirmed: the first day of a month, a kind, minutes; in order.

    >>> days = [(3, 60, True, "repair"), (9, 30, True, "repair"), (9, 15, False, "device"), (1, 5, True, "device")]
    >>> [row[1:] for row in by_month(Logged(date(2026, 11, day), *rest) for day, *rest in days)]
    [('device', 5), ('repair', 90)]
    """
    sums: Counter[tuple[date, str]] = Counter()
    for each in logged:
        if each.is_confirmed:
            sums[each.day.replace(day=1), each.kind] += each.minutes
    return [(month, kind, minutes) for (month, kind), minutes in sorted(sums.items())]


def _write(number: int, letters: int) -> str:
    return "".join(LETTERS[(number >> _BITS * place) & 31] for place in range(letters - 1, -1, -1))


def _read(text: str) -> int:
    number = 0
    for letter in text:
        number = (number << _BITS) + LETTERS.index(letter)
    return number
