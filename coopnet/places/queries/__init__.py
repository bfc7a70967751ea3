"""What the rooms above may ask of places: venues, support points, the outlines of the district."""

from coopnet.places.queries.district_map import district_map
from coopnet.places.queries.points import Point, find_point, find_public_id, list_at, list_points, list_shown
from coopnet.places.queries.venues import list_located

__all__ = [
    "Point",
    "district_map",
    "find_point",
    "find_public_id",
    "list_at",
    "list_located",
    "list_points",
    "list_shown",
]
