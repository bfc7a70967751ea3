import os
from threading import Thread

import pytest

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
