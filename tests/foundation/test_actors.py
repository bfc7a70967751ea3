"""Who acts at the terminal is somebody: the audit log is not told anything else."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db

COMMANDS = (
    "trainings publish no-hi-es",
    "trainings cancel no-hi-es",
    "registrations list",
    "registrations approve ABCD-EFGH",
    "registrations decline ABCD-EFGH",
    "registrations cancel ABCD-EFGH",
    "letters list",
    "letters retry --all",
)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("actor", ["", "me", "maria@", "@example.org", "a b@example.org", "a@example..org", "x" * 300])
def test_who_is_nobody_does_nothing(app: Flask, command: str, actor: str) -> None:
    result = app.test_cli_runner().invoke(args=[*command.split(), "--actor", actor])
    assert result.exit_code == 2, result.output
    assert "is not an e-mail address" in result.output
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_who_is_somebody_is_written_down_in_one_way(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["registrations", "list", "--actor", "Maria@Example.org"])
    assert result.exit_code == 0, result.output
    assert db.session.scalars(select(AuditEntry.actor)).all() == ["maria@example.org"]


def test_who_was_written_to_is_shown_to_somebody(app: Flask) -> None:
    command = "letters list"
    unsaid = app.test_cli_runner().invoke(args=command.split())
    assert (unsaid.exit_code, "Missing option '--actor'" in unsaid.output) == (2, True)
    said = app.test_cli_runner().invoke(args=[*command.split(), "--actor", "maria@example.org"])
    assert said.exit_code == 0, said.output
    assert db.session.scalars(select(AuditEntry.actor)).all() == ["maria@example.org"]
