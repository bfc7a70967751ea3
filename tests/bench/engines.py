"""SQLite always; PostgreSQL where its binaries are."""

import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.bench import servers
from tests.rig import postgres

SECRET = "a-secret-for-measuring-0123456789-abcdef"


@dataclass(frozen=True)
class Engine:
    name: str
    root: Path
    server: postgres.Server | None

    def env(self, name: str) -> dict[str, str]:
        """Settings of an empty instance of that name."""
        data = self.root / f"{self.name}-{name}"
        data.mkdir(exist_ok=True)
        env = {
            "COOPNET_DATA": str(data),
            "COOPNET_ENV": "production",  # its log lines, not those for a terminal
            "COOPNET_SECRET": SECRET,
            "COOPNET_BASE_URL": "http://localhost",
            "COOPNET_WRITES_PER_MINUTE": "1000000",
        }
        if self.server is not None:
            env["DATABASE_URL"] = self.server.make_database(f"bench_{name}")
        servers.flask(env, "db", "upgrade")
        return env

    def fill(self, name: str, *, trainings: int, registrations: int) -> dict[str, str]:
        env = self.env(name)
        servers.flask(env, "demo", "load", "--trainings", str(trainings), "--registrations", str(registrations))
        return env

    def floor_env(self) -> dict[str, str]:
        """With its table filled."""
        rows = [(number, f"Title {number}", "word " * 100) for number in range(20)]
        create = "CREATE TABLE floor (number INTEGER PRIMARY KEY, title TEXT, text TEXT)"
        if self.server is None:
            target = str(self.root / "floor.db")
            with sqlite3.connect(target) as database:
                database.execute(create)
                database.executemany("INSERT INTO floor VALUES (?, ?, ?)", rows)
        else:
            target = self.server.make_database("bench_floor").replace("+psycopg", "")
            with psycopg.connect(target) as database:
                database.execute(create)
                database.cursor().executemany("INSERT INTO floor VALUES (%s, %s, %s)", rows)
        return {"FLOOR_DATABASE": target}


def engines(root: Path) -> Iterator[Engine]:
    wanted = os.environ.get("BENCH_ENGINES", "sqlite,postgres").split(",")
    # Whoever starts PostgreSQL says who it lives with.
    os.environ.setdefault("COOPNET_TEST_CONTROLLER", str(os.getpid()))
    if "sqlite" in wanted:
        yield Engine("sqlite", root, None)
    if "postgres" in wanted and postgres.find_binaries() is not None:
        try:
            yield Engine("postgres", root, postgres.require_server(root))
        finally:
            postgres.stop_server(root)
