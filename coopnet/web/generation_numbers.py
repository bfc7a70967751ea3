"""The number of a scope, or of several together, read past the ORM: the one look-up that a page of the cache costs.

Of several it is their sum: numbers only rise, so it stays the same as long as none of them has changed.

Each thread of each process has a connection of its own that can only read and never stays in a transaction.
"""

import sqlite3
import time
from abc import ABC, abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask
from sqlalchemy.engine import URL, make_url

from coopnet.foundation.generations import Generation
from coopnet.web.own_connections import OwnConnections

BUSY_TIMEOUT_SECONDS = 0.2
CONNECT_TIMEOUT_SECONDS = 2
REMEMBERED = 10_000

if TYPE_CHECKING:
    import psycopg

_TABLE = Generation.__tablename__
_BETWEEN = " "

log = structlog.get_logger("coopnet.page_cache")


def joined(*scopes: str) -> str:
    """Several scopes as one; a scope holds no space."""
    return _BETWEEN.join(sorted(scopes))


class Numbers(ABC):
    """`stale_seconds` is how old an answer may be; 0 asks each time."""

    def __init__(self, url: URL, *, stale_seconds: float = 0) -> None:
        self._stale_seconds = stale_seconds
        self._known: dict[str, tuple[float, int]] = {}
        self._connections: OwnConnections[Any] = OwnConnections(partial(self._connect, url))

    def read(self, scope: str) -> int | None:
        """0 for a scope that nothing has raised yet; None when the database does not answer."""
        if not self._stale_seconds:
            return self._ask_twice(scope)
        now = time.monotonic()
        known = self._known.get(scope)
        if known is not None and now - known[0] < self._stale_seconds:
            return known[1]
        number = self._ask_twice(scope)
        if number is not None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[scope] = (now, number)
        return number

    def _ask_twice(self, scope: str) -> int | None:
        """A connection may have died since it was last used."""
        for is_last in (False, True):
            try:
                return self._ask(self._connections.get(), scope)
            except self._problems as problem:
                self._connections.drop()
                if is_last:
                    log.warning("generation_unread", problem=type(problem).__name__)
        return None

    _problems: type[Exception]

    @staticmethod
    @abstractmethod
    def _connect(url: URL) -> Any: ...

    @abstractmethod
    def _ask(self, connection: Any, scope: str) -> int: ...


class SqliteNumbers(Numbers):
    SELECT = f"SELECT sum(number) FROM {_TABLE} WHERE scope IN (%s)"  # noqa: S608 - a name of ours
    _problems = sqlite3.Error

    @staticmethod
    def _connect(url: URL) -> sqlite3.Connection:
        made = sqlite3.connect(
            f"file:{url.database}?mode=ro",
            uri=True,
            timeout=BUSY_TIMEOUT_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        made.execute("PRAGMA query_only = ON")
        return made

    def _ask(self, connection: Any, scope: str) -> int:
        # All rows are fetched: an unfinished statement would go on seeing the past.
        scopes = scope.split(_BETWEEN)
        rows = connection.execute(self.SELECT % ", ".join("?" * len(scopes)), scopes).fetchall()
        return int(rows[0][0] or 0)


class PostgresNumbers(Numbers):
    """Asks libpq itself: of a look-up by psycopg three quarters of the CPU are cursor, types and rows."""

    SELECT = (
        f"SELECT sum(number) FROM {_TABLE} WHERE scope = ANY(string_to_array($1, '{_BETWEEN}'))"  # noqa: S608 - ours
    ).encode()

    def __init__(self, url: URL, *, stale_seconds: float = 0) -> None:
        import psycopg  # noqa: PLC0415 - not loaded where there is no PostgreSQL

        super().__init__(url, stale_seconds=stale_seconds)
        self._psycopg = psycopg
        self._problems = psycopg.Error

    @staticmethod
    def _connect(url: URL) -> "psycopg.Connection[tuple[Any, ...]]":
        import psycopg  # noqa: PLC0415 - as above

        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(address, autocommit=True, connect_timeout=CONNECT_TIMEOUT_SECONDS)

    def _ask(self, connection: Any, scope: str) -> int:
        # Nothing is prepared: behind a pooler the next statement may meet another server process.
        found = connection.pgconn.exec_params(self.SELECT, [scope.encode()])
        if found.status != self._psycopg.pq.ExecStatus.TUPLES_OK:
            raise self._psycopg.OperationalError("the number cannot be read")
        number = found.get_value(0, 0)
        return int(number) if number is not None else 0


def numbers_of(app: Flask) -> Numbers:
    url = make_url(str(app.config["SQLALCHEMY_DATABASE_URI"]))
    kind = SqliteNumbers if url.get_backend_name() == "sqlite" else PostgresNumbers
    return kind(url, stale_seconds=float(app.config["PAGE_CACHE_STALE_SECONDS"]))
