"""When in a week: seven days of three parts. The parts that are said are the bits of one whole number."""

from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache

DAYS = 7  # Monday first


class Part(IntEnum):
    MORNING = 0
    AFTERNOON = 1
    EVENING = 2


SLOTS = DAYS * len(Part)
NEVER_SAID = 0
CODES = {f"{day}-{part.value}": day * len(Part) + part.value for day in range(DAYS) for part in Part}


def make_times(codes: Iterable[str]) -> int:
    """Of what a form sends, `day-part`; what is no such code is left out.

    >>> make_times(["0-0", "3-1"]) == (1 << 0) + (1 << 10), make_times(["9-9", ""])
    (True, 0)
    """
    times = NEVER_SAID
    for code in codes:
        if code in CODES:
            times |= 1 << CODES[code]
    return times


@lru_cache(maxsize=1024)
def codes_of(times: int) -> tuple[str, ...]:
    """From Monday morning on.

    >>> codes_of(make_times(["3-1", "0-0"]))
    ('0-0', '3-1')
    """
    return tuple(code for code, place in CODES.items() if times >> place & 1)


def day_and_part(code: str) -> tuple[int, Part]:
    """Monday is 0.

    >>> day_and_part("3-1")
    (3, <Part.AFTERNOON: 1>)
    """
    day, _hyphen, part = code.partition("-")
    return int(day), Part(int(part))
