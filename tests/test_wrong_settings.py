"""Who starts coopnet with settings that cannot work reads what is wrong, without a line of our code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from coopnet.foundation.db import trouble_in_words

ELSEWHERE = "postgresql://rosa:secreta@127.0.0.1:1/coopnet"


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("command", ["trainings list", "db upgrade", "--help"])
def test_wrong_settings_are_named_and_nothing_else(tmp_path: Path, command: str) -> None:
    done = run(*command.split(), COOPNET_DATA=str(tmp_path), COOPNET_PROXIES="x", COOPNET_NOW="demà")
    assert done.returncode == 1
    assert "COOPNET_PROXIES: 'x'" in done.stderr
    assert "COOPNET_NOW: 'demà'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["trainings list", "db upgrade", "worker --once", "demo load"])
def test_a_database_out_of_reach_is_said_without_its_password(tmp_path: Path, command: str) -> None:
    done = run(*command.split(), COOPNET_DATA=str(tmp_path), DATABASE_URL=ELSEWHERE)
    assert done.returncode == 1
    assert "The database does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert "secreta" not in done.stderr


def test_a_database_without_tables_is_said_with_what_makes_them(tmp_path: Path) -> None:
    done = run("trainings", "list", COOPNET_DATA=str(tmp_path))
    assert (done.returncode, "make migrate" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


@pytest.mark.usefixtures("app")
def test_what_is_a_defect_of_ours_is_not_called_trouble_of_the_database() -> None:
    assert trouble_in_words(IntegrityError("insert", {}, Exception("UNIQUE constraint failed"))) is None
    for kind in (OperationalError, DatabaseError):
        assert "does not answer: broken" in str(trouble_in_words(kind("select", {}, Exception("broken"))))
