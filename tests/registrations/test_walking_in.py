"""Who has no place and stands at the door: a free one is given, those who wait come first, never one too many."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from coopnet.accounts.models import Account
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations import queries
from coopnet.registrations.models import Agreement, Attendance, Registration
from coopnet.registrations.queries.attendance import list_people
from coopnet.registrations.rules.applications import Outcome
from coopnet.registrations.rules.attendance import At
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import changing, places, walking_in
from coopnet.trainings.models import Training
from tests.factories.attendance import AT_DOOR, STARTS, at_door, make_helper, session_of, tonight
from tests.factories.registrations import NOW, application, get, take
from tests.rig.reader import read_form

BEGUN = STARTS + timedelta(minutes=5)
Letters = Callable[..., list[Dispatch]]


def at(training: Training, helper: Account) -> At:
    return At(training.id, session_of(training), helper.id, "biel@example.org", is_team=False)


def walk_in(
    where: At, name: str = "Fatou Diop", *, has_asked: bool = False, now: datetime = BEGUN, **more: Any
) -> Outcome:
    wanted = application(name, **({"contact": Contact()} | more))
    return in_transaction(lambda: walking_in.walk_in(wanted, where, has_asked=has_asked, now=now))


def taken(training: Training) -> int:
    db.session.rollback()
    return db.session.scalar(select(Training.taken).where(Training.id == training.id)) or 0


def free_one(training: Training, one: Registration) -> None:
    """Somebody rang after it had begun: nothing moves then by itself."""
    in_transaction(lambda: changing.cancel(one.public_id, now=BEGUN, actor="equip@example.org"))


def test_a_name_is_enough_and_they_are_here(app: Flask, letters: Letters) -> None:
    training = tonight(capacity=1)
    where = at(training, make_helper(training))
    made = walk_in(where, form_key="k" * 22)
    one = get(made.public_id)
    assert (one.state, one.is_walk_in, one.email, one.phone, one.point) == ("attended", True, None, None, None)
    assert [(row.name, row.is_here) for row in list_people(training.id, where.session)] == [("Fatou Diop", True)]
    assert db.session.scalars(select(Attendance.how)).all() == ["walk_in"]
    assert letters() == []
    assert taken(training) == 1
    assert queries.list_miscounted() == []
    # The same form again is the same person, also where no place is left by now.
    assert walk_in(where, form_key="k" * 22).public_id == made.public_id
    assert db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()[-1] == "registration.walk_in"


def test_who_gives_a_contact_gets_their_own_link(app: Flask, letters: Letters) -> None:
    training = tonight()
    walk_in(at(training, make_helper(training)), contact=Contact(email="fatou@example.org"))
    assert [(letter.kind, letter.recipient) for letter in letters()] == [
        ("registration.confirmed", "fatou@example.org")
    ]


@pytest.mark.parametrize("name", ["Rosa Puig", "rosa  PUIG", "Fatou Diop"])
def test_who_is_on_the_list_is_not_let_in_once_more(app: Flask, name: str) -> None:
    training = tonight()
    take(training, "Rosa Puig")
    where = at(training, make_helper(training))
    walk_in(where)
    with pytest.raises(RuleBroken, match="name_on_the_list"):
        walk_in(where, name)
    assert taken(training) == 2


def test_places_of_who_has_not_come_are_not_free(app: Flask) -> None:
    training = tonight(capacity=1)
    take(training)
    with pytest.raises(RuleBroken, match="no_place_at_the_door"):
        walk_in(at(training, make_helper(training)))
    assert db.session.scalars(select(Registration.state)).all() == ["confirmed"]


def test_who_waits_comes_before_who_did_not_register(app: Flask) -> None:
    training = tonight(capacity=2)
    comes, rings = take(training), take(training)
    first, pair = take(training), take(training, companions=("Àlex",))
    where = at(training, make_helper(training))
    free_one(training, rings)
    with pytest.raises(RuleBroken, match="waiting_first"):
        walk_in(where)
    with pytest.raises(RuleBroken, match="no_place_at_the_door"):
        in_transaction(lambda: walking_in.let_in(pair.public_id, where, now=BEGUN))
    in_transaction(lambda: walking_in.let_in(first.public_id, where, now=BEGUN))
    first = get(first.public_id)
    assert first.state == "attended"
    assert [step.reason for step in first.steps][-2:] == ["let_in", "came"]
    with pytest.raises(RuleBroken, match="not_waiting"):
        in_transaction(lambda: walking_in.let_in(first.public_id, where, now=BEGUN))
    free_one(training, comes)
    assert walk_in(where, has_asked=True).state == "attended"
    assert taken(training) == 2
    assert queries.list_miscounted() == []


def test_before_it_begins_the_queue_is_still_served_first(app: Flask) -> None:
    """A stranger who takes the last place leaves whoever waits where they were; nobody jumps over who fits."""
    training = tonight(capacity=3)
    take(training, companions=("Àlex",))
    pair = take(training, companions=("Zoe",))
    walk_in(at(training, make_helper(training)), has_asked=True, now=AT_DOOR)
    assert (get(pair.public_id).state, taken(training)) == ("waiting", 3)


@pytest.mark.parametrize("is_guarded", [True, False])
def test_two_doors_and_one_free_place(app: Flask, monkeypatch: pytest.MonkeyPatch, *, is_guarded: bool) -> None:
    """With the guard off, each door believes the count that it has seen: then both let somebody in."""
    training = tonight(capacity=1)
    doors = [at(training, make_helper(training)) for _ in range(2)]
    start, seen = threading.Barrier(2), threading.local()
    db.session.rollback()

    def take_unguarded(locked: Training, _way: str, number: int) -> bool:
        grown = update(Training).where(Training.id == locked.id).values(taken=Training.taken + number)
        db.session.execute(grown.execution_options(synchronize_session=False))
        return bool(seen.is_free)

    if not is_guarded:
        monkeypatch.setattr(places, "_take", take_unguarded)

    def run(number: int) -> bool:
        with app.app_context():
            seen.is_free = taken(training_of(doors[number])) < 1
            start.wait()
            try:
                walk_in(doors[number], f"Persona {number}")
            except RuleBroken:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        let_in = sum(pool.map(run, range(2)))
    assert let_in == (1 if is_guarded else 2)


def training_of(where: At) -> Training:
    return db.session.get_one(Training, where.training_id)


def test_the_page_says_what_is_free_and_why_not(app: Flask, clock_at: Callable[[datetime], None]) -> None:
    clock_at(BEGUN)
    training = tonight(capacity=2)
    one, other = (take(training, name, now=NOW) for name in ("Rosa Puig", "Pau Soler"))
    take(training, "Espera Molt", now=NOW)
    helper = at_door(app, make_helper(training, role=Role.DOOR))
    address = f"/ca/gestio/formacions/{training.slug}/porta/1/sense-inscripcio"
    assert f'href="{address}"' in helper.get(address.rpartition("/")[0]).text
    full = helper.get(address).text
    assert "2 persones encara no han vingut" in full
    assert "Espera Molt" not in full
    assert "data-main" not in full
    free_one(training, one)
    page = helper.get(address).text
    assert "Queda 1 plaça lliure" in page
    assert page.index("Espera Molt") < page.index("data-main")
    for hidden in (other.email, "Rosa Puig"):
        assert hidden
        assert hidden not in page
    refused = helper.submit(address, name="Fatou Diop")
    assert refused.status_code == 422
    assert 'value="Fatou Diop"' in refused.text
    action = next(form for form in _actions(page) if "deixa-entrar" in form)
    fields = read_form(page, f"action={action}").fields
    assert helper.post(action, data=fields).location == address
    assert "No queda cap plaça" in helper.get(address).text
    assert [row.is_here for row in list_people(training.id, session_of(training))].count(True) == 1


def _actions(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('action="')[1:]]


def test_a_stranger_is_told_what_is_done_with_their_data_and_a_child_has_a_guardian(
    app: Flask, clock_at: Callable[[datetime], None]
) -> None:
    clock_at(BEGUN)
    training = tonight()
    helper = at_door(app, make_helper(training))
    address = f"/ca/gestio/formacions/{training.slug}/porta/1/sense-inscripcio"
    assert helper.submit(address, name="").status_code == 422
    answer = helper.submit(address, name="Jan Vila", guardian_name="Marta Vila", email="marta@example.org")
    assert answer.status_code == 303
    assert "#p-" in answer.location
    one = db.session.scalars(select(Registration)).one()
    assert (one.name, one.guardian_name, one.email, one.state) == (
        "Jan Vila",
        "Marta Vila",
        "marta@example.org",
        "attended",
    )
    assert db.session.scalars(select(Agreement.kind)).all() == ["notice"]
