"""Which support points are near: measured from the middle of a barri, or from one of them."""

from collections.abc import Iterable
from functools import partial

from coopnet.foundation.text_index.folding import match_key
from coopnet.places.queries.district_map import district_map
from coopnet.places.queries.points import Point, list_shown
from coopnet.places.rules.points import NEAREST, metres

At = tuple[float, float]  # latitude, longitude


def middle_of(barri: str | None) -> At | None:
    """None for a barri that has no outline."""
    here = district_map()
    for each in here.outlines:
        if each.barri == barri:
            east, north = here.frame.unproject(*each.label_at)
            return north, east
    return None


def place_of(point: Point) -> At | None:
    """Where it stands; where only its barri is known, the middle of that."""
    if point.latitude is not None and point.longitude is not None:
        return point.latitude, point.longitude
    return middle_of(point.barri)


def distance_to(point: Point, start: At | None) -> float | None:
    """In metres; None where one of the two is not known."""
    there = place_of(point)
    return None if start is None or there is None else metres(start, there)


def sorted_from(points: Iterable[Point], start: At | None, *, barri: str | None = None) -> list[Point]:
    """The nearest first, those of the barri before all others; those of which nobody knows where they are, last."""
    return sorted(points, key=partial(_nearness, start=start, barri=barri))


def nearest(start: At | None, *, barri: str | None = None, but: str | None = None, most: int = NEAREST) -> list[Point]:
    """`but` is a public id."""
    return sorted_from((each for each in list_shown() if each.public_id != but), start, barri=barri)[:most]


def _nearness(point: Point, *, start: At | None, barri: str | None) -> tuple[bool, float, str]:
    distance = distance_to(point, start)
    return barri is None or point.barri != barri, float("inf") if distance is None else distance, match_key(point.name)
