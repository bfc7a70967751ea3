"""Whoever has a place hears that the date, the hour or the place has changed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from coopnet.foundation import clock, outbox
from coopnet.foundation.db import db
from coopnet.foundation.outbox import SENT, Dispatch
from coopnet.registrations import letters, queries
from coopnet.registrations.letters import kinds
from coopnet.registrations.letters.previews import preview
from coopnet.registrations.models import Registration
from coopnet.registrations.queries.held import TELL_CANCELLED, TELL_MOVED, list_held, list_readers
from coopnet.registrations.rules.states import ACTIVE
from coopnet.registrations.service.places import open_queue
from coopnet.trainings.models import Training
from coopnet.trainings.rules.moves import (
    Meeting,
    Moving,
    Timetable,
    TrainingMoved,
    as_plain,
    from_plain,
    is_moved,
    timetable,
)
from coopnet.trainings.rules.states import THINK_MINUTES, Status, Way


def on_training_moved(event: TrainingMoved) -> None:
    """Writing to many people is one job, which knows what they had been told.

    What is thought over waits; what waited already waits as long, so that nobody reads the first half of two changes.
    """
    training = db.session.get_one(Training, event.training_id)
    due_at = event.at + timedelta(minutes=THINK_MINUTES) if event.manner.is_thought_over else event.at
    for earlier in list_held(training.public_id, TELL_MOVED, event.at):
        earlier.due_at = max(earlier.due_at, due_at)
    outbox.put(
        dedup_key=f"{TELL_MOVED}:{training.public_id}:{event.at.isoformat()}",
        channel=outbox.JOB,
        kind=TELL_MOVED,
        now=event.at,
        due_at=due_at,
        subject_kind="training",
        subject_id=training.public_id,
        values={
            "before": as_plain(event.before),
            "said": dict(event.manner.said),
            **({} if event.undo is None else {"undo": dict(event.undo)}),
        },
    )


def tell_moved(dispatch: Dispatch) -> None:
    """The job: one letter for each registration that stood when it changed, of what was and what is now.

    Behind the mutex that changes stand behind too, so what it tells is the last. Nobody is told what they know: it was
    changed back, or an earlier job, which came late, has told it.
    """
    changed_at = dispatch.queued_at
    found = db.session.scalar(select(Training.id).where(Training.public_id == dispatch.subject_id))
    if found is None:
        return
    training = open_queue(found)
    if training.status != Status.PUBLISHED:
        _wait_for(dispatch, list_held(training.public_id, TELL_CANCELLED, clock.now()))
        return
    before, after = from_plain(dispatch.values["before"]), read_timetable(training)
    told_until = max(filter(None, (_told_until(dispatch, after), _since(dispatch))), default=None)
    standing = db.session.scalars(
        select(Registration)
        .where(
            Registration.training_id == training.id,
            Registration.state.in_(ACTIVE),
            Registration.created_at <= changed_at,
        )
        .order_by(Registration.id)
    ).all()
    for registration in standing:
        if told_until is not None and registration.created_at <= told_until:
            continue
        is_apart = training.has_two_ways and registration.way == Way.ONLINE
        was, is_now = (table.without_places() if is_apart else table for table in (before, after))
        if is_moved(was, is_now, since=changed_at):
            letters.training_moved(
                registration,
                before=was.after(changed_at),
                after=is_now.after(changed_at),
                said=_said(dispatch),
                now=changed_at,
            )
    db.session.execute(
        update(Dispatch)
        .where(Dispatch.id == dispatch.id)
        .values(values={**dispatch.values, "told": as_plain(after), "told_at": clock.now().isoformat()})
        .execution_options(synchronize_session=False)
    )


def _wait_for(dispatch: Dispatch, held: Sequence[Dispatch]) -> None:
    """Called off, and that may still be taken back: then what was moved before is told after all."""
    for calling_off in held[-1:]:
        outbox.put(
            dedup_key=f"{dispatch.dedup_key}#{calling_off.public_id}",
            channel=outbox.JOB,
            kind=TELL_MOVED,
            now=dispatch.queued_at,
            due_at=calling_off.due_at,
            subject_kind=dispatch.subject_kind,
            subject_id=dispatch.subject_id,
            values=dispatch.values,
        )


def _told_until(dispatch: Dispatch, after: Timetable) -> datetime | None:
    """Who had registered by then has been told `after` since it changed; None when nobody has."""
    others = db.session.execute(
        select(Dispatch.queued_at, Dispatch.values).where(
            Dispatch.kind == TELL_MOVED,
            Dispatch.subject_kind == "training",
            Dispatch.subject_id == dispatch.subject_id,
            Dispatch.id != dispatch.id,
        )
    ).all()
    told = as_plain(after)
    return max(
        (
            queued_at
            for queued_at, values in others
            if values.get("told") == told and datetime.fromisoformat(values["told_at"]) >= dispatch.queued_at
        ),
        default=None,
    )


def _since(dispatch: Dispatch) -> datetime | None:
    """What takes a change back concerns only who registered while it stood."""
    kept = dispatch.values.get("since")
    return datetime.fromisoformat(kept) if kept else None


def _said(dispatch: Dispatch) -> dict[str, str]:
    """Of several changes that are told in one letter, what was added last."""
    later = select(Dispatch.values).where(
        Dispatch.kind == TELL_MOVED,
        Dispatch.subject_kind == "training",
        Dispatch.subject_id == dispatch.subject_id,
        Dispatch.id >= dispatch.id,
        Dispatch.state != SENT,
    )
    found = [values.get("said") or {} for values in db.session.scalars(later.order_by(Dispatch.id))]
    return next((said for said in reversed(found) if any(said.values())), {})


def preview_moved(moving: Moving) -> dict[str, object]:
    """The slot of the page on which a change is made: the languages of who stands, and the letter in each."""
    readers = list_readers(moving.training_id)
    languages = [each.language for each in readers]
    if moving.after is None or moving.before is None:
        return {"languages": languages}
    training = db.session.get_one(Training, moving.training_id)
    now = clock.now()
    previews = []
    for each in readers:
        is_apart = training.has_two_ways and each.first.way == Way.ONLINE
        was, is_now = (
            t.without_places() if is_apart else t for t in (moving.before.after(now), moving.after.after(now))
        )
        values = {
            "before": as_plain(was),
            "after": as_plain(is_now),
            "said": letters.reason_for(each.language, moving.said),
        }
        previews.append(preview(kinds.TRAINING_MOVED, each.first, values, language=each.language, readers=each.number))
    return {"languages": languages, "previews": previews}


def read_timetable(training: Training) -> Timetable:
    sittings = queries.read_facts(training.id).sittings
    return timetable(
        training.format,
        [Meeting(one.public_id, one.starts_at, one.ends_at, (one.room, one.venue, one.address)) for one in sittings],
    )
