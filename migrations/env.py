"""How migrations run: one transaction on both engines, tables compared with the models, numbers instead of hashes."""

import importlib
from pathlib import Path
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

import coopnet
from coopnet.foundation.db import UTCDateTime, db, trouble_in_words, writing_options


def import_models() -> None:
    """Every room's, also of one that the application does not use yet: its tables are no accident."""
    house = Path(coopnet.__file__).parent
    for path in [*house.glob("*/models.py"), *house.glob("*/models/*.py"), *house.glob("foundation/*.py")]:
        if path.stem == "__init__":  # comes with what is in its folder; by that name it would come twice
            continue
        importlib.import_module(".".join(("coopnet", *path.relative_to(house).with_suffix("").parts)))


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """The text index is made by hand, on each engine its own way: its tables are no models."""
    return not (kind == "table" and name is not None and name.startswith("text_index"))


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """A migration names what the database knows, never a class of ours that may be gone one day."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def number_it(_context: MigrationContext, revision: Any, directives: list[MigrationScript]) -> None:
    script = directives[0]
    if (
        script.upgrade_ops is not None
        and script.upgrade_ops.is_empty()
        and getattr(context.config.cmd_opts, "autogenerate", False)
    ):
        directives.clear()
        print("The models match the database: nothing to migrate.")  # noqa: T201 - a command's answer
        return
    script.rev_id = f"{int(revision[0] if revision else 0) + 1:04}"


def run(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        # Batch mode makes a table anew and drops the old one: with foreign keys on, its children would go along.
        _pragma(connection, "foreign_keys = OFF")
    try:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            compare_type=True,
            compare_server_default=True,
            include_name=is_ours,
            render_item=render_item,
            process_revision_directives=number_it,
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite and (broken := connection.execute(text("PRAGMA foreign_key_check")).all()):
                raise RuntimeError(f"the migration leaves rows without their parents: {broken}")
    finally:
        if is_sqlite:
            _pragma(connection, "foreign_keys = ON")


def _pragma(connection: Connection, setting: str) -> None:
    """Outside any transaction, where SQLite listens to it."""
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA {setting}")


import_models()
try:
    with db.engine.connect().execution_options(**writing_options(db.engine)) as connection:
        run(connection)
except DBAPIError as problem:
    words = trouble_in_words(problem)
    if words is None:
        raise
    raise RuntimeError(words) from problem  # Flask-Migrate says it, and ends with 1
