"""The rig itself: what every other test trusts."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from coopnet.foundation import clock, outbox
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from tests.rig.network import LeftTheMachine


def put_one() -> None:
    in_transaction(
        lambda: outbox.put(
            dedup_key="one", channel="job", kind="rig", now=clock.now(), subject_kind="rig", subject_id="1"
        )
    )


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_starts_with_empty_tables(app: Flask, letters: Callable[..., list[Dispatch]], turn: int) -> None:
    assert letters() == []
    put_one()
    assert [letter.dedup_key for letter in letters("rig")] == ["one"]


def test_the_clock_can_be_moved_and_runs_on(app: Flask, clock_at: Callable[[datetime], None]) -> None:
    wanted = datetime(2027, 1, 14, 17, 0, tzinfo=UTC)
    clock_at(wanted)
    assert wanted <= clock.now() < wanted + timedelta(minutes=1)


def test_sessions_are_on_the_engine_asked_for(app: Flask, request: pytest.FixtureRequest) -> None:
    wanted = "postgresql" if "postgres" in request.node.name else "sqlite"
    assert db.engine.dialect.name == wanted


def test_nothing_leaves_the_machine() -> None:
    with socket.socket() as outside, pytest.raises(LeftTheMachine):
        outside.connect(("192.0.2.1", 25))
    with pytest.raises(LeftTheMachine):
        socket.getaddrinfo("mail.example.org", 25)
