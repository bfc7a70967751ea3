"""What a daily job does: personal data whose time is over goes, counters are compared with the people they count."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Select, delete, exists, or_, select
from sqlalchemy.orm import aliased

from coopnet.foundation import outbox
from coopnet.foundation.db import db
from coopnet.registrations.models import Agreement, Registration, RegistrationNeeds
from coopnet.registrations.queries import list_miscounted
from coopnet.registrations.queries.overdue import is_person_overdue, needs_until
from coopnet.registrations.rules.applications import ACCESS_NEEDS
from coopnet.registrations.rules.attendance import CLOSES
from coopnet.registrations.rules.states import Reason, State
from coopnet.registrations.service.changing import erase_person
from coopnet.registrations.service.places import SYSTEM, move, open_queue
from coopnet.trainings.models import Training

ERASE = "registrations.erase_overdue"
COMPARE = "registrations.compare_counters"
ABSENT = "registrations.note_absent"
BATCH = 200
LOOKED_BACK = timedelta(days=90)


def erase_overdue(now: datetime) -> int:
    """Access needs days after the last session, everything personal months after it; how many people that was.

    A training that a grant pays is blocked, not erased, until its years are over (LOPDGDD 32): the auditor's list is
    kept, the needs are not. A batch at a time, so that nobody waits for the lock.
    """
    for gone in (delete(RegistrationNeeds), delete(Agreement).where(Agreement.kind == ACCESS_NEEDS)):
        owner = gone.table.c.registration_id
        db.session.execute(
            gone.where(
                exists(_ended_before(needs_until(now)).where(Registration.id == owner).correlate(gone.table))
            ).execution_options(synchronize_session=False)
        )
    found = db.session.scalars(
        select(Registration)
        .join(Training, Training.id == Registration.training_id)
        .where(is_person_overdue(now), Registration.name != "")
        .order_by(Registration.id)
        .limit(BATCH)
    ).all()
    for registration in found:
        erase_person(registration)
        db.session.execute(delete(Agreement).where(Agreement.registration_id == registration.id))
    return len(found)


def note_absent(now: datetime) -> bool:
    """Whoever had a place and did not come is noted so, of one training; False when there is none left.

    Only where it was kept who came (of the two ways, in that one), and once the phones at the door have had their time.
    """
    came = aliased(Registration)
    was_kept = exists().where(
        came.training_id == Registration.training_id,
        came.state == State.ATTENDED,
        or_(~Training.has_two_ways, came.way == Registration.way),
    )
    missing = (
        select(Registration)
        .join(Training, Training.id == Registration.training_id)
        .where(
            Training.is_public,
            Training.ends_at <= now - CLOSES,
            Training.ends_at > now - LOOKED_BACK,
            Registration.state == State.CONFIRMED,
            Registration.name != "",
            was_kept,
        )
        .order_by(Registration.training_id, Registration.id)
    )
    first = db.session.scalar(missing.limit(1).with_only_columns(Registration.training_id))
    if first is None:
        return False
    training = open_queue(first)
    of_it = missing.where(Registration.training_id == first).execution_options(populate_existing=True)
    for registration in db.session.scalars(of_it).all():
        move(training, registration, to=State.ABSENT, reason=Reason.DID_NOT_COME, actor=SYSTEM, now=now)
    return True


def absent_job(dispatch: outbox.Dispatch) -> None:
    """A training at a time, so that nobody waits for the lock."""
    if note_absent(dispatch.due_at):
        outbox.put_next_part(dispatch)


def erase_job(dispatch: outbox.Dispatch) -> None:
    """Goes on with the next batch until nothing is overdue."""
    if erase_overdue(dispatch.due_at) == BATCH:
        outbox.put_next_part(dispatch)


def compare_job(_dispatch: outbox.Dispatch) -> None:
    """Tells the log, which is watched; mending is for people, who look why first."""
    wrong = list_miscounted()
    if wrong:
        structlog.get_logger().error("counters_differ", trainings=[row[0] for row in wrong])


def _ended_before(moment: datetime) -> Select[int]:
    return (
        select(Registration.id).join(Training, Training.id == Registration.training_id).where(Training.ends_at < moment)
    )
