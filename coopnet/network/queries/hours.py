"""Hours of help: by id, by the link of who confirms them, of a volunteer, of a support point."""

from collections.abc import Sequence

from sqlalchemy import func, select

from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting
from coopnet.network.models import Post, Volunteer, VolunteerHours
from coopnet.network.queries.talking import points_of

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


def list_to_confirm(viewer: Viewer) -> list[tuple[VolunteerHours, str, str]]:
    """Of people who are reached through the viewer's support points: with who was helped, and by whom."""
    rows = db.session.execute(
        select(VolunteerHours, Post.name, Volunteer.name)
        .join(Post, Post.id == VolunteerHours.post_id)
        .join(Volunteer, Volunteer.id == VolunteerHours.volunteer_id)
        .where(VolunteerHours.confirmed_at.is_(None), VolunteerHours.point.in_(_ids(viewer)))
        .order_by(VolunteerHours.logged_at, VolunteerHours.id)
        .limit(SHOWN)
    )
    return [(hours, helped, helper) for hours, helped, helper in rows]


def panel(viewer: Viewer) -> list[Waiting]:
    """What of a support point's people waits to be confirmed."""
    points = _ids(viewer)
    if not points:
        return []
    number, since = db.session.execute(
        select(func.count(), func.min(VolunteerHours.logged_at)).where(
            VolunteerHours.confirmed_at.is_(None), VolunteerHours.point.in_(points)
        )
    ).one()
    if not number:
        return []
    text = ngettext("%(num)d time of help to confirm", "%(num)d times of help to confirm", number)
    return [Waiting(text=text, count=number, oldest_at=since, endpoint="network_desk.hours")]


def _ids(viewer: Viewer) -> list[str]:
    return [public_id for public_id, _name in points_of(viewer)]
