"""What the outbox holds in a test."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask, current_app

from coopnet.foundation import clock, outbox
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.letters import Words
from coopnet.foundation.outbox import Dispatch

TRIAL = "trial"


def queue(key: str = "one", **changed: Any) -> Dispatch:
    """A trial letter, committed."""
    now: datetime = changed.pop("now", None) or clock.now()
    usual = {
        "channel": outbox.EMAIL,
        "kind": TRIAL,
        "recipient": "person@example.org",
        "subject_kind": "trial",
        "subject_id": key,
        "values": {"key": key},
    }
    in_transaction(lambda: outbox.put(dedup_key=key, now=now, **(usual | changed)))
    return reread(key)


def reread(key: str = "one") -> Dispatch:
    db.session.rollback()
    return db.session.query(Dispatch).filter_by(dedup_key=key).one()


def say(dispatch: Dispatch) -> Words | str:
    """The wording of a trial letter."""
    if dispatch.channel == outbox.SMS:
        return f"Trial {dispatch.dedup_key}"
    return Words(f"Trial {dispatch.dedup_key}", "Hello.\n", "<p>Hello.</p>\n")


def know(
    app: Flask, monkeypatch: pytest.MonkeyPatch, *, kind: str = TRIAL, wording: Callable[[Dispatch], Any] = say
) -> None:
    """For this test only, the outbox knows `kind`."""
    monkeypatch.setitem(app.extensions.setdefault("coopnet.letters", {}), kind, wording)


def know_job(app: Flask, monkeypatch: pytest.MonkeyPatch, kind: str, handler: Callable[[Dispatch], None]) -> None:
    monkeypatch.setitem(app.extensions.setdefault("coopnet.jobs", {}), kind, handler)


def kept_names(folder: str = "letters") -> list[str]:
    return sorted(path.name for path in (current_app.config["DATA"] / folder).glob("*"))
