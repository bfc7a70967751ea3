import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from flask import Flask

from coopnet.foundation.db import db
from coopnet.web import limits, page_cache
from tests.rig import tables
from tests.rig.reader import Reader
from tests.web.trial import Board, make_edge


@pytest.fixture(scope="session")
def _sqlite_edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    data = tmp_path_factory.mktemp("edge")
    yield from _made(data, f"sqlite:///{data / 'coopnet.db'}")


@pytest.fixture(scope="session")
def _postgres_edge(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Flask]:
    server = request.getfixturevalue("postgres_server")
    url = server.make_database(f"edge_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    yield from _made(tmp_path_factory.mktemp("edge"), url)


def _made(data: Path, url: str) -> Iterator[Flask]:
    app = make_edge(data, url)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=["sqlite"])
def edge(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The trial application; `tests.web.trial.both_engines` asks for it on PostgreSQL too."""
    app: Flask = request.getfixturevalue(f"_{request.param}_edge")
    settings = dict(app.config)
    app.extensions["trial"] = Board()
    with app.app_context():
        tables.empty(db.engine)
        page_cache.clear(app)
        limits.clear(app)
        yield app
    app.config.clear()
    app.config.update(settings)


@pytest.fixture
def reader(edge: Flask) -> Reader:
    edge.test_client_class = Reader
    found = edge.test_client()
    assert isinstance(found, Reader)
    return found


@pytest.fixture
def board(edge: Flask) -> Board:
    found: Board = edge.extensions["trial"]
    return found


@pytest.fixture
def production(tmp_path: Path) -> Iterator[Flask]:
    """As it runs for people, at https://coopnet.example.org."""
    root, kept = logging.getLogger(), structlog.get_config()
    handlers, level = list(root.handlers), root.level
    yield make_edge(
        tmp_path,
        f"sqlite:///{tmp_path / 'coopnet.db'}",
        COOPNET_ENV="production",
        COOPNET_SECRET="f3Zr8-kQ1vTn6_yLw0uXb7Hc9sJd2mPgAe5oRiKx",
        COOPNET_BASE_URL="https://coopnet.example.org",
    )
    structlog.configure(**kept)
    root.handlers, root.level = handlers, level
