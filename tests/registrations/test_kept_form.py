"""An empty form of each shape is rendered once; what is one reader's own, or one training's, is never another's."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from coopnet.foundation.db import committing, db
from coopnet.foundation.generations import PROGRAMME, raise_generation
from coopnet.registrations.models import Registration
from coopnet.trainings.models import Training, TrainingText
from coopnet.web import kept_forms
from tests.factories.registrations import NOW, open_training, take
from tests.rig.reader import Reader, read_form


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[..., None]) -> None:
    clock_at(NOW)


def form_of(training: Training, language: str = "ca") -> str:
    return f"/{language}/formacions/{training.slug}/inscripcio"


def count_kept(app: Flask) -> int:
    return len(kept_forms.of_app(app))


def test_each_reader_gets_a_token_and_a_key_of_their_own_and_both_register(app: Flask) -> None:
    path = form_of(open_training())
    first, second = (app.test_client() for _ in range(2))
    pages = [first.get(path).text, second.get(path).text]
    assert count_kept(app) == 1
    fields = [read_form(page).fields for page in pages]
    assert fields[0]["csrf_token"] != fields[1]["csrf_token"]
    assert fields[0]["form_key"] != fields[1]["form_key"]
    blank = [
        page.replace(one["csrf_token"][0], "").replace(one["form_key"][0], "")
        for page, one in zip(pages, fields, strict=True)
    ]
    assert blank[0] == blank[1]
    for number, (reader, typed) in enumerate(zip((first, second), fields, strict=True)):
        values = {name: found[0] for name, found in typed.items() if found}
        answer = reader.post(path, data=values | {"name": f"Maria {'ab'[number]}", "email": f"m{number}@example.org"})
        assert answer.status_code == 303
    assert len(db.session.scalars(select(Registration.id)).all()) == 2


def test_a_token_of_one_reader_is_no_good_for_another(app: Flask) -> None:
    path = form_of(open_training())
    first, second = (app.test_client() for _ in range(2))
    first.get(path)
    stolen = {name: found[0] for name, found in read_form(first.get(path).text).fields.items() if found}
    second.get(path)
    answer = second.post(path, data=stolen | {"name": "Maria", "email": "m@example.org"})
    assert answer.status_code != 303
    assert db.session.scalars(select(Registration.id)).all() == []


def test_what_is_changed_in_the_programme_is_shown_at_once(client: Reader) -> None:
    training = open_training(title="Horts urbans")
    path = form_of(training)
    assert "Horts urbans" in client.get(path).text
    with committing():
        db.session.execute(update(TrainingText).where(TrainingText.training_id == training.id).values(title="Cosir"))
        raise_generation(PROGRAMME)
    page = client.get(path).text
    assert "Cosir" in page
    assert "Horts urbans" not in page


def test_trainings_that_ask_the_same_share_a_form_and_nothing_else(app: Flask, client: Reader) -> None:
    first, second = (open_training(title=title, capacity=1) for title in ("Horts & <b>urbans</b>", "Cosir"))
    paths = [form_of(training) for training in (first, second)]
    before = [client.get(path).text for path in paths]
    take(db.session.get_one(Training, second.id))
    take(db.session.get_one(Training, second.id))
    pages = [app.test_client().get(path).text for path in paths]
    assert count_kept(app) == 2  # with places, and full
    assert read_less(before[0]) == read_less(pages[0])
    assert "Horts &amp; &lt;b&gt;urbans&lt;/b&gt;" in pages[0]
    assert "Cosir" not in pages[0]
    assert first.slug not in pages[1]
    assert f"/es/formacions/{second.slug}/inscripcio" in pages[1]
    answer = client.submit(paths[1], name="Maria", email="maria@example.org")
    assert answer.status_code == 303
    assert set(db.session.scalars(select(Registration.training_id))) == {second.id}


def test_what_a_training_asks_makes_another_form(app: Flask, client: Reader) -> None:
    for companions in (0, 1, 2):
        client.get(form_of(open_training(max_companions=companions)))
    assert count_kept(app) == 3


def test_the_form_says_at_once_that_the_places_have_gone(client: Reader, app: Flask) -> None:
    training = open_training(capacity=1)
    path, training_id = form_of(training), training.id
    client.get(path)
    before = client.get(path).text
    take(db.session.get_one(Training, training_id))
    full = client.get(path).text
    take(db.session.get_one(Training, training_id))
    longer = client.get(path).text
    assert len({read_less(page) for page in (before, full, longer)}) == 3


def read_less(page: str) -> str:
    """Without what each reader has of their own."""
    found = read_form(page).fields
    return page.replace(found["csrf_token"][0], "").replace(found["form_key"][0], "")


def test_each_language_has_its_own(client: Reader) -> None:
    training = open_training()
    pages = {
        language: [client.get(form_of(training, language)).text for _ in range(2)][1] for language in ("ca", "es", "en")
    }
    for language, page in pages.items():
        assert f'<html lang="{language}"' in page


def test_once_closed_there_is_no_form_whatever_was_kept(client: Reader) -> None:
    training = open_training()
    path, training_id = form_of(training), training.id
    client.get(path)
    client.get(path)
    with committing():
        db.session.execute(update(Training).where(Training.id == training_id).values(closes_at=NOW))
    assert "csrf_token" not in client.get(path).text


def test_a_session_that_holds_more_is_somebodys_own(app: Flask, client: Reader) -> None:
    path = form_of(open_training())
    with client.session_transaction() as session:
        session["anything"] = "of theirs"
    client.get(path)
    assert count_kept(app) == 0


def test_a_page_that_was_asked_something_is_kept_for_nobody(app: Flask, client: Reader) -> None:
    assert client.get(f"{form_of(open_training())}?utm_source=diari").status_code == 200
    assert count_kept(app) == 0


def test_what_was_typed_is_kept_for_nobody(app: Flask, client: Reader) -> None:
    path = form_of(open_training())
    client.submit(path, name="Maria <b>", email="maria@")
    assert count_kept(app) == 1
    assert "maria@" not in app.test_client().get(path).text


def test_the_longest_unasked_form_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_forms, "MOST_FORMS", 2)
    kept, blank = kept_forms.KeptForms(), kept_forms.Blank(("",), ())
    for shape in ("a", "b"):
        kept.keep(shape, blank)
    assert kept.find("a") is blank
    kept.keep("c", blank)
    assert [kept.find(shape) for shape in ("a", "b", "c")] == [blank, None, blank]
