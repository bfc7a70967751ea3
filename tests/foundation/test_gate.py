"""Those who wait to write stand in line, and go on standing there only while it moves."""

import os
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask

from coopnet.foundation import clock, gate, outbox
from coopnet.foundation.db import committing, db, keep_free
from coopnet.foundation.db import gate as gate_of_process
from coopnet.foundation.gate import Gate

LONG = 3600.0


def until(seconds: float = LONG) -> float:
    return time.monotonic() + seconds


def held(trace: Callable[[], object] = lambda: None, *, slots: int = 1) -> Gate:
    """One is at the gate."""
    made = Gate(slots, trace)
    assert made.enter(None)
    return made


@pytest.fixture
def _stuck_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "STUCK_SECONDS", 0)


@pytest.mark.usefixtures("_stuck_at_once")
def test_where_nothing_moves_only_the_first_goes_on_waiting() -> None:
    found = held()
    assert not found.enter(until())
    found.leave(held_up=True)
    assert found.enter(until()), "the next one tries"


def test_after_one_who_could_not_write_nobody_waits_behind_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    found = held()
    monkeypatch.setattr(gate, "STUCK_SECONDS", 0)
    found.leave(held_up=True)
    monkeypatch.undo()
    found._moved_at -= LONG  # that is how long it has been stuck
    assert found.enter(until())
    assert not found.enter(until())
    found.leave(held_up=False)
    found.enter(until())
    assert not found.enter(until(0)), "it moves again: one waits, as long as there is time"


def test_another_process_that_writes_keeps_the_line_standing() -> None:
    written = count()
    found = held(lambda: next(written))
    found._moved_at -= LONG
    assert not found._is_stuck()


def test_everybody_passes_in_their_turn_while_it_moves() -> None:
    found, passed = held(), list[bool]()

    def pass_through() -> None:
        passed.append(found.enter(until()))
        found.leave(held_up=False)

    threads = [Thread(target=pass_through) for _ in range(20)]
    for thread in threads:
        thread.start()
    found.leave(held_up=False)
    for thread in threads:
        thread.join()
    assert passed == [True] * 20


@pytest.mark.usefixtures("_stuck_at_once")
def test_who_has_time_waits_whatever_stands_still() -> None:
    found, passed = held(), list[bool]()
    waiting = Thread(target=lambda: passed.append(found.enter(None)))
    waiting.start()
    assert not found.enter(until())
    found.leave(held_up=True)
    waiting.join()
    assert passed == [True]


def test_half_of_the_threads_stay_with_readers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert app.config["TESTING"]
    found = gate_of_process()
    monkeypatch.setattr(found, "slots", found.slots)
    keep_free(4)
    assert found.slots == {"sqlite": 1, "postgresql": 2}[db.engine.dialect.name]


def test_what_any_process_writes_to_sqlite_is_seen(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        assert gate_of_process()._trace() is None
        return
    log = Path(f"{db.engine.url.database}-wal")
    os.utime(log, ns=(0, 0))
    assert gate_of_process()._trace() == 0
    with committing():
        outbox.put(
            dedup_key="one", channel=outbox.EMAIL, kind="trial", now=clock.now(), subject_kind="trial", subject_id="one"
        )
    assert app.config["TESTING"]
    assert gate_of_process()._trace() != 0
