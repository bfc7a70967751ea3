import gc
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask

from coopnet.web.counters import Counters
from coopnet.web.generation_numbers import numbers_of
from coopnet.web.own_connections import OwnConnections


class Line:
    is_closed = False

    def close(self) -> None:
        self.is_closed = True


def test_a_thread_keeps_its_connection_until_it_ends() -> None:
    lines = OwnConnections(Line)
    mine, others = lines.get(), []
    thread = Thread(target=lambda: others.append(lines.get()))
    thread.start()
    thread.join()
    assert lines.get() is mine
    assert others[0] is not mine
    assert (mine.is_closed, others[0].is_closed) == (False, True)


def test_a_dropped_connection_is_closed_and_made_anew() -> None:
    lines = OwnConnections(Line)
    first = lines.get()
    lines.drop()
    assert first.is_closed
    assert lines.get() is not first


def test_a_child_makes_its_own_and_leaves_its_parents_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = OwnConnections(Line)
    parents, pid = lines.get(), os.getpid()
    monkeypatch.setattr("coopnet.web.own_connections.os.getpid", lambda: pid + 1)
    assert lines.get() is not parents
    assert not parents.is_closed


@pytest.mark.parametrize("kind", ["counters", "numbers"])
def test_those_of_living_threads_can_be_closed_by_another(edge: Flask, kind: str, tmp_path: Path) -> None:
    """As happens to a pool's threads when an app is let go: a complaint there would be one that nobody can catch."""
    make: dict[str, Callable[[], Any]] = {
        "counters": lambda: Counters(tmp_path / "counts"),
        "numbers": lambda: numbers_of(edge),
    }
    used: list[Any] = []
    owner = [make[kind]()]
    is_open, may_end = Event(), Event()

    def live() -> None:
        used.append(owner[0]._connections.get())
        is_open.set()
        may_end.wait()

    thread = Thread(target=live)
    thread.start()
    is_open.wait()
    try:
        owner.clear()
        gc.collect()
        with pytest.raises(Exception, match="closed"):
            used[0].execute("SELECT 1")
    finally:
        may_end.set()
        thread.join()
