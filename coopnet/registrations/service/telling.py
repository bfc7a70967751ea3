"""Whoever has a place hears that the date, the hour or the place has changed."""

from datetime import datetime

from sqlalchemy import select, update

from coopnet.foundation import clock, outbox
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations import letters, queries
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.states import ACTIVE
from coopnet.registrations.service.places import open_queue
from coopnet.trainings.models import Training
from coopnet.trainings.rules.moves import Meeting, Timetable, TrainingMoved, as_plain, from_plain, is_moved, timetable
from coopnet.trainings.rules.states import Status, Way

TELL_MOVED = "registrations.tell_moved"


def on_training_moved(event: TrainingMoved) -> None:
    """Writing to many people is one job, which knows what they had been told."""
    training = db.session.get_one(Training, event.training_id)
    outbox.put(
        dedup_key=f"{TELL_MOVED}:{training.public_id}:{event.at.isoformat()}",
        channel=outbox.JOB,
        kind=TELL_MOVED,
        now=event.at,
        subject_kind="training",
        subject_id=training.public_id,
        values={"before": as_plain(event.before)},
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
        return
    before, after = from_plain(dispatch.values["before"]), _read(training)
    told_until = _told_until(dispatch, after)
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
                registration, before=was.after(changed_at), after=is_now.after(changed_at), now=changed_at
            )
    db.session.execute(
        update(Dispatch)
        .where(Dispatch.id == dispatch.id)
        .values(values={**dispatch.values, "told": as_plain(after), "told_at": clock.now().isoformat()})
        .execution_options(synchronize_session=False)
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


def _read(training: Training) -> Timetable:
    sittings = queries.read_facts(training.id).sittings
    return timetable(
        training.format,
        [Meeting(one.public_id, one.starts_at, one.ends_at, (one.room, one.venue, one.address)) for one in sittings],
    )
