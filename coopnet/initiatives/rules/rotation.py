"""Whose week it is: everybody has a turn before anybody has a second one."""

import hashlib
from collections.abc import Sequence
from datetime import date

MONDAY = date(2024, 1, 1)  # weeks are counted from here
A_WEEK = 7


def of_week(public_ids: Sequence[str], day: date) -> str | None:
    """One of them, the same from Monday to Sunday; None where there is none.

    They stand in an order that has nothing to do with their names and that stays when others come and go: a newcomer
    takes its place in it, and nobody loses more than a week.

    >>> turns = {of_week(["a", "b", "c"], date(2026, 11, 23 - 7 * week)) for week in range(3)}
    >>> sorted(turns), of_week(["a", "b", "c"], date(2026, 11, 23)) == of_week(["c", "b", "a"], date(2026, 11, 29))
    (['a', 'b', 'c'], True)
    """
    if not public_ids:
        return None
    shuffled = sorted(public_ids, key=lambda each: hashlib.blake2b(each.encode(), digest_size=8).digest())
    return shuffled[(day - MONDAY).days // A_WEEK % len(shuffled)]
