import json
import logging
import sys

import pytest
from flask import Flask

from coopnet.foundation.db import db
from coopnet.web import logs
from tests.rig.reader import Reader

PERSONAL = "rosa@example.org"


def lines(capture: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capture.readouterr().err.splitlines()]


def test_a_line_tells_the_route_and_never_the_path(capsys: pytest.CaptureFixture[str], production: Flask) -> None:
    client = production.test_client()
    asked = {"base_url": "https://coopnet.example.org", "environ_overrides": {"REMOTE_ADDR": "203.0.113.7"}}
    client.get(f"/ca/prova/secret/{PERSONAL}/?q={PERSONAL}", headers={"User-Agent": PERSONAL}, **asked)
    client.get(f"/ca/{PERSONAL}", **asked)
    client.post("/ca/prova/formulari", data={"name": PERSONAL}, **asked)
    shown = capsys.readouterr().err
    assert PERSONAL not in shown
    assert "203.0.113.7" not in shown
    first, second, third = map(json.loads, shown.splitlines())
    assert first["route"] == "/<language:language>/prova/secret/<token>/"
    assert (first["method"], first["status"]) == ("GET", 200)
    assert first["ms"] >= 0
    assert first["request_id"] != second["request_id"]
    assert (second["route"], second["status"]) == ("none", 404)
    assert (third["method"], third["status"]) == ("POST", 422)


def test_answers_of_the_cache_are_logged_too(capsys: pytest.CaptureFixture[str], production: Flask) -> None:
    client = production.test_client()
    for _ in range(3):
        client.get("/ca/prova/", base_url="https://coopnet.example.org")
    *_, last = lines(capsys)
    assert (last["route"], last["status"], last["cache"]) == ("/<language:language>/prova/", 200, "hit")


def test_a_crash_is_written_without_its_words(capsys: pytest.CaptureFixture[str], production: Flask) -> None:
    answer = production.test_client().get("/ca/prova/error/500", base_url="https://coopnet.example.org")
    shown = capsys.readouterr().err
    assert PERSONAL not in shown
    crash, line = map(json.loads, shown.splitlines())
    assert crash["event"] == "crash"
    assert crash["problem"][0]["kind"] == "builtins.RuntimeError"
    assert any("trial.py" in place and "broken" in place for place in crash["problem"][0]["where"])
    assert crash["request_id"] == line["request_id"]
    assert str(crash["request_id"]) in answer.text


def test_what_libraries_log_comes_in_the_same_form(capsys: pytest.CaptureFixture[str], production: Flask) -> None:
    problem = KeyError(PERSONAL)
    problem.__cause__ = ValueError(PERSONAL)
    logging.getLogger("some.library").error("It went wrong at %s", PERSONAL, exc_info=problem)
    logging.getLogger("some.library").info("not needed")
    (line,) = lines(capsys)
    assert (line["event"], line["level"]) == ("It went wrong at %s", "error")
    assert PERSONAL not in json.dumps(line)
    assert [part["kind"] for part in line["problem"]] == ["builtins.KeyError", "builtins.ValueError"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("trouble", [BrokenPipeError, ValueError])
def test_a_log_that_cannot_be_written_refuses_nobody(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    class Broken:
        def write(self, _: str) -> None:
            raise trouble

    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", Broken())
        answers = [reader.get("/ca/prova/").status_code for _ in range(3)]
    assert answers == [200, 200, 200]


def test_statements_hide_what_they_hold(edge: Flask) -> None:
    assert db.engine.hide_parameters


def test_a_problem_is_known_however_it_is_told() -> None:
    problem = ValueError(PERSONAL)
    for given in (problem, (ValueError, problem, None)):
        event = logs.places_only(None, "error", {"event": "x", "exc_info": given})
        assert event["problem"] == [{"kind": "builtins.ValueError", "where": []}]
    try:
        raise problem
    except ValueError:
        event = logs.places_only(None, "error", {"event": "x", "exc_info": True})
        assert sys.exc_info()[1] is problem
    assert event["problem"][0]["kind"] == "builtins.ValueError"
    assert logs.places_only(None, "info", {"event": "x"}) == {"event": "x"}


def test_development_reads_well_and_prints_no_locals(
    edge: Flask, reader: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    logs._configure(is_production=False, is_quiet=False)
    reader.get("/ca/prova/error/500")
    shown = capsys.readouterr().err
    assert "RuntimeError" in shown
    assert "SECRET_KEY" not in shown
    assert "locals" not in shown
