"""What a list is narrowed by, and how many each choice would leave: one pass over `Training.facets`, no database."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

PLACES = "p:left"  # counted beside the facets
_ALSO_HYBRID = ("f:in_person", "f:online")


class Facet(StrEnum):
    """The letter before the code in `Training.facets`."""

    TOPIC = "t"
    BARRI = "b"
    LANGUAGE = "l"
    FORMAT = "f"


@dataclass(frozen=True)
class Filters:
    """Several codes of one facet widen; facets narrow one another."""

    text: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    with_places: bool = False
    is_past: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.with_places or any(self.chosen.values()))


@dataclass(frozen=True)
class Narrowed:
    """`counts` by token (`t:energia`, `PLACES`): how many there would be with that choice alone in its facet."""

    ids: list[int]
    counts: dict[str, int]


def token(facet: Facet, code: str) -> str:
    return f"{facet.value}:{code}"


def narrow(rows: Iterable[tuple[int, str, bool, bool]], filters: Filters) -> Narrowed:
    """`rows` are those of `upcoming`, in the order to keep.

    A hybrid training is found by whoever wants to come and by whoever wants to stay at home.

    >>> told = [(" t:energia b:18 f:in_person ", True), (" t:energia f:online ", False), (" t:consum ", True)]
    >>> rows = [(number, facets, has_places, False) for number, (facets, has_places) in enumerate(told, start=1)]
    >>> found = narrow(rows, Filters(chosen={Facet.TOPIC: ("energia",)}))
    >>> found.ids, found.counts["t:consum"], found.counts["b:18"], found.counts[PLACES]
    ([1, 2], 1, 1, 1)
    """
    wanted = [
        (facet.value, frozenset(token(facet, code) for code in codes))
        for facet, codes in filters.chosen.items()
        if codes
    ]
    ids: list[int] = []
    counted: list[str] = []
    for number, facets, has_places, _has_begun in rows:
        tokens = _tokens_of(facets)
        missed = [letter for letter, any_of in wanted if any_of.isdisjoint(tokens)] if wanted else []
        if filters.with_places and not has_places:
            missed.append(PLACES)
        if not missed:
            ids.append(number)
            counted += tokens
            if has_places:
                counted.append(PLACES)
        elif len(missed) == 1:
            counted += [each for each in tokens if each[0] == missed[0]]
    return Narrowed(ids, Counter(counted))


@lru_cache(maxsize=4096)
def _tokens_of(facets: str) -> tuple[str, ...]:
    tokens = tuple(facets.split())
    return (*tokens, *_ALSO_HYBRID) if "f:hybrid" in tokens else tokens
