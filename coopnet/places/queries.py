"""Venues, asked for by the rooms above, and by who gives a right for one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.places.models import Venue
from coopnet.vocabulary.rules.slugs import slugify


@dataclass(frozen=True)
class Point:
    """A venue as a support point: `slug` is what it is called by where a right is given for it."""

    public_id: str
    slug: str
    name: str
    address: str


def list_points() -> list[Point]:
    """By slug: of its name, with a number where an older venue has the same."""
    found: dict[str, Point] = {}
    rows = db.session.execute(select(Venue.public_id, Venue.name, Venue.address).order_by(Venue.id))
    for row in rows:
        bare = slugify(row.name, otherwise="punt")
        slug = next(each for each in chain((bare,), (f"{bare}-{number}" for number in count(2))) if each not in found)
        found[slug] = Point(row.public_id, slug, row.name, row.address)
    return sorted(found.values(), key=lambda point: point.slug)


def find_public_id(slug: str) -> str | None:
    """Also by the name as it is written."""
    wanted = slugify(slug, otherwise="")
    return next((point.public_id for point in list_points() if point.slug == wanted), None)


def list_located() -> Sequence[tuple[str, float, float]]:
    """Address, latitude and longitude of every venue whose point is known."""
    asked = select(Venue.address, Venue.latitude, Venue.longitude).where(
        Venue.address != "", Venue.latitude.is_not(None), Venue.longitude.is_not(None)
    )
    return [(row.address, row.latitude, row.longitude) for row in db.session.execute(asked)]
