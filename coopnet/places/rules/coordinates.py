"""A point of the world as people find it on a map and copy it: two numbers, or the link of a map's page."""

import re
from urllib.parse import unquote

_DEGREES = r"([-+]?\d{1,3}[.,]\d{1,15})"
# What a link says of the place comes before what it says of the view.
_SHAPES = tuple(
    re.compile(shape, re.ASCII)
    for shape in (
        rf"mlat={_DEGREES}&mlon={_DEGREES}",
        rf"!3d{_DEGREES}!4d{_DEGREES}",
        rf"(?<![\d.,]){_DEGREES}(?:\s*[,;/]\s*|\s+){_DEGREES}(?!\d)",
    )
)


def read_point(typed: str) -> tuple[float, float] | None:
    """Latitude and longitude; None where none is said, or none of this world.

    >>> read_point("41,37018 2,13688"), read_point("geo:41.37018,2.13688"), read_point("maps.example.org/p/x7")
    ((41.37018, 2.13688), (41.37018, 2.13688), None)
    >>> read_point("https://www.openstreetmap.org/?mlat=41.3702&mlon=2.1369#map=15/41.3800/2.1400")
    (41.3702, 2.1369)
    >>> read_point("https://maps.example.org/place/x/@41.3800,2.1400,17z/data=!3d41.3702!4d2.1369")
    (41.3702, 2.1369)
    >>> read_point("91.5, 2.1"), read_point("https://www.openstreetmap.org/#map=15/41.3800/2.1400")
    (None, (41.38, 2.14))
    """
    plain = unquote(typed)
    for shape in _SHAPES:
        found = shape.search(plain)
        if found is not None:
            north, east = (float(number.replace(",", ".")) for number in found.groups())
            return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None  # noqa: PLR2004 - WGS84
    return None


def write_point(latitude: float | None, longitude: float | None) -> str:
    """As `read_point` reads it.

    >>> write_point(41.37018, 2.13688), write_point(None, None), write_point(41.0, 1e-07)
    ('41.37018, 2.13688', '', '41.0, 0.0000001')
    """
    if latitude is None or longitude is None:
        return ""
    return ", ".join(_plain(number) for number in (latitude, longitude))


def _plain(number: float) -> str:
    """Never with an exponent."""
    return str(number) if "e" not in str(number) else f"{number:.15f}".rstrip("0")
