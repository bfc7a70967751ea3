"""How long a person is kept waiting while others write: then they are told, with what they typed still there."""

from flask import Flask, current_app

from coopnet.foundation.db import answer_within


def init_app(app: Flask) -> None:
    app.before_request(lambda: answer_within(current_app.config["WRITE_WAIT_SECONDS"]))
    app.teardown_request(lambda _problem: answer_within(None))
