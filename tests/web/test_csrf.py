import pytest
from flask import Flask

from coopnet.foundation.generations import read_generation
from tests.rig.reader import Reader, read_form
from tests.web.trial import WROTE, both_engines, make_edge

RECOVERING, STRICT = "/ca/prova/formulari", "/ca/prova/estricta"


def fields(reader: Reader, path: str) -> dict[str, list[str]]:
    return read_form(reader.get(path).text).fields


def has_written() -> bool:
    return read_generation(WROTE) > 0


def test_a_form_with_its_token_is_done(reader: Reader) -> None:
    assert reader.submit(RECOVERING, name="Rosa").status_code == 303
    assert has_written()


def test_a_form_without_token_is_shown_again_with_everything_typed(reader: Reader) -> None:
    answer = reader.post(RECOVERING, data={"name": "Rosa <i>"})
    assert answer.status_code == 422
    assert read_form(answer.text).fields["name"] == ["Rosa <i>"]
    assert 'role="alert"' in answer.text
    assert not has_written()


@pytest.mark.parametrize("token", ["", "x", "IjEi.abc.def", "é", "x" * 5000])
def test_a_wrong_token_loses_no_text(reader: Reader, token: str) -> None:
    typed = {**fields(reader, RECOVERING), "csrf_token": token, "name": "Rosa"}
    answer = reader.post(RECOVERING, data=typed)
    assert answer.status_code == 422
    assert read_form(answer.text).fields["name"] == ["Rosa"]
    assert not has_written()


def test_the_form_shown_again_can_be_sent(reader: Reader) -> None:
    again = read_form(reader.post(RECOVERING, data={"name": "Rosa"}).text)
    assert reader.post(RECOVERING, data=again.fields).status_code == 303


def test_a_token_of_another_session_is_refused(edge: Flask, reader: Reader) -> None:
    typed = {**fields(reader, RECOVERING), "name": "Rosa"}
    other = edge.test_client()
    assert isinstance(other, Reader)
    fields(other, RECOVERING)
    assert other.post(RECOVERING, data=typed).status_code == 422
    assert not has_written()


def test_a_token_does_not_grow_old_before_its_session(edge: Flask) -> None:
    assert edge.config["WTF_CSRF_TIME_LIMIT"] is None


def test_a_view_that_recovers_from_nothing_refuses(reader: Reader) -> None:
    answer = reader.post(STRICT, data={"name": "Rosa"})
    assert answer.status_code == 400
    assert 'lang="ca"' in answer.text
    assert not has_written()
    assert reader.submit(STRICT, name="Rosa").status_code == 200
    assert has_written()


@both_engines
def test_a_view_that_forgets_to_look_cannot_commit(edge: Flask, reader: Reader) -> None:
    """The guard below all views: without it this would write."""
    assert reader.post("/ca/prova/oblida").status_code == 400
    assert not has_written()
    typed = fields(reader, RECOVERING)
    assert reader.post("/ca/prova/oblida", data=typed).text == "written"
    assert has_written()


@pytest.mark.parametrize("path", [RECOVERING, STRICT])
def test_what_another_site_posts_is_refused_even_with_a_token(reader: Reader, path: str) -> None:
    typed = {**fields(reader, path), "name": "Rosa"}
    assert reader.post(path, data=typed, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert not has_written()


def test_a_page_that_tells_no_referrer_can_post_over_https(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pages with a secret address send none, and `Origin: null`."""
    data = tmp_path_factory.mktemp("https")
    app = make_edge(data, f"sqlite:///{data / 'coopnet.db'}", COOPNET_BASE_URL="https://localhost")
    client = app.test_client()
    page = client.get(RECOVERING, base_url="https://localhost")
    typed = {**read_form(page.text).fields, "name": "Rosa"}
    answer = client.post(RECOVERING, data=typed, base_url="https://localhost", headers={"Origin": "null"})
    assert answer.status_code == 303


def test_a_page_with_a_form_sets_one_cookie_that_scripts_cannot_read(reader: Reader) -> None:
    cookie = reader.get(RECOVERING).headers.getlist("Set-Cookie")
    assert len(cookie) == 1
    assert cookie[0].startswith("coopnet=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie[0].split("; "))
    assert "Expires" not in cookie[0]


def test_get_is_never_asked_for_a_token(reader: Reader) -> None:
    assert reader.get(STRICT).status_code == reader.head(STRICT).status_code == 200
