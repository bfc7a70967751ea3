"""What the clock does for volunteers: proposals that nobody answers end, a certificate's end is said before; what had
its time is erased.
"""

from datetime import datetime, time, timedelta

from sqlalchemy import delete, or_, select

from coopnet.foundation import clock, outbox
from coopnet.foundation.db import db
from coopnet.foundation.generations import HELPERS, raise_generation
from coopnet.network.letters import volunteers as letters
from coopnet.network.models import AskedDay, Post, Proposal, Volunteer
from coopnet.network.queries.overdue import is_old_day, is_overdue_volunteer
from coopnet.network.queries.sides import LOOKING
from coopnet.network.rules.proposals import WAITING
from coopnet.network.rules.volunteering import CERTIFICATE_WARNED_DAYS, STANDING, VERIFIED, ends_soon
from coopnet.network.service import proposing
from coopnet.network.service.moving import SYSTEM
from coopnet.network.service.standing import lock
from coopnet.network.service.volunteering import erase, remove

WARN = "network.warn_volunteers"
ERASE = "network.erase_volunteers"
CLOSE = "network.close_proposals"
BATCH = 100


def warn_job(dispatch: outbox.Dispatch) -> None:
    _go_on(dispatch, warn(clock.now()))


def erase_job(dispatch: outbox.Dispatch) -> None:
    _go_on(dispatch, erase_overdue(clock.now()))


def close_job(dispatch: outbox.Dispatch) -> None:
    _go_on(dispatch, close_proposals(clock.now()))


# Each with its time of the day on the instance's wall clocks.
DAILY = (
    (ERASE, erase_job, time(4, 40)),
    (CLOSE, close_job, time(0, 20)),
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


def close_proposals(now: datetime) -> int:
    """Those that nobody answered in time, and those of which one side is no longer there; at most a batch of each."""
    today = clock.to_local(now).date()
    db.session.execute(delete(AskedDay).where(is_old_day(now)).execution_options(synchronize_session=False))
    late = select(Proposal.public_id).where(Proposal.state.in_(WAITING), Proposal.answer_until < today)
    found = db.session.scalars(late.order_by(Proposal.id).limit(BATCH)).all()
    for public_id in found:
        proposing.expire(public_id, now=now)
    gone = (
        select(Proposal.public_id)
        .join(Post, Post.id == Proposal.post_id)
        .outerjoin(Volunteer, Volunteer.id == Proposal.volunteer_id)
        .where(
            Proposal.state.in_(WAITING),
            or_(Post.state.not_in(LOOKING), Volunteer.state.not_in(VERIFIED)),
        )
    )
    over = db.session.scalars(gone.order_by(Proposal.id).limit(BATCH)).all()
    for public_id in over:
        proposing.withdraw(public_id, now=now, actor=SYSTEM)
    return max(len(found), len(over))


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
