"""Writes down who came. Nothing of the places moves by it: who is listed holds one, whether they come or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, select

from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.registrations.models import Attendance, Registration
from coopnet.registrations.rules.attendance import LISTED, At, How, Press, is_door_open, state_after
from coopnet.registrations.rules.states import Reason, State
from coopnet.registrations.service.places import move, open_queue
from coopnet.trainings.models import Training, TrainingSession
from coopnet.trainings.rules.states import Status

_S, _A = TrainingSession.__table__.c, Attendance.__table__.c
# Made once: they are asked under the lock.
_HELD = select(
    _S.id,
    _S.starts_at,
    _S.ends_at,
    exists().where(_A.session_id == _S.id, _A.marked_by_id == bindparam("keeper")),
).where(_S.public_id == bindparam("session"), _S.training_id == bindparam("training"))

_PARTIES = (
    select(Registration)
    .where(
        Registration.public_id.in_(bindparam("ids", expanding=True)), Registration.training_id == bindparam("training")
    )
    .order_by(Registration.id)
    .execution_options(populate_existing=True)
)
_ROWS = (
    select(Attendance)
    .where(
        Attendance.session_id == bindparam("session"),
        Attendance.registration_id.in_(bindparam("parties", expanding=True)),
    )
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class Held:
    """A session whose door is open. `is_kept`: who presses has marked somebody there before."""

    key: int
    starts_at: datetime
    ends_at: datetime
    is_kept: bool


def mark(presses: Sequence[Press], at: At, *, how: How, now: datetime) -> list[Press]:
    """Each says that somebody is here, or is not; those that could not be written down come back.

    Of two presses about one person the later one counts, and twice is once. Raises `RuleBroken`: `training_not_found`,
    `session_not_found`, `training_cancelled`, `door_closed`.
    """
    # The places' mutex: two phones that press at once come one after the other.
    training = open_queue(at.training_id)
    return write_down(presses, training, get_session(training, at, now=now), at, how=how, now=now)


def write_down(
    presses: Sequence[Press], training: Training, sitting: Held, at: At, *, how: How, now: datetime
) -> list[Press]:
    """As `mark`, of a training whose queue is open."""
    parties = _read(training, presses)
    rows = _read_rows(sitting, parties.values())
    refused, is_new_keeper = [], not sitting.is_kept
    for press in presses:
        party = parties.get(press.public_id)
        if party is None or party.state not in LISTED or press.person >= party.party_size:
            refused.append(press)
            continue
        before = rows.get((party.id, press.person))
        stood = None if before is None else {"came": before.is_here, "at": before.at.isoformat()}
        if _write(party, press, rows, sitting, at, how) is None:
            continue
        if stood is not None:
            _note_correction(party, sitting, press, stood, actor=at.actor, now=now)
        if is_new_keeper:
            _note_keeper(training, sitting, at, now=now)
            is_new_keeper = False
        _follow(training, party, is_here=press.is_here, actor=at.actor, now=now)
    return refused


def get_session(training: Training, at: At, *, now: datetime) -> Held:
    """Whose door is open. Raises what `mark` raises."""
    values = {"session": at.session, "training": training.id, "keeper": at.marked_by}
    row = db.session.execute(_HELD, values).first()
    if row is None:
        raise RuleBroken("session_not_found")
    if training.status == Status.CANCELLED:
        raise RuleBroken("training_cancelled")
    held = Held(*row)
    if not is_door_open(held.starts_at, held.ends_at, now, is_team=at.is_team):
        raise RuleBroken("door_closed")
    return held


def _read(training: Training, presses: Sequence[Press]) -> dict[str, Registration]:
    values = {"training": training.id, "ids": sorted({press.public_id for press in presses})}
    return {one.public_id: one for one in db.session.scalars(_PARTIES, values)}


def _read_rows(sitting: Held, parties: Iterable[Registration]) -> dict[tuple[int, int], Attendance]:
    """By registration and person."""
    values = {"session": sitting.key, "parties": [one.id for one in parties]}
    return {(row.registration_id, row.person): row for row in db.session.scalars(_ROWS, values)}


def _write(
    party: Registration, press: Press, rows: dict[tuple[int, int], Attendance], sitting: Held, at: At, how: How
) -> Attendance | None:
    """None where nothing new was said: it stands so already, or a later press says otherwise."""
    row = rows.get((party.id, press.person))
    if row is None and press.is_here:
        row = Attendance(session_id=sitting.key, registration_id=party.id, person=press.person)
        db.session.add(row)
        rows[party.id, press.person] = row
    elif row is None or row.pressed_at > press.at:
        return None
    elif row.is_here == press.is_here:
        row.pressed_at = press.at
        return None
    row.is_here, row.how, row.marked_by_id = press.is_here, how, at.marked_by
    row.at = row.pressed_at = press.at
    return row


def _follow(training: Training, party: Registration, *, is_here: bool, actor: str, now: datetime) -> None:
    """The registration's own state: somebody of it came to any session, or nobody did."""
    if not is_here:
        db.session.flush()  # what is asked next is no entity, so nothing is flushed for it by itself
    others = exists().where(Attendance.registration_id == party.id, Attendance.is_here)
    to = state_after(party.state, has_come=is_here or bool(db.session.scalar(select(others))))
    if to is not None:
        reason = Reason.CAME if to == State.ATTENDED else Reason.CAME_BY_MISTAKE
        move(training, party, to=to, reason=reason, actor=actor, now=now)


def _note_keeper(training: Training, sitting: Held, at: At, *, now: datetime) -> None:
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
    party: Registration, sitting: Held, press: Press, stood: dict[str, object], *, actor: str, now: datetime
) -> None:
    """What stood there is written over, so it is kept here."""
    audit.record(
        at=now,
        actor=actor,
        action="attendance.correct",
        subject_kind="registration",
        subject_id=party.public_id,
        before=stood,
        after={"came": press.is_here, "session": sitting.starts_at.isoformat()},
    )
