"""Who helps at support points, and what they make for people."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask

from coopnet.accounts.models import Account
from coopnet.accounts.queries.read_aloud import read_aloud
from coopnet.accounts.rules.helping import Help, Reach
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import in_transaction
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import helping
from coopnet.trainings.models import Training
from tests.factories import points
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.registrations import application, get
from tests.rig.reader import Reader

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def make_point(name: str = "Biblioteca de Can Rosés") -> str:
    """Its public id."""
    return points.make_point(name=name, phone="+34 930 111 222").public_id


def make_helper(point: str | None) -> Account:
    """Of one point, or of all."""
    account = make_account(name="Neus Vila")
    give_role(account, Role.POINT, subject_id=point)
    return account


def at_desk(app: Flask, account: Account) -> Reader:
    return sign_in(visitor(app), account, is_strong=True)


def help_of(account: Account, point: str, *, reach: Reach = Reach.VISIT, note: str = "") -> Help:
    return Help(point, account.id, "neus@example.org", reach, note, read_aloud("Can Rosés", language="ca"))


def register_at(
    point: str,
    training: Training,
    name: str = "Fatou Diop",
    *,
    helper: Account | None = None,
    now: datetime = NOW,
    reach: Reach = Reach.VISIT,
    note: str = "",
    **changed: Any,
) -> Registration:
    """Through the helper's service, committed."""
    given = help_of(helper or make_helper(point), point, reach=reach, note=note)
    wanted = application(name, **({"contact": Contact(point=point)} | changed))
    training_id = training.id
    return get(in_transaction(lambda: helping.register_for(wanted, given, training_id=training_id, now=now)).public_id)
