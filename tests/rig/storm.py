"""One process of a storm: it registers people for a training through the whole application, as fast as it can.

Run as `python -m tests.rig.storm '{…}'` with the settings of `Order`; prints one line of JSON a person. With
`guarded` false the place is decided the way other systems do it, by counting first: the race must then appear,
or the storm proves nothing.
"""

import json
import re
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

from flask import Flask
from sqlalchemy import and_, select, update

from config import Config
from coopnet.app import create_app
from coopnet.foundation.db import db, in_transaction
from coopnet.registrations.models import Registration
from coopnet.registrations.service import places
from coopnet.registrations.views import register as page
from coopnet.trainings.models import Training

T = TypeVar("T")
TIMEOUT_SECONDS = 90
PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class Order:
    database_url: str
    data: str
    slug: str
    first: int  # number of the first person
    people: int
    threads: int
    start_at: float  # time.time() at which everybody begins
    guarded: bool = True

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def make_app(order: Order) -> Flask:
    env = {"DATABASE_URL": order.database_url, "COOPNET_DATA": order.data}
    # What is shown is who gets in, also where the machine is shared with others and everything takes its time.
    env["COOPNET_WRITE_WAIT_SECONDS"] = str(TIMEOUT_SECONDS)
    return create_app({**Config.from_env(env).as_flask(), "TESTING": True})


def run(order: Order) -> list[dict[str, Any]]:
    app = make_app(order)
    if not order.guarded:
        remove_guard()
    with app.app_context():
        db.session.execute(select(Training.id).limit(1))
        db.session.remove()
    time.sleep(max(0.0, order.start_at - time.time()))
    with ThreadPoolExecutor(order.threads) as crowd:
        return list(
            crowd.map(lambda number: register(app, order, number), range(order.first, order.first + order.people))
        )


def register(app: Flask, order: Order, number: int) -> dict[str, Any]:
    """The page, the form, the person's own page; all that a browser without JavaScript does."""
    reader = app.test_client()
    address = f"/ca/formacions/{order.slug}/inscripcio"
    try:
        form = reader.get(address).get_data(as_text=True)
        typed = {
            "csrf_token": hidden(form, "csrf_token"),
            "form_key": hidden(form, "form_key"),
            "name": f"Persona {number}",
            "email": f"persona{number}@example.org",
            "language": "ca",
        }
        answer = reader.post(address, data=typed, follow_redirects=True)
        state = re.search(r'data-state="(\w+)"', answer.get_data(as_text=True))
        return {"person": number, "status": answer.status_code, "state": state[1] if state else None}
    except Exception as problem:  # noqa: BLE001 - whatever happens to a person is the storm's result
        return {"person": number, "status": 599, "state": None, "problem": repr(problem)}


def hidden(html: str, name: str) -> str:
    for tag in re.findall(r"<input\b[^>]*>", html):
        if f'name="{name}"' in tag and (value := re.search(r'value="([^"]*)"', tag)):
            return value[1]
    return ""


def remove_guard() -> None:
    """Count first, then write: what `service.places` exists to prevent."""
    seen = threading.local()

    def count_then_write(work: Callable[[], T]) -> T:
        training = db.session.scalars(select(Training)).one()
        seen.free = (training.capacity or 0) - training.taken
        db.session.rollback()
        time.sleep(PAUSE_SECONDS)
        return in_transaction(work)

    def list_fitting(training: Training, _way: object) -> list[int]:
        if seen.free <= 0:
            return []
        is_waiting = and_(Registration.training_id == training.id, Registration.state == "waiting")
        # The newest: whoever has just written their row believes that a place is free.
        return list(
            db.session.scalars(select(Registration.id).where(is_waiting).order_by(Registration.id.desc()).limit(1))
        )

    def take(training: Training, _way: str, number: int) -> bool:
        seen.free -= number
        db.session.execute(update(Training).where(Training.id == training.id).values(taken=Training.taken + number))
        return True

    mock.patch.object(page, "in_transaction", count_then_write).start()
    mock.patch.object(places, "_list_fitting", list_fitting).start()
    mock.patch.object(places, "_take", take).start()


if __name__ == "__main__":
    for line in run(Order(**json.loads(Path(sys.argv[1]).read_text() if sys.argv[1].startswith("/") else sys.argv[1]))):
        print(json.dumps(line))  # noqa: T201 - what the parent reads
