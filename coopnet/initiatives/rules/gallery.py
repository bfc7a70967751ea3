"""How many pictures a profile has, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")

MOST_PICTURES = 6  # beside its logo
LONGEST_ALT = 200  # characters

Described = Mapping[str, Any]  # as a history keeps a picture: `picture` (which one), `logo`, `alt`


@dataclass(frozen=True)
class Rehung:
    """What was done to the pictures. `order` is the new one, where nothing but it changed."""

    added: tuple[Described, ...]
    removed: tuple[Described, ...]
    reworded: tuple[tuple[Described, Described], ...]
    order: tuple[Described, ...]


def compare(before: Sequence[Described], after: Sequence[Described]) -> Rehung:
    """Told apart by which one they are: several may say the same.

    >>> old, new = [{"picture": "a", "alt": "x"}], [{"picture": "a", "alt": "x"}, {"picture": "b", "alt": "x"}]
    >>> [each["picture"] for each in compare(old, new).added], compare(old, new).removed
    (['b'], ())
    >>> [each["picture"] for each in compare(new, new[::-1]).order]
    ['b', 'a']
    """
    old, new = ({each["picture"]: each for each in kept} for kept in (before, after))
    added = tuple(each for key, each in new.items() if key not in old)
    removed = tuple(each for key, each in old.items() if key not in new)
    reworded = tuple((old[key], each) for key, each in new.items() if key in old and each != old[key])
    is_order = not (added or removed or reworded) and list(old) != list(new)
    return Rehung(added, removed, reworded, tuple(after) if is_order else ())


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
