"""The database: one `Base`, one session, one way to commit.

SQLite is set up as a server's database; PostgreSQL runs at its default, read committed. Everything that writes goes
through `committing()`, which opens the transaction as a writing one from its first statement.
"""

import math
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Double, Engine, Executable, MetaData, Table, Update, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

from coopnet.foundation.gate import Gate

T = TypeVar("T")

BUSY_TIMEOUT_SECONDS = 30  # of who has time: worker and commands
RETRIES = 5
WRITING = "coopnet_writing"
# The key in a SQLite connection's `info`.
_BUSY_SECONDS = "coopnet_busy_seconds"
_SQLSTATES_OF_LOCKS = {"55P03", "40001", "40P01"}  # waited too long; serialization failure; deadlock

# Of `time.monotonic()`: until when this thread may wait for others who write. None: as long as it takes.
_waits_until: ContextVar[float | None] = ContextVar("waits_until", default=None)

_gates: WeakKeyDictionary[Engine, Gate] = WeakKeyDictionary()


class Busy(Exception):  # noqa: N818 - it is no error of ours
    """Others wrote for longer than a person can be kept waiting. Nothing was changed, so it can be tried again."""


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC. A naive value is refused: SQLite would drop its zone without a word."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - a hook
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a moment without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - a hook
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    # Flask-SQLAlchemy 3.1 rebuilds the class it is given: a map on the class itself would be lost, on `registry` it
    # is kept.
    registry = registry(
        # SQLAlchemy 2.0 and 2.1 differ in what a float is.
        type_annotation_map={datetime: UTCDateTime(), float: Double()},
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_N_label)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
    )


db = SQLAlchemy(model_class=Base)


def init_app(app: Flask) -> None:
    if make_url(app.config["SQLALCHEMY_DATABASE_URI"]).get_backend_name() == "postgresql":
        # At read committed each statement sees a state of its own anyhow: a transaction around reading is two round
        # trips for nothing.
        app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {})["isolation_level"] = "AUTOCOMMIT"
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)


def prepare(engine: Engine) -> None:
    """Hooks that make SQLite fit for a server, and that keep no person waiting for others' locks."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
        # One writes at a time there, whoever waits inside.
        _gates[engine] = Gate(slots=1, trace=lambda: _last_written(Path(f"{engine.url.database}-wal")))
    else:
        event.listen(engine, "begin", _on_postgres_begin)
        _gates[engine] = Gate(slots=None, trace=lambda: None)


def gate() -> Gate:
    """Of this process, to the database of the application."""
    return _gates[db.engine]


def keep_free(threads: int) -> None:
    """Of the threads that serve, half at most wait for others' locks; on SQLite one."""
    if gate().slots is None:
        gate().slots = max(1, threads // 2)


def _last_written(log: Path) -> int | None:
    """Of the log that SQLite writes before its file, by whichever process; nanoseconds."""
    try:
        return log.stat().st_mtime_ns
    except OSError:
        return None


def answer_within(seconds: float | None) -> None:
    """From here on this thread waits no longer than that, in all, for others who write; None: it has time again."""
    _waits_until.set(None if seconds is None else time.monotonic() + seconds)


def _seconds_left() -> int | None:
    """Whole ones and at least one, so that what can be done at once is still done; None: there is time."""
    until = _waits_until.get()
    return None if until is None else max(1, math.ceil(until - time.monotonic()))


def _is_time_over() -> bool:
    until = _waits_until.get()
    return until is not None and time.monotonic() >= until


def _on_sqlite_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_SECONDS * 1000}",
        "journal_mode = WAL",
        "foreign_keys = ON",
        # A lost registration is worse than a millisecond.
        "synchronous = FULL",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_sqlite_begin(connection: Connection) -> None:
    seconds = _seconds_left() or BUSY_TIMEOUT_SECONDS
    if connection.info.get(_BUSY_SECONDS, BUSY_TIMEOUT_SECONDS) != seconds:
        # Straight to the driver: it asks the database nothing.
        cast("sqlite3.Connection", connection.connection.driver_connection).execute(
            f"PRAGMA busy_timeout = {seconds * 1000}"
        )
        connection.info[_BUSY_SECONDS] = seconds
    writing = connection.get_execution_options().get(WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN DEFERRED")


def _on_postgres_begin(connection: Connection) -> None:
    """A reader waits for nobody there, unless a table is being changed."""
    seconds = _seconds_left()
    if seconds is not None and connection.get_execution_options().get(WRITING, False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{seconds}s'")


def writing_options(engine: Engine) -> dict[str, Any]:
    """What makes a connection's next transaction a writing one."""
    if engine.dialect.name == "postgresql":
        return {WRITING: True, "isolation_level": "READ COMMITTED"}
    return {WRITING: True}


@contextmanager
def committing() -> Iterator[None]:
    """One writing transaction: all of the block is committed, or none of it.

    First ends the reading transaction of the request: on SQLite one that began by reading cannot become a writing
    one. Services read again inside. Whatever the block raises rolls it back. Raises `Busy` where a person waits and it
    is not their turn in time.
    """
    db.session.rollback()
    passed = gate()
    if not passed.enter(_waits_until.get()):
        raise Busy
    is_held_up = False
    try:
        db.session.connection(execution_options=writing_options(db.engine))
        yield
        db.session.commit()
    except BaseException as problem:
        is_held_up = isinstance(problem, DBAPIError) and is_worth_retrying(problem)
        db.session.rollback()
        raise
    finally:
        passed.leave(held_up=is_held_up)


def is_writing() -> bool:
    """Whether a writing transaction is open."""
    session = db.session()
    return session.in_transaction() and bool(session.connection().get_execution_options().get(WRITING))


def in_transaction(work: Callable[[], T]) -> T:
    """`work` inside `committing()`, again when the database asks for it (a lock that ran out, a deadlock).

    Raises `Busy` where a person waits and has waited long enough.
    """
    for attempt in range(1, RETRIES + 1):
        try:
            with committing():
                return work()
        except DBAPIError as problem:
            if not is_worth_retrying(problem):
                raise
            if _is_time_over():
                raise Busy from problem
            if attempt == RETRIES:
                raise
            time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - spreads retries, guards nothing
    raise AssertionError("unreachable")


def is_worth_retrying(problem: DBAPIError) -> bool:
    """Somebody else held what was needed."""
    original: Any = problem.orig
    if getattr(original, "sqlstate", None) in _SQLSTATES_OF_LOCKS:
        return True
    return isinstance(original, sqlite3.OperationalError) and "locked" in str(original)


def trouble_in_words(problem: DBAPIError) -> str | None:
    """The database is out of reach, busy or not migrated, for who started a command; None when it is something else."""
    original: Any = problem.orig
    said = " ".join(str(original).split())
    if getattr(original, "sqlstate", None) in {"42P01", "42703"} or said.startswith(
        ("no such table", "no such column")
    ):
        return "The database has no tables yet, or those of an older version: run `make migrate`."
    # SQLite says by its plainest kind that a file is no database; mistakes of ours have kinds of their own.
    if not isinstance(problem, (OperationalError, InterfaceError)) and type(problem) is not DatabaseError:
        return None
    return f"The database does not answer: {said} (DATABASE_URL: {db.engine.url.render_as_string(hide_password=True)})"


def add_if_absent(model: type[Base], *, unique: str, **values: Any) -> bool:
    """Inserts a row now, unless one has the same value in the column `unique`: then False, and nothing is added.

    One statement, so two transactions with the same row do not both see that it is missing: the later one waits.
    """
    statement = _insert_if_absent(model, unique, db.session.get_bind().dialect.name)
    db.session.flush()  # as any question to the session does
    # Not the row count: of an insert that also returns its key, PostgreSQL's driver tells none.
    return db.session.execute(statement, values).first() is not None


@lru_cache
def _insert_if_absent(model: type[Base], unique: str, dialect: str) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    table = cast("Table", model.__table__)
    return insert(table).on_conflict_do_nothing(index_elements=[unique]).returning(table.c[unique])


def changed_rows(statement: Update, **values: Any) -> int:
    """Runs an `UPDATE` and says how many rows it touched: the answer of every compare-and-set.

    `values` are those of its named parameters.
    """
    result: Any = db.session.execute(statement, values)
    return int(result.rowcount)
