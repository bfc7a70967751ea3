"""Whether two profiles may be the same, so that nobody makes it twice.

Nothing private counts alone: a tax number or a place only makes a name that is near count for more. So whoever types
somebody's tax number with another name learns nothing.
"""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

SAME_NAME = 88  # of 100, how alike two folded names are
NEAR_NAME = 60  # with the same tax number
NEIGHBOUR_NAME = 75  # at the same address
NEAR_METRES = 100
EARTH_METRES = 6_371_000


@dataclass(frozen=True)
class Looks:
    """`address` is folded, "" where there is none or where it is not shown; `point` is latitude and longitude."""

    tax_id: str | None = None
    address: str = ""
    barri: str | None = None
    point: tuple[float, float] | None = None


def may_be_same(one: Looks, other: Looks, *, alike: float) -> bool:
    """`alike` says how near the names are, of 100.

    >>> may_be_same(Looks(), Looks(), alike=90), may_be_same(Looks("F1"), Looks("F1"), alike=20)
    (True, False)
    >>> may_be_same(Looks("F1"), Looks("F1"), alike=65), may_be_same(Looks("F1"), Looks("F2"), alike=65)
    (True, False)
    >>> may_be_same(Looks(address="olzinelles 30"), Looks(address="olzinelles 30"), alike=80)
    True
    """
    if alike >= SAME_NAME:
        return True
    if one.tax_id and one.tax_id == other.tax_id and alike >= NEAR_NAME:
        return True
    return alike >= NEIGHBOUR_NAME and is_near(one, other)


def is_near(one: Looks, other: Looks) -> bool:
    """At the same address, or within a hundred metres.

    >>> is_near(Looks(point=(41.3750, 2.1340)), Looks(point=(41.3752, 2.1341)))
    True
    >>> is_near(Looks(point=(41.3750, 2.1340)), Looks(point=(41.3950, 2.1341))), is_near(Looks(), Looks())
    (False, False)
    """
    if one.address and one.address == other.address and one.barri in {other.barri, None}:
        return True
    return one.point is not None and other.point is not None and metres(one.point, other.point) <= NEAR_METRES


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies.

    >>> round(metres((41.0, 2.0), (41.0, 2.001)))
    84
    """
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_METRES * asin(sqrt(half))
