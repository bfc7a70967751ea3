"""What staff can do about letters, and what it leaves in the audit log."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from coopnet.foundation import clock, outbox
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.letters import Refused
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.stopping import Stop
from coopnet.foundation.worker import Worker
from tests.factories.dispatches import know, queue, reread
from tests.factories.postbox import Postbox

ACTOR = "coordinator@example.org"


@pytest.fixture
def dead(worker: Worker, box: Postbox, stop: Stop) -> Dispatch:
    queue("dead")
    box.trouble = [Refused("550 no such person")]
    worker.run_once(stop)
    assert reread("dead").state == "dead"
    return reread("dead")


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def retry(public_id: str | None) -> int:
    return in_transaction(lambda: outbox.retry(public_id, now=clock.now(), actor=ACTOR))


def audited() -> list[tuple[str, str, str]]:
    db.session.rollback()
    return [(entry.actor, entry.action, entry.subject_id) for entry in db.session.query(AuditEntry)]


def test_same_key_is_queued_once(app: Flask) -> None:
    queue(recipient="first@example.org")
    queue(recipient="second@example.org")
    assert reread().recipient == "first@example.org"


def test_dead_letter_put_back_leaves(worker: Worker, box: Postbox, stop: Stop, dead: Dispatch) -> None:
    assert retry(dead.public_id) == 1
    back = reread("dead")
    assert (back.state, back.attempts, back.finished_at, back.erase_at) == ("queued", 0, None, None)
    worker.run_once(stop)
    assert reread("dead").state == "sent"
    assert audited() == [(ACTOR, "letters.retry", dead.public_id)]


def test_letter_that_waits_for_its_next_try_can_be_sent_now(app: Flask) -> None:
    waiting = queue(due_at=clock.now() + timedelta(hours=4))
    retry(waiting.public_id)
    assert reread().due_at <= clock.now()


def test_all_puts_back_the_dead_ones_only(worker: Worker, dead: Dispatch) -> None:
    queue("waiting", due_at=clock.now() + timedelta(hours=4))
    assert retry(None) == 1
    assert reread("waiting").due_at > clock.now()


def test_what_was_sent_is_not_sent_again(worker: Worker, stop: Stop) -> None:
    queue()
    worker.run_once(stop)
    with pytest.raises(RuleBroken, match="already_sent"):
        retry(reread().public_id)


def test_what_nobody_knows_the_address_of_any_more_cannot_be_put_back(dead: Dispatch) -> None:
    in_transaction(lambda: outbox.forget("trial", "dead"))
    with pytest.raises(RuleBroken, match="erased"):
        retry(dead.public_id)
    assert retry(None) == 0


def test_unknown_id_is_not_found(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="not_found"):
        retry("nobody")


def test_list_as_json_has_what_staff_need(runner: FlaskCliRunner, dead: Dispatch) -> None:
    queue("new", channel=outbox.SMS, recipient="+34600000000")
    found = json.loads(runner.invoke(args=["letters", "list", "--format", "json", "--actor", ACTOR]).stdout)
    assert [(row["channel"], row["state"], row["recipient"]) for row in found] == [
        ("sms", "queued", "+34600000000"),
        ("email", "dead", "person@example.org"),
    ]
    assert found[1]["last_error"] == "550 no such person"
    assert audited() == [(ACTOR, "letters.list", "*")]


def test_list_shows_jobs_only_while_they_are_not_done(runner: FlaskCliRunner, worker: Worker, stop: Stop) -> None:
    queue("job", channel=outbox.JOB, kind="erase_finished", recipient=None)
    asked = ["letters", "list", "--format", "json", "--actor", ACTOR]
    assert [row["kind"] for row in json.loads(runner.invoke(args=asked).stdout)] == ["erase_finished"]
    worker.run_once(stop)
    assert json.loads(runner.invoke(args=asked).stdout) == []


def test_list_for_reading_says_who_looked(runner: FlaskCliRunner, dead: Dispatch) -> None:
    shown = runner.invoke(args=["letters", "list", "--state", "dead", "--actor", ACTOR])
    assert shown.exit_code == 0
    assert "person@example.org" in shown.stdout
    assert "(550 no such person)" in shown.stdout
    assert audited() == [(ACTOR, "letters.list", "*")]


@pytest.mark.parametrize("every", [[], ["--all"]])
def test_retry_without_an_id_is_of_every_dead_one(
    runner: FlaskCliRunner,
    dead: Dispatch,
    every: list[str],
) -> None:
    assert runner.invoke(args=["letters", "retry", *every, "--actor", ACTOR]).stdout == "1 torna a la cua\n"


def test_retry_from_the_terminal(runner: FlaskCliRunner, dead: Dispatch) -> None:
    done = runner.invoke(args=["letters", "retry", dead.public_id, "--actor", ACTOR])
    assert (done.exit_code, done.stdout) == (0, "1 torna a la cua\n")
    for every in ([], ["--all"]):
        assert runner.invoke(args=["letters", "retry", *every, "--actor", ACTOR]).stdout == "0 tornen a la cua\n"


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (["retry", "nobody", "--actor", ACTOR], 1),
        (["retry"], 2),
        (["retry", "some", "--all", "--actor", ACTOR], 2),
        (["retry", "--all"], 2),
    ],
)
def test_retry_used_wrongly_says_so(runner: FlaskCliRunner, args: list[str], status: int) -> None:
    assert runner.invoke(args=["letters", *args]).exit_code == status


def test_worker_once_ends_well_also_when_no_server_answers(
    app: Flask, runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stop, "listen", lambda _: None)
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setitem(app.extensions, "coopnet.periodic", [])
    know(app, monkeypatch)
    queue("mail")
    queue("phone", channel=outbox.SMS)
    ended = runner.invoke(args=["worker", "--once"])
    assert (ended.exit_code, ended.stdout) == (0, "sent 1, unreachable 1\n")
    assert [reread(key).state for key in ("mail", "phone")] == ["queued", "sent"]


def test_worker_once_with_nothing_to_do_says_so(
    app: Flask, runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stop, "listen", lambda _: None)
    monkeypatch.setitem(app.extensions, "coopnet.periodic", [])
    assert runner.invoke(args=["worker", "--once"]).stdout == "nothing was due\n"


def test_worker_with_settings_that_cannot_be_used_says_why(
    app: Flask, runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stop, "listen", lambda _: None)
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://user:secret@mail.example.org")
    ended = runner.invoke(args=["worker", "--once"])
    assert ended.exit_code == 1
    assert "starttls" in ended.stderr
    assert "secret" not in ended.output


def test_health_asks_no_database(runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.session, "execute", None)
    assert runner.invoke(args=["health"]).stdout == "ok\n"
