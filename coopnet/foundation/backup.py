"""A copy of everything an instance must not lose, made while people register.

The database first, as of one moment, then the files: so whatever was confirmed before the copy began is in it, and no
letter that the database calls sent is missing.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from datetime import UTC
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import URL

from coopnet.foundation import clock
from coopnet.foundation.db import db

SQLITE_NAME = "coopnet.db"
POSTGRESQL_NAME = "coopnet.dump"
# What can be made again, or belongs to processes that run now.
LEFT_OUT = ("*.db", "*.db-wal", "*.db-shm", "*.db-journal", "*.sqlite*", "*.log", "*.pid", "*.lock", ".*")


class BackupFailed(Exception):  # noqa: N818 - says what happened
    """The copy is not whole; nothing of it is left behind."""


def make(folder: Path) -> Path:
    """A new folder in `folder`, named by the moment in UTC, readable by its owner only. Raises `BackupFailed`."""
    target = folder / f"coopnet-{clock.now().astimezone(UTC):%Y%m%dT%H%M%S}Z"
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    unfinished.mkdir(mode=0o700, parents=True)
    try:
        if db.engine.dialect.name == "sqlite":
            _copy_sqlite(db.engine.url, unfinished / SQLITE_NAME)
        else:
            _dump_postgresql(db.engine.url, unfinished / POSTGRESQL_NAME)
        data: Path = current_app.config["DATA"]
        _copy_files(data, unfinished / "data", without=folder.resolve())
        unfinished.rename(target)
    except (OSError, sqlite3.Error, shutil.Error) as problem:
        raise BackupFailed(str(problem)) from problem
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return target


def _copy_sqlite(url: URL, target: Path) -> None:
    """All pages in one step: in small steps every foreign write would begin the copy anew."""
    with (
        closing(sqlite3.connect(f"file:{url.database}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE")
        answer = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if answer != "ok":
        raise BackupFailed(f"the copy is damaged: {answer}")


def _copy_files(data: Path, target: Path, *, without: Path) -> None:
    """`without` is where the copies are kept: it may be inside the data folder."""
    matches = shutil.ignore_patterns(*LEFT_OUT)

    def leave_out(folder: str, names: list[str]) -> set[str]:
        return matches(folder, names) | {name for name in names if (Path(folder) / name).resolve() == without}

    def copy(source: str, copied: str) -> None:
        # A letter may be moved away between being listed and being copied.
        with suppress(FileNotFoundError):
            shutil.copy2(source, copied)

    shutil.copytree(data, target, ignore=leave_out, copy_function=copy)


def _dump_postgresql(url: URL, target: Path) -> None:
    pg_dump = shutil.which("pg_dump")
    if pg_dump is None:
        raise BackupFailed("pg_dump is missing: apt-get install postgresql-client")
    plain = url.set(drivername="postgresql", password=None).render_as_string()
    # The password goes through the environment: everybody on the machine can read a command line.
    env = {**os.environ, **({"PGPASSWORD": url.password} if url.password else {})}
    command = [pg_dump, "--format=custom", f"--file={target}", f"--dbname={plain}"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - no shell, our own words
    if done.returncode:
        raise BackupFailed(done.stderr.strip())


@click.command("backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def command(folder: Path) -> None:
    """Copy database and files into a new folder of FOLDER, while coopnet runs."""
    try:
        click.echo(make(folder))
    except BackupFailed as problem:
        raise click.ClickException(str(problem)) from problem
