"""One training at the desk: whatever its state, with what its people make of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select

from coopnet.accounts.models import AgreedText
from coopnet.foundation.db import db
from coopnet.registrations.models import Agreement, Registration
from coopnet.registrations.queries.programme import Tally
from coopnet.registrations.rules.states import ACTIVE, State
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import RegistrationType, Status

MOST_OPEN = 200  # trainings to choose from


class Count(NamedTuple):
    """Of one state, in one way."""

    state: State
    way: str
    tally: Tally


def count_by_state(training_id: int) -> Sequence[Count]:
    """In the order of the states."""
    rows = db.session.execute(
        select(Registration.state, Registration.way, func.count(), func.sum(Registration.party_size))
        .where(Registration.training_id == training_id)
        .group_by(Registration.state, Registration.way)
    )
    found = [Count(State(state), way, Tally(parties, people)) for state, way, parties, people in rows]
    return sorted(found, key=lambda one: (list(State).index(one.state), one.way))


class Reached(NamedTuple):
    """Registrations that stand, by how their people would be told."""

    by_mail: int
    by_message: int
    at_a_point: int


def count_reached(training_id: int) -> Reached:
    by_mail, by_message = Registration.email.is_not(None), Registration.phone.is_not(None)
    row = db.session.execute(
        select(
            func.count().filter(by_mail),
            func.count().filter(~by_mail, by_message),
            func.count().filter(~by_mail, ~by_message),
        ).where(Registration.training_id == training_id, Registration.state.in_(ACTIVE))
    ).one()
    return Reached(*row)


class Agreed(NamedTuple):
    """What somebody was told (`notice`) or agreed to (`access_needs`), in which words, when."""

    kind: str
    version: str
    language: str
    at: datetime
    text: str


def list_agreed(registration_id: int) -> list[Agreed]:
    rows = db.session.execute(
        select(Agreement.kind, Agreement.version, Agreement.language, Agreement.at, AgreedText.text)
        .join(AgreedText, AgreedText.digest == Agreement.digest)
        .where(Agreement.registration_id == registration_id)
        .order_by(Agreement.kind.desc())
    )
    return [Agreed(*row) for row in rows]


def list_open(now: datetime) -> Sequence[Training]:
    """That take registrations and have not begun, the next one first."""
    return db.session.scalars(
        select(Training)
        .where(
            Training.is_public,
            Training.starts_at > now,
            Training.status == Status.PUBLISHED,
            Training.registration_type.in_([RegistrationType.OPEN, RegistrationType.APPROVAL]),
            or_(Training.opens_at.is_(None), Training.opens_at <= now),
            or_(Training.closes_at.is_(None), Training.closes_at > now),
        )
        .order_by(Training.starts_at, Training.id)
        .limit(MOST_OPEN)
    ).all()
