"""A training is written from a draft: made, or changed where it differs."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime

from sqlalchemy import select, update

from coopnet.foundation import audit, events
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.trainings.models import Training
from coopnet.trainings.rules.drafts import Draft, Saved, changes_between
from coopnet.trainings.rules.slugs import slugify
from coopnet.trainings.rules.states import PlacesChanged, Status
from coopnet.trainings.service.addresses import follow_title, free_slug
from coopnet.trainings.service.indexing import derive
from coopnet.trainings.service.parts import write_parts
from coopnet.trainings.service.snapshots import PLAIN, load, read_draft, with_known_names

# What the queue must look at again.
MOVES_PLACES = {"capacity", "online_capacity", "has_two_ways", "sessions", "format"}


def save(draft: Draft, *, training_id: int | None, actor: str, now: datetime) -> Saved:
    """Makes a training (a draft, unless it is published) or changes one; what is the same is not touched.

    Its places are counted by `registrations`, which hears of a change. Raises `RuleBroken`: `training_not_found`,
    `title_missing`.
    """
    if not draft.title:
        raise RuleBroken("title_missing")
    if training_id is None:
        return _make(draft, actor=actor, now=now)
    training = lock(training_id)
    before = read_draft(training)
    draft = replace(with_known_names(draft), is_cancelled=before.is_cancelled)
    changes = changes_between(before, draft)
    if changes:
        _write(training, draft, now=now)
        derive(training)
        audit.record(
            at=now,
            actor=actor,
            action="training.change",
            subject_kind="training",
            subject_id=training.public_id,
            before={change.field: _plain(change.before) for change in changes},
            after={change.field: _plain(change.after) for change in changes},
        )
        db.session.flush()
        if MOVES_PLACES & {change.field for change in changes}:
            events.publish(PlacesChanged(training.id, now, actor))
    return Saved(training.id, training.public_id, training.slug, is_new=False, changes=changes)


def lock_by_codes(codes: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Folded code to id and code of those that exist, all behind their mutex.

    Before any of them is changed: whoever registers locks one and then what all share. Codes are compared here: of
    letters beyond ASCII, SQLite knows no lower case.
    """
    wanted = {code.casefold() for code in codes}
    found = {}
    for id_, code in db.session.execute(select(Training.id, Training.code)):
        if code is not None and code.casefold() in wanted:
            found[code.casefold()] = (id_, code)
    db.session.execute(
        update(Training)
        .where(Training.id.in_([id_ for id_, _code in found.values()]))
        .values(queue_version=Training.queue_version + 1)
        .execution_options(synchronize_session=False)
    )
    return found


def lock(training_id: int) -> Training:
    """The training with all its parts, behind the queue's mutex. Raises `RuleBroken("training_not_found")`."""
    db.session.execute(
        update(Training)
        .where(Training.id == training_id)
        .values(queue_version=Training.queue_version + 1)
        .execution_options(synchronize_session=False)
    )
    found = load(training_id)
    if found is None:
        raise RuleBroken("training_not_found")
    return found


def _make(draft: Draft, *, actor: str, now: datetime) -> Saved:
    draft = with_known_names(draft)
    training = Training(
        public_id=new_public_id(),
        slug=free_slug(slugify(draft.title), None),
        status=Status.CANCELLED if draft.is_cancelled else Status.DRAFT,
        is_public=False,
        taken=0,
        online_taken=0,
        queue_version=0,
        trainers=[],
        created_at=now,
        texts=[],
        tags=[],
        sessions=[],
        partners=[],
        questions=[],
    )
    if draft.is_cancelled:
        training.cancelled_at = now
    _write(training, draft, now=now)
    db.session.add(training)
    db.session.flush()
    derive(training)
    audit.record(
        at=now,
        actor=actor,
        action="training.make",
        subject_kind="training",
        subject_id=training.public_id,
        after={"title": draft.title, "code": draft.code},
    )
    db.session.flush()
    return Saved(training.id, training.public_id, training.slug, is_new=True, changes=())


def _write(training: Training, draft: Draft, *, now: datetime) -> None:
    for name in PLAIN:
        setattr(training, name, getattr(draft, name))
    training.trainers = list(draft.trainers)
    training.updated_at = now
    write_parts(training, draft, now=now)
    if training.id is not None:
        follow_title(training, draft.title)


def _plain(value: object) -> object:
    """As JSON keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
