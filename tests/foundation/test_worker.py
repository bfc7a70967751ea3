"""What becomes of a row of the outbox, whatever happens to it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask, g

from coopnet.foundation import clock, outbox
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.i18n import current_language
from coopnet.foundation.jobs import WorkerBeat
from coopnet.foundation.letters import Words
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.stopping import Stop
from coopnet.foundation.worker import Worker
from tests.factories.dispatches import kept_names, know, know_job, queue, reread, say
from tests.factories.postbox import Postbox

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MoveClock = Callable[[datetime], None]


def test_letter_leaves_once_and_is_marked(worker: Worker, box: Postbox, stop: Stop) -> None:
    queue(recipient="nuria@example.org")
    worker.run_once(stop)
    worker.run_once(stop)
    assert [message["To"] for message in box.taken] == ["nuria@example.org"]
    sent = reread()
    assert (sent.state, sent.attempts, sent.lease_owner, sent.lease_until) == ("sent", 1, None, None)
    assert sent.finished_at is not None
    assert sent.erase_at == sent.finished_at + timedelta(days=30)


def test_letters_leave_in_the_order_of_their_time(worker: Worker, box: Postbox, stop: Stop) -> None:
    for key, minutes in (("late", 1), ("early", 3), ("middle", 2)):
        queue(key, now=clock.now() - timedelta(minutes=minutes))
    worker.run_once(stop)
    assert [message["Subject"] for message in box.taken] == ["Trial early", "Trial middle", "Trial late"]


def test_what_is_not_due_stays(worker: Worker, box: Postbox, stop: Stop, clock_at: MoveClock) -> None:
    clock_at(NOON)
    queue(due_at=NOON + timedelta(hours=1))
    worker.run_once(stop)
    assert box.taken == []
    clock_at(NOON + timedelta(hours=1))
    worker.run_once(stop)
    assert len(box.taken) == 1


def test_without_a_server_letter_and_message_are_files(
    app: Flask, monkeypatch: pytest.MonkeyPatch, stop: Stop, tmp_path: Any
) -> None:
    monkeypatch.setitem(app.config, "DATA", tmp_path)
    know(app, monkeypatch)
    queue("mail")
    queue("phone", channel=outbox.SMS, recipient="+34600000000")
    worker = Worker()
    worker.run_once(stop)
    worker.close()
    assert [name.rpartition(".")[2] for name in kept_names()] == ["eml"]
    (message,) = kept_names("sms")
    assert message.endswith(".txt")
    assert "coopnet: " in (tmp_path / "sms" / message).read_text()  # it says who writes


def test_letter_is_worded_in_its_language_outside_any_writing_transaction(
    app: Flask, worker: Worker, stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def wording(dispatch: Dispatch) -> Words | str:
        # On SQLite a writer waits for another one: this would time out while a lock is held.
        in_other_connection = db.engine.connect()
        in_other_connection.execute(db.text("UPDATE dispatch SET language = language"))
        in_other_connection.rollback()
        in_other_connection.close()
        seen.append(current_language())
        return say(dispatch)

    know(app, monkeypatch, wording=wording)
    for language in ("es", "en"):
        queue(language, language=language)
    worker.run_once(stop)
    assert seen == ["es", "en"]
    assert g.get("language") is None


def test_wording_with_nothing_left_to_say_ends_the_letter(
    app: Flask, worker: Worker, box: Postbox, stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(app, monkeypatch, wording=lambda _: None)
    queue()
    worker.run_once(stop)
    assert box.tried == 0
    assert reread().state == "sent"


def test_forgotten_letter_is_not_even_worded(
    app: Flask, worker: Worker, box: Postbox, stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(app, monkeypatch, wording=lambda dispatch: dispatch.values["gone"])
    queue()
    in_transaction(lambda: outbox.forget("trial", "one"))
    worker.run_once(stop)
    assert box.tried == 0
    assert reread().state == "sent"


def test_job_and_its_mark_are_one_transaction(
    app: Flask, worker: Worker, stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def handler(dispatch: Dispatch) -> None:
        outbox.note_reading(now=clock.now(), actor="job")
        if dispatch.values["fails"]:
            raise RuntimeError("half-way")

    know_job(app, monkeypatch, "trial_job", handler)
    queue("bad", channel=outbox.JOB, kind="trial_job", recipient=None, values={"fails": True})
    queue("good", channel=outbox.JOB, kind="trial_job", recipient=None, values={"fails": False})
    worker.run_once(stop)
    db.session.rollback()
    assert db.session.query(AuditEntry).count() == 1
    assert (reread("bad").state, reread("bad").last_error) == ("queued", "RuntimeError: half-way")
    assert (reread("good").state, reread("good").attempts) == ("sent", 1)


def test_job_may_queue_the_next_one(app: Flask, worker: Worker, stop: Stop, monkeypatch: pytest.MonkeyPatch) -> None:
    def handler(dispatch: Dispatch) -> None:
        if len(dispatch.dedup_key) < 4:
            outbox.put(
                dedup_key=f"{dispatch.dedup_key}+",
                channel=outbox.JOB,
                kind="trial_job",
                now=clock.now(),
                subject_kind="job",
                subject_id="trial",
            )

    know_job(app, monkeypatch, "trial_job", handler)
    queue("j", channel=outbox.JOB, kind="trial_job", recipient=None)
    worker.run_once(stop)
    assert reread("j+++").state == "sent"


def test_stop_finishes_the_letter_in_hand_and_gives_back_the_others(
    worker: Worker, box: Postbox, stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue("first")
    queue("second")

    def ask(_: EmailMessage, *, name: str) -> None:
        stop.ask()

    monkeypatch.setattr(box, "send", ask)
    worker.run(stop)
    assert reread("first").state == "sent"
    assert (reread("second").state, reread("second").lease_owner) == ("queued", None)


def test_worker_that_runs_says_that_it_lives_and_takes_it_back_at_the_end(
    worker: Worker, box: Postbox, stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue()
    beats: list[str] = []

    def ask(_: EmailMessage, *, name: str) -> None:
        db.session.rollback()
        beats.extend(db.session.scalars(db.select(WorkerBeat.worker)))
        stop.ask()

    monkeypatch.setattr(box, "send", ask)
    worker.run(stop)
    db.session.rollback()
    assert beats == [worker.name]
    assert db.session.query(WorkerBeat).count() == 0
