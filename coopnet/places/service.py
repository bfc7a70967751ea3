from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.ids import new_public_id
from coopnet.foundation.text_index.folding import match_key
from coopnet.places.models import Venue


def find_or_add_venue(name: str, *, address: str, barri: str | None) -> Venue:
    """The venue of that name and address, however they are spelt; made if it is new.

    Without an address the first venue of that name is meant. A barri that was not known yet is noted.
    """
    asked = select(Venue).where(Venue.name_key == match_key(name)).order_by(Venue.id)
    if address:
        asked = asked.where(Venue.address_key == match_key(address))
    found = db.session.scalars(asked).first()
    if found is None:
        found = Venue(
            public_id=new_public_id(),
            name=name,
            name_key=match_key(name),
            address=address,
            address_key=match_key(address),
            barri=barri,
        )
        db.session.add(found)
    elif found.barri is None:
        found.barri = barri
    db.session.flush()
    return found


def locate(address: str, latitude: float, longitude: float) -> None:
    """WGS84, for every venue at that address that stands nowhere yet."""
    for venue in db.session.scalars(
        select(Venue).where(Venue.address_key == match_key(address), Venue.latitude.is_(None))
    ):
        venue.latitude, venue.longitude = latitude, longitude
    db.session.flush()
