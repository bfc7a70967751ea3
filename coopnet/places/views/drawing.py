"""The map of the support points: outlines of the barris, each of which asks for what is near, and the points."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import url_for

from coopnet.foundation.i18n import current_language
from coopnet.places.queries import Point, district_map
from coopnet.places.queries.district_map import letter_at
from coopnet.places.rules.maps import LETTER
from coopnet.places.rules.points import Filters
from coopnet.places.views.filters import address, word_of
from coopnet.vocabulary.queries import term_label

STAND_IN = "onthemap"  # in an address that is made once for all of them
RADIUS = 38  # thousandths of the map: what a finger needs on a phone


@dataclass(frozen=True)
class Area:
    """`at` is where its letter stands."""

    path: str
    href: str
    name: str
    is_chosen: bool
    letter: str
    at: tuple[int, int] | None


@dataclass(frozen=True)
class Spot:
    x: int
    y: int
    href: str
    label: str


@dataclass(frozen=True)
class Drawing:
    view: str
    areas: tuple[Area, ...]
    spots: tuple[Spot, ...]
    radius: int = RADIUS
    letter: int = LETTER  # how high


def draw(asked: Filters, points: Iterable[Point]) -> Drawing:
    """Those of which somebody has said where they stand."""
    here, language = district_map(), current_language()
    left, top, width, height = here.frame.box_of("")
    nearer = address(replace(asked, barri=STAND_IN))
    page = url_for("places.show", slug=STAND_IN)
    spots = []
    for point in points:
        if point.latitude is not None and point.longitude is not None:
            x, y = here.frame.project(point.longitude, point.latitude)
            spots.append(Spot(round(x), round(y), page.replace(STAND_IN, point.slug), point.name))
    areas = [
        Area(
            each.path,
            nearer.replace(f"barri={STAND_IN}", f"barri={word_of(each.barri)}"),
            term_label("barris", each.barri, language),
            each.barri == asked.barri,
            each.letter,
            letter_at(each, ((spot.x, spot.y) for spot in spots)),
        )
        for each in here.outlines
    ]
    return Drawing(f"{left:.0f} {top:.0f} {width:.0f} {height:.0f}", tuple(areas), tuple(spots))
