"""One head; up, down and up again on both engines; nothing in the models that no migration makes."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import JSON, Connection, MetaData, Table, inspect, text

from config import Config
from coopnet.app import create_app
from coopnet.foundation.db import db
from coopnet.places.queries import list_points

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


def insert_row(connection: Connection, table_name: str, /, **values: object) -> None:
    """With something in every column that must have a value."""
    table = Table(table_name, MetaData(), autoload_with=connection)
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)
    some: dict[type, object] = {
        str: f"{table_name} {values}",
        int: 1,
        bool: False,
        datetime: moment,
        list: [],
        dict: [],
    }
    for column in table.columns:
        if not column.nullable and column.name not in values:
            is_json = isinstance(column.type, JSON)
            values[column.name] = [] if is_json else some[column.type.python_type]
    connection.execute(table.insert().values(values))


def test_who_is_reached_by_a_venue_is_reached_by_its_point(empty_app: Flask) -> None:
    """Roles, posts and registrations keep the id that they hold; a venue that nobody named stays a venue."""
    before = ScriptDirectory(str(VERSIONS.parent)).get_revision("0011").down_revision
    flask_migrate.upgrade(revision=str(before))
    venues = {1: ("a", "Casal"), 2: ("b", "Casal"), 3: ("c", "Ateneu l'Hort"), 4: ("d", "Ningú")}
    with db.engine.begin() as connection:
        for number, (public_id, name) in venues.items():
            insert_row(connection, "venue", id=number, public_id=public_id, name=name)
        insert_row(connection, "account")
        insert_row(connection, "training")
        insert_row(connection, "role_grant", role="point", subject_kind="point", subject_id="b")
        insert_row(connection, "role_grant", id=2, role="owner", subject_kind="initiative", subject_id="d")
        insert_row(connection, "post", point="a")
        insert_row(connection, "post", id=2, point="a", active_key=None)
        insert_row(connection, "registration", point="c")
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        asked = text("SELECT public_id, slug, venue_id, name, is_shown FROM support_point ORDER BY public_id")
        found = [tuple(row) for row in connection.execute(asked)]
        assert [(*row[:4], bool(row[4])) for row in found] == [
            ("a", "casal", 1, "Casal", False),
            ("b", "casal-2", 2, "Casal", False),
            ("c", "ateneu-l-hort", 3, "Ateneu l'Hort", False),
        ]
    assert [point.has for point in list_points()] == [(), (), ()]
