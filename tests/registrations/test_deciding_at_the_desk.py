"""Requests for a place at the desk: seen by who decides, answered one by one, each answer with its letter."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import committing, db
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Answer, Registration, RegistrationNeeds
from coopnet.registrations.queries import code_of
from coopnet.registrations.rules.people import Contact
from coopnet.trainings.models import Training, TrainingQuestion
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.registrations import get, open_training, take
from tests.house.test_queries import counted_queries
from tests.rig.reader import Reader

PENDING, FRONT = "/ca/gestio/inscripcions", "/ca/gestio/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def by_approval(title: str = "Fer pa", **changed: object) -> Training:
    return open_training(registration_type="approval", title=title, **changed)


def press(reader: Reader, one: Registration, what: str, *, of: str = "") -> str:
    """The answer's words on the page that it leads back to."""
    page = PENDING + (f"?formacio={of}" if of else "")
    action = f"{PENDING}/{one.public_id}/{what}" + (f"?formacio={of}" if of else "")
    answer = reader.submit(page, form=f"action={action}")
    assert answer.status_code == 303
    assert answer.location == page
    return reader.get(answer.location).text


def kinds_to(one: Registration) -> list[str]:
    rows = db.session.scalars(select(Dispatch).where(Dispatch.recipient == one.email).order_by(Dispatch.id))
    return [row.kind for row in rows]


def entries(action: str) -> list[AuditEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)))


def test_the_front_page_leads_to_the_requests_of_its_training(coordinator: Reader) -> None:
    soon, late = by_approval("Propera"), by_approval("Tardana", starts_at=NOW + timedelta(days=30))
    rosa, eva = take(soon, "Rosa"), take(late, "Eva")
    assert f'href="{PENDING}?formacio={soon.slug}"' in coordinator.get(FRONT).text
    page = coordinator.get(f"{PENDING}?formacio={soon.slug}").text
    assert rosa.public_id in page
    assert eva.public_id not in page
    both = coordinator.get(PENDING).text
    assert both.index(rosa.public_id) < both.index(eva.public_id)


def test_a_request_tells_what_one_decides_by_and_not_how_somebody_is(coordinator: Reader) -> None:
    training = by_approval()
    question = TrainingQuestion(
        public_id="q1", position=0, kind="text", text="Per què?", why="", options=[], is_required=False
    )
    with committing():
        question.training_id = training.id
        db.session.add(question)
    rosa = take(
        training, "Rosa Vila", contact=Contact(email="rosa@example.org", phone="+34612345678"), companions=("Pau Vila",)
    )
    with committing():
        db.session.add(Answer(registration_id=rosa.id, question_id=question.id, value="Vull <b>aprendre</b>"))
        db.session.add(RegistrationNeeds(registration_id=rosa.id, codes=["wheelchair"], note="cadira elèctrica"))
    page = coordinator.get(PENDING).text
    for told in (
        "Rosa Vila",
        "Pau Vila",
        "rosa@example.org",
        "612 34 56 78",
        "Per què?",
        "Vull &lt;b&gt;aprendre",
        code_of(rosa),
        "10 places lliures",
    ):
        assert told in page, told
    assert "cadira" not in page


def test_who_is_accepted_has_a_place_and_a_letter(coordinator: Reader) -> None:
    rosa, eva = (take(training, name) for training in [by_approval()] for name in ("Rosa", "Eva"))
    page = press(coordinator, rosa, "accepta")
    assert rosa.public_id not in page
    assert eva.public_id in page
    assert get(rosa.public_id).state == "confirmed"
    assert get(eva.public_id).state == "pending"
    assert kinds_to(rosa) == ["registration.pending", "registration.approved"]
    [entry] = entries("registration.approve")
    assert (entry.actor, entry.subject_id) == ("coordina@example.org", rosa.public_id)
    assert (entry.before, entry.after) == ({"state": "pending"}, {"state": "confirmed"})


def test_who_is_accepted_when_it_is_full_waits_and_that_is_said(coordinator: Reader) -> None:
    training = by_approval(capacity=1)
    first, second = take(training, "Rosa"), take(training, "Eva")
    press(coordinator, first, "accepta")
    assert "llista d&#39;espera" in press(coordinator, second, "accepta", of=training.slug)
    assert get(second.public_id).state == "waiting"


def test_who_is_declined_is_told(coordinator: Reader) -> None:
    rosa = take(by_approval(), "Rosa")
    press(coordinator, rosa, "denega")
    assert get(rosa.public_id).state == "declined"
    assert kinds_to(rosa) == ["registration.pending", "registration.declined"]
    assert entries("registration.decline")[0].actor == "coordina@example.org"


def test_what_somebody_else_has_answered_is_not_answered_again(coordinator: Reader) -> None:
    rosa = take(by_approval(), "Rosa")
    token = coordinator.get(PENDING).text.partition('name="csrf_token" value="')[2].partition('"')[0]
    for what in ("denega", "accepta"):
        answer = coordinator.post(f"{PENDING}/{rosa.public_id}/{what}", data={"csrf_token": token})
        assert answer.status_code == 303
    assert 'class="notice warning"' in coordinator.get(PENDING).text
    assert get(rosa.public_id).state == "declined"
    assert entries("registration.approve") == []


@pytest.mark.parametrize(
    "changed", [{"status": "cancelled"}, {"starts_at": NOW - timedelta(hours=1)}, {"status": "draft"}]
)
def test_where_nobody_can_be_let_in_nothing_waits(coordinator: Reader, changed: dict[str, object]) -> None:
    training = by_approval()
    rosa = take(training, "Rosa")
    with committing():
        row = db.session.get_one(Training, training.id)
        for name, value in changed.items():
            setattr(row, name, value)
    for path in (PENDING, FRONT, f"{PENDING}?formacio={training.slug}"):
        page = coordinator.get(path)
        assert page.status_code == 200
        assert rosa.public_id not in page.text
        assert "Fer pa" not in page.text


def test_nothing_is_decided_without_the_token_or_by_looking(coordinator: Reader) -> None:
    rosa = take(by_approval(), "Rosa")
    for what in ("accepta", "denega"):
        assert coordinator.post(f"{PENDING}/{rosa.public_id}/{what}").status_code == 400
        assert coordinator.get(f"{PENDING}/{rosa.public_id}/{what}").status_code == 405
    assert get(rosa.public_id).state == "pending"


def test_others_find_neither_the_page_nor_the_way_to_it(app: Flask) -> None:
    rosa = take(by_approval(), "Rosa")
    for role in (Role.ADMIN, Role.PLAN, Role.DOOR):
        account = make_account()
        give_role(account, role)
        reader = sign_in(visitor(app), account, is_strong=True)
        assert reader.get(PENDING).status_code == 404
        assert PENDING not in reader.get(FRONT).text
    assert get(rosa.public_id).state == "pending"


def test_made_up_addresses_are_pages_or_are_not_there(coordinator: Reader) -> None:
    take(by_approval(), "Rosa")
    for asked in ("?despres=" + "9" * 30, "?despres=x", "?formacio=no-hi-es", "?formacio=%00"):
        assert coordinator.get(PENDING + asked).status_code == 200
    token = coordinator.get(PENDING).text.partition('name="csrf_token" value="')[2].partition('"')[0]
    assert coordinator.post(f"{PENDING}/nobody/accepta", data={"csrf_token": token}).status_code == 404


def test_pages_go_on_from_the_last_one_seen(coordinator: Reader) -> None:
    training = by_approval(capacity=50)
    made = [take(training, now=NOW + timedelta(seconds=number)).public_id for number in range(22)]
    first = coordinator.get(PENDING).text
    assert [one in first for one in made] == [*[True] * 20, False, False]
    onward = f"{PENDING}?despres=" + first.partition("inscripcions?despres=")[2].partition('"')[0]
    assert [one in coordinator.get(onward).text for one in made] == [*[False] * 20, True, True]


def test_it_costs_the_same_for_many_requests(coordinator: Reader) -> None:
    def cost() -> int:
        with counted_queries() as asked:
            assert coordinator.get(PENDING).status_code == 200
        return len(asked)

    take(by_approval(), companions=("Pau",))
    few = cost()
    for _ in range(8):
        take(by_approval(), companions=("Pau",))
    assert cost() <= min(few, 10)
