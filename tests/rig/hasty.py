"""coopnet with a worker that marks a letter as sent before it has sent it: what the kill test must notice."""

import os
import time

from flask import current_app

from coopnet.foundation import letters, outbox
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.worker import Worker
from wsgi import app

__all__ = ["app"]

PAUSE_SECONDS = 3
_send = Worker._send


def _mark_then_send(self: Worker, row: Dispatch, words: letters.Words | str) -> None:
    self._finish(row, outbox.SENT)
    # Who kills it looks for this.
    (current_app.config["DATA"] / "marked").write_text(str(os.getpid()))
    time.sleep(PAUSE_SECONDS)
    _send(self, row, words)


Worker._send = _mark_then_send  # type: ignore[method-assign]
