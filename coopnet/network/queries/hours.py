"""Hours of help: by id, by the link of who confirms them, of a volunteer."""

from collections.abc import Sequence

from sqlalchemy import select

from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.network.models import VolunteerHours

CONFIRM = "hours"
SHOWN = 100


def find_hours(public_id: str) -> VolunteerHours | None:
    return db.session.scalars(select(VolunteerHours).where(VolunteerHours.public_id == public_id)).first()


def find_by_link(token: str) -> VolunteerHours | None:
    """None alike for a link that is forged, cut short, or of nothing."""
    claim = links.read_link(token)
    found = find_hours(claim.public_id) if claim is not None else None
    if claim is None or found is None or not links.is_genuine(claim, CONFIRM, found.link_version):
        return None
    return found


def link_of(hours: VolunteerHours) -> str:
    return links.make_link(CONFIRM, hours.public_id, hours.link_version)


def list_hours(volunteer_id: int) -> Sequence[VolunteerHours]:
    """The latest day first."""
    return db.session.scalars(
        select(VolunteerHours)
        .where(VolunteerHours.volunteer_id == volunteer_id)
        .order_by(VolunteerHours.day.desc(), VolunteerHours.id.desc())
        .limit(SHOWN)
    ).all()


def list_minutes(volunteer_id: int) -> list[tuple[int, bool]]:
    """All of them: minutes, and whether they are confirmed."""
    rows = db.session.execute(
        select(VolunteerHours.minutes, VolunteerHours.confirmed_at.is_not(None)).where(
            VolunteerHours.volunteer_id == volunteer_id
        )
    )
    return [(minutes, bool(is_confirmed)) for minutes, is_confirmed in rows]
