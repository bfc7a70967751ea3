"""Whose a row is, and until when."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from coopnet.foundation import claims, clock, outbox
from coopnet.foundation import worker as working
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.stopping import Stop
from coopnet.foundation.worker import Worker
from tests.factories.dispatches import queue, reread
from tests.factories.postbox import Postbox

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MoveClock = Callable[[datetime], None]


def test_lease_that_ended_is_taken_by_another(worker: Worker, box: Postbox, stop: Stop, clock_at: MoveClock) -> None:
    clock_at(NOON)
    queue(now=NOON - timedelta(minutes=5))
    assert len(in_transaction(lambda: claims.claim("other", clock.now(), limit=9))) == 1
    assert worker.work_batch(stop) == 0
    clock_at(NOON + claims.LEASE + timedelta(seconds=1))
    assert worker.work_batch(stop) == 1
    assert len(box.taken) == 1


def test_mark_of_a_worker_whose_lease_was_taken_changes_nothing(worker: Worker, box: Postbox, stop: Stop) -> None:
    queue()
    held = in_transaction(lambda: claims.claim("other", clock.now(), limit=9))
    in_transaction(lambda: claims.free_all("other", clock.now()))
    worker.work_batch(stop)
    assert in_transaction(lambda: claims.settle("other", held[0], state=outbox.DEAD)) is False
    assert reread().state == "sent"
    assert len(box.taken) == 1


def test_what_a_dead_worker_left_comes_after_the_fresh(worker: Worker, box: Postbox, stop: Stop) -> None:
    queue("left", now=clock.now() - timedelta(hours=1))
    in_transaction(lambda: claims.claim("dead", clock.now(), limit=9))
    in_transaction(lambda: claims.free_all("dead", clock.now()))
    queue("fresh")
    rows = in_transaction(lambda: claims.claim("me", clock.now(), limit=1))
    assert [row.dedup_key for row in rows] == ["fresh"]


def test_long_batch_renews_its_leases_and_leaves_what_it_lost(
    worker: Worker, box: Postbox, stop: Stop, clock_at: MoveClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock_at(NOON)
    for key in ("first", "second", "third"):
        queue(key, now=NOON - timedelta(minutes=1))

    def slow(_: EmailMessage, *, name: str) -> None:
        box.tried += 1
        if box.tried == 1:
            clock_at(NOON + claims.LEASE - timedelta(seconds=5))
            lost = reread("second")
            lost.lease_owner = "other"
            db.session.commit()

    monkeypatch.setattr(box, "send", slow)
    worker.work_batch(stop)
    assert box.tried == 2
    assert [reread(key).state for key in ("first", "second", "third")] == ["sent", "queued", "sent"]


def test_batch_is_small_enough_for_its_lease() -> None:
    assert working.RENEWED_BELOW < claims.LEASE
