"""What a statement of hours says of a volunteer, and what its code says to anybody."""

from datetime import date

from sqlalchemy import func, select

from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.network.models import Post, VolunteerHours
from coopnet.network.rules.statement import Facts, Logged, pack, unpack

PURPOSE = "statement"
VERSION = 1


def find_first_day(volunteer_id: int) -> date | None:
    return db.session.scalar(select(func.min(VolunteerHours.day)).where(VolunteerHours.volunteer_id == volunteer_id))


def list_logged(volunteer_id: int, first: date, last: date) -> list[Logged]:
    rows = db.session.execute(
        select(VolunteerHours.day, VolunteerHours.minutes, VolunteerHours.confirmed_at.is_not(None), Post.category)
        .outerjoin(Post, Post.id == VolunteerHours.post_id)
        .where(VolunteerHours.volunteer_id == volunteer_id, VolunteerHours.day.between(first, last))
        .order_by(VolunteerHours.day, VolunteerHours.id)
    )
    return [Logged(day, minutes, bool(is_confirmed), kind or "") for day, minutes, is_confirmed, kind in rows]


def code_of(facts: Facts) -> str:
    return links.make_tag(PURPOSE, pack(facts), VERSION)


def find_facts(code: str) -> Facts | None:
    """None alike for a code that is forged, cut short, or of nothing."""
    claim = links.read_link(code)
    if claim is None or not links.is_genuine_tag(claim, PURPOSE, VERSION):
        return None
    return unpack(claim.public_id)
