"""What the people of a training need, as a list of things to do: only for who must act on it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import selectinload

from coopnet.accounts.models import Account
from coopnet.accounts.queries.accounts import main_address
from coopnet.foundation.db import db
from coopnet.registrations.models import Arrangement, Registration, RegistrationNeeds
from coopnet.registrations.rules.arranging import Stand, items_of, stand_of, stand_of_all
from coopnet.registrations.rules.states import HOLDING, State
from coopnet.vocabulary.queries import list_terms

ARRANGE = "registrations.arrange"


_R, _N, _A = Registration.__table__.c, RegistrationNeeds.__table__.c, Arrangement.__table__.c
# Made once: every list of trainings asks it. A need that is taken comes with who has it.
_OPEN = (
    select(_R.training_id, _N.registration_id, _N.codes, _N.note, _A.code, _A.taken_by_id, _A.done_at)
    .select_from(Registration.__table__)
    .join(RegistrationNeeds.__table__, _N.registration_id == _R.id)
    .outerjoin(Arrangement.__table__, _A.registration_id == _R.id)
    .where(_R.training_id.in_(bindparam("ids", expanding=True)), _R.state.in_(HOLDING))
    .order_by(_R.id)
)


@dataclass(frozen=True)
class Needing:
    """One person's need. `taker` is who takes care of it, empty where nobody does; `note` what they said in words."""

    public_id: str
    name: str
    note: str
    stand: Stand
    taker: str


@dataclass(frozen=True)
class Task:
    """One kind of need, of everybody who has it. `takers` are all who have taken some of it."""

    code: str
    people: tuple[Needing, ...]
    stand: Stand
    takers: tuple[str, ...]


@dataclass(frozen=True)
class Needs:
    """`later` counts who has said something and has no place yet."""

    tasks: Sequence[Task]
    later: int


def read_needs(training_id: int) -> Needs:
    """In the order of the vocabulary; three questions, however many."""
    rows = _read_rows([training_id], [*HOLDING, State.WAITING, State.PENDING])
    holding = [row for row in rows if row.state in HOLDING]
    kept = _read_arrangements([row.id for row in holding])
    names = _name_takers({one.taken_by_id for one in kept.values() if one.taken_by_id is not None})
    of_each: dict[str, list[Needing]] = {}
    for row in holding:
        for code in items_of(row.codes, row.note):
            one = kept.get((row.id, code))
            taker = names.get(one.taken_by_id, "") if one is not None and one.taken_by_id is not None else ""
            stand = stand_of(has_taker=bool(taker), is_done=one is not None and one.done_at is not None)
            of_each.setdefault(code, []).append(Needing(row.public_id, row.name, row.note, stand, taker))
    place = {term.code: number for number, term in enumerate(list_terms("access_needs"))}
    tasks = [
        Task(
            code=code,
            people=tuple(people),
            stand=stand_of_all([each.stand for each in people]),
            takers=tuple(dict.fromkeys(each.taker for each in people if each.taker)),
        )
        for code, people in sorted(of_each.items(), key=lambda item: (place.get(item[0], len(place)), item[0]))
    ]
    return Needs(tasks, len(rows) - len(holding))


def count_open(training_ids: Sequence[int]) -> dict[int, int]:
    """Of each training the needs that nobody has taken yet, where there are any; one question, however many."""
    items: dict[int, tuple[int, set[str]]] = {}
    for row in db.session.execute(_OPEN, {"ids": list(training_ids)}):
        training, left = items.setdefault(row.registration_id, (row.training_id, set(items_of(row.codes, row.note))))
        if row.taken_by_id is not None or row.done_at is not None:
            left.discard(row.code)
    found: dict[int, int] = {}
    for training, left in items.values():
        found[training] = found.get(training, 0) + len(left)
    return {training: count for training, count in found.items() if count}


def _read_rows(training_ids: Sequence[int], states: Collection[str]) -> Sequence[Any]:
    return db.session.execute(
        select(
            Registration.id,
            Registration.training_id,
            Registration.public_id,
            Registration.name,
            Registration.state,
            RegistrationNeeds.codes,
            RegistrationNeeds.note,
        )
        .join(RegistrationNeeds, RegistrationNeeds.registration_id == Registration.id)
        .where(Registration.training_id.in_(training_ids), Registration.state.in_(states))
        .order_by(Registration.id)
    ).all()


def _read_arrangements(ids: Sequence[int]) -> dict[tuple[int, str], Arrangement]:
    if not ids:
        return {}
    rows = db.session.scalars(select(Arrangement).where(Arrangement.registration_id.in_(ids)))
    return {(row.registration_id, row.code): row for row in rows}


def _name_takers(keys: Collection[int]) -> dict[int | None, str]:
    if not keys:
        return {}
    rows = db.session.scalars(select(Account).options(selectinload(Account.contacts)).where(Account.id.in_(keys)))
    return {row.id: row.name or _contact(row) for row in rows}


def _contact(account: Account) -> str:
    address = main_address(account)
    return address.value if address else account.public_id
