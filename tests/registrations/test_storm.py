"""300 people for 30 places at the same second, from several processes."""

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations import queries
from coopnet.registrations.models import Registration
from coopnet.trainings.models import Training
from tests.factories.registrations import open_training
from tests.rig.storm import TIMEOUT_SECONDS, Order

ROOT = Path(__file__).resolve().parent.parent.parent
PROCESSES = 4
THREADS = 4

pytestmark = pytest.mark.storm


def storm(app: Flask, training: Training, *, people: int, guarded: bool = True) -> list[dict[str, Any]]:
    each = people // PROCESSES
    start_at = time.time() + 4
    running = []
    for number in range(PROCESSES):
        order = Order(
            database_url=app.config["SQLALCHEMY_DATABASE_URI"],
            data=str(app.config["DATA"]),
            slug=training.slug,
            first=number * each,
            people=each,
            threads=THREADS,
            start_at=start_at,
            guarded=guarded,
        )
        command = [sys.executable, "-m", "tests.rig.storm", order.to_json()]
        running.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True))
    lines = []
    for process in running:
        printed, _ = process.communicate(timeout=TIMEOUT_SECONDS)
        assert process.returncode == 0
        lines += [json.loads(line) for line in printed.splitlines()]
    db.session.rollback()
    return lines


def test_three_hundred_people_get_thirty_places(app: Flask) -> None:
    training = open_training(capacity=30)
    answers = storm(app, training, people=300)
    assert Counter(answer["status"] for answer in answers) == {200: 300}, answers
    assert Counter(answer["state"] for answer in answers) == {"confirmed": 30, "waiting": 270}
    rows = db.session.scalars(select(Registration).order_by(*queries.QUEUE_ORDER)).all()
    assert Counter(row.state for row in rows) == {"confirmed": 30, "waiting": 270}
    assert {row.state for row in rows[:30]} == {"confirmed"}, "whoever asked first got in"
    assert len({row.queued_at for row in rows}) == 300
    letters = db.session.scalars(select(Dispatch)).all()
    assert Counter(letter.kind for letter in letters) == {"registration.confirmed": 30, "registration.waiting": 270}
    assert len({letter.subject_id for letter in letters}) == 300
    assert queries.list_miscounted() == []


def test_without_the_guard_the_storm_shows_the_race(app: Flask) -> None:
    training = open_training(capacity=30)
    answers = storm(app, training, people=120, guarded=False)
    confirmed = Counter(answer["state"] for answer in answers)["confirmed"]
    assert confirmed > 30, f"{confirmed} people were let in: this storm would not see a race"
