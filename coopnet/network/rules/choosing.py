"""What the board is narrowed by. Whole numbers are sets: the bit of a post is its place in the board."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Facet(StrEnum):
    """The letter before the code in `Post.facets`."""

    KIND = "k"
    CATEGORY = "c"
    BARRI = "b"
    LANGUAGE = "l"
    TERMS = "t"


@dataclass(frozen=True)
class Filters:
    """Several codes of one facet widen; facets narrow."""

    text: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)

    @property
    def narrows(self) -> bool:
        return bool(self.text or any(self.chosen.values()))

    @property
    def key(self) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        """Equal where the same is asked.

        >>> Filters("pis", {Facet.KIND: ("offer",), Facet.TERMS: ()}).key
        ('pis', (('k', ('offer',)),))
        """
        return self.text, tuple(sorted((facet.value, codes) for facet, codes in self.chosen.items() if codes))


def narrow(base: int, by_token: Mapping[str, int], filters: Filters) -> tuple[int, dict[str, int]]:
    """The places that are left of `base`, and by token how many there would be with that choice alone in its facet.

    >>> by_token = {"k:offer": 0b011, "k:request": 0b100, "b:18": 0b101}
    >>> narrow(0b111, by_token, Filters(chosen={Facet.KIND: ("offer",)}))
    (3, {'k:offer': 2, 'k:request': 1, 'b:18': 1})
    >>> narrow(0b111, by_token, Filters(chosen={Facet.KIND: ("offer",), Facet.BARRI: ("18",), Facet.TERMS: ()}))[0]
    1
    """
    groups = {}
    for facet, codes in filters.chosen.items():
        group = 0
        for code in codes:
            group |= by_token.get(f"{facet.value}:{code}", 0)
        if codes:
            groups[facet.value] = group
    others = {}
    for letter in ("", *groups):
        rest = base
        for other, group in groups.items():
            if other != letter:
                rest &= group
        others[letter] = rest
    found = others[""]
    counts = {token: (others.get(token[0], found) & places).bit_count() for token, places in by_token.items()}
    return found, counts
