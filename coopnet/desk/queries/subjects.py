"""What things are called that roles are given for, and that the audit log is about."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import and_, select

from coopnet.accounts.models import Account, AccountContact
from coopnet.accounts.rules.contacts import Address, told_apart
from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative
from coopnet.places.models import SupportPoint
from coopnet.registrations.models import Registration
from coopnet.trainings.models import Training, TrainingText

Names = Iterator[tuple[str, str]]  # public id and name

_IS_TITLE = and_(TrainingText.training_id == Training.id, TrainingText.language == Training.language)
_IS_PRIMARY = and_(AccountContact.account_id == Account.id, AccountContact.is_primary)


class Subject(NamedTuple):
    kind: str
    public_id: str


def find_names(wanted: Iterable[Subject]) -> dict[Subject, str]:
    """One question a kind; what is gone, or of a kind without names, is left out."""
    ids: dict[str, list[str]] = {}
    for subject in dict.fromkeys(wanted):
        ids.setdefault(subject.kind, []).append(subject.public_id)
    return {
        Subject(kind, public_id): name
        for kind, ask in _ASK.items()
        if kind in ids
        for public_id, name in ask(ids[kind])
    }


def _accounts(ids: Sequence[str]) -> Names:
    """By the contact where there is no name, hidden but for what its owner knows it by."""
    rows = db.session.execute(
        select(Account.public_id, Account.name, AccountContact.kind, AccountContact.value)
        .outerjoin(AccountContact, _IS_PRIMARY)
        .where(Account.public_id.in_(ids))
    )
    for public_id, name, kind, value in rows:
        yield public_id, name or (told_apart(Address(kind, value), public_id) if value else public_id)


def _initiatives(ids: Sequence[str]) -> Names:
    rows = db.session.execute(select(Initiative.public_id, Initiative.name).where(Initiative.public_id.in_(ids)))
    yield from ((row.public_id, row.name) for row in rows)


def _points(ids: Sequence[str]) -> Names:
    rows = db.session.execute(select(SupportPoint.public_id, SupportPoint.name).where(SupportPoint.public_id.in_(ids)))
    yield from ((row.public_id, row.name) for row in rows)


def _registrations(ids: Sequence[str]) -> Names:
    """By their training: the name is the person's."""
    rows = db.session.execute(
        select(Registration.public_id, Training.slug, TrainingText.title)
        .join(Training, Training.id == Registration.training_id)
        .outerjoin(TrainingText, _IS_TITLE)
        .where(Registration.public_id.in_(ids))
    )
    for public_id, slug, title in rows:
        yield public_id, title or slug


def _trainings(ids: Sequence[str]) -> Names:
    rows = db.session.execute(
        select(Training.public_id, Training.slug, TrainingText.title)
        .outerjoin(TrainingText, _IS_TITLE)
        .where(Training.public_id.in_(ids))
    )
    for public_id, slug, title in rows:
        yield public_id, title or slug


_ASK: dict[str, Callable[[Sequence[str]], Names]] = {
    "account": _accounts,
    "initiative": _initiatives,
    "point": _points,
    "registration": _registrations,
    "training": _trainings,
}
