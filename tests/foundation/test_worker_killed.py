"""Workers in processes of their own: killed anywhere they lose nothing, racing they send each letter once."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask

from coopnet.foundation import outbox
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from tests.factories.dispatches import queue, reread

ROOT = Path(__file__).resolve().parent.parent.parent
LETTERS = 50
FEW = 4  # both workers want the same rows


def start(app: Flask, data: Path, **env: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.foundation.trial_worker"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "COOPNET_DATA": str(data),
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
            **env,
        },
        stdout=subprocess.DEVNULL,
    )


def run(app: Flask, data: Path, **env: str) -> int:
    return start(app, data, **env).wait(timeout=60)


def kept(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "letters").glob("*.eml"))


def states() -> Counter[str]:
    db.session.rollback()
    found = db.session.query(Dispatch.state).filter(Dispatch.channel == outbox.EMAIL)
    return Counter(state for (state,) in found)


@pytest.mark.parametrize("moment", ["claimed", "written", "sent"])
def test_killed_worker_loses_no_letter(app: Flask, tmp_path: Path, moment: str) -> None:
    for number in range(3):
        queue(f"letter {number}")
    assert run(app, tmp_path, TRIAL_KILL=moment) == -signal.SIGKILL
    assert states() == {"queued": 3}
    assert len(kept(tmp_path)) == (1 if moment == "sent" else 0)
    assert run(app, tmp_path) == 0
    assert states() == {"sent": 3}
    assert len(kept(tmp_path)) == 3


def test_letter_sent_twice_because_its_mark_was_lost_is_the_same_letter(app: Flask, tmp_path: Path) -> None:
    queue()
    run(app, tmp_path, TRIAL_KILL="sent")
    first = kept(tmp_path)
    before = (tmp_path / "letters" / first[0]).read_bytes()
    (tmp_path / "letters" / first[0]).rename(tmp_path / "first.eml")
    run(app, tmp_path)
    assert kept(tmp_path) == first
    ids = [
        next(line for line in content.splitlines() if line.startswith(b"Message-ID:"))
        for content in (before, (tmp_path / "letters" / first[0]).read_bytes())
    ]
    assert ids[0] == ids[1]


def test_what_a_killed_worker_held_need_not_wait_for_its_lease(app: Flask, tmp_path: Path) -> None:
    queue()
    run(app, tmp_path, TRIAL_KILL="claimed")
    held = reread()
    assert held.lease_until is not None
    assert held.lease_owner is not None
    assert [path.name for path in (tmp_path / "workers").iterdir()] == [held.lease_owner]
    run(app, tmp_path)
    assert reread().state == outbox.SENT
    assert reread().attempts == 1
    assert list((tmp_path / "workers").iterdir()) == []


def race(app: Flask, data: Path, count: int, **env: str) -> tuple[list[subprocess.Popen[bytes]], Path]:
    """Two workers that begin at the same moment, and the file in which they note what they sent."""
    for number in range(count):
        queue(f"letter {number}")
    log, go = data / "log", data / "go"
    log.touch()
    workers = [start(app, data, TRIAL_LOG=str(log), TRIAL_GO=str(go), **env) for _ in range(2)]
    while len(list(data.glob("ready-*"))) < 2:
        assert all(worker.poll() is None for worker in workers)
        time.sleep(0.01)
    go.touch()
    return workers, log


@pytest.mark.storm
@pytest.mark.parametrize("count", [FEW, LETTERS], ids=["over one batch", "over several batches"])
def test_racing_workers_send_each_letter_once(app: Flask, tmp_path: Path, count: int) -> None:
    workers, log = race(app, tmp_path, count)
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0]
    assert states() == {"sent": count}
    times = Counter(log.read_text().split())
    assert len(times) == count
    assert max(times.values()) == 1


@pytest.mark.storm
def test_racing_workers_would_send_letters_twice_without_the_guard_of_the_claim(app: Flask, tmp_path: Path) -> None:
    """So it is the guard that prevents it. Without it they may take a letter from each other for ever."""
    workers, log = race(app, tmp_path, FEW, TRIAL_UNGUARDED="1", TRIAL_SECONDS="0.3")
    try:
        while max(Counter(log.read_text().split()).values(), default=0) < 2:
            assert any(worker.poll() is None for worker in workers), "each letter was sent once"
            time.sleep(0.01)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()


def test_worker_told_to_stop_ends_in_order(app: Flask, tmp_path: Path) -> None:
    for number in range(LETTERS):
        queue(f"letter {number}")
    log = tmp_path / "log"
    worker = start(app, tmp_path, TRIAL_LOG=str(log), TRIAL_RUNS_ON="1")
    while not log.exists():
        assert worker.poll() is None
        time.sleep(0.01)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
    sent = len(log.read_text().split())
    assert states() == Counter({"sent": sent, "queued": LETTERS - sent})
    db.session.rollback()
    assert db.session.query(Dispatch).filter(Dispatch.lease_owner.is_not(None)).count() == 0
    assert list((tmp_path / "workers").iterdir()) == []
