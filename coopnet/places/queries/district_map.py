"""The outlines of the district's neighbourhoods, drawn once from its `barris.geojson`."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app

from coopnet.foundation import district
from coopnet.places.rules.maps import WIDTH, Frame, Point, fit, furthest, letter_of, path_of, places_inside, simplify

Box = tuple[float, float, float, float]  # left, top, width and height

EVERYWHERE: Box = (-1e9, -1e9, 2e9, 2e9)
TOLERANCE = 2.5  # units of the drawing, a thousandth of whose width is one

_KEY = "coopnet.district_map"


@dataclass(frozen=True)
class Outline:
    """`path` is of an SVG; `label_at` a point inside, `letter` what stands for its name and `places` where it may."""

    barri: str
    path: str
    label_at: Point
    letter: str
    places: tuple[Point, ...]


@dataclass(frozen=True)
class DistrictMap:
    frame: Frame
    outlines: tuple[Outline, ...]


def letter_at(outline: Outline, marks: Iterable[Point], box: Box = EVERYWHERE) -> tuple[int, int] | None:
    """Where marks leave most room for its letter, of what is seen; None where it has none, seen from so near."""
    left, top, width, height = box
    seen = [(x, y) for x, y in outline.places if left < x < left + width and top < y < top + height]
    found = furthest(seen, marks)
    return (round(found[0]), round(found[1])) if found else None


def district_map() -> DistrictMap:
    found: DistrictMap | None = current_app.extensions.get(_KEY)
    if found is None:
        path = district.current().folder / "barris.geojson"
        found = current_app.extensions[_KEY] = _draw(json.loads(path.read_text(encoding="utf-8")))
    return found


def _draw(collection: dict[str, Any]) -> DistrictMap:
    parts = {
        str(feature["properties"]["code"]): _rings(feature["geometry"])
        for feature in collection["features"]
        if feature["properties"]["kind"] == "barri"
    }
    frame = fit([_box(rings) for rings in parts.values()])
    return DistrictMap(
        frame, tuple(_outline(letter_of(number), code, parts[code], frame) for number, code in enumerate(sorted(parts)))
    )


def _outline(letter: str, code: str, rings: list[list[Point]], frame: Frame) -> Outline:
    drawn = [simplify([frame.project(x, y) for x, y in ring], TOLERANCE) for ring in rings]
    # Of what is seen: a part of it may lie far outside.
    seen = [
        (min(max(x, 0.0), 1000.0), min(max(y, 0.0), frame.height)) for x, y in max(drawn, key=len) if y > -frame.height
    ]
    middle = (sum(x for x, _ in seen) / len(seen), sum(y for _, y in seen) / len(seen))
    places = places_inside(max(drawn, key=len), (0.0, 0.0, float(WIDTH), frame.height))
    return Outline(code, path_of(drawn), middle, letter, tuple(places))


def _rings(geometry: dict[str, Any]) -> list[list[Point]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[(float(x), float(y)) for x, y, *_ in ring] for polygon in polygons for ring in polygon]


def _box(rings: list[list[Point]]) -> tuple[float, float, float, float]:
    points = [point for ring in rings for point in ring]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
