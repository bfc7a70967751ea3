"""Writes down who came. Nothing of the places moves by it: who is listed holds one, whether they come or not."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select

from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.registrations.models import Attendance, Registration
from coopnet.registrations.rules.attendance import LISTED, At, How, Press, is_door_open, state_after
from coopnet.registrations.rules.states import Reason, State
from coopnet.registrations.service.places import move, open_queue
from coopnet.trainings.models import Training, TrainingSession
from coopnet.trainings.rules.states import Status


def mark(presses: Sequence[Press], at: At, *, how: How, now: datetime) -> list[Press]:
    """Each says that somebody is here, or is not; those that could not be written down come back.

    Of two presses about one person the later one counts, and twice is once. Raises `RuleBroken`: `training_not_found`,
    `session_not_found`, `training_cancelled`, `door_closed`.
    """
    # The places' mutex: two phones that press at once come one after the other.
    training = open_queue(at.training_id)
    return write_down(presses, training, get_session(training, at, now=now), at, how=how, now=now)


def write_down(
    presses: Sequence[Press], training: Training, sitting: TrainingSession, at: At, *, how: How, now: datetime
) -> list[Press]:
    """As `mark`, of a training whose queue is open."""
    is_known = _has_marked(sitting, at)
    parties = _read(training, presses)
    refused = []
    for press in presses:
        party = parties.get(press.public_id)
        if party is None or party.state not in LISTED or press.person >= party.party_size:
            refused.append(press)
        else:
            _write(training, sitting, party, press, at, how=how, now=now)
    if not is_known and _has_marked(sitting, at):
        _note_keeper(training, sitting, at, now=now)
    return refused


def get_session(training: Training, at: At, *, now: datetime) -> TrainingSession:
    """Whose door is open. Raises what `mark` raises."""
    sitting = db.session.scalar(
        select(TrainingSession).where(
            TrainingSession.public_id == at.session, TrainingSession.training_id == training.id
        )
    )
    if sitting is None:
        raise RuleBroken("session_not_found")
    if training.status == Status.CANCELLED:
        raise RuleBroken("training_cancelled")
    if not is_door_open(sitting.starts_at, sitting.ends_at, now, is_team=at.is_team):
        raise RuleBroken("door_closed")
    return sitting


def _read(training: Training, presses: Sequence[Press]) -> dict[str, Registration]:
    found = db.session.scalars(
        select(Registration)
        .where(
            Registration.public_id.in_({press.public_id for press in presses}),
            Registration.training_id == training.id,
        )
        .order_by(Registration.id)
        .execution_options(populate_existing=True)
    )
    return {one.public_id: one for one in found}


def _write(
    training: Training,
    sitting: TrainingSession,
    party: Registration,
    press: Press,
    at: At,
    *,
    how: How,
    now: datetime,
) -> None:
    row = db.session.get(Attendance, (sitting.id, party.id, press.person))
    if row is not None and row.pressed_at > press.at:
        return
    if row is not None and row.is_here == press.is_here:
        row.pressed_at = press.at
        return
    if row is None:
        if not press.is_here:
            return
        row = Attendance(session_id=sitting.id, registration_id=party.id, person=press.person)
        db.session.add(row)
    else:
        _note_correction(party, sitting, row, press, actor=at.actor, now=now)
    row.is_here, row.how, row.marked_by_id = press.is_here, how, at.marked_by
    row.at = row.pressed_at = press.at
    db.session.flush()
    _follow(training, party, is_here=press.is_here, actor=at.actor, now=now)


def _follow(training: Training, party: Registration, *, is_here: bool, actor: str, now: datetime) -> None:
    """The registration's own state: somebody of it came to any session, or nobody did."""
    others = exists().where(Attendance.registration_id == party.id, Attendance.is_here)
    to = state_after(party.state, has_come=is_here or bool(db.session.scalar(select(others))))
    if to is not None:
        reason = Reason.CAME if to == State.ATTENDED else Reason.CAME_BY_MISTAKE
        move(training, party, to=to, reason=reason, actor=actor, now=now)


def _has_marked(sitting: TrainingSession, at: At) -> bool:
    kept = exists().where(Attendance.session_id == sitting.id, Attendance.marked_by_id == at.marked_by)
    return bool(db.session.scalar(select(kept)))


def _note_keeper(training: Training, sitting: TrainingSession, at: At, *, now: datetime) -> None:
    """Once for each who marks at a session: whom they marked and when stands in the attendance itself."""
    audit.record(
        at=now,
        actor=at.actor,
        action="attendance.keep",
        subject_kind="training",
        subject_id=training.public_id,
        after={"session": sitting.starts_at.isoformat()},
    )


def _note_correction(
    party: Registration, sitting: TrainingSession, row: Attendance, press: Press, *, actor: str, now: datetime
) -> None:
    """What stood there is written over, so it is kept here."""
    audit.record(
        at=now,
        actor=actor,
        action="attendance.correct",
        subject_kind="registration",
        subject_id=party.public_id,
        before={"came": row.is_here, "at": row.at.isoformat()},
        after={"came": press.is_here, "session": sitting.starts_at.isoformat()},
    )
