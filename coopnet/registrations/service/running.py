"""What the team does for one person from the desk, beside deciding."""

from datetime import datetime

from sqlalchemy import select

from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.registrations import letters
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.states import ACTIVE
from coopnet.registrations.service.places import open_queue
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Status, is_over


def send_again(public_id: str, *, actor: str, now: datetime) -> datetime | None:
    """Their letter with their link, to where they are reached. None when it leaves now, else when it was sent.

    At most once in each hour of the clock, whoever asks. Raises `RuleBroken`: `registration_not_found`,
    `registration_ended`, `training_cancelled`, `training_over`.
    """
    training, registration = open_one(public_id)
    if registration.state not in ACTIVE:
        raise RuleBroken("registration_ended")
    if training.status != Status.PUBLISHED:
        raise RuleBroken("training_cancelled")
    if is_over(training.ends_at, now):
        raise RuleBroken("training_over")
    sent_at = letters.again(registration, now=now)
    if sent_at is None:
        note("registration.send_again", public_id, actor=actor, now=now)
    return sent_at


def open_one(public_id: str) -> tuple[Training, Registration]:
    """The mutex first; what it protects is read after it. Raises `RuleBroken("registration_not_found")`."""
    training_id = db.session.scalar(select(Registration.training_id).where(Registration.public_id == public_id))
    if training_id is None:
        raise RuleBroken("registration_not_found")
    training = open_queue(training_id)
    wanted = select(Registration).where(Registration.public_id == public_id)
    return training, db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def note(
    action: str,
    public_id: str,
    *,
    actor: str,
    now: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    audit.record(
        at=now,
        actor=actor,
        action=action,
        subject_kind="registration",
        subject_id=public_id,
        before=before,
        after=after,
    )
