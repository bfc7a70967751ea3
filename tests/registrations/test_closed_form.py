"""The door closes while somebody writes: they read why, what else they can do, and what they had written."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from coopnet.foundation.db import committing, db
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.views import register
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Door
from tests.factories.registrations import NOW, open_training, take
from tests.rig.reader import Reader

Clock = Callable[..., None]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Clock) -> None:
    clock_at(NOW)


def form_of(training: Training) -> str:
    return f"/ca/formacions/{training.slug}/inscripcio"


def hidden_of(client: FlaskClient, address: str) -> dict[str, str]:
    page = client.get(address).text
    found = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page) for name in ("csrf_token", "form_key")}
    return {name: match[1] for name, match in found.items() if match}


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Registration)) or 0


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"closes_at": NOW - timedelta(minutes=1)}, "Les inscripcions"),
        ({"status": "cancelled"}, "anul·la"),
        ({"starts_at": NOW - timedelta(minutes=1)}, "ja ha començat"),
        ({"starts_at": NOW - timedelta(days=9), "ends_at": NOW - timedelta(days=2)}, "ja s&#39;ha acabat"),
        ({"registration_type": "external", "external_url": "https://altre.example.org/f"}, "altre.example.org"),
        ({"registration_type": "none"}, "No cal"),
    ],
)
def test_who_was_writing_reads_why_and_keeps_what_they_wrote(
    client: Reader, changed: dict[str, Any], says: str
) -> None:
    training = open_training(max_companions=1)
    address, number = form_of(training), training.id
    typed = {**hidden_of(client, address), "name": "Maria <b> Puig", "email": "maria@example.org", "language": "ca"}
    with committing():
        db.session.execute(update(Training).where(Training.id == number).values(**changed))
    answer = client.post(address, data={**typed, "companion_1": "Joan", "needs_note": "Vinc amb gos guia"})
    assert answer.status_code == 409
    assert says in answer.text
    for text in ("Maria &lt;b&gt; Puig", "maria@example.org", "Joan", "Vinc amb gos guia", "tel:"):
        assert text in answer.text
    assert typed["form_key"] not in answer.text.partition("<main")[2]
    assert 'role="alert"' in answer.text
    assert "data-main" not in answer.text
    assert count() == 0


def test_who_only_opens_a_closed_form_is_told_and_nothing_is_wrong(client: Reader) -> None:
    answer = client.get(form_of(open_training(closes_at=NOW - timedelta(minutes=1))))
    assert answer.status_code == 200
    assert 'role="alert"' not in answer.text


def test_an_address_of_another_kind_is_no_link(client: Reader) -> None:
    training = open_training(registration_type="external", external_url="javascript:alert(1)")
    assert "javascript:" not in client.get(form_of(training)).text


def test_back_and_sent_again_with_somebody_more_says_that_nothing_new_was_made(client: Reader) -> None:
    training = open_training(max_companions=1)
    address = form_of(training)
    typed = {**hidden_of(client, address), "name": "Maria", "email": "maria@example.org", "language": "ca"}
    own = client.post(address, data=typed).location
    assert 'class="notice warning"' not in client.get(own).text
    again = client.post(address, data={**typed, "companion_1": "Joan"})
    assert again.location == own
    shown = client.get(own).text
    assert 'class="notice warning"' in shown
    assert "/canviar" in shown
    assert "Joan" not in shown
    assert count() == 1
    assert 'class="notice warning"' not in client.get(own).text


def test_pressing_twice_says_nothing_of_it(client: Reader) -> None:
    address = form_of(open_training(max_companions=1))
    typed = {**hidden_of(client, address), "name": "Maria", "email": "maria@example.org", "language": "ca"}
    client.post(address, data=typed)
    assert 'class="notice warning"' not in client.get(client.post(address, data=typed).location).text


def test_who_had_registered_reads_where_to_add_somebody(client: Reader) -> None:
    training = open_training(max_companions=1)
    take(training, "Maria Puig", contact=Contact(email="maria@example.org"))
    answer = client.submit(form_of(training), name="Maria Puig", email="maria@example.org", companion_1="Joan")
    assert answer.location.endswith("/enviada")
    assert len(re.findall(r"<p>", client.get(answer.location).text.split("<main")[1].split("</main")[0])) >= 3


def test_places_of_each_way_are_said_of_that_way(client: Reader) -> None:
    training = open_training(format="hybrid", capacity=1, online_capacity=1, has_two_ways=True, max_companions=1)
    for way, word in (("in_person", "presencial"), ("online", "línia")):
        answer = client.submit(form_of(training), name="Maria", email="maria@example.org", companion_1="Joan", way=way)
        assert answer.status_code == 422
        alert = answer.text.split('role="alert"')[1].split("</ul>")[0].lower()
        assert word in alert or ("in person" if way == "in_person" else "online") in alert
        assert "this training has" not in alert


def test_a_door_that_closes_at_the_very_last_moment_answers_the_same(
    client: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = open_training(closes_at=NOW - timedelta(minutes=1))
    address = form_of(training)
    monkeypatch.setattr(register, "door_of", lambda _training, _now: Door.OPEN)
    answer = client.submit(address, name="Maria Puig", email="maria@example.org")
    assert answer.status_code == 409
    assert "Maria Puig" in answer.text
    assert count() == 0
