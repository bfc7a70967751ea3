"""A training becomes public, or is called off."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from coopnet.foundation import audit, events
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import PlacesChanged, Status, TrainingCancelled, TrainingPublished, is_over
from coopnet.trainings.service.indexing import derive
from coopnet.trainings.service.locking import lock


def publish(slug: str, *, actor: str, now: datetime) -> bool:
    """False when it was public before. A training that was called off before it was public is shown as such.

    Raises `RuleBroken`: `training_not_found`, `no_sessions`, and `training_cancelled` for one that is public and off.
    """
    training = _lock(slug)
    if training.is_public and training.status == Status.CANCELLED:
        raise RuleBroken("training_cancelled")
    if training.is_public:
        return False
    if not training.sessions:
        raise RuleBroken("no_sessions")
    show(training, now=now)
    derive(training)
    tell_published(training, actor=actor, now=now)
    db.session.flush()
    return True


def show(training: Training, *, now: datetime) -> None:
    """Without what is derived from it, and without telling anybody yet."""
    training.is_public = True
    training.published_at = training.published_at or now
    training.updated_at = now
    if training.status == Status.DRAFT:
        training.status = Status.PUBLISHED


def tell_published(training: Training, *, actor: str, now: datetime) -> None:
    _audit(training, "training.publish", before=Status.DRAFT, actor=actor, now=now)
    events.publish(TrainingPublished(training.id, now, actor))


def cancel(
    slug: str,
    *,
    actor: str,
    now: datetime,
    reason: Mapping[str, str] | None = None,
    suggested: Sequence[str] = (),
    is_thought_over: bool = False,
) -> bool:
    """False when it was called off before. It stays where it is and says so; whoever registered is told.

    `reason` is why, by language; `suggested` are public ids of trainings to go to instead.

    A course of which sessions are left can be called off; what is over took place, and nobody is written to about it.
    Raises `RuleBroken`: `training_not_found`, `training_over`.
    """
    training = _lock(slug)
    if training.status == Status.CANCELLED:
        return False
    if is_over(training.ends_at, now):
        raise RuleBroken("training_over")
    before = training.status
    training.status, training.cancelled_at, training.updated_at = Status.CANCELLED, now, now
    training.cancel_reason, training.suggested = dict(reason or {}), list(suggested)
    derive(training)
    _audit(training, "training.cancel", before=before, actor=actor, now=now)
    db.session.flush()
    events.publish(TrainingCancelled(training.id, now, actor, is_thought_over=is_thought_over))
    return True


def restore(training_id: int, *, actor: str, now: datetime) -> None:
    """As if it had never been called off; whoever asked to think it over makes sure that nobody has heard of it.

    Raises `RuleBroken`: `training_not_found`, `not_called_off`.
    """
    training = lock(training_id)
    if training.status != Status.CANCELLED:
        raise RuleBroken("not_called_off")
    training.status = Status.PUBLISHED if training.is_public else Status.DRAFT
    training.cancelled_at, training.updated_at = None, now
    training.cancel_reason, training.suggested = {}, []
    derive(training)
    _audit(training, "training.restore", before=Status.CANCELLED, actor=actor, now=now)
    db.session.flush()
    events.publish(PlacesChanged(training.id, now, actor))


def _lock(slug: str) -> Training:
    found = db.session.scalar(select(Training.id).where(Training.slug == slug))
    if found is None:
        raise RuleBroken("training_not_found")
    return lock(found)


def _audit(training: Training, action: str, *, before: str, actor: str, now: datetime) -> None:
    audit.record(
        at=now,
        actor=actor,
        action=action,
        subject_kind="training",
        subject_id=training.public_id,
        before={"status": str(before)},
        after={"status": str(training.status)},
    )
