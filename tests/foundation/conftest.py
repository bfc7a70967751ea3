"""A worker to try things on."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from coopnet.foundation.stopping import Stop
from coopnet.foundation.worker import Worker
from tests.factories.dispatches import know
from tests.factories.postbox import Postbox

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MoveClock = Callable[[datetime], None]


@pytest.fixture
def stop() -> Iterator[Stop]:
    made = Stop()
    yield made
    made.close()


@pytest.fixture
def worker(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """Knows the trial letter and no periodic jobs; its mailer is a `Postbox`."""
    know(app, monkeypatch)
    monkeypatch.setitem(app.extensions, "coopnet.periodic", [])
    made = Worker()
    made.mailer = Postbox()
    yield made
    made.close()


@pytest.fixture
def box(worker: Worker) -> Postbox:
    assert isinstance(worker.mailer, Postbox)
    return worker.mailer
