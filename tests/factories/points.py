"""Support points, through the service and committed."""

from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any

from coopnet.foundation.db import db, in_transaction
from coopnet.places.queries import Point, find_point
from coopnet.places.rules.points import Draft
from coopnet.places.service import points

# A Tuesday at one o'clock in Barcelona, 13 h.
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEAM = "xarxa@example.org"
_number = count(1)


def point_draft(**changed: Any) -> Draft:
    """In Sants, with a computer, open from ten to two and from four to seven on working days."""
    number = next(_number)
    usual: dict[str, Any] = {
        "name": f"Punt {number}",
        "venue": f"Espai del punt {number}",
        "address": f"Carrer de l'Exemple, {number}",
        "barri": "18",
        "latitude": 41.3768,
        "longitude": 2.1389,
        "has": ("computers",),
        "helps_in": ("ca",),
        "hours": "dl-dv 10-14, 16-19",
    }
    return Draft(**(usual | changed))


def make_point(*, now: datetime = NOW, **changed: Any) -> Point:
    work = partial(points.add, point_draft(**changed), actor=TEAM, now=now)
    return get_point(in_transaction(lambda: work().public_id))


def get_point(public_id: str) -> Point:
    db.session.rollback()
    found = find_point(public_id=public_id)
    assert found is not None
    return found
