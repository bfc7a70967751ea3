"""What staff decide, and what follows when a training changes under the people who registered."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from coopnet.foundation import audit, outbox
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.registrations import letters
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import find_by_code
from coopnet.registrations.rules.states import ACTIVE, HOLDING, Reason, State
from coopnet.registrations.service import changing
from coopnet.registrations.service.needs import forget_needs
from coopnet.registrations.service.places import move, open_queue, settle
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import THINK_MINUTES, PlacesChanged, Status, TrainingCancelled, Way, is_over

TELL_CANCELLED = "registrations.tell_cancelled"


def approve(code: str, *, actor: str, now: datetime) -> Registration:
    """Into the queue, with the time of asking; in at once if there is room.

    `code` is the short code. Raises `RuleBroken`: `registration_not_found`, `not_pending`, and once nobody
    can be let in any more `training_cancelled`, `too_late_to_approve`.
    """
    training, registration = _open_pending(code)
    if training.status != Status.PUBLISHED:
        raise RuleBroken("training_cancelled")
    if training.starts_at is not None and now >= training.starts_at:
        raise RuleBroken("too_late_to_approve")
    move(training, registration, to=State.WAITING, reason=Reason.APPROVED, actor=actor, now=now)
    settle(training, now=now, newcomer=registration)
    letters.approved(registration, now=now)
    _audit("registration.approve", registration, before=State.PENDING, actor=actor, now=now)
    return registration


def decline(code: str, *, actor: str, now: datetime) -> Registration:
    """Once it is over no letter follows: nobody is looked for another training then.

    Raises `RuleBroken`: `registration_not_found`, `not_pending`.
    """
    training, registration = _open_pending(code)
    move(training, registration, to=State.DECLINED, reason=Reason.DECLINED_BY_TEAM, actor=actor, now=now)
    if not is_over(training.ends_at, now):
        letters.declined(registration, now=now)
    _audit("registration.decline", registration, before=State.PENDING, actor=actor, now=now)
    return registration


def cancel_by_code(code: str, *, actor: str, now: datetime) -> Registration:
    """For a person who rang. Raises `RuleBroken`: `registration_not_found`, `registration_ended`."""
    found = _find(code)
    before = found.state
    if not changing.cancel(found.public_id, actor=actor, now=now):
        raise RuleBroken("registration_ended")
    _audit("registration.cancel", found, before=before, actor=actor, now=now)
    return found


def on_places_changed(event: PlacesChanged) -> None:
    """A capacity, a way or a date changed: the counters are those of the people, and whoever fits now gets in."""
    training = open_queue(event.training_id)
    room, online = (_held(training, way) for way in (Way.IN_PERSON, Way.ONLINE))
    apart = training.has_two_ways
    db.session.execute(
        update(Training)
        .where(Training.id == training.id)
        .values(taken=room if apart else room + online, online_taken=online if apart else 0)
        .execution_options(synchronize_session=False)
    )
    settle(training, now=event.at)


def on_training_cancelled(event: TrainingCancelled) -> None:
    """Everybody who stood is told; writing to many people is one job. Nobody prepares anything for them any more.

    What is thought over can be taken back until the job's time has come: until then nothing is forgotten either.
    """
    training = db.session.get_one(Training, event.training_id)
    if not event.is_thought_over:
        forget_needs(Registration.training_id == training.id)
    outbox.put(
        dedup_key=f"{TELL_CANCELLED}:{training.public_id}:{event.at.isoformat()}",
        channel=outbox.JOB,
        kind=TELL_CANCELLED,
        now=event.at,
        due_at=event.at + timedelta(minutes=THINK_MINUTES) if event.is_thought_over else None,
        subject_kind="training",
        subject_id=training.public_id,
    )


def tell_cancelled(dispatch: outbox.Dispatch) -> None:
    """The job: one letter for each registration that stands. Their states stay: the training itself says it is off.

    Behind the mutex that taking it back stands behind too: what is on again, or was called off anew, tells nobody.
    """
    found = db.session.scalar(select(Training.id).where(Training.public_id == dispatch.subject_id))
    if found is None:
        return
    training = open_queue(found)
    if training.cancelled_at is None or training.cancelled_at != dispatch.queued_at:
        return
    forget_needs(Registration.training_id == training.id)
    standing = db.session.scalars(
        select(Registration)
        .where(Registration.training_id == training.id, Registration.state.in_(ACTIVE))
        .order_by(Registration.id)
    )
    for registration in standing:
        letters.training_cancelled(
            registration, reason=training.cancel_reason, suggested=training.suggested, now=dispatch.queued_at
        )


def _open_pending(code: str) -> tuple[Training, Registration]:
    training = open_queue(_find(code).training_id)
    registration = _find(code)
    if registration.state != State.PENDING:
        raise RuleBroken("not_pending", state=registration.state)
    return training, registration


def _find(code: str) -> Registration:
    found = find_by_code(code)
    if found is None:
        raise RuleBroken("registration_not_found")
    return found


def _held(training: Training, way: Way) -> int:
    return (
        db.session.scalar(
            select(func.sum(Registration.party_size)).where(
                Registration.training_id == training.id,
                Registration.way == way,
                Registration.state.in_(HOLDING),
            )
        )
        or 0
    )


def _audit(action: str, registration: Registration, *, before: str, actor: str, now: datetime) -> None:
    audit.record(
        at=now,
        actor=actor,
        action=action,
        subject_kind="registration",
        subject_id=registration.public_id,
        before={"state": str(before)},
        after={"state": registration.state},
    )
