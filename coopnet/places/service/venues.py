from sqlalchemy import select
from sqlalchemy.orm import selectinload

from coopnet.foundation.db import db
from coopnet.foundation.generations import POINTS, raise_generation
from coopnet.foundation.ids import new_public_id
from coopnet.foundation.text_index.folding import match_key
from coopnet.places.models import Venue, VenueAccess


def find_or_add_venue(name: str, *, address: str, barri: str | None) -> Venue:
    """The venue of that name, address and barri, however they are spelt; made if it is new.

    Without an address the first venue of that name is meant, without a barri the first one there. A barri that was not
    known yet is noted; another one is another venue, since what was written of the first one still stands.
    """
    asked = select(Venue).where(Venue.name_key == match_key(name)).order_by(Venue.id)
    if address:
        asked = asked.where(Venue.address_key == match_key(address))
    there = db.session.scalars(asked.options(selectinload(Venue.access))).all()
    found = next((venue for venue in there if barri in {None, venue.barri}), None)
    if found is not None:
        return found
    found = next((venue for venue in there if venue.barri is None), None)
    if found is None:
        found = _make(name, address, there[0] if there else None)
        db.session.add(found)
    found.barri = barri
    db.session.flush()
    raise_generation(POINTS)
    return found


def _make(name: str, address: str, before: Venue | None) -> Venue:
    """`before` is the same place with a barri that was put right: it stands where that stood."""
    return Venue(
        public_id=new_public_id(),
        name=name,
        name_key=match_key(name),
        address=address or (before.address if before else ""),
        address_key=match_key(address or (before.address if before else "")),
        latitude=before.latitude if before else None,
        longitude=before.longitude if before else None,
        access=[VenueAccess(code=fact.code) for fact in before.access] if before else [],
    )


def locate(address: str, latitude: float, longitude: float) -> None:
    """WGS84, for every venue at that address that stands nowhere yet."""
    for venue in db.session.scalars(
        select(Venue).where(Venue.address_key == match_key(address), Venue.latitude.is_(None))
    ):
        venue.latitude, venue.longitude = latitude, longitude
    db.session.flush()
    raise_generation(POINTS)
