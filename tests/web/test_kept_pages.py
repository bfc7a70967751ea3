"""The pages of the house that most people read come from the cache, without a cookie and without waiting."""

import pytest
from flask import Flask

from coopnet.web import page_cache
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
        assert answer.headers["Cache-Control"] == "private, no-store"
        client.delete_cookie("coopnet")
    assert not page_cache.of_app(app)._entries
