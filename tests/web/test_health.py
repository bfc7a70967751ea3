import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from coopnet.foundation import clock, jobs
from coopnet.foundation.db import db, in_transaction
from coopnet.web import health
from tests.rig.reader import Reader
from tests.web.trial import make_edge


def beat(ago: timedelta = timedelta()) -> None:
    in_transaction(lambda: jobs.beat("trial", clock.now() - ago))


def checks(reader: Reader) -> tuple[int, dict[str, bool]]:
    answer = reader.get("/readyz")
    assert answer.headers["Content-Type"] == "application/json"
    return answer.status_code, json.loads(answer.text)["checks"]


def test_the_process_says_that_it_lives(client: Reader) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, json.loads(answer.text)) == (200, {"status": "ok"})


def test_ready_means_tables_at_the_newest_and_a_worker_that_lives(app: Flask, client: Reader) -> None:
    assert checks(client) == (503, {"database": True, "migrations": True, "worker": False})
    beat()
    assert checks(client) == (200, {"database": True, "migrations": True, "worker": True})


def test_a_worker_that_is_silent_for_a_minute_is_missed(app: Flask, client: Reader) -> None:
    beat(timedelta(seconds=59))
    assert checks(client)[0] == 200
    beat(timedelta(seconds=61))
    assert checks(client) == (503, {"database": True, "migrations": True, "worker": False})


def test_tables_of_another_version_are_not_ready(app: Flask, client: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    beat()
    monkeypatch.setattr(health, "_heads", lambda: {"9999"})
    assert checks(client) == (503, {"database": True, "migrations": False, "worker": False})


def test_a_database_that_is_away_is_not_ready(tmp_path: Path) -> None:
    app = make_edge(tmp_path, f"sqlite:///{tmp_path / 'coopnet.db'}")
    with app.app_context():
        db.session.execute(text("SELECT 1"))
        db.session.remove()
        db.engine.dispose()
    for path in tmp_path.glob("coopnet.db*"):
        path.unlink()
    (tmp_path / "coopnet.db").mkdir()
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert json.loads(answer.text)["checks"]["database"] is False
    assert app.test_client().get("/healthz").status_code == 200


def test_health_is_asked_anew_each_time(client: Reader) -> None:
    assert client.get("/healthz").headers["Cache-Control"] == "private, no-cache"


def test_clocks_that_are_moved_change_nothing(app: Flask, client: Reader, clock_at: Callable[..., None]) -> None:
    clock_at(clock.now() + timedelta(days=50))
    beat()
    assert checks(client)[0] == 200
