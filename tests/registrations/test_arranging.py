"""What people need, at the desk: a list of things to do, seen by who must act on it and by nobody else."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from coopnet.accounts.models import Account
from coopnet.accounts.rules.roles import PERMISSIONS, Role
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.registrations.models import Arrangement
from coopnet.registrations.queries.arranging import count_open, read_needs
from coopnet.registrations.service import changing
from coopnet.registrations.service.upkeep import erase_overdue
from coopnet.trainings.models import Training
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.registrations import open_training, take
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader, read_form


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def browser(app: Flask) -> Callable[..., Reader]:
    def make(name: str, role: Role = Role.COORDINATOR) -> Reader:
        account = make_account(f"{name.lower()}@example.org", name=name)
        give_role(account, role)
        return sign_in(visitor(app), account, is_strong=True)

    return make


def list_of(training: Training) -> str:
    return f"/ca/gestio/formacions/{training.slug}/necessitats"


def press(reader: Reader, training: Training, what: str, code: str) -> str:
    """The page that it leads back to."""
    page = list_of(training)
    token = read_form(reader.get(page).text, f"action={page}/{what}").fields["csrf_token"]
    answer = reader.post(f"{page}/{what}", data={"csrf_token": token, "mena": code})
    assert answer.status_code == 303
    return reader.get(answer.location).text


def stands(training: Training) -> dict[str, tuple[str, tuple[str, ...]]]:
    db.session.rollback()
    return {task.code: (task.stand.value, task.takers) for task in read_needs(training.id).tasks}


def test_somebody_takes_a_need_says_that_it_is_done_and_lets_it_go(browser: Callable[..., Reader]) -> None:
    training, marta, pere = open_training(capacity=3), browser("Marta"), browser("Pere")
    take(training, "Rosa", needs=("childcare", "step_free"), needs_note="Dos bessons")
    take(training, "Eva", needs=("childcare",))
    assert count_open([training.id]) == {training.id: 4}
    page = marta.get(list_of(training)).text
    for told in ("Rosa", "Eva", "Dos bessons", "Espai de criatures", "Accés sense graons"):
        assert told in page, told
    press(marta, training, "agafa", "childcare")
    assert stands(training) == {"childcare": ("taken", ("Marta",)), "step_free": ("open", ()), "note": ("open", ())}
    assert "Marta" in pere.get(list_of(training)).text
    take(training, "Ona", needs=("childcare",))  # who comes later is nobody's yet
    assert stands(training)["childcare"] == ("open", ("Marta",))
    press(pere, training, "agafa", "childcare")
    assert stands(training)["childcare"] == ("taken", ("Marta", "Pere"))
    press(pere, training, "fet", "childcare")
    assert stands(training)["childcare"] == ("done", ("Marta", "Pere"))
    assert count_open([training.id]) == {training.id: 2}
    press(marta, training, "torna", "childcare")
    assert stands(training)["childcare"] == ("open", ())
    db.session.rollback()
    told_of = [
        (entry.action, entry.actor, entry.after)
        for entry in db.session.scalars(
            select(AuditEntry).where(AuditEntry.action.startswith("need.")).order_by(AuditEntry.id)
        )
    ]
    assert told_of == [
        ("need.take", "marta@example.org", {"need": "childcare", "count": 2}),
        ("need.take", "pere@example.org", {"need": "childcare", "count": 1}),
        ("need.finish", "pere@example.org", {"need": "childcare", "count": 3}),
        ("need.reopen", "marta@example.org", {"need": "childcare", "count": 3}),
    ]


def test_two_who_take_the_same_are_told(browser: Callable[..., Reader]) -> None:
    training, marta, pere = open_training(), browser("Marta"), browser("Pere")
    take(training, needs=("step_free",))
    token = read_form(pere.get(list_of(training)).text, f"action={list_of(training)}/agafa").fields["csrf_token"]
    press(marta, training, "agafa", "step_free")
    pere.post(f"{list_of(training)}/agafa", data={"csrf_token": token, "mena": "step_free"})
    assert "Ja se n&#39;encarrega algú altre" in pere.get(list_of(training)).text
    assert stands(training) == {"step_free": ("taken", ("Marta",))}


def test_the_list_and_the_training_say_what_nobody_has_taken(browser: Callable[..., Reader]) -> None:
    training, marta = open_training(), browser("Marta")
    take(training, needs=("step_free",))
    for page in ("/ca/gestio/formacions/", f"/ca/gestio/formacions/{training.slug}/"):
        assert "1 cosa" in marta.get(page).text
    press(marta, training, "agafa", "step_free")
    for page in ("/ca/gestio/formacions/", f"/ca/gestio/formacions/{training.slug}/"):
        assert "1 cosa" not in marta.get(page).text


def test_who_has_no_place_yet_is_counted_and_nothing_is_arranged(browser: Callable[..., Reader]) -> None:
    training = open_training(capacity=1)
    take(training)
    take(training, "Eva", needs=("step_free",))
    page = browser("Marta").get(list_of(training)).text
    assert "1 persona més" in page
    assert "Eva" not in page
    assert count_open([training.id]) == {}


def test_needs_take_what_was_arranged_with_them(
    clock_at: Callable[[datetime], None], browser: Callable[..., Reader]
) -> None:
    training, marta = open_training(), browser("Marta")
    rosa, _eva = (take(training, name, needs=("step_free",)) for name in ("Rosa", "Eva"))
    press(marta, training, "agafa", "step_free")
    in_transaction(lambda: changing.take_back_needs(rosa.public_id, now=NOW))
    assert len(db.session.scalars(select(Arrangement.registration_id)).all()) == 1
    in_transaction(lambda: erase_overdue(NOW + timedelta(days=400)))
    assert db.session.scalars(select(Arrangement.registration_id)).all() == []


def test_what_somebody_had_taken_who_is_gone_is_nobodys(browser: Callable[..., Reader]) -> None:
    training, marta = open_training(), browser("Marta")
    take(training, needs=("step_free",))
    press(marta, training, "agafa", "step_free")
    in_transaction(lambda: db.session.execute(delete(Account).where(Account.name == "Marta")))
    assert stands(training) == {"step_free": ("open", ())}


def test_nobody_else_sees_any_of_it(browser: Callable[..., Reader], monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sees registrations and may not arrange is told that something was said, and not what."""
    training = open_training()
    rosa = take(training, "Rosa", needs=("step_free",), needs_note="cadira")
    assert browser("Joana", Role.DOOR).get(list_of(training)).status_code == 404
    marta = browser("Marta")
    assert "cadira" in marta.get(f"/ca/gestio/inscripcio/{rosa.public_id}").text
    lesser = PERMISSIONS[Role.COORDINATOR] - {"registrations.arrange"}
    monkeypatch.setitem(PERMISSIONS, Role.COORDINATOR, lesser)
    assert marta.get(list_of(training)).status_code == 404
    for page in (f"inscripcio/{rosa.public_id}", "formacions/", f"formacions/{training.slug}/"):
        text = marta.get(f"/ca/gestio/{page}").text
        for secret in ("cadira", "graons", "1 cosa", "necessitats"):
            assert secret not in text, page


def test_it_costs_the_same_for_many(browser: Callable[..., Reader]) -> None:
    training, marta, costs = open_training(capacity=99), browser("Marta"), []
    for count in (1, 9):
        for _ in range(count):
            take(training, needs=("step_free", "childcare"))
        press(marta, training, "agafa", "step_free")
        with counted_queries() as asked:
            marta.get(list_of(training))
        costs.append(len(asked))
    assert costs[1] <= min(costs[0], 10)
