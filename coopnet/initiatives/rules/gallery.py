"""How many pictures a profile has, and in which order."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

MOST_PICTURES = 6  # beside its logo
LONGEST_ALT = 200  # characters


def moved(order: Sequence[T], one: T, *, earlier: bool) -> list[T]:
    """One step to the front or to the end; whatever stands there already stays.

    >>> moved(["a", "b", "c"], "c", earlier=True), moved(["a", "b"], "b", earlier=False)
    (['a', 'c', 'b'], ['a', 'b'])
    """
    found = list(order)
    at = found.index(one)
    to = max(0, at - 1) if earlier else min(len(found) - 1, at + 1)
    found.insert(to, found.pop(at))
    return found
