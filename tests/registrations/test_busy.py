"""Another program holds the database: nobody waits for long, and what they typed is still there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from werkzeug.test import Client

from coopnet.foundation import links
from coopnet.foundation.db import committing, db, gate, writing_options
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import MANAGE
from coopnet.trainings.models import Training
from tests.factories.registrations import NOW, get, open_training, take
from tests.rig.reader import Reader, parse, read_form

Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _soon(app: Flask, clock_at: Callable[..., None]) -> None:
    clock_at(NOW)
    app.config["WRITE_WAIT_SECONDS"] = 0  # then one is the least


@contextmanager
def locked(training_id: int) -> Iterator[None]:
    """By a connection of its own: on SQLite everything, on PostgreSQL the training's row."""
    db.session.rollback()
    with db.engine.connect().execution_options(**writing_options(db.engine)) as other:
        other.execute(update(Training).where(Training.id == training_id).values(taken=Training.taken))
        yield
        other.rollback()


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Registration)) or 0


@pytest.mark.parametrize(("language", "said"), [("ca", "torna a prémer el botó"), ("en", "press the button again")])
def test_a_form_comes_back_with_everything_typed_and_can_be_sent_again(
    client: Reader, letters: Letters, language: str, said: str
) -> None:
    training = open_training()
    address = f"/{language}/formacions/{training.slug}/inscripcio"
    with locked(training.id):
        answer = client.submit(address, name="Maria Puig", email="maria@example.org", companion_1="Joan")
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        alert = next(each for each in parse(answer.text).iter() if each.get("role") == "alert")
        words = "".join(alert.itertext())
        assert said in words
        assert "corregir" not in words, "nothing that was typed is wrong"
        form = read_form(answer.text)
        assert [form.fields[name] for name in ("name", "email", "companion_1")] == [
            ["Maria Puig"],
            ["maria@example.org"],
            ["Joan"],
        ]
    assert count() == 0
    assert client.post(f"{address}{form.action}", data=form.fields).status_code == 303
    assert count() == 1
    assert len(letters()) == 1


def test_a_button_is_there_to_be_pressed_again(client: Reader) -> None:
    training = open_training(capacity=1)
    one, two = take(training), take(training)
    address = f"/es/inscripcions/{links.make_link(MANAGE, one.public_id, one.link_version)}/cancellar"
    with locked(training.id):
        answer = client.submit(address)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "no se ha perdido nada" in answer.text
    assert get(two.public_id).state == "waiting"
    assert client.post(address, data=read_form(answer.text).fields).status_code == 303
    assert get(two.public_id).state == "confirmed"


def test_who_stands_behind_one_that_cannot_write_is_sent_back_so_that_readers_find_a_thread(
    app: Flask, client: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    training = open_training()
    address = f"/ca/formacions/{training.slug}/inscripcio"
    app.config["WRITE_WAIT_SECONDS"] = 3600
    monkeypatch.setattr("coopnet.foundation.gate.STUCK_SECONDS", 0)
    monkeypatch.setattr(gate(), "slots", 1)
    assert gate().enter(None)
    answer = client.submit(address, name="Maria Puig", email="maria@example.org")
    gate().leave(held_up=True)
    assert answer.status_code == 503
    assert read_form(answer.text).fields["name"] == ["Maria Puig"]
    assert client.post(address, data=read_form(answer.text).fields).status_code == 303


def test_who_is_no_person_has_time_again(app: Flask) -> None:
    """A worker in the thread of a request that is over."""
    Client(app).get("/ca/formacions/")
    asked = {"sqlite": "PRAGMA busy_timeout", "postgresql": "SHOW lock_timeout"}[db.engine.dialect.name]
    with committing():
        assert db.session.scalar(text(asked)) in {30_000, "0"}
