"""The rig. `app` runs a test on SQLite and, marked `postgres`, on PostgreSQL; its tables are empty when it starts."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select

from config import Config
from coopnet.app import create_app
from coopnet.foundation import kept
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.queries import directory
from coopnet.trainings.queries import programme
from coopnet.web import kept_forms, limits, page_cache
from tests.rig import network, postgres, tables
from tests.rig.instance import Instance, demo_instance
from tests.rig.places import Places, find_places
from tests.rig.reader import Reader

pytest_plugins = ["tests.rig.plugin"]


@pytest.fixture(scope="session", autouse=True)
def _closed_network() -> Iterator[None]:
    with network.closed_network():
        yield


@pytest.fixture(scope="session")
def run_folder() -> Path:
    """Shared by all workers of this run."""
    return Path(os.environ["COOPNET_TEST_RUN"])


@pytest.fixture(scope="session")
def postgres_server(run_folder: Path) -> postgres.Server:
    return postgres.require_server(run_folder)


def make_test_app(data: Path, database_url: str, **env: str) -> Flask:
    """An application as `wsgi.py` makes it, with its tables."""
    settings = Config.from_env({"COOPNET_DATA": str(data), "DATABASE_URL": database_url, **env}).as_flask()
    app = create_app({**settings, "TESTING": True})
    app.test_client_class = Reader
    with app.app_context():
        flask_migrate.upgrade()
    return app


def _dispose(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def _sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    data = tmp_path_factory.mktemp("sqlite")
    app = make_test_app(data, f"sqlite:///{data / 'coopnet.db'}")
    yield app
    _dispose(app)


@pytest.fixture(scope="session")
def _postgres_app(tmp_path_factory: pytest.TempPathFactory, postgres_server: postgres.Server) -> Iterator[Flask]:
    name = f"coopnet_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    app = make_test_app(tmp_path_factory.mktemp("postgres"), postgres_server.make_database(name))
    yield app
    _dispose(app)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """One application an engine and session; its tables are empty, its clock is real, its context is pushed."""
    made: Flask = request.getfixturevalue(f"_{request.param}_app")
    settings: dict[str, Any] = dict(made.config)
    with made.app_context():
        tables.empty(db.engine)
        page_cache.clear(made)
        kept_forms.clear(made)
        kept.clear(made)
        directory.forget(made)
        programme.forget(made)
        limits.clear(made)
        yield made
    made.config.clear()
    made.config.update(settings)


@pytest.fixture
def client(app: Flask) -> Reader:
    found = app.test_client()
    assert isinstance(found, Reader)
    return found


@pytest.fixture
def clock_at(app: Flask) -> Callable[[datetime], None]:
    """`clock_at(moment)`: from here on `clock.now()` starts at that moment and runs on."""

    def move(moment: datetime) -> None:
        app.config["CLOCK_OFFSET"] = moment - datetime.now(UTC)

    return move


@pytest.fixture
def letters(app: Flask) -> Callable[..., list[Dispatch]]:
    """`letters()`: what is in the outbox, oldest first; `letters("kind")` only that kind."""
    assert app.config["TESTING"]

    def read(kind: str | None = None) -> list[Dispatch]:
        db.session.rollback()
        found = db.session.scalars(select(Dispatch).order_by(Dispatch.id)).all()
        return [letter for letter in found if kind in {None, letter.kind}]

    return read


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """Web server and worker of a whole instance with the demo programme, for journeys and the browser."""
    with demo_instance(tmp_path_factory.mktemp("instance")) as started:
        yield started


@pytest.fixture(scope="session")
def places(instance: Instance) -> Places:
    return find_places(instance)
