"""A volunteer writes down the minutes that they gave; the other side confirms them. What was done is not kept."""

import hashlib
from datetime import date, datetime

from sqlalchemy import delete, select

from coopnet.foundation import audit, clock
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.network.letters import hours as letters
from coopnet.network.models import VolunteerHours
from coopnet.network.queries.proposals import find_proposal
from coopnet.network.rules.hours import MOST_MINUTES, By, is_recent
from coopnet.network.rules.proposals import State
from coopnet.network.rules.volunteering import VERIFIED
from coopnet.network.service.standing import lock


def log(volunteer_id: str, proposal_id: str, *, day: date, minutes: int, form_key: str | None, now: datetime) -> bool:
    """For a proposal of theirs that both agreed. False where the same form was sent before.

    Raises `RuleBroken`: `volunteer_not_found`, `hours_cannot`, `hours_before` both had said yes, `hours_day`,
    `hours_too_many` for a day of more than twelve hours.
    """
    volunteer = lock(volunteer_id)
    form_hash = hashlib.sha256(f"hours|{form_key}".encode()).hexdigest() if form_key else None
    sent = select(VolunteerHours.id).where(VolunteerHours.form_hash == form_hash)
    if form_hash is not None and db.session.scalar(sent) is not None:
        return False
    proposal = find_proposal(proposal_id)
    is_theirs = proposal is not None and proposal.volunteer_id == volunteer.id
    if proposal is None or not is_theirs or proposal.state != State.AGREED or volunteer.state not in VERIFIED:
        raise RuleBroken("hours_cannot")
    agreed = [clock.to_local(at).date() for at in (proposal.asker_at, proposal.helper_at) if at is not None]
    if agreed and day < max(agreed):
        raise RuleBroken("hours_before")
    if not is_recent(day, today=clock.to_local(now).date()):
        raise RuleBroken("hours_day")
    logged = select(VolunteerHours.minutes).where(
        VolunteerHours.volunteer_id == volunteer.id, VolunteerHours.day == day
    )
    if minutes < 1 or sum(db.session.scalars(logged)) + minutes > MOST_MINUTES:
        raise RuleBroken("hours_too_many")
    made = VolunteerHours(
        public_id=new_public_id(),
        volunteer_id=volunteer.id,
        proposal_id=proposal.id,
        post_id=proposal.post_id,
        point=proposal.post.point,
        day=day,
        minutes=minutes,
        form_hash=form_hash,
        link_version=1,
        logged_at=now,
    )
    db.session.add(made)
    db.session.flush()
    letters.to_confirm(made, proposal.post, now=now)
    return True


def take_back(volunteer_id: str, public_id: str) -> bool:
    """A slip of the finger, while nobody has confirmed it. False where there is none of theirs."""
    volunteer = lock(volunteer_id)
    gone = delete(VolunteerHours).where(
        VolunteerHours.public_id == public_id,
        VolunteerHours.volunteer_id == volunteer.id,
        VolunteerHours.confirmed_at.is_(None),
    )
    asked = gone.returning(VolunteerHours.id).execution_options(synchronize_session=False)
    return db.session.scalars(asked).first() is not None


def confirm(public_id: str, by: By, *, now: datetime, actor: str | None = None) -> bool:
    """False where it was confirmed before. `actor` is one of the team. Raises `RuleBroken("hours_not_found")`."""
    found = db.session.scalars(
        select(VolunteerHours)
        .where(VolunteerHours.public_id == public_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise RuleBroken("hours_not_found")
    if found.confirmed_at is not None:
        return False
    found.confirmed_at, found.confirmed_by = now, by.value
    if actor is not None:
        audit.record(
            at=now,
            actor=actor,
            action="hours.confirm",
            subject_kind="hours",
            subject_id=public_id,
            after={"minutes": found.minutes},
        )
    db.session.flush()
    return True
