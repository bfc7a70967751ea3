"""The team corrects a registration, changes its way and moves it, by the same services as its person."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.foundation import links
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.desk.words import step_in_words
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import MANAGE, list_miscounted
from coopnet.registrations.rules.applications import Shown
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.rules.states import Reason
from coopnet.registrations.service import changing
from tests.factories.accounts import NOW
from tests.factories.registrations import get, open_training, take
from tests.rig.reader import Reader, read_form

ONE = "/ca/gestio/inscripcio"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def page_of(one: Registration, what: str = "") -> str:
    return f"{ONE}/{one.public_id}{what}"


def last_entry() -> AuditEntry:
    db.session.rollback()
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first() or AuditEntry()


def kinds_about(one: Registration) -> list[str]:
    db.session.rollback()
    rows = select(Dispatch.kind).where(Dispatch.subject_id == one.public_id).order_by(Dispatch.id)
    return [kind.removeprefix("registration.") for kind in db.session.scalars(rows)]


@pytest.mark.parametrize("actor", ["person", "system", "marta@example.org"])
def test_every_step_has_words_at_the_desk(app: Flask, actor: str) -> None:
    with app.test_request_context("/ca/"):
        assert all(step_in_words(reason, actor) for reason in Reason)


def test_all_that_is_wrong_is_corrected_at_once(coordinator: Reader) -> None:
    training = open_training(capacity=3)
    rosa = take(training, "Rosa Bila", contact=Contact(email="rosa@example.org"))
    answer = coordinator.submit(
        page_of(rosa, "/corregeix"),
        who="Rosa Vila",
        email="rosa.vila@example.org",
        phone="612345678",
        language="es",
        companion_1="Pau Vila",
    )
    assert (answer.status_code, answer.location) == (303, page_of(rosa))
    now = get(rosa.public_id)
    assert (now.name, now.email, now.phone, now.language) == (
        "Rosa Vila",
        "rosa.vila@example.org",
        "+34612345678",
        "es",
    )
    assert ([each.name for each in now.companions], now.party_size, now.training.taken) == (["Pau Vila"], 2, 2)
    assert kinds_about(rosa) == ["confirmed", "contact_changed", "contact_left", "party_changed"]
    entry = last_entry()
    assert (entry.action, entry.actor, entry.subject_id) == (
        "registration.correct",
        "coordina@example.org",
        rosa.public_id,
    )
    assert entry.after == {"fields": ["name", "contacts", "language", "companions"]}
    assert "Vila" not in str(entry.after)
    own = coordinator.get(f"/ca/inscripcions/{links.make_link(MANAGE, rosa.public_id, now.link_version)}/").text
    for told in (
        "L&#39;equip va corregir el nom",
        "L&#39;equip va canviar el teu contacte",
        "L&#39;equip va canviar qui",
    ):
        assert told in own, told
    assert "coordina@example.org" in coordinator.get(page_of(rosa)).text
    # They are the same person from now on, by their right name.
    assert take(training, "Rosa Vila", contact=Contact(email="rosa.vila@example.org")).public_id == rosa.public_id


def test_what_changed_meanwhile_is_shown_and_nothing_is_lost(coordinator: Reader) -> None:
    rosa = take(open_training(), "Rosa")
    fields = read_form(coordinator.get(page_of(rosa, "/corregeix")).text).fields
    change = Contact(email="nova@example.org")
    in_transaction(lambda: changing.change_contact(rosa.public_id, change, language="ca", now=NOW))
    answer = coordinator.post(page_of(rosa, "/corregeix"), data={**fields, "who": "Rosa Vila"})
    assert answer.status_code == 409
    assert "nova@example.org" in answer.text
    assert 'value="Rosa Vila"' in answer.text
    assert get(rosa.public_id).name == "Rosa"
    again = coordinator.post(page_of(rosa, "/corregeix"), data=read_form(answer.text).fields)
    assert again.status_code == 303
    assert get(rosa.public_id).name == "Rosa Vila"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"who": ""}, "rosa@example.org"),
        ({"who": "www.x.org"}, "www.x.org"),
        ({"email": "", "phone": ""}, "Rosa"),
        ({"who": "Eva", "email": "eva@example.org"}, "eva@example.org"),
        ({"companion_1": "Pau", "companion_2": "Ona"}, "Ona"),
    ],
)
def test_what_cannot_be_is_refused_with_everything_typed(coordinator: Reader, typed: dict[str, Any], kept: str) -> None:
    training = open_training()
    take(training, "Eva", contact=Contact(email="eva@example.org"))
    rosa = take(training, "Rosa", contact=Contact(email="rosa@example.org"))
    answer = coordinator.submit(page_of(rosa, "/corregeix"), **typed)
    assert answer.status_code == 422
    assert kept in answer.text
    now = get(rosa.public_id)
    assert (now.name, now.email, now.party_size) == ("Rosa", "rosa@example.org", 1)


def test_who_is_reached_through_a_point_needs_no_contact_of_their_own(coordinator: Reader) -> None:
    rosa = take(open_training(), "Rosa", contact=Contact(point="abc"))
    assert coordinator.submit(page_of(rosa, "/corregeix"), who="Rosa Vila").status_code == 303
    now = get(rosa.public_id)
    assert (now.name, now.point, now.email) == ("Rosa Vila", "abc", None)


def test_a_party_goes_to_the_other_way_where_there_is_room(coordinator: Reader) -> None:
    training = open_training(format="hybrid", has_two_ways=True, capacity=1, online_capacity=1)
    rosa, eva, ona = (
        take(training, name, way=way) for name, way in (("R", "in_person"), ("E", "in_person"), ("O", "online"))
    )
    assert coordinator.submit(page_of(rosa, "/manera"), way="online").status_code == 422
    assert get(rosa.public_id).way == "in_person"
    coordinator.submit(page_of(ona, "/cancella"))
    assert coordinator.submit(page_of(rosa, "/manera"), way="online").location == page_of(rosa)
    assert [(get(one.public_id).way, get(one.public_id).state) for one in (rosa, eva)] == [
        ("online", "confirmed"),
        ("in_person", "confirmed"),
    ]
    assert list_miscounted() == []
    assert (last_entry().action, last_entry().after) == ("registration.change_way", {"way": "online"})
    assert "way_changed" in kinds_about(rosa)


def test_who_moves_leaves_their_place_to_the_next_and_takes_their_turn_there(coordinator: Reader) -> None:
    here, there = open_training(capacity=2, title="Fer pa"), open_training(capacity=2, title="Fer formatge")
    shown = (Shown("notice", "El que en fem.", "ca"),)
    rosa = take(here, "Rosa", companions=("Pau",), needs=("step_free",), language="es", shown=shown)
    waits = take(here, "Eva")
    page = page_of(rosa, "/mou")
    assert "Fer formatge" in coordinator.get(page).text
    answer = coordinator.submit(page, training=there.slug)
    assert answer.status_code == 303
    made = get(answer.location.rpartition("/")[2])
    assert (made.training_id, made.name, made.state, made.language, made.party_size) == (
        there.id,
        "Rosa",
        "confirmed",
        "es",
        2,
    )
    assert made.email == rosa.email
    assert made.needs is None
    assert [get(one.public_id).state for one in (rosa, waits)] == ["cancelled", "confirmed"]
    assert kinds_about(rosa) == ["confirmed", "moved_away"]
    assert kinds_about(made) == ["confirmed"]
    assert list_miscounted() == []
    db.session.rollback()
    acts = db.session.execute(
        select(AuditEntry.action, AuditEntry.subject_id)
        .where(AuditEntry.action.contains(".move"))
        .order_by(AuditEntry.id)
    )
    assert [tuple(each) for each in acts] == [
        ("registration.move", rosa.public_id),
        ("registration.move_here", made.public_id),
    ]
    assert "va passar" in coordinator.get(page_of(rosa)).text


def test_who_cannot_move_stays(coordinator: Reader) -> None:
    """Somebody of that name and contact is there already; it closed; it lets nobody come along."""
    here, there = open_training(max_companions=1), open_training(max_companions=0)
    contact = Contact(email="rosa@example.org")
    rosa, pair = take(here, "Rosa", contact=contact), take(here, "Eva", companions=("Pau",))
    take(there, "Rosa", contact=contact)
    for one in (rosa, pair):
        answer = coordinator.submit(page_of(one, "/mou"), training=there.slug)
        assert answer.status_code == 422
        assert get(one.public_id).state == "confirmed"
    assert coordinator.submit(page_of(rosa, "/mou"), training=here.slug).status_code == 422
    assert len(db.session.scalars(select(Registration.id)).all()) == 3


def test_what_is_over_or_ended_is_not_changed(coordinator: Reader, clock_at: Callable[[datetime], None]) -> None:
    training = open_training(starts_at=NOW + timedelta(hours=1))
    rosa, eva = take(training), take(training)
    coordinator.submit(page_of(rosa, "/cancella"))
    for what in ("/corregeix", "/manera", "/mou"):
        assert coordinator.get(page_of(rosa, what)).location == page_of(rosa)
    clock_at(NOW + timedelta(hours=3))
    assert coordinator.get(page_of(eva, "/mou")).location == page_of(eva)
