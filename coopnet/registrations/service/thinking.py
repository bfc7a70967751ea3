"""What was done can be thought over: until people are told, one press takes it back and nothing is sent."""

from datetime import datetime

from sqlalchemy import update

from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import QUEUED, SENT, Dispatch
from coopnet.registrations.queries.held import find_held
from coopnet.trainings.service import publishing
from coopnet.trainings.service.locking import lock


def take_back(training_id: int, *, actor: str, now: datetime) -> None:
    """Called off, it is on again as it was. Raises `RuleBroken`: `training_not_found`, `told_already`."""
    training = lock(training_id)
    held = find_held(training.public_id, now)
    if held is None or not _drop(held.id, now=now):
        raise RuleBroken("told_already")
    publishing.restore(training_id, actor=actor, now=now)


def _drop(dispatch_id: int, *, now: datetime) -> bool:
    """Done without anything to do; False when a worker has taken it meanwhile."""
    done = db.session.execute(
        update(Dispatch)
        .where(Dispatch.id == dispatch_id, Dispatch.state == QUEUED, Dispatch.lease_owner.is_(None))
        .values(state=SENT, finished_at=now)
        .returning(Dispatch.id)
        .execution_options(synchronize_session=False)
    )
    return done.first() is not None
