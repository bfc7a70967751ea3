"""Counts of the rate limits in a SQLite file of their own: shared by all processes, never in the main write lock's way.

What a crash loses of it is a few counts, so nothing waits for the disk.
"""

import random
import sqlite3
from functools import partial
from pathlib import Path

from limits.storage import Storage

from coopnet.foundation import clock
from coopnet.web.own_connections import OwnConnections

BUSY_TIMEOUT_SECONDS = 1.0
SWEEP_ONE_IN = 500

TABLE = """
CREATE TABLE IF NOT EXISTS count (name TEXT PRIMARY KEY, number INTEGER NOT NULL, ends_at REAL NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ix_count_ends_at ON count (ends_at)
"""
ADD = """
INSERT INTO count (name, number, ends_at) VALUES (:name, :amount, :now + :seconds)
ON CONFLICT (name) DO UPDATE SET
    number = CASE WHEN ends_at <= :now THEN excluded.number ELSE number + excluded.number END,
    ends_at = CASE WHEN ends_at <= :now THEN excluded.ends_at ELSE ends_at END
RETURNING number
"""


class Counters(Storage):
    STORAGE_SCHEME = None

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._connections = OwnConnections(partial(_connect, path))

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = self._now()
        if random.randrange(SWEEP_ONE_IN) == 0:  # noqa: S311 - spreads the work, guards nothing
            self._connections.get().execute("DELETE FROM count WHERE ends_at <= ?", (now,))
        counted = self._connections.get().execute(ADD, {"name": key, "amount": amount, "now": now, "seconds": expiry})
        # All rows are fetched: an unfinished statement would keep the lock.
        return int(counted.fetchall()[0][0])

    def get(self, key: str) -> int:
        number, ends_at = self._find(key)
        return number if ends_at > self._now() else 0

    def get_expiry(self, key: str) -> float:
        return self._find(key)[1]

    def check(self) -> bool:
        return self._connections.get().execute("SELECT 1").fetchall() == [(1,)]

    def reset(self) -> int:
        return self._connections.get().execute("DELETE FROM count").rowcount

    def clear(self, key: str) -> None:
        self._connections.get().execute("DELETE FROM count WHERE name = ?", (key,))

    def _find(self, key: str) -> tuple[int, float]:
        rows = self._connections.get().execute("SELECT number, ends_at FROM count WHERE name = ?", (key,)).fetchall()
        return (int(rows[0][0]), float(rows[0][1])) if rows else (0, self._now())

    @staticmethod
    def _now() -> float:
        """Real seconds: a moved clock moves no limit."""
        return clock.real_now().timestamp()


def _connect(path: Path) -> sqlite3.Connection:
    made = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None, check_same_thread=False)
    made.execute("PRAGMA journal_mode = WAL")
    made.execute("PRAGMA synchronous = OFF")
    made.executescript(TABLE)
    return made
