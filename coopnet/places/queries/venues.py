"""Venues, asked for by the rooms above."""

from collections.abc import Sequence

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.places.models import Venue


def list_located() -> Sequence[tuple[str, float, float]]:
    """Address, latitude and longitude of every venue whose point is known."""
    asked = select(Venue.address, Venue.latitude, Venue.longitude).where(
        Venue.address != "", Venue.latitude.is_not(None), Venue.longitude.is_not(None)
    )
    return [(row.address, row.latitude, row.longitude) for row in db.session.execute(asked)]


def list_venues(most: int = 200) -> list[str]:
    """Names, to choose from."""
    asked = select(Venue.name).where(Venue.name != "").distinct().order_by(Venue.name).limit(most)
    return list(db.session.scalars(asked))
