"""Who is expected at a session and who came; by name alone, as many questions for many people as for one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select

from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.foundation.i18n import sort_key
from coopnet.foundation.viewer import Viewer
from coopnet.registrations.models import Attendance, Companion, Registration
from coopnet.registrations.queries.finding import QUEUE_ORDER
from coopnet.registrations.rules.attendance import LISTED
from coopnet.registrations.rules.states import State
from coopnet.trainings.models import Training, TrainingSession, TrainingText
from coopnet.trainings.rules.states import Status

MARK = "attendance.mark"
# Who may also decide about registrations is of the team: they see the days around, and may write down who came later.
TEAM = "registrations.decide"
MOST_SESSIONS = 100  # of the days that are shown
DAYS_AROUND = 7

_R, _C, _A = Registration.__table__.c, Companion.__table__.c, Attendance.__table__.c
_T, _S, _TEXT = Training.__table__.c, TrainingSession.__table__.c, TrainingText.__table__.c
_IS_LISTED = and_(_R.training_id == bindparam("training"), _R.state.in_(sorted(LISTED)), _R.name != "")

_PARTIES = select(_R.id, _R.public_id, _R.name, _R.way).where(_IS_LISTED)
_LISTED_PEOPLE = select(func.sum(_R.party_size)).where(_IS_LISTED)
_COMPANIONS = (
    select(_C.registration_id, _C.position, _C.name)
    .select_from(Companion.__table__.join(Registration.__table__, _R.id == _C.registration_id))
    .where(_IS_LISTED)
)
_HERE = (
    select(_A.registration_id, _A.person)
    .select_from(Attendance.__table__.join(TrainingSession.__table__, _S.id == _A.session_id))
    .where(_S.public_id == bindparam("session"), _A.is_here)
)
_HERE_KEYS = (
    select(_R.public_id, _A.person)
    .select_from(
        Attendance.__table__.join(TrainingSession.__table__, _S.id == _A.session_id).join(
            Registration.__table__, _R.id == _A.registration_id
        )
    )
    .where(_S.public_id == bindparam("session"), _A.is_here, _IS_LISTED)
    .order_by(_R.id, _A.person)
)


@dataclass(frozen=True)
class Person:
    """One of a party. `number` is 0 for who registered; `beside` is their name, for a companion."""

    public_id: str  # of the registration
    number: int
    name: str
    way: str
    is_here: bool
    beside: str = ""

    @property
    def key(self) -> str:
        return f"{self.public_id}.{self.number}"


@dataclass(frozen=True)
class InTurn:
    """A party that waits for a place."""

    public_id: str
    name: str
    people: int


@dataclass(frozen=True)
class Today:
    """A session that is to be marked; `number` is its place among those of its training."""

    training: str  # public id
    slug: str
    title: str
    language: str
    number: int
    starts_at: datetime
    ends_at: datetime
    is_off: bool
    expected: int
    came: int


def list_people(training_id: int, session: str) -> list[Person]:
    """Of one session (its public id), companions as people of their own, by name as the language sorts."""
    values = {"training": training_id}
    parties = {row.id: row for row in db.session.execute(_PARTIES, values)}
    companions = db.session.execute(_COMPANIONS, values).all()
    here = {(row.registration_id, row.person) for row in db.session.execute(_HERE, {"session": session})}
    found = [Person(row.public_id, 0, row.name, row.way, (key, 0) in here) for key, row in parties.items()]
    for key, position, name in companions:
        if key in parties:
            row, number = parties[key], position + 1
            found.append(Person(row.public_id, number, name, row.way, (key, number) in here, beside=row.name))
    return sorted(found, key=lambda one: (*sort_key(one.name), one.key))


def count_missing(training_id: int, session: str) -> int:
    """People with a place who have not come to that session."""
    listed = db.session.scalar(_LISTED_PEOPLE, {"training": training_id}) or 0
    return listed - len(list_here(training_id, session))


def list_waiting(training_id: int, *, way: str | None) -> list[InTurn]:
    """By name, in the order of their turn; `way` None where all share the same places."""
    asked = (
        select(Registration.public_id, Registration.name, Registration.party_size)
        .where(Registration.training_id == training_id, Registration.state == State.WAITING, Registration.name != "")
        .order_by(*QUEUE_ORDER)
    )
    if way is not None:
        asked = asked.where(Registration.way == way)
    return [InTurn(public_id, name, people) for public_id, name, people in db.session.execute(asked)]


def list_here(training_id: int, session: str) -> list[str]:
    """The keys of those who came."""
    found = db.session.execute(_HERE_KEYS, {"training": training_id, "session": session})
    return [f"{public_id}.{person}" for public_id, person in found]


def list_around(viewer: Viewer, now: datetime, *, days: int = 0) -> list[Today]:
    """Sessions of today that the viewer may mark, and of so many days before and after, in their order."""
    today = clock.to_local(now).date()
    first, last = (datetime.combine(today + timedelta(days=away), time(), clock.zone()) for away in (-days, days + 1))
    in_time = or_(
        and_(TrainingSession.starts_at >= first, TrainingSession.starts_at < last),
        and_(TrainingSession.starts_at < first, TrainingSession.ends_at > now),  # it went on after midnight
    )
    asked = (
        select(
            Training.id,
            Training.public_id,
            Training.slug,
            Training.language,
            Training.status,
            TrainingText.title,
            TrainingSession.id.label("session_id"),
            TrainingSession.starts_at,
            TrainingSession.ends_at,
        )
        .join(Training, Training.id == TrainingSession.training_id)
        .outerjoin(
            TrainingText, and_(TrainingText.training_id == Training.id, TrainingText.language == Training.language)
        )
        .where(Training.is_public, in_time)
        .order_by(TrainingSession.starts_at, TrainingSession.id)
        .limit(MOST_SESSIONS)
    )
    own = _own_trainings(viewer)
    if own is not None:
        asked = asked.where(Training.public_id.in_(own))
    rows = db.session.execute(asked).all()
    expected, came, numbers = _count(rows)
    return [
        Today(
            training=row.public_id,
            slug=row.slug,
            title=row.title or row.slug,
            language=row.language,
            number=numbers[row.session_id],
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            is_off=row.status == Status.CANCELLED,
            expected=expected.get(row.id, 0),
            came=came.get(row.session_id, 0),
        )
        for row in rows
    ]


def list_came_to(registration_id: int) -> list[datetime]:
    """When each session began to which somebody of the party came."""
    asked = (
        select(TrainingSession.starts_at)
        .join(Attendance, Attendance.session_id == TrainingSession.id)
        .where(Attendance.registration_id == registration_id, Attendance.is_here)
        .order_by(TrainingSession.starts_at)
        .distinct()
    )
    return list(db.session.scalars(asked))


def list_marks(registration_ids: Collection[int]) -> dict[int, list[dict[str, object]]]:
    """For a person's file: which of the party came to which session, and since when that is written."""
    found: dict[int, list[dict[str, object]]] = {}
    rows = db.session.execute(
        select(Attendance, TrainingSession.starts_at)
        .join(TrainingSession, TrainingSession.id == Attendance.session_id)
        .where(Attendance.registration_id.in_(registration_ids))
        .order_by(TrainingSession.starts_at, Attendance.person)
    )
    for one, starts_at in rows:
        found.setdefault(one.registration_id, []).append(
            {
                "session": starts_at.isoformat(),
                "person": one.person,
                "came": one.is_here,
                "at": one.at.isoformat(),
                "how": one.how,
            }
        )
    return found


def _own_trainings(viewer: Viewer) -> list[str] | None:
    """Public ids; None: all of them."""
    held = [grant for grant in viewer.grants if grant.permission == MARK]
    if any(grant.subject_id is None for grant in held):
        return None
    return sorted(grant.subject_id for grant in held if grant.subject_id is not None)


def _count(rows: Sequence[Any]) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """By training how many people are expected; by session how many came, and its number."""
    trainings, sessions = sorted({row.id for row in rows}), sorted({row.session_id for row in rows})
    if not rows:
        return {}, {}, {}
    expected = db.session.execute(
        select(Registration.training_id, func.sum(Registration.party_size))
        .where(Registration.training_id.in_(trainings), Registration.state.in_(sorted(LISTED)), Registration.name != "")
        .group_by(Registration.training_id)
    )
    came = db.session.execute(
        select(Attendance.session_id, func.count())
        .join(Registration, Registration.id == Attendance.registration_id)
        .where(Attendance.session_id.in_(sessions), Attendance.is_here, Registration.state.in_(sorted(LISTED)))
        .group_by(Attendance.session_id)
    )
    # In the order in which the training's own page counts them.
    numbered = db.session.execute(
        select(
            TrainingSession.id,
            func.row_number().over(
                partition_by=TrainingSession.training_id,
                order_by=(TrainingSession.starts_at, TrainingSession.position),
            ),
        ).where(TrainingSession.training_id.in_(trainings))
    )
    return (
        {training: int(count) for training, count in expected},
        {row[0]: row[1] for row in came},
        {row[0]: row[1] for row in numbered},
    )
