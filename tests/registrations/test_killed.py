"""Web and worker are killed in the middle of a rush: what was promised stands, once, and is told by letter."""

import http.client
import os
import random
import re
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.foundation.outbox import SENT, Dispatch
from coopnet.registrations import queries
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import find_by_link
from tests.factories.registrations import open_training
from tests.rig.instance import Instance, prepare, running
from tests.rig.visitor import Visitor

# The nightly profile kills 200 times an engine.
KILLS = int(os.environ.get("COOPNET_KILLS", "6"))
PEOPLE = max(60, KILLS * 6)
TRIES = 40
CROWD = 8

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


def kill_some(instance: Instance, over: threading.Event) -> int:
    draw, killed = random.Random(7), 0  # noqa: S311 - it only chooses
    while killed < KILLS and not over.is_set():
        over.wait(draw.uniform(0.05, 0.5))
        living = family(instance)
        if living:
            os.kill(draw.choice(living), signal.SIGKILL)
            killed += 1
    return killed


def register(instance: Instance, slug: str, number: int) -> tuple[int, str, str] | None:
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


def test_what_was_promised_stands_whatever_is_killed(app: Flask, tmp_path: Path) -> None:
    soon = clock.now() + timedelta(days=30)
    training = open_training(capacity=PEOPLE // 2, starts_at=soon)
    slug = training.slug
    env = {"DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"], "COOPNET_SECRET": app.config["SECRET_KEY"]}
    db.session.rollback()
    over = threading.Event()
    with running(prepare(tmp_path, SERVER_WORKERS="2", **env)) as instance, ThreadPoolExecutor(CROWD + 1) as crowd:
        killer = crowd.submit(kill_some, instance, over)
        answers = list(crowd.map(lambda number: register(instance, slug, number), range(PEOPLE)))
        over.set()
        assert killer.result() > 0
    prepared = Instance(instance.url, instance.data, instance.env)
    db.session.rollback()
    promised = [answer for answer in answers if answer]
    rows = {row.email: row for row in db.session.scalars(select(Registration)).all()}
    assert len(rows) == PEOPLE, "nobody is missing and nobody is double"
    for number, state, token in promised:
        row = rows[f"persona{number}@example.org"]
        assert row.state == state
        mine = find_by_link(token)
        assert mine is not None
        assert mine.public_id == row.public_id
    assert Counter(row.state for row in rows.values()) == {"confirmed": PEOPLE // 2, "waiting": PEOPLE - PEOPLE // 2}
    assert queries.list_miscounted() == []

    # A letter that a killed worker had claimed is free again when its lease ends.
    end = time.monotonic() + 180
    while time.monotonic() < end:
        prepared.flask("worker", "--once")
        db.session.rollback()
        letters = db.session.scalars(select(Dispatch).where(Dispatch.channel == "email")).all()
        if all(letter.state == SENT for letter in letters):
            break
        time.sleep(2)
    first = [letter for letter in letters if letter.kind in {"registration.confirmed", "registration.waiting"}]
    assert Counter(letter.subject_id for letter in first) == Counter(row.public_id for row in rows.values())
    assert all(letter.state == SENT for letter in letters)
    assert len(list((tmp_path / "letters").glob("*.eml"))) == len(letters)
