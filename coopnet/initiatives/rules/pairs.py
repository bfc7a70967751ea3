"""Which of many profiles are worth comparing two by two, and which of those may be one initiative twice."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations

from coopnet.initiatives.rules.likeness import NEAR_NAME, SAME_NAME, Looks, Why, is_near
from coopnet.initiatives.rules.streets import has_number

MOST_TOGETHER = 12  # that share a word or an address: what more share tells none from another
BEGINNING = 5  # letters


def handles_of(words: Iterable[str]) -> list[str]:
    """By which two names that are spelt a little otherwise meet: each word, and how all of them begin.

    >>> handles_of(("hort", "de"))
    ['de', 'hort', '^dehor']
    """
    ordered = sorted(set(words))
    return [*ordered, f"^{''.join(ordered)[:BEGINNING]}"]


def meeting(handles: Mapping[int, Iterable[Hashable]]) -> set[tuple[int, int]]:
    """Pairs that share a handle which few have, the smaller id first.

    >>> sorted(meeting({1: ["hort"], 2: ["hort", "font"], 3: ["font"], 4: []}))
    [(1, 2), (2, 3)]
    >>> meeting(dict.fromkeys(range(MOST_TOGETHER + 1), ["hort"]))
    set()
    """
    sharing: dict[Hashable, list[int]] = defaultdict(list)
    for each, found in handles.items():
        for handle in found:
            sharing[handle].append(each)
    return {pair for pairs in map(_pairs_of, sharing.values()) for pair in pairs}


def _pairs_of(ids: list[int]) -> Iterator[tuple[int, int]]:
    return combinations(sorted(ids), 2) if len(ids) <= MOST_TOGETHER else iter(())


def why_pair(one: Iterable[Looks], other: Iterable[Looks], *, alike: float) -> Why | None:
    """For the team. `alike` says how near the names are, of 100; a place counts for names that are somewhat alike:
    many share a house.

    >>> here, there = Looks(address="olzinelles, 30"), Looks(point=(41.375, 2.134))
    >>> why_pair([here], [there], alike=90).value, why_pair([here], [here], alike=70).value
    ('name', 'address')
    >>> why_pair([there], [there], alike=70).value, why_pair([here], [there], alike=70), why_pair([], [], alike=20)
    ('near', None, None)
    """
    if alike >= SAME_NAME:
        return Why.NAME
    if alike < NEAR_NAME:
        return None
    both = [(left, right) for left in one for right in other]
    if any(has_number(left.address) and left.address == right.address for left, right in both):
        return Why.ADDRESS
    return Why.NEAR if any(is_near(left, right) for left, right in both) else None
