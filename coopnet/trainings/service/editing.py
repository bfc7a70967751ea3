"""Trainings are written from drafts: made, or changed where they differ."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime

from coopnet.foundation import audit, events
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import PROGRAMME, raise_generation, training_scope
from coopnet.foundation.ids import new_public_id
from coopnet.trainings.models import Training
from coopnet.trainings.rules.drafts import Change, Draft, Saved
from coopnet.trainings.rules.moves import Manner, Timetable, TrainingMoved, is_draft_moved, undo_of
from coopnet.trainings.rules.parts import SESSIONS, mark_of
from coopnet.trainings.rules.states import PlacesChanged, Status
from coopnet.trainings.service import publishing
from coopnet.trainings.service.addresses import follow_title, free_slugs
from coopnet.trainings.service.indexing import derive_all
from coopnet.trainings.service.locking import lock_all
from coopnet.trainings.service.names import Rows
from coopnet.trainings.service.parts import clear_positions, write_parts
from coopnet.trainings.service.planning import Planned, Wanted, plan
from coopnet.trainings.service.snapshots import PLAIN, Standing, has_been_asked, load_all, read_timetable

AT_ONCE = Manner()
FIELDS = frozenset(field.name for field in fields(Draft))
# What the queue must look at again.
MOVES_PLACES = {"capacity", "online_capacity", "has_two_ways", "sessions", "format"}


def save(draft: Draft, *, training_id: int | None, actor: str, now: datetime, manner: Manner = AT_ONCE) -> Saved:
    """Makes a training (a draft, unless it is published) or changes one; what is the same is not touched.

    Its places are counted by `registrations`, which hears of a change. Raises `RuleBroken`: `training_not_found`,
    `title_missing`.
    """
    if not draft.title:
        raise RuleBroken("title_missing")
    lock_all([] if training_id is None else [training_id])
    planned = plan([Wanted(draft, training_id)])
    [saved] = write(planned, publish=False, actor=actor, now=now, manner=manner)
    return saved


def write(
    planned: Sequence[Planned], *, publish: bool, actor: str, now: datetime, manner: Manner = AT_ONCE
) -> list[Saved]:
    """Of a plan that was made behind the mutex of what it changes. With `publish` new trainings are public at once."""
    rows = Rows()
    made = iter(
        _make([one.draft for one in planned if one.before is None], rows, publish=publish, actor=actor, now=now)
    )
    changed = [(one.before, one.draft, one.changes) for one in planned if one.before is not None and one.changes]
    slugs = _change(changed, rows, actor=actor, now=now, manner=manner)
    saved = []
    for one in planned:
        if one.before is None:
            training = next(made)
            saved.append(Saved(training.id, training.public_id, training.slug, is_new=True, changes=()))
        else:
            before = one.before
            slug = slugs.get(before.training_id, before.slug)
            saved.append(Saved(before.training_id, before.public_id, slug, is_new=False, changes=one.changes))
    return saved


def _make(drafts: Sequence[Draft], rows: Rows, *, publish: bool, actor: str, now: datetime) -> list[Training]:
    trainings = []
    with db.session.no_autoflush:
        for draft, slug in zip(drafts, free_slugs([draft.title for draft in drafts]), strict=True):
            training = _empty(slug, is_cancelled=draft.is_cancelled, now=now)
            _write(training, draft, rows, changed=FIELDS, now=now)
            if publish:
                publishing.show(training, now=now)
            trainings.append(training)
    db.session.add_all(trainings)
    db.session.flush()
    derive_all(trainings)
    if trainings:
        raise_generation(PROGRAMME)  # of themselves no page can be in a cache yet
    for training, draft in zip(trainings, drafts, strict=True):
        audit.record(
            at=now,
            actor=actor,
            action="training.make",
            subject_kind="training",
            subject_id=training.public_id,
            after={"title": draft.title, "code": draft.code},
        )
        if publish:
            publishing.tell_published(training, actor=actor, now=now)
    db.session.flush()
    return trainings


def _empty(slug: str, *, is_cancelled: bool, now: datetime) -> Training:
    return Training(
        public_id=new_public_id(),
        slug=slug,
        status=Status.CANCELLED if is_cancelled else Status.DRAFT,
        cancelled_at=now if is_cancelled else None,
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


def _change(
    changed: Sequence[tuple[Standing, Draft, tuple[Change, ...]]],
    rows: Rows,
    *,
    actor: str,
    now: datetime,
    manner: Manner,
) -> dict[int, str]:
    """Their addresses by id."""
    if not changed:
        return {}
    found = {training.id: training for training in load_all(before.training_id for before, _draft, _changes in changed)}
    trainings = [found[before.training_id] for before, _draft, _changes in changed]
    timetables = {training.id: read_timetable(training) for training in trainings}
    with db.session.no_autoflush:
        named = [frozenset(change.field for change in changes) for _before, _draft, changes in changed]
        for training, (_before, draft, _changes), fields_ in zip(trainings, changed, named, strict=True):
            if "sessions" in fields_:
                clear_positions(training, draft)
        db.session.flush()
        for training, (_before, draft, _changes), fields_ in zip(trainings, changed, named, strict=True):
            _write(training, draft, rows, changed=fields_, now=now)
    for training, (_before, draft, _changes) in zip(trainings, changed, strict=True):
        follow_title(training, draft.title)
    derive_all(trainings)
    for training, (_before, _draft, changes) in zip(trainings, changed, strict=True):
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
    slugs = {training.id: training.slug for training in trainings}
    asked = {training.id for training in trainings if has_been_asked(training)}
    # What is in the session is looked through by every UPDATE that follows.
    for training in trainings:
        db.session.expunge(training)
    for before, draft, changes in changed:
        if before.training_id in asked:
            _tell(before, draft, changes, timetables[before.training_id], actor=actor, now=now, manner=manner)
    raise_generation(PROGRAMME, *(training_scope(before.public_id) for before, _draft, _changes in changed))
    return slugs


def _tell(
    before: Standing,
    draft: Draft,
    changes: Sequence[Change],
    was: Timetable,
    *,
    actor: str,
    now: datetime,
    manner: Manner,
) -> None:
    if MOVES_PLACES & {change.field for change in changes}:
        events.publish(PlacesChanged(before.training_id, now, actor))
    if is_draft_moved(before.draft, draft, status=before.status, now=now):
        undo = undo_of(before.draft, mark=mark_of(draft, SESSIONS)) if manner.is_thought_over else None
        events.publish(TrainingMoved(before.training_id, now, actor, was, manner, undo))


def _write(training: Training, draft: Draft, rows: Rows, *, changed: frozenset[str], now: datetime) -> None:
    for name in PLAIN:
        setattr(training, name, getattr(draft, name))
    training.trainers = list(draft.trainers)
    training.updated_at = now
    write_parts(training, draft, rows, changed=changed, now=now)


def _plain(value: object) -> object:
    """As JSON keeps it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
