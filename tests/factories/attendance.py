"""Who helps at the door, and what they press."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db, in_transaction
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.attendance import At, How, Press
from coopnet.registrations.service import attending
from coopnet.trainings.models import Training, TrainingSession
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.registrations import NOW, open_training
from tests.rig.reader import Reader

STARTS = NOW + timedelta(hours=6)
AT_DOOR = STARTS - timedelta(minutes=10)


def tonight(**changed: Any) -> Training:
    """A training of one session, in six hours."""
    return open_training(**({"starts_at": STARTS, "max_companions": 3} | changed))


def make_helper(training: Training | None, email: str | None = None, *, role: Role = Role.DOOR) -> Account:
    """At the door of one training, or of all."""
    account = make_account(email, name="Biel Soler")
    give_role(account, role, subject_id=training.public_id if training else None)
    return account


def at_door(app: Flask, account: Account) -> Reader:
    return sign_in(visitor(app), account, is_strong=True)


def session_of(training: Training, number: int = 1) -> str:
    """The public id of the first one, or another."""
    asked = (
        select(TrainingSession.public_id)
        .where(TrainingSession.training_id == training.id)
        .order_by(TrainingSession.starts_at)
    )
    return db.session.scalars(asked).all()[number - 1]


def press(
    one: Registration,
    *,
    by: Account,
    session: str,
    person: int = 0,
    is_here: bool = True,
    at: datetime = AT_DOOR,
    now: datetime | None = None,
    is_team: bool = False,
) -> list[Press]:
    """Through the service, committed; what was refused."""
    wanted, training_id, key = Press(one.public_id, person, is_here, at), one.training_id, by.id
    return in_transaction(
        lambda: attending.mark(
            [wanted], At(training_id, session, key, "biel@example.org", is_team), how=How.LIST, now=now or at
        )
    )
