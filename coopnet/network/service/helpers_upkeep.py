"""What the clock does for volunteers: a certificate's end is said before; what had its time is erased."""

from datetime import datetime, time, timedelta

from sqlalchemy import or_, select

from coopnet.foundation import clock, outbox
from coopnet.foundation.db import db
from coopnet.foundation.generations import HELPERS, raise_generation
from coopnet.network.letters import volunteers as letters
from coopnet.network.models import Volunteer
from coopnet.network.queries.overdue import is_overdue_volunteer
from coopnet.network.rules.volunteering import CERTIFICATE_WARNED_DAYS, STANDING, VERIFIED, ends_soon
from coopnet.network.service.moving import SYSTEM
from coopnet.network.service.standing import lock
from coopnet.network.service.volunteering import erase, remove

WARN = "network.warn_volunteers"
ERASE = "network.erase_volunteers"
BATCH = 100


def warn_job(dispatch: outbox.Dispatch) -> None:
    _go_on(dispatch, warn(clock.now()))


def erase_job(dispatch: outbox.Dispatch) -> None:
    _go_on(dispatch, erase_overdue(clock.now()))


# Each with its time of the day on the instance's wall clocks.
DAILY = (
    (ERASE, erase_job, time(4, 40)),
    (WARN, warn_job, time(9, 45)),
)


def warn(now: datetime) -> int:
    """A letter, once for each certificate, some weeks before it ends; how many, at most a batch.

    Seeing what is for children ends on its day by itself, whether or not anything was sent.
    """
    today = clock.to_local(now).date()
    due = (
        select(Volunteer.public_id)
        .where(
            Volunteer.state.in_(VERIFIED),
            Volunteer.certificate_until >= today,
            Volunteer.certificate_until <= today + timedelta(days=CERTIFICATE_WARNED_DAYS),
            or_(Volunteer.warned_for.is_(None), Volunteer.warned_for != Volunteer.certificate_until),
        )
        .order_by(Volunteer.id)
        .limit(BATCH)
    )
    found = db.session.scalars(due).all()
    for public_id in found:
        volunteer = lock(public_id)
        if volunteer.state in VERIFIED and ends_soon(volunteer.certificate_until, today=today):
            volunteer.warned_for = volunteer.certificate_until
            letters.certificate_ends(volunteer, now=now)
    return len(found)


def erase_overdue(now: datetime) -> int:
    """Who left long ago, or was never answered; at most a batch."""
    due = select(Volunteer.public_id).where(is_overdue_volunteer(now)).order_by(Volunteer.id).limit(BATCH)
    found = db.session.scalars(due).all()
    for public_id in found:
        volunteer = lock(public_id)
        if volunteer.state in STANDING:
            remove(public_id, now=now, actor=SYSTEM)
        else:
            erase(volunteer)
    if found:
        raise_generation(HELPERS)
    return len(found)


def _go_on(dispatch: outbox.Dispatch, done: int) -> None:
    if done == BATCH:
        outbox.put_next_part(dispatch)
