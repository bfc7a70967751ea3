"""The pages of the house that most people read come from the cache, without a cookie and without waiting."""

import pytest
from flask import Flask
from sqlalchemy import update

from coopnet.foundation import clock
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.generations import DIRECTORY, raise_generation
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.rules.drafts import Saved
from coopnet.trainings.models import Training, TrainingPartner
from coopnet.trainings.service import publishing
from coopnet.web import page_cache
from tests.factories.initiatives import make_profile_draft, save_profile, save_public_profile
from tests.factories.programme import make_programme_training
from tests.rig.reader import Reader


@pytest.fixture
def slug(app: Flask) -> str:
    return make_programme_training().slug


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/formacions/",
        "/formacions/?q=cooperatives",
        "/formacions/{slug}/",
        "/formacions/{slug}/calendari.ics",
        "/privacitat",
        "/avis-legal",
        "/accessibilitat",
    ],
)
@pytest.mark.parametrize("language", ["ca", "es", "en"])
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_readers_without_session_are_answered_from_the_cache(
    app: Flask, client: Reader, slug: str, path: str, language: str
) -> None:
    asked = f"/{language}{path.format(slug=slug)}"
    first, second, third = (client.get(asked) for _ in range(3))
    assert first.status_code == 200
    assert first.data == second.data == third.data
    assert sorted(first.headers) == sorted(third.headers)
    assert "Set-Cookie" not in first.headers
    assert [key.partition("?")[0] for key in page_cache.of_app(app)._entries] == [asked.partition("?")[0]]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_page_with_a_form_is_never_kept(app: Flask, client: Reader, slug: str) -> None:
    for _ in range(3):
        answer = client.get(f"/ca/formacions/{slug}/inscripcio")
        assert answer.headers["Cache-Control"] == "private, no-cache"  # in its tab alone, for Back
        client.delete_cookie("coopnet")
    assert not page_cache.of_app(app)._entries


def produce(training: Training, saved: Saved) -> None:
    with committing():
        db.session.add(TrainingPartner(training_id=training.id, initiative_id=saved.initiative_id, position=0))


def rename(saved: Saved, name: str) -> None:
    save_profile(make_profile_draft(name), saved.initiative_id)


@pytest.mark.parametrize("page", ["/ca/", "/ca/iniciatives/", "/ca/iniciatives/{neighbour}/", "/ca/formacions/{slug}/"])
def test_whatever_names_an_initiative_says_its_new_name_at_once(client: Reader, page: str) -> None:
    saved = save_public_profile()
    training = make_programme_training()
    produce(training, saved)
    path = page.format(slug=training.slug, neighbour=save_public_profile(make_profile_draft("Una altra")).slug)
    if page == "/ca/":
        with committing():
            db.session.execute(update(Initiative).where(Initiative.name == "Una altra").values(is_listed=False))
            raise_generation(DIRECTORY)
    for _ in range(3):
        assert "Fusteria La Clau" in client.get(path).text
    rename(saved, "Fusteria El Roure")
    now = client.get(path).text
    assert "Fusteria El Roure" in now
    assert "Fusteria La Clau" not in now


def test_a_profile_says_at_once_what_becomes_of_its_trainings(client: Reader) -> None:
    saved = save_public_profile()
    training = make_programme_training(title="Horts")
    produce(training, saved)
    path, slug = f"/ca/iniciatives/{saved.slug}/", training.slug
    for _ in range(3):
        assert "Horts" in client.get(path).text
    in_transaction(lambda: publishing.cancel(slug, actor="a@example.org", now=clock.now()))
    assert "Anul" in client.get(path).text
