"""Dead servers, refused letters, words that fail: what becomes of each, and who is held up."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from flask import Flask
from structlog.testing import LogCapture

from coopnet.foundation import outbox
from coopnet.foundation import worker as working
from coopnet.foundation.db import db
from coopnet.foundation.letters import Postponed, Refused, Stalled, Words
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.stopping import Stop
from coopnet.foundation.worker import LADDER, Worker
from tests.factories.dispatches import know, know_job, queue, reread, say
from tests.factories.postbox import Postbox

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MoveClock = Callable[[datetime], None]


def test_failing_letter_climbs_the_ladder_then_is_dead(
    worker: Worker, box: Postbox, stop: Stop, clock_at: MoveClock
) -> None:
    now = NOON
    clock_at(now)
    queue()
    for tried, pause in enumerate(LADDER, start=1):
        box.trouble = [Postponed("450 mailbox full")]
        worker.run_once(stop)
        waiting = reread()
        assert (waiting.state, waiting.attempts, waiting.last_error) == ("queued", tried, "450 mailbox full")
        assert timedelta(0) <= waiting.due_at - (now + pause) < timedelta(seconds=30)
        now = waiting.due_at
        clock_at(now)
    box.trouble = [Postponed("450 mailbox full")]
    worker.run_once(stop)
    assert (reread().state, reread().attempts) == ("dead", len(LADDER) + 1)
    assert reread().finished_at is not None


def test_ladder_is_the_promised_one() -> None:
    assert [step.total_seconds() / 60 for step in LADDER] == [0.5, 2, 10, 60, 240, 720, 1440]


def test_refused_letter_is_dead_at_once_and_the_next_one_leaves(worker: Worker, box: Postbox, stop: Stop) -> None:
    queue("first")
    queue("second")
    box.trouble = [Refused("550 no such person")]
    worker.run_once(stop)
    assert (reread("first").state, reread("first").last_error) == ("dead", "550 no such person")
    assert reread("second").state == "sent"


def test_address_that_is_none_is_dead_at_once(worker: Worker, stop: Stop) -> None:
    queue(recipient="a@example.org, b@example.org")
    worker.run_once(stop)
    assert reread().state == "dead"


def test_unknown_kind_waits_for_a_worker_that_knows_it(worker: Worker, stop: Stop) -> None:
    queue(kind="of_tomorrow")
    worker.run_once(stop)
    assert (reread().state, reread().attempts) == ("queued", 1)


@pytest.mark.parametrize("channel", [outbox.EMAIL, outbox.SMS])
def test_wording_of_the_wrong_channel_is_an_error_of_that_letter_only(
    app: Flask, worker: Worker, stop: Stop, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    know(app, monkeypatch, kind="odd", wording=lambda d: "short" if d.channel == outbox.EMAIL else Words("", "", ""))
    queue("odd", kind="odd", channel=channel)
    queue("good")
    worker.run_once(stop)
    assert str(reread("odd").last_error).startswith("TypeError")
    assert reread("good").state == "sent"


def test_dead_server_burns_no_attempt_and_one_try_tells(worker: Worker, box: Postbox, stop: Stop) -> None:
    for number in range(30):
        queue(f"letter {number}")
    box.is_dead = True
    worker.run_once(stop)
    assert box.tried == 1
    db.session.rollback()
    assert db.session.query(Dispatch.state, Dispatch.attempts, Dispatch.lease_owner).distinct().all() == [
        ("queued", 0, None)
    ]
    assert worker.tally == {"unreachable": 1}


def test_letters_leave_when_the_server_is_back(
    worker: Worker, box: Postbox, stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue()
    box.is_dead = True
    pauses = []
    for _ in range(7):
        worker.run_once(stop)
        pauses.append(worker.rests["email"].seconds)
        worker.rests["email"].until = 0.0
    assert pauses == [15, 30, 60, 120, 240, 300, 300]
    box.is_dead = False
    worker.run_once(stop)
    assert reread().state == "sent"
    assert worker.rests == {}


def test_dead_mail_server_does_not_hold_up_messages_and_jobs(
    app: Flask, worker: Worker, box: Postbox, stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    know_job(app, monkeypatch, "trial_job", lambda _: None)
    queue("mail")
    queue("phone", channel=outbox.SMS)
    queue("job", channel=outbox.JOB, kind="trial_job", recipient=None)
    box.is_dead = True
    worker.run_once(stop)
    assert [reread(key).state for key in ("mail", "phone", "job")] == ["queued", "sent", "sent"]


def test_letter_on_which_the_connection_breaks_climbs_the_ladder_so_that_it_blocks_nobody(
    worker: Worker, box: Postbox, stop: Stop
) -> None:
    queue("poison")
    queue("good")
    box.trouble = [Stalled("hung up")]
    worker.run_once(stop)
    assert (reread("poison").attempts, reread("good").attempts) == (1, 0)
    worker.rests["email"].until = 0.0
    worker.run_once(stop)
    assert reread("good").state == "sent"


def test_full_disk_is_nobodys_fault(worker: Worker, box: Postbox, stop: Stop) -> None:
    queue()
    box.trouble = [OSError(28, "No space left on device")]
    worker.run_once(stop)
    assert (reread().state, reread().attempts) == ("queued", 0)


def test_logs_say_what_happened_never_to_whom(
    app: Flask, worker: Worker, box: Postbox, stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wording(dispatch: Dispatch) -> Words | str:
        if dispatch.dedup_key == "broken":
            raise RuntimeError(f"no words for {dispatch.recipient}")
        return say(dispatch)

    know(app, monkeypatch, wording=wording)
    for key in ("broken", "refused", "stalled", "good"):
        queue(key, recipient="nuria@example.org")
    box.trouble = [Refused("550 nuria@example.org"), Stalled("nuria@example.org")]
    heard = LogCapture()
    all_levels = structlog.make_filtering_bound_logger(0)
    monkeypatch.setattr(working, "log", structlog.wrap_logger(None, processors=[heard], wrapper_class=all_levels))
    worker.run_once(stop)
    lines = heard.entries
    assert {line["event"] for line in lines} == {"to_try_again", "dead", "channel_rests"}
    assert "nuria" not in repr(lines)
    assert lines[0] == {
        "log_level": "info",
        "event": "to_try_again",
        "channel": "email",
        "kind": "trial",
        "id": reread("broken").public_id,
        "attempt": 1,
    }
