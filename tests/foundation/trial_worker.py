"""A worker in a process of its own, for the tests that kill it or let it race.

`TRIAL_KILL` says where it kills itself: `claimed`, `sent` (before the mark) or `written` (the file not yet in place).
`TRIAL_UNGUARDED` takes the guard of the claim away. `TRIAL_GO` is a file to wait for.
"""

import os
import signal
import time
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, true

from config import Config
from coopnet.app import create_app
from coopnet.foundation import claims, letters, worker
from coopnet.foundation.stopping import Stop
from tests.factories.dispatches import TRIAL, say


def kill(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_before(owner: Any, name: str) -> None:
    setattr(owner, name, kill)


class Slow:
    """Keeps a line for each letter that left, and takes its time, so that two workers meet."""

    transfer_encoding: str | None = None

    def __init__(self, log: Path) -> None:
        self.log = log

    def send(self, _message: EmailMessage, *, name: str) -> None:
        with self.log.open("a") as file:
            file.write(f"{name}\n")
        time.sleep(float(os.environ.get("TRIAL_SECONDS", "0.01")))

    def close(self) -> None:
        pass


def unguarded(_now: object) -> ColumnElement[bool]:
    return true()


def main() -> None:
    app = create_app(Config.from_env().as_flask())
    letters.register_letter(app, TRIAL, say)
    with app.app_context():
        trial = worker.Worker()
        match os.environ.get("TRIAL_KILL"):
            case "claimed":
                kill_before(trial, "_handle")
            case "sent":
                kill_before(trial, "_finish")
            case "written":
                kill_before(Path, "replace")
        if os.environ.get("TRIAL_UNGUARDED"):
            claims.is_free = unguarded  # type: ignore[assignment] # what it says of `now` is left out
        if log := os.environ.get("TRIAL_LOG"):
            trial.mailer = Slow(Path(log))
        Path(f"{os.environ['COOPNET_DATA']}/ready-{os.getpid()}").touch()
        while (go := os.environ.get("TRIAL_GO")) and not Path(go).exists():
            time.sleep(0.002)
        if os.environ.get("TRIAL_RUNS_ON"):
            stop = Stop()
            stop.listen()
            trial.run(stop)
        else:
            trial.run_once(Stop())
        trial.close()


if __name__ == "__main__":
    main()
