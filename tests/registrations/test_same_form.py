"""A form carries a random key: sent twice, it makes one thing and shows the same page (rule 11), but to nobody else."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.applications import OutcomeKind
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import changing
from coopnet.trainings.models import Training
from tests.factories.registrations import NOW, get, open_training, outcome
from tests.rig.reader import Reader, parse, read_form

Letters = Callable[..., list[Dispatch]]
Clock = Callable[..., None]
Typed = dict[str, Any]
SAID = "Aquest formulari ja l'havies enviat"
KEY = "5tqGQnYw0Jm6Wf1cQn0k1A"
MARIA = {"name": "Maria", "email": "maria@example.org"}
PAU = {"name": "Pau", "email": "pau@example.org"}
OTHERS = [
    {"name": "Maria Puig", "email": "maria@example.org"},
    {"name": "Maria", "email": "maria@example.com"},
    {"name": "Maria", "email": "maria@example.org", "is_child": "y", "child_name": "Nil"},
]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Clock) -> None:
    clock_at(NOW)


def form_of(training: Training) -> str:
    return f"/ca/formacions/{training.slug}/inscripcio"


def names() -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(Registration.name)))


def blank(client: Reader, path: str) -> Typed:
    return read_form(client.get(path).text).fields


def main_of(client: Reader, path: str) -> str:
    return "".join(next(parse(client.get(path).text).iter("main")).itertext())


@pytest.mark.parametrize("other", [MARIA, *OTHERS])
def test_one_key_makes_one_registration_and_shows_its_page(client: Reader, letters: Letters, other: Typed) -> None:
    path = form_of(open_training())
    fields = blank(client, path)
    first = client.post(path, data=fields | MARIA)
    second = client.post(path, data=fields | other)
    assert (second.status_code, second.location) == (303, first.location)
    assert (names(), len(letters())) == (["Maria"], 1)
    assert (SAID in main_of(client, first.location)) is (other is not MARIA)


def test_the_next_person_at_a_shared_computer_is_not_shown_the_page_of_the_first(client: Reader) -> None:
    path = form_of(open_training())
    fields = blank(client, path)
    own = client.post(path, data=fields | MARIA).location
    answer = client.post(path, data=fields | PAU)
    assert (answer.status_code, answer.location, names()) == (303, f"{path}?altra=1", ["Maria"])
    refilled = client.get(answer.location)
    assert "maria" not in refilled.text.casefold()
    made = client.post(path, data=read_form(refilled.text).fields)
    assert made.location != own
    assert names() == ["Maria", "Pau"]


@pytest.mark.parametrize("other", [MARIA, *OTHERS])
def test_two_at_once_make_one_registration(app: Flask, client: Reader, letters: Letters, other: Typed) -> None:
    path = form_of(open_training())
    fields = blank(client, path)
    cookie = client.get_cookie("coopnet")
    assert cookie is not None
    db.session.rollback()
    gate = threading.Barrier(2)

    def send(typed: Typed) -> str:
        browser = FlaskClient(app, app.response_class)  # outside the test's own context
        browser.set_cookie("coopnet", cookie.value)
        gate.wait(timeout=30)
        return browser.post(path, data=fields | typed).location

    with ThreadPoolExecutor(2) as both:
        places = list(both.map(send, (MARIA, other)))
    assert len(set(places)) == 1
    assert "/inscripcions/" in places[0]
    assert (len(names()), len(letters())) == (1, 1)


def test_who_meant_another_person_finds_what_they_wrote_in_a_new_form(client: Reader) -> None:
    training = open_training(max_companions=1)
    path = form_of(training)
    fields = blank(client, path)
    own = client.post(path, data=fields | MARIA).location
    typed = {
        "name": "Pau <b>",
        "email": "maria@example.org",
        "language": "es",
        "companion_1": "Joan",
        "needs_note": "Gos",
    }
    client.post(path, data=fields | typed | {"needs_consent": "y"})
    page = client.get(own).text
    new = next(str(link.get("href")) for link in parse(page).iter("a") if "altra" in str(link.get("href")))
    there = next(
        str(link.get("href")) for link in parse(client.get(new).text).iter("a") if link.get("hreflang") == "es"
    )
    assert read_form(client.get(there).text).fields["name"] == ["Pau <b>"], "in another language too"
    assert new not in client.get(own).text, "it is said once"
    refilled = client.get(new)
    shown = read_form(refilled.text).fields
    for name in ("name", "email", "language", "companion_1"):
        assert shown[name] == [typed[name]]
    assert shown["form_key"] != fields["form_key"]
    assert "Gos" not in refilled.text, "what a person needs is kept in no cookie"
    made = client.post(path, data=shown)
    assert made.location != own
    assert names() == ["Maria", "Pau <b>"]
    assert read_form(client.get(new).text).fields["name"] == [""], "for one form, once"


def test_what_was_written_is_for_its_training_and_not_for_long(client: Reader, clock_at: Clock) -> None:
    training, elsewhere = open_training(), open_training()
    path, other = form_of(training), form_of(elsewhere)
    fields = blank(client, path)
    own = client.post(path, data=fields | MARIA).location
    for seconds, found in ((899, ["Pau"]), (901, [""])):
        clock_at(NOW)
        client.post(path, data=fields | PAU)
        assert read_form(client.get(f"{other}?altra=1").text).fields["name"] == [""]
        assert read_form(client.get(path).text).fields["name"] == [""], "only who asks for it"
        clock_at(NOW + timedelta(seconds=seconds))
        assert read_form(client.get(f"{path}?altra=1").text).fields["name"] == found
    assert SAID not in main_of(client, own)


def test_more_than_a_cookie_holds_leaves_who_it_is(client: Reader) -> None:
    path = form_of(open_training(max_companions=30))
    fields = blank(client, path)
    client.post(path, data=fields | MARIA)
    many = {f"companion_{number}": "x" * (70 + number) for number in range(1, 31)}
    client.post(path, data=fields | PAU | many)
    cookie = client.get_cookie("coopnet")
    assert cookie is not None
    assert len(cookie.value) < 4000
    shown = read_form(client.get(f"{path}?altra=1").text).fields
    assert (shown["name"], shown["companion_1"]) == (["Pau"], [""])


def test_an_invented_key_shows_nobody_elses_page(client: Reader) -> None:
    path = form_of(open_training())
    places = [client.submit(path, **who, form_key="always the same").location for who in (MARIA, PAU)]
    assert places[0] != places[1]
    assert names() == ["Maria", "Pau"]


def test_who_was_erased_can_be_registered_with_the_same_page() -> None:
    training = open_training()
    one = outcome(training, "Maria", contact=Contact(email="maria@example.org"), form_key=KEY)
    in_transaction(lambda: changing.remove(one.public_id, now=NOW))
    two = outcome(training, "Pau", form_key=KEY)
    assert two.kind == OutcomeKind.MADE
    assert get(two.public_id).name == "Pau"


def test_what_was_taken_before_the_door_closed_is_shown_and_not_denied(client: Reader) -> None:
    training = open_training()
    path, number = form_of(training), training.id
    fields = blank(client, path)
    own = client.post(path, data=fields | MARIA).location
    with committing():
        db.session.execute(update(Training).where(Training.id == number).values(closes_at=NOW))
    assert client.post(path, data=fields | MARIA).location == own
    other = client.post(path, data=fields | PAU | {"form_key": KEY})
    assert other.status_code == 409
    assert names() == ["Maria"]
