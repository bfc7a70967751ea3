"""What a list is narrowed by. Whole numbers are sets: the bit of a profile is its place in the list."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Facet(StrEnum):
    """The letter before the code in `Initiative.facets`."""

    SECTOR = "s"
    KIND = "k"
    BARRI = "b"
    QUALIFICATION = "q"
    CLAUSE = "c"


class Box(StrEnum):
    """One box to tick; all but the first are facets too."""

    OPEN = "open"
    ACCESSIBLE = "a:yes"
    OFFERS = "o:yes"
    NEEDS = "n:yes"
    CONTRACTABLE = "p:yes"


@dataclass(frozen=True)
class Filters:
    """Several codes of one facet widen; facets and boxes narrow. `zone` is a part of the map, as `rules.maps` says."""

    text: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    boxes: frozenset[Box] = frozenset()
    zone: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.zone or self.boxes or any(self.chosen.values()))

    @property
    def key(self) -> Hashable:
        """The same for the same filters, in whatever order they were chosen.

        >>> one, other = Filters(chosen={Facet.KIND: ("a", "b")}), Filters(chosen={Facet.KIND: ("b", "a")})
        >>> one.key == other.key, one.key == Filters().key
        (True, False)
        """
        chosen = frozenset((facet, frozenset(codes)) for facet, codes in self.chosen.items() if codes)
        return self.text, chosen, self.boxes, self.zone


@dataclass(frozen=True)
class Narrowed:
    """`counts` by token: how many there would be with that choice alone in its facet."""

    places: int
    counts: dict[str, int]


def narrow(everything: int, by_token: Mapping[str, int], filters: Filters) -> Narrowed:
    """`everything` is the set to begin with, `by_token` the set of each token.

    >>> by_token = {"s:hort": 0b011, "s:cultura": 0b100, "b:18": 0b101, "o:yes": 0b001}
    >>> found = narrow(0b111, by_token, Filters(chosen={Facet.SECTOR: ("hort",)}, boxes=frozenset({Box.OFFERS})))
    >>> found.places, found.counts
    (1, {'s:hort': 1, 's:cultura': 0, 'b:18': 1, 'o:yes': 1})
    """
    base = everything
    for box in filters.boxes:
        base &= by_token.get(box.value, 0)
    groups = {facet.value: _any(by_token, facet, codes) for facet, codes in filters.chosen.items() if codes}
    found = base
    for group in groups.values():
        found &= group
    others = {}
    for letter in groups:
        rest = base
        for other, group in groups.items():
            if other != letter:
                rest &= group
        others[letter] = rest
    counts = {token: (others.get(token[0], found) & places).bit_count() for token, places in by_token.items()}
    return Narrowed(found, counts)


def make_set(places: Iterable[int], size: int) -> int:
    """
    >>> bin(make_set([0, 3], 8))
    '0b1001'
    """
    bits = bytearray(size // 8 + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def members(places: int, *, skip: int = 0, limit: int | None = None) -> list[int]:
    """In order.

    >>> members(0b11010, skip=1), members(0b11010, limit=1)
    ([3, 4], [1])
    """
    return list(_walk(places, skip, limit))


def _walk(places: int, skip: int, limit: int | None) -> Iterator[int]:
    """Byte by byte: a bit of a long number is dear."""
    for number, byte in enumerate(places.to_bytes((places.bit_length() + 7) // 8, "little")):
        if not byte:
            continue
        count = byte.bit_count()
        if skip >= count:
            skip -= count
            continue
        for bit in range(8):
            if byte >> bit & 1:
                if skip:
                    skip -= 1
                    continue
                if limit is not None:
                    if not limit:
                        return
                    limit -= 1
                yield number * 8 + bit


def _any(by_token: Mapping[str, int], facet: Facet, codes: Iterable[str]) -> int:
    found = 0
    for code in codes:
        found |= by_token.get(f"{facet.value}:{code}", 0)
    return found
