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
_KEY = select(_T.id, _T.public_id).where(_T.slug == bindparam("slug"), _T.is_public)
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

_AROUND = (
    select(
        _T.id,
        _T.public_id,
        _T.slug,
        _T.language,
        _T.status,
        _TEXT.title,
        _S.id.label("session_id"),
        _S.starts_at,
        _S.ends_at,
    )
    .select_from(
        TrainingSession.__table__.join(Training.__table__, _T.id == _S.training_id).outerjoin(
            TrainingText.__table__, and_(_TEXT.training_id == _T.id, _TEXT.language == _T.language)
        )
    )
    .where(
        _T.is_public,
        # What the sessions are within: by the index, most trainings are not looked at.
        _T.ends_at >= bindparam("first"),
        _T.starts_at < bindparam("last"),
        or_(
            and_(_S.starts_at >= bindparam("first"), _S.starts_at < bindparam("last")),
            and_(_S.starts_at < bindparam("first"), _S.ends_at > bindparam("now")),  # it went on after midnight
        ),
    )
    .order_by(_S.starts_at, _S.id)
    .limit(MOST_SESSIONS)
)
_OWN_AROUND = _AROUND.where(_T.public_id.in_(bindparam("own", expanding=True)))
_IS_ONE_OF = _R.training_id.in_(bindparam("trainings", expanding=True))
_EXPECTED = (
    select(_R.training_id, func.sum(_R.party_size))
    .where(_IS_ONE_OF, _R.state.in_(sorted(LISTED)), _R.name != "")
    .group_by(_R.training_id)
)
_CAME = (
    select(_A.session_id, func.count())
    .select_from(Attendance.__table__.join(Registration.__table__, _R.id == _A.registration_id))
    .where(_A.session_id.in_(bindparam("sessions", expanding=True)), _A.is_here, _R.state.in_(sorted(LISTED)))
    .group_by(_A.session_id)
)
# In the order in which the training's own page counts them.
_NUMBERED = select(
    _S.id, func.row_number().over(partition_by=_S.training_id, order_by=(_S.starts_at, _S.position))
).where(_S.training_id.in_(bindparam("trainings", expanding=True)))


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


def find_key(slug: str) -> tuple[int, str] | None:
    """Key and public id of a public training."""
    row = db.session.execute(_KEY, {"slug": slug}).first()
    return (row[0], row[1]) if row else None


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


def list_around(viewer: Viewer, now: datetime, *, days: int = 0, is_counted: bool = True) -> list[Today]:
    """Sessions of today that the viewer may mark, and of so many days before and after, in their order.

    Their people are counted only if asked.
    """
    today, own = clock.to_local(now).date(), _own_trainings(viewer)
    first, last = (datetime.combine(today + timedelta(days=away), time(), clock.zone()) for away in (-days, days + 1))
    values = {"first": first, "last": last, "now": now}
    rows = db.session.execute(_AROUND if own is None else _OWN_AROUND, {**values, "own": own or ()}).all()
    if not rows:
        return []
    trainings = {"trainings": sorted({row.id for row in rows})}
    numbers = {row[0]: row[1] for row in db.session.execute(_NUMBERED, trainings)}
    expected, came = _count(rows) if is_counted else ({}, {})
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


def _count(rows: Sequence[Any]) -> tuple[dict[int, int], dict[int, int]]:
    """By training how many people are expected, by session how many came."""
    trainings = {"trainings": sorted({row.id for row in rows})}
    sessions = {"sessions": sorted({row.session_id for row in rows})}
    return (
        {row[0]: int(row[1]) for row in db.session.execute(_EXPECTED, trainings)},
        {row[0]: row[1] for row in db.session.execute(_CAME, sessions)},
    )
