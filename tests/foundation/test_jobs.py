"""What is done by the clock."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from coopnet.foundation import clock, jobs, outbox
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.jobs import Periodic, WorkerBeat
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.stopping import Stop
from coopnet.foundation.worker import Worker
from tests.factories.dispatches import know_job, queue, reread

MoveClock = Callable[[datetime], None]
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def plan(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """`plan(every=…)` or `plan(at=…)` makes the only periodic job of this test; the list says when it ran."""

    def make(**when: Any) -> list[str]:
        ran: list[str] = []
        monkeypatch.setitem(app.extensions, "coopnet.periodic", [])
        know_job(app, monkeypatch, "tick", lambda dispatch: ran.append(dispatch.values["tick"]))
        app.extensions["coopnet.periodic"].append(Periodic("tick", when.get("every"), when.get("at")))
        return ran

    return make


def keys() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Dispatch.dedup_key).order_by(Dispatch.id)))


def test_daily_job_runs_once_a_day_after_its_local_time(
    worker: Worker, stop: Stop, plan: Callable[..., list[str]], clock_at: MoveClock
) -> None:
    ran = plan(at=time(3, 30))
    for moment in (
        NOON,
        NOON + timedelta(hours=14),
        NOON + timedelta(hours=14, minutes=31),
        NOON + timedelta(hours=20),
    ):
        clock_at(moment)
        worker.run_once(stop)
    # 03:30 in Madrid is 02:30 in UTC.
    assert ran == ["2026-11-24T02:30:00+00:00", "2026-11-25T02:30:00+00:00"]
    assert keys() == ["job:tick:2026-11-24", "job:tick:2026-11-25"]


def test_after_a_long_stop_only_the_latest_tick_runs(
    worker: Worker, stop: Stop, plan: Callable[..., list[str]], clock_at: MoveClock
) -> None:
    ran = plan(every=timedelta(hours=1))
    clock_at(NOON)
    worker.run_once(stop)
    clock_at(NOON + timedelta(days=7, minutes=59))
    worker.run_once(stop)
    assert ran == ["2026-11-24T12:00:00+00:00", "2026-12-01T12:00:00+00:00"]
    assert keys() == ["job:tick:2026-11-24T12:00:00Z", "job:tick:2026-12-01T12:00:00Z"]


def test_any_number_of_workers_run_one_tick_once(
    worker: Worker, stop: Stop, plan: Callable[..., list[str]], clock_at: MoveClock
) -> None:
    ran = plan(at=time(3, 30))
    clock_at(NOON)
    other = Worker()
    for one in (worker, other, worker):
        one.run_once(stop)
    other.close()
    assert len(ran) == 1


def test_tick_queued_by_two_workers_at_once_is_one(
    app: Flask, plan: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan(at=time(3, 30))
    jobs.queue_due(NOON, set())
    # The other has not seen it, and queues it all the same: the key is unique.
    monkeypatch.setattr(outbox, "put", lambda **given: db.session.add(copy_of(given["dedup_key"])))
    monkeypatch.setattr(db.session, "scalar", lambda _: None)
    seen: set[str] = set()
    jobs.queue_due(NOON, seen)
    assert keys() == ["job:tick:2026-11-24"]
    assert seen == {"job:tick:2026-11-24"}


def copy_of(key: str) -> Dispatch:
    found = db.session.execute(db.select(Dispatch).where(Dispatch.dedup_key == key)).scalar_one()
    columns = {column.key: getattr(found, column.key) for column in db.inspect(Dispatch).columns}
    return Dispatch(**columns | {"id": None, "public_id": "another"})


@pytest.mark.parametrize("day", [(2027, 3, 28), (2027, 10, 31)], ids=["the hour is lost", "the hour comes twice"])
def test_daily_job_runs_once_on_days_when_the_hour_changes(app: Flask, day: tuple[int, int, int]) -> None:
    job = Periodic("tick", None, time(2, 30))
    moment = datetime(*day, tzinfo=UTC) - timedelta(hours=6)
    ticks = {job.latest_tick(moment + timedelta(minutes=10 * step))[0] for step in range(6 * 36)}
    assert len(ticks) == 3  # the day before, the day, the day after
    for step in range(6 * 36):
        now = moment + timedelta(minutes=10 * step)
        assert job.latest_tick(now)[1] <= now


@pytest.mark.parametrize("when", [{}, {"every": timedelta(hours=1), "at": time(3)}])
def test_periodic_job_has_an_interval_or_a_time(app: Flask, when: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="either"):
        jobs.register_periodic(app, "never", handler=lambda _: None, **when)


def test_what_left_long_ago_keeps_no_person(worker: Worker, stop: Stop, clock_at: MoveClock) -> None:
    clock_at(NOON)
    queue("old", values={"state": "confirmed"})
    worker.run_once(stop)
    clock_at(NOON + timedelta(days=29))
    in_transaction(lambda: jobs.erase_finished(reread("old")))
    assert reread("old").recipient == "person@example.org"
    clock_at(NOON + timedelta(days=31))
    queue("new")
    in_transaction(lambda: jobs.erase_finished(reread("old")))
    erased = reread("old")
    assert (erased.recipient, erased.values, erased.last_error, erased.erase_at) == (None, {}, None, None)
    assert (erased.state, erased.subject_id) == ("sent", "old")
    assert reread("new").recipient == "person@example.org"


def test_old_ticks_and_dead_workers_are_forgotten(
    worker: Worker, stop: Stop, plan: Callable[..., list[str]], clock_at: MoveClock
) -> None:
    plan(at=time(3, 30))
    clock_at(NOON)
    worker.run_once(stop)
    in_transaction(lambda: jobs.beat("gone", clock.now()))
    clock_at(NOON + timedelta(days=31))
    queue("new", channel=outbox.JOB, kind="tick", values={"tick": "-"}, recipient=None)
    in_transaction(lambda: jobs.beat("here", clock.now()))
    in_transaction(lambda: jobs.erase_finished(reread("new")))
    assert keys() == ["new"]
    assert list(db.session.scalars(db.select(WorkerBeat.worker))) == ["here"]


def test_erasing_much_goes_on_in_a_next_job(
    app: Flask, worker: Worker, stop: Stop, clock_at: MoveClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "ERASED_AT_ONCE", 2)
    clock_at(NOON)
    for number in range(5):
        queue(f"old {number}")
    worker.run_once(stop)
    clock_at(NOON + timedelta(days=31))
    queue("erase", channel=outbox.JOB, kind="erase_finished", recipient=None)
    worker.run_once(stop)
    assert [reread(f"old {number}").recipient for number in range(5)] == [None] * 5
    assert keys()[-2:] == ["erase+", "erase++"]


def test_last_beat_is_that_of_the_latest_worker(app: Flask) -> None:
    assert jobs.find_last_beat() is None
    for worker, minutes in (("a", 5), ("b", 1), ("b", 3)):
        moment = NOON + timedelta(minutes=minutes)
        in_transaction(lambda worker=worker, moment=moment: jobs.beat(worker, moment))  # type: ignore[misc]
    assert jobs.find_last_beat() == NOON + timedelta(minutes=5)
    in_transaction(lambda: jobs.end_beat("a"))
    assert jobs.find_last_beat() == NOON + timedelta(minutes=3)
