import io
import json

import pytest
from flask import Flask
from jinja2 import TemplateError
from sqlalchemy import event

from coopnet.foundation.db import db
from coopnet.web import errors
from tests.rig.reader import Reader, parse

CODES = (400, 403, 404, 409, 413, 429, 500, 503)


@pytest.mark.parametrize("language", ["ca", "es", "en"])
@pytest.mark.parametrize("code", CODES)
def test_each_error_is_a_page_in_the_readers_language(reader: Reader, code: int, language: str) -> None:
    answer = reader.get(f"/{language}/prova/error/{code}")
    assert answer.status_code == code
    page = parse(answer.text)
    assert page.get("lang") == language
    assert len(list(page.iter("h1"))) == 1
    # There is a way on.
    assert any(link.get("href") == f"/{language}/" for link in page.iter("a"))


def test_each_error_says_something_else() -> None:
    words = [errors.explain(code) for code in (*CODES, 405)]
    assert len(set(words)) == len(words)


def test_a_rare_error_is_said_like_the_nearest_one() -> None:
    assert errors.explain(418) == errors.explain(400)
    assert errors.explain(502) == errors.explain(500)


@pytest.fixture(autouse=True)
def _spoken(edge: Flask) -> None:
    """Words need an application."""


def test_405_keeps_what_is_allowed(reader: Reader) -> None:
    answer = reader.post("/ca/prova/")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_error_pages_ask_no_database(edge: Flask, reader: Reader) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        for code in CODES:
            reader.get(f"/ca/prova/error/{code}")
        reader.get("/ca/enlloc")
        reader.post("/ca/prova/")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert asked == []


@pytest.mark.parametrize("code", CODES)
def test_a_broken_layout_still_gives_an_answer(reader: Reader, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def fail(*_: object, **__: object) -> str:
        raise TemplateError("broken")

    monkeypatch.setattr(errors, "render_template", fail)
    answer = reader.get(f"/es/prova/error/{code}")
    assert answer.status_code == code
    page = parse(answer.text)
    assert page.get("lang") == "es"
    assert "".join(page.find("body/h1").itertext()) == _title(code)  # type: ignore[union-attr]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def _title(code: int) -> str:
    from coopnet.foundation.i18n import in_language

    with in_language("es"):
        return errors.explain(code).title


def test_a_context_that_fails_still_gives_an_answer(edge: Flask, reader: Reader) -> None:
    def fail() -> dict[str, object]:
        raise RuntimeError("no context")

    processors = edge.template_context_processors[None]
    processors.append(fail)
    try:
        assert reader.get("/ca/enlloc").status_code == 404
    finally:
        processors.remove(fail)


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/healthz/nothing", "/metrics"])
def test_machines_get_json(reader: Reader, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404
    assert set(json.loads(answer.text)) == {"code", "title", "message"}


def test_a_rule_that_is_broken_is_told_in_words(reader: Reader) -> None:
    answer = reader.get("/ca/prova/error/409")
    assert answer.status_code == 409
    assert "Come back in 3 days." in answer.text


def test_a_refusal_without_words_gets_general_ones(reader: Reader) -> None:
    answer = reader.get("/ca/prova/error/409?code=never_worded")
    assert answer.status_code == 409
    assert "never_worded" not in answer.text


def test_a_crash_tells_its_number_and_nothing_of_what_was_typed(reader: Reader) -> None:
    answer = reader.get("/ca/prova/error/500")
    assert "rosa@example.org" not in answer.text
    assert "RuntimeError" not in answer.text


def test_a_database_that_is_away_is_not_a_crash(reader: Reader) -> None:
    answer = reader.get("/ca/prova/error/503")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["/ca/prova/formulari", "/ca/prova/estricta"])
def test_too_big_a_form_is_413(edge: Flask, reader: Reader, path: str) -> None:
    most = edge.config["MAX_CONTENT_LENGTH"]
    answer = reader.post(path, data={"name": "x" * most})
    assert answer.status_code == 413
    assert parse(answer.text).get("lang") == "ca"


def test_too_many_parts_are_413(edge: Flask, reader: Reader) -> None:
    parts = {f"part{number}": "x" for number in range(edge.config["MAX_FORM_PARTS"] + 1)}
    answer = reader.post("/ca/prova/formulari", data=parts, content_type="multipart/form-data")
    assert answer.status_code == 413


def test_a_body_of_unknown_length_is_limited_too(edge: Flask, reader: Reader) -> None:
    body = io.BytesIO(b"name=" + b"x" * (edge.config["MAX_CONTENT_LENGTH"] + 1))
    answer = reader.post(
        "/ca/prova/formulari",
        input_stream=body,
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "query", ["pagina=999999999999", "pagina=-1", "q=%00", "q=%ff%fe", "q=" + "x" * 3000, "&&==&", "a[]=1&a[]=2"]
)
@pytest.mark.parametrize("app", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_no_strange_query_breaks_a_public_list(app: Flask, client: Reader, query: str) -> None:
    for path in ("/ca/formacions/", "/ca/"):
        assert client.get(f"{path}?{query}").status_code in {200, 400, 404}
