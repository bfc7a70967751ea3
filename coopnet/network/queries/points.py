"""The support points where somebody helps."""

from coopnet.foundation.viewer import Viewer
from coopnet.places.queries import Point, list_points

HELP = "registrations.help"


def list_points_of(viewer: Viewer) -> list[Point]:
    """By name: their own, or all of them for who helps at all."""
    found = [one for one in list_points() if may_help(viewer, one.public_id)]
    return sorted(found, key=lambda one: (one.name.casefold(), one.public_id))


def find_point_of(viewer: Viewer, public_id: str) -> Point | None:
    """None alike for one that is not theirs and for one that is not there."""
    if not may_help(viewer, public_id):
        return None
    return next((one for one in list_points() if one.public_id == public_id), None)


def may_help(viewer: Viewer, point: str) -> bool:
    return viewer.can(HELP, subject_kind="point", subject_id=point)


def name_points() -> dict[str, str]:
    """Names by public id."""
    return {one.public_id: one.name for one in list_points()}
