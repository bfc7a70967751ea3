"""One head; up, down and up again on both engines; nothing in the models that no migration makes."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from config import Config
from coopnet.app import create_app
from coopnet.foundation.db import db

VERSIONS = Path(__file__).resolve().parents[2] / "migrations" / "versions"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application whose database has no tables yet."""
    url = f"sqlite:///{tmp_path / 'coopnet.db'}"
    if request.param == "postgres":
        name = f"migrations_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
        url = request.getfixturevalue("postgres_server").make_database(name)
    made = create_app(Config.from_env({"COOPNET_DATA": str(tmp_path), "DATABASE_URL": url}).as_flask())
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(VERSIONS.parent)).get_heads()) == 1


def test_migrations_know_no_model() -> None:
    for path in VERSIONS.glob("*.py"):
        assert "coopnet" not in re.findall(r"^(?:from|import) (\w+)", path.read_text(), re.MULTILINE), path.name


def test_up_down_up(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    made = set(inspect(db.engine).get_table_names())
    flask_migrate.downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    flask_migrate.upgrade()
    assert set(inspect(db.engine).get_table_names()) == made
    assert {"training", "registration", "dispatch"} <= made


def test_the_tables_are_those_of_the_models(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": lambda name, kind, _: kind != "table" or not str(name).startswith("text_index"),
            },
        )
        assert compare_metadata(context, db.metadata) == []
