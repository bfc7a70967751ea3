"""Whether two profiles may be the same, so that nobody makes it twice.

Nothing private counts alone to the public: the number of a legal person, which registers tell, only makes a name that
is near count for more; that of a person counts for the team alone. So whoever types somebody's number learns nothing.
A place that everybody may see counts alone.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from coopnet.initiatives.rules.streets import has_number

SAME_NAME = 88  # of 100, how alike two folded names are
NEAR_NAME = 60  # with the same tax number
NEIGHBOUR_NAME = 75  # at an address that is no more than a street, or a large enclosure
NEAR_METRES = 75
EARTH_METRES = 6_371_000
LEGAL_PERSONS = frozenset("ABCDEFGHJNPQRSUVW")  # how their numbers begin (Orden EHA/451/2008); others are of people


class Why(StrEnum):
    """What speaks for it, the strongest first."""

    NAME = "name"
    TAX_ID = "tax_id"
    ADDRESS = "address"
    NEAR = "near"


STRENGTH = tuple(Why)


@dataclass(frozen=True)
class Looks:
    """`address` is a key of `rules.streets`, "" where there is none or where it is not shown; `point` is latitude and
    longitude.
    """

    tax_id: str | None = None
    address: str = ""
    point: tuple[float, float] | None = None


def why_same(one: Looks, other: Looks, *, alike: float, knows_all: bool = False) -> Why | None:
    """`alike` says how near the names are, of 100; with `knows_all`, for the team, a tax number counts alone.

    >>> why_same(Looks(), Looks(), alike=90).value, why_same(Looks("F1"), Looks("F1"), alike=65).value
    ('name', 'tax_id')
    >>> why_same(Looks("F1"), Looks("F1"), alike=20), why_same(Looks("F1"), Looks("F2"), alike=65)
    (None, None)
    >>> why_same(Looks("F1"), Looks("F1"), alike=20, knows_all=True).value
    'tax_id'
    >>> why_same(Looks("12345678Z"), Looks("12345678Z"), alike=65), why_same(Looks("X1"), Looks("X1"), alike=65)
    (None, None)
    >>> here = Looks(address="olzinelles, 30", point=(41.3750, 2.1340))
    >>> why_same(here, Looks(address="olzinelles, 30"), alike=0).value
    'address'
    >>> why_same(here, Looks(point=(41.3752, 2.1341)), alike=0).value
    'near'
    """
    if alike >= SAME_NAME:
        return Why.NAME
    is_twin = one.tax_id is not None and one.tax_id == other.tax_id
    if is_twin and (knows_all or (alike >= NEAR_NAME and str(one.tax_id)[:1] in LEGAL_PERSONS)):
        return Why.TAX_ID
    if one.address and one.address == other.address and (has_number(one.address) or alike >= NEIGHBOUR_NAME):
        return Why.ADDRESS
    return Why.NEAR if is_near(one, other) else None


def is_near(one: Looks, other: Looks) -> bool:
    """Within a short walk of a minute.

    >>> is_near(Looks(point=(41.3750, 2.1340)), Looks(point=(41.3950, 2.1341))), is_near(Looks(), Looks())
    (False, False)
    """
    return one.point is not None and other.point is not None and metres(one.point, other.point) <= NEAR_METRES


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies.

    >>> round(metres((41.0, 2.0), (41.0, 2.001)))
    84
    """
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_METRES * asin(sqrt(half))
