"""What was done can be thought over: until people are told, one press takes it back and nothing is sent."""

from datetime import datetime

from sqlalchemy import select, update

from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import QUEUED, SENT, Dispatch
from coopnet.registrations.queries.held import TELL_CANCELLED, TELL_MOVED, find_held
from coopnet.trainings.models import Training
from coopnet.trainings.rules.moves import undone
from coopnet.trainings.rules.parts import SESSIONS, mark_of, put
from coopnet.trainings.service import editing, publishing
from coopnet.trainings.service.locking import lock
from coopnet.trainings.service.snapshots import read_draft


def take_back(training_id: int, *, actor: str, now: datetime) -> None:
    """What was done last: called off, it is on again; moved, it is when and where it was.

    Raises `RuleBroken`: `training_not_found`, `told_already`, `edited_meanwhile`.
    """
    training = lock(training_id)
    held = find_held(training.public_id, now)
    if held is None or not _drop(held.id, now=now):
        raise RuleBroken("told_already")
    if held.kind == TELL_CANCELLED:
        publishing.restore(training_id, actor=actor, now=now)
    else:
        _move_back(training, held, actor=actor, now=now)


def _move_back(training: Training, held: Dispatch, *, actor: str, now: datetime) -> None:
    """Who registered before the change has heard of nothing; who did since is told, by the job that saving brings."""
    draft, undo, training_id = read_draft(training), held.values.get("undo"), training.id
    if undo is None or mark_of(draft, SESSIONS) != undo["mark"]:
        raise RuleBroken("edited_meanwhile")
    editing.save(put(draft, undone(undo)), training_id=training_id, actor=actor, now=now)
    for job in db.session.scalars(select(Dispatch).where(Dispatch.kind == TELL_MOVED, Dispatch.id > held.id)):
        if job.subject_id == held.subject_id:
            job.values = {**job.values, "since": held.queued_at.isoformat()}
    db.session.flush()


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
