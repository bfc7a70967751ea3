"""What a daily job does: personal data whose time is over goes, counters are compared with the people they count."""

from datetime import datetime

import structlog
from sqlalchemy import Select, delete, exists, select

from coopnet.foundation import outbox
from coopnet.foundation.db import db
from coopnet.registrations.models import Agreement, Registration, RegistrationNeeds
from coopnet.registrations.queries import list_miscounted
from coopnet.registrations.queries.overdue import is_person_overdue, needs_until
from coopnet.registrations.rules.applications import ACCESS_NEEDS
from coopnet.registrations.service.changing import erase_person
from coopnet.trainings.models import Training

ERASE = "registrations.erase_overdue"
COMPARE = "registrations.compare_counters"
BATCH = 200


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
