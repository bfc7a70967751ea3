"""A private PostgreSQL server from Debian's binaries: never root, no durability, one for all workers of a run."""

import fcntl
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

USERS = ("postgres", "nobody")
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=200",
    "shared_buffers=64MB",
    "listen_addresses=127.0.0.1",
)


@dataclass(frozen=True)
class Server:
    port: int

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://coopnet@127.0.0.1:{self.port}/{database}"

    def make_database(self, name: str) -> str:
        """A new and empty one, its URL; an old one of that name is dropped."""
        with psycopg.connect(f"postgresql://coopnet@127.0.0.1:{self.port}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)


def find_binaries() -> Path | None:
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=None)


def require_server(run: Path) -> Server:
    """The server of this run, started by whoever comes first. `run` is a folder that all workers share."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with _locked(run / "postgres.lock"):
        kept = run / "postgres.port"
        if not kept.exists():
            kept.write_text(str(_start(run, binaries)))
        return Server(int(kept.read_text()))


def stop_server(run: Path) -> None:
    binaries = find_binaries()
    if binaries is not None and (run / "postgres.port").exists():
        _as_other_user([str(binaries / "pg_ctl"), "stop", "-D", str(run / "postgres"), "-m", "immediate", "-s"])


def _start(run: Path, binaries: Path) -> int:
    folder = run / "postgres"
    folder.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, _other_user())
    _as_other_user(
        [
            str(binaries / "initdb"),
            "-D",
            str(folder),
            "-U",
            "coopnet",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    options = " ".join(f"-c {setting}" for setting in (*SETTINGS, f"port={port}", f"unix_socket_directories={folder}"))
    pg_ctl = str(binaries / "pg_ctl")
    _as_other_user([pg_ctl, "start", "-D", str(folder), "-w", "-s", "-l", str(folder / "log"), "-o", options])
    _stop_when_gone(int(os.environ["COOPNET_TEST_CONTROLLER"]), folder)
    return port


def _stop_when_gone(controller: int, folder: Path) -> None:
    """A run that is killed cannot stop its server: somebody who waits for its end does."""
    wait = f"while kill -0 {controller}; do sleep 2; done; kill -QUIT $(head -n 1 {folder}/postmaster.pid)"
    subprocess.Popen(
        ["sh", "-c", wait],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ).returncode = 0  # not waited for, on purpose


def _other_user() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in USERS if name in names)


def _as_other_user(command: list[str]) -> None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={_other_user()}", "--clear-groups", "--", *command]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, env=_clean_environment())
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}{done.stderr}")


def _clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
