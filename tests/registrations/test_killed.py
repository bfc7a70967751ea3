"""Web and worker are killed in the middle of a rush: what was promised stands, once, and is told by letter."""

import http.client
import os
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.foundation import clock, links, mailer
from coopnet.foundation.db import db
from coopnet.foundation.outbox import SENT, Dispatch
from coopnet.registrations import queries
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import MANAGE, find_by_link
from coopnet.registrations.rules.people import Contact
from coopnet.trainings.models import Training
from tests.factories.registrations import open_training, take
from tests.rig.instance import Instance, prepare, running
from tests.rig.visitor import Visitor

# The nightly profile kills 200 times an engine.
KILLS = int(os.environ.get("COOPNET_KILLS", "6"))
CAPACITY = 20
TRIES = 80
PAUSE_SECONDS = (0.05, 1.5)  # between two kills: shorter than a start, and long enough for people to get through
CROWD = 6

Answer = tuple[int, str, str]  # person, state, token
Whom = Callable[[list[int]], int | None]
MARK = "marked"  # as tests/rig/hasty.py writes it

pytestmark = [
    pytest.mark.storm,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked at through /proc"),
]


def family(instance: Instance) -> list[int]:
    """Every process of the instance but the one that tends the others."""
    mark = f"\0PORT={instance.env['PORT']}\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in b"\0" + (process / "environ").read_bytes() + b"\0":
                found.append(int(process.name))
        except OSError:
            continue
    assert instance.process is not None
    return [number for number in found if number != instance.process.pid]


def who_has_marked(data: Path) -> Whom:
    """The worker that is between the mark and the sending, if it lives (`tests/rig/hasty.py`)."""

    def choose(living: list[int]) -> int | None:
        mark = data / MARK
        number = int(mark.read_text() or 0) if mark.exists() else 0
        return number if number in living else None

    return choose


def kill_some(instance: Instance, kills: int, whom: Whom, over: threading.Event) -> int:
    draw, killed = random.Random(7), 0  # noqa: S311 - it only chooses
    try:
        while killed < kills:
            time.sleep(draw.uniform(*PAUSE_SECONDS))
            if living := family(instance):
                with suppress(ProcessLookupError):  # it has just ended by itself
                    if (chosen := whom(living)) is not None:
                        os.kill(chosen, signal.SIGKILL)
                        killed += 1
    finally:
        over.set()
    return killed


def register(instance: Instance, slug: str, number: int) -> Answer | None:
    """Tries until a page says where one stands: (person, state, token). As a person does whose phone lost the net."""
    for _ in range(TRIES):
        try:
            visitor = Visitor(instance.url)
            page = visitor.get(f"formacions/{slug}/inscripcio")
            own = visitor.submit(page, name=f"Persona {number}", email=f"persona{number}@example.org")
            state = re.search(r'data-state="(\w+)"', own.html)
            if state:
                return number, state[1], own.url.rstrip("/").rpartition("/")[2]
            if "enviada" in own.url:
                return None  # it had been made by a try whose answer was lost: the letter tells where
        except (OSError, http.client.HTTPException, AssertionError):
            pass  # an answer that broke off is a lost one
        time.sleep(0.2)
    raise AssertionError(f"person {number} never got an answer")


def rush(instance: Instance, training: Training, *, kills: int, whom: Whom) -> list[Answer | None]:
    """People register, one after the other and several at once, until as many processes have been killed."""
    slug, numbers, over = training.slug, count(), threading.Event()
    db.session.rollback()

    def keep_coming() -> list[Answer | None]:
        answers: list[Answer | None] = []
        while not over.is_set() or not answers:
            answers.append((number := next(numbers), register(instance, slug, number))[1])
        return answers

    with ThreadPoolExecutor(CROWD + 1) as crowd:
        killer = crowd.submit(kill_some, instance, kills, whom, over)
        people = [crowd.submit(keep_coming) for _ in range(CROWD)]
        answers = [answer for one in people for answer in one.result()]
        assert killer.result() == kills
    return answers


def broken_promises(answers: list[Answer | None]) -> list[str]:
    """Of places: who is missing, double, or stands elsewhere than they were told."""
    db.session.rollback()
    rows = db.session.scalars(select(Registration)).all()
    by_email = {row.email: row for row in rows}
    broken = [] if len(by_email) == len(rows) == len(answers) else [f"{len(answers)} people, {len(rows)} rows"]
    for number, state, token in filter(None, answers):
        row, mine = by_email.get(f"persona{number}@example.org"), find_by_link(token)
        if row is None or mine is None or row.state != state or mine.public_id != row.public_id:
            broken.append(f"person {number} was told {state}")
    confirmed = sum(row.state == "confirmed" for row in rows)
    if confirmed != min(CAPACITY, len(rows)):
        broken.append(f"{confirmed} have a place")
    return broken + [f"miscounted: {row}" for row in queries.list_miscounted()]


def lost_letters(instance: Instance) -> list[str]:
    """Whom no file of a letter was written for, when nothing is due any more."""
    instance.flask("worker", "--once")  # it waits for what a killed worker holds
    db.session.rollback()
    letters = db.session.scalars(select(Dispatch).where(Dispatch.channel == "email")).all()
    first = Counter(one.subject_id for one in letters if one.kind in {"registration.confirmed", "registration.waiting"})
    asked = Counter(db.session.scalars(select(Registration.public_id)).all())
    lost = [f"not queued, or twice: {who}" for who in (asked - first) + (first - asked)]
    lost += [f"{one.dedup_key} is {one.state}" for one in letters if one.state != SENT]
    written = {path.name for path in (instance.data / "letters").glob("*.eml")}
    kept = (mailer.file_name(one.dedup_key, one.queued_at) for one in letters)
    return lost + [name for name in kept if not any(file.startswith(name) for file in written)]


def prepared(app: Flask, data: Path) -> tuple[Instance, Training]:
    training = open_training(capacity=CAPACITY, starts_at=clock.now() + timedelta(days=30))
    env = {"DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "COOPNET_SECRET": app.config["SECRET_KEY"]}
    return prepare(data, SERVER_WORKERS="2", **env), training


def test_what_was_promised_stands_whatever_is_killed(app: Flask, tmp_path: Path) -> None:
    instance, training = prepared(app, tmp_path)
    draw = random.Random(8)  # noqa: S311 - it only chooses
    with running(instance) as served:
        answers = rush(served, training, kills=KILLS, whom=draw.choice)
    assert broken_promises(answers) == []
    assert lost_letters(instance) == []


def test_a_worker_that_marks_before_it_sends_is_noticed(app: Flask, tmp_path: Path) -> None:
    """It can fail: such a worker, killed between the two, loses the letter."""
    instance, training = prepared(app, tmp_path)
    with running(instance, module="tests.rig.hasty") as served:
        answers = rush(served, training, kills=3, whom=who_has_marked(tmp_path))
    assert broken_promises(answers) == []
    assert lost_letters(instance) != []


def test_a_promise_that_was_not_kept_is_noticed(app: Flask) -> None:
    """It can fail: somebody saw "confirmed", and their row is gone or says something else."""
    training = open_training(capacity=CAPACITY)
    one = take(training, contact=Contact(email="persona0@example.org"))
    told = (0, "confirmed", links.make_link(MANAGE, one.public_id, one.link_version))
    assert broken_promises([told]) == []
    assert broken_promises([told, (1, "confirmed", "lost")]) != []
    assert broken_promises([(0, "waiting", told[2])]) != []
