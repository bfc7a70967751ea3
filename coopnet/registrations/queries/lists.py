"""Who has registered for a training, as its desk lists them: where each stands, since when, and why."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from coopnet.foundation.db import db
from coopnet.foundation.text_index.folding import fold
from coopnet.registrations.models import Answer, Companion, Registration, RegistrationStep
from coopnet.registrations.queries.finding import QUEUE_ORDER, find_by_code

SHOWN = 30
FOUND = 30
MOST = 5_000  # whose names are read to find one
LEAST_DIGITS = 4  # of a phone number


@dataclass(frozen=True)
class Line:
    """One party. Its last step's `reason` and `actor` say why it stands where it does; empty where none is kept."""

    key: int
    public_id: str
    name: str
    guardian_name: str | None
    companions: tuple[str, ...]
    email: str | None
    phone: str | None
    point: str | None
    state: str
    way: str
    party_size: int
    since: datetime
    reason: str
    actor: str
    stepped_at: datetime


def list_people(training_id: int, states: Collection[str], *, after: int | None) -> list[Line]:
    """In the order of the queue, one more than a page shows; `after` is the key of the last one seen."""
    asked = (
        select(Registration)
        .where(Registration.training_id == training_id, Registration.state.in_(states))
        .order_by(*QUEUE_ORDER)
        .limit(SHOWN + 1)
    )
    seen = db.session.execute(select(*QUEUE_ORDER).where(Registration.id == after)).first() if after else None
    if seen is not None:
        asked = asked.where(tuple_(*QUEUE_ORDER) > tuple_(*seen))
    return _as_lines(db.session.scalars(asked).all())


def find_people(training_id: int, typed: str) -> list[Line]:
    """By the short code; by words that a name has or begins with, in any order and without accents; by contact."""
    one = find_by_code(typed)
    if one is not None and one.training_id == training_id:
        return _as_lines([one])
    rows = db.session.execute(
        select(Registration.id, Registration.name, Registration.guardian_name, Registration.email, Registration.phone)
        .where(Registration.training_id == training_id, Registration.name != "")
        .order_by(*QUEUE_ORDER)
        .limit(MOST)
    ).all()
    along = _companions_of([row.id for row in rows])
    wanted = fold(typed).split()
    digits = "".join(letter for letter in typed if letter.isdigit())
    keys = [row.id for row in rows if _is_meant(row, along.get(row.id, ()), wanted, digits)][:FOUND]
    found = db.session.scalars(select(Registration).where(Registration.id.in_(keys)).order_by(*QUEUE_ORDER)).all()
    return _as_lines(found)


def list_whole(training_id: int, states: Collection[str]) -> Sequence[Registration]:
    """With companions, answers and needs, in the order of the queue: for a file."""
    return db.session.scalars(
        select(Registration)
        .options(
            selectinload(Registration.companions),
            selectinload(Registration.answers).selectinload(Answer.question),
            joinedload(Registration.needs),
        )
        .where(Registration.training_id == training_id, Registration.state.in_(states))
        .order_by(*QUEUE_ORDER)
    ).all()


def _is_meant(row: Any, along: Sequence[str], wanted: Sequence[str], digits: str) -> bool:
    if len(digits) >= LEAST_DIGITS and row.phone and digits in row.phone:
        return True
    if not wanted:
        return False
    if row.email and len(wanted) == 1 and row.email.casefold().startswith(wanted[0]):
        return True
    names = [word for name in (row.name, row.guardian_name, *along) if name for word in fold(name).split()]
    return all(any(word.startswith(part) for word in names) for part in wanted)


def _as_lines(found: Sequence[Registration]) -> list[Line]:
    """In their order; two questions, however many."""
    ids = [one.id for one in found]
    along, steps = _companions_of([one.id for one in found if one.party_size > 1]), _last_steps_of(ids)
    return [
        Line(
            key=one.id,
            public_id=one.public_id,
            name=one.name,
            guardian_name=one.guardian_name,
            companions=along.get(one.id, ()),
            email=one.email,
            phone=one.phone,
            point=one.point,
            state=one.state,
            way=one.way,
            party_size=one.party_size,
            since=one.queued_at,
            reason=steps[one.id].reason if one.id in steps else "",
            actor=steps[one.id].actor if one.id in steps else "",
            stepped_at=steps[one.id].at if one.id in steps else one.updated_at,
        )
        for one in found
    ]


def _companions_of(ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    if ids:
        rows = db.session.execute(
            select(Companion.registration_id, Companion.name)
            .where(Companion.registration_id.in_(ids))
            .order_by(Companion.registration_id, Companion.position)
        )
        for key, name in rows:
            found[key] = (*found.get(key, ()), name)
    return found


def _last_steps_of(ids: Sequence[int]) -> dict[int, RegistrationStep]:
    if not ids:
        return {}
    last = (
        select(func.max(RegistrationStep.id))
        .where(RegistrationStep.registration_id.in_(ids))
        .group_by(RegistrationStep.registration_id)
    )
    steps = db.session.scalars(select(RegistrationStep).where(RegistrationStep.id.in_(last)))
    return {step.registration_id: step for step in steps}
