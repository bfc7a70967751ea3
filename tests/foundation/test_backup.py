"""A copy made while people register has everything that was confirmed before it began."""

import os
import shutil
import sqlite3
import subprocess
import threading
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from coopnet.foundation import backup, clock, outbox
from coopnet.foundation.db import db, in_transaction
from tests.rig.postgres import Server

ONE_DATABASE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def confirm(key: str) -> None:
    in_transaction(
        lambda: outbox.put(
            dedup_key=key, channel="job", kind="rig", now=clock.now(), subject_kind="rig", subject_id=key
        )
    )


def restored_keys(copy: Path, request: pytest.FixtureRequest) -> set[str]:
    """Brings the copy back into a database of its own."""
    if (copy / "coopnet.db").exists():
        with sqlite3.connect(copy / "coopnet.db") as connection:
            rows = connection.execute("SELECT dedup_key FROM dispatch").fetchall()
        connection.close()
        return {str(key) for (key,) in rows}
    server: Server = request.getfixturevalue("postgres_server")
    url = server.make_database(f"restored_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}").replace("+psycopg", "")
    subprocess.run(["pg_restore", "--no-owner", f"--dbname={url}", str(copy / "coopnet.dump")], check=True)
    with psycopg.connect(url) as connection_to_it:
        return {str(key) for (key,) in connection_to_it.execute("SELECT dedup_key FROM dispatch").fetchall()}


def test_what_was_confirmed_before_is_in_the_copy(app: Flask, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    before = {f"before-{number}" for number in range(20)}
    for key in sorted(before):
        confirm(key)
    stop = threading.Event()

    def go_on() -> None:
        with app.app_context():
            for number in range(500):
                if stop.is_set():
                    break
                confirm(f"meanwhile-{number}")
            db.session.remove()

    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        copy = backup.make(tmp_path)
    finally:
        stop.set()
        writer.join()
    assert before <= restored_keys(copy, request)


def test_files_are_in_the_copy_and_only_its_owner_reads_it(app: Flask, tmp_path: Path) -> None:
    letters = Path(app.config["DATA"]) / "letters"
    letters.mkdir(exist_ok=True)
    (letters / "one.eml").write_text("Hola")
    (letters / ".half.eml.1234").write_text("Ho")
    copy = backup.make(tmp_path)
    assert (copy / "data" / "letters" / "one.eml").read_text() == "Hola"
    assert not (copy / "data" / "letters" / ".half.eml.1234").exists()
    assert copy.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == [copy.name]


@ONE_DATABASE
def test_copies_may_be_kept_inside_the_data_folder(app: Flask) -> None:
    copies = Path(app.config["DATA"]) / "copies"
    first = backup.make(copies)
    assert not (first / "data" / "copies").exists()
    shutil.rmtree(copies)


@ONE_DATABASE
def test_a_damaged_copy_is_said_and_not_kept(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.DatabaseError("disk full")

    monkeypatch.setattr(backup, "_copy_sqlite", fail)
    with pytest.raises(backup.BackupFailed, match="disk full"):
        backup.make(tmp_path)
    assert list(tmp_path.iterdir()) == []


@ONE_DATABASE
def test_the_command_says_where_the_copy_is(app: Flask, tmp_path: Path) -> None:
    confirm("one")
    answer = app.test_cli_runner().invoke(args=["backup", str(tmp_path)])
    assert answer.exit_code == 0, answer.output
    assert (Path(answer.output.strip()) / "coopnet.db").exists()
    assert db.session.execute(text("SELECT count(*) FROM dispatch")).scalar() == 1
