"""Somebody of the team takes care of what people need, and says when it is arranged."""

from datetime import datetime

from sqlalchemy import select

from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.registrations.models import Arrangement, Registration, RegistrationNeeds
from coopnet.registrations.rules.arranging import items_of
from coopnet.registrations.rules.states import HOLDING
from coopnet.registrations.service.places import open_queue
from coopnet.trainings.models import Training


def take(training_id: int, code: str, *, actor: str, actor_key: int, now: datetime) -> int:
    """All of one kind that nobody has taken; how many. `actor_key` is the account's row.

    Raises `RuleBroken("training_not_found")`.
    """
    training, rows = _open(training_id, code)
    free = [row for row in rows if row.done_at is None and row.taken_by_id is None]
    for row in free:
        row.taken_by_id, row.taken_at = actor_key, now
    _note(training, "need.take", code, len(free), actor=actor, now=now)
    return len(free)


def finish(training_id: int, code: str, *, actor: str, actor_key: int, now: datetime) -> int:
    """All of one kind is arranged; how many were not. What nobody had taken was done by who says so."""
    training, rows = _open(training_id, code)
    left = [row for row in rows if row.done_at is None]
    for row in left:
        row.taken_by_id, row.taken_at, row.done_at = row.taken_by_id or actor_key, row.taken_at or now, now
    _note(training, "need.finish", code, len(left), actor=actor, now=now)
    return len(left)


def reopen(training_id: int, code: str, *, actor: str, now: datetime) -> int:
    """Nobody takes care of it any more, and it is not arranged; how many that were."""
    training, rows = _open(training_id, code)
    held = [row for row in rows if row.done_at is not None or row.taken_by_id is not None]
    for row in held:
        row.taken_by_id = row.taken_at = row.done_at = None
    _note(training, "need.reopen", code, len(held), actor=actor, now=now)
    return len(held)


def _open(training_id: int, code: str) -> tuple[Training, list[Arrangement]]:
    """One row for each person with a place who has this need, behind the training's lock: two who press are one."""
    training = open_queue(training_id)
    needing = db.session.scalars(
        select(RegistrationNeeds)
        .join(Registration, Registration.id == RegistrationNeeds.registration_id)
        .where(Registration.training_id == training_id, Registration.state.in_(HOLDING))
        .order_by(Registration.id)
    ).all()
    ids = [one.registration_id for one in needing if code in items_of(one.codes, one.note)]
    rows = db.session.scalars(
        select(Arrangement)
        .where(Arrangement.registration_id.in_(ids), Arrangement.code == code)
        .order_by(Arrangement.registration_id)
        .execution_options(populate_existing=True)
    ).all()
    known = {row.registration_id for row in rows}
    made = [Arrangement(registration_id=each, code=code) for each in ids if each not in known]
    db.session.add_all(made)
    return training, [*rows, *made]


def _note(training: Training, action: str, code: str, count: int, *, actor: str, now: datetime) -> None:
    """Never whose they are."""
    if count:
        audit.record(
            at=now,
            actor=actor,
            action=action,
            subject_kind="training",
            subject_id=training.public_id,
            after={"need": code, "count": count},
        )
