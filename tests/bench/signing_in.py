"""Signing in by password beside what argon2 alone costs: nearly all of it should be argon2."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from flask import Flask

from coopnet.accounts.service import passwords
from coopnet.foundation.db import db
from tests.bench.pages import make_app
from tests.bench.report import heading, say
from tests.factories.accounts import PASSWORD, email_of, give_password, make_account
from tests.rig.reader import Reader, read_form

PATH = "/ca/compte/entra/contrasenya"
TIMES = 3  # fewer than are slowed down


def measure(env: dict[str, str]) -> None:
    app = make_app(env | {"COOPNET_ENV": "development"})
    app.test_client_class = Reader
    with app.app_context():
        account = make_account()
        give_password(account)
        email = email_of(account)
        floor = _cpu(lambda: passwords.is_right(None, PASSWORD))
        whole = _cpu(lambda: _press(app, email))
        page = _cpu(lambda: read_form(app.test_client().get(PATH).text))  # as the press reads it
        db.engine.dispose()
    heading("signing in by password (goal: what argon2 costs and not more)")
    say(f"  argon2 alone {floor:6.1f} ms CPU; page and press {whole:6.1f}, the page {page:6.1f}")
    say(f"  the press is {(whole - page) / floor:4.2f} times argon2")


def _press(app: Flask, email: str) -> None:
    answer = cast("Reader", app.test_client()).submit(PATH, who=email, password=PASSWORD)
    if answer.status_code != HTTPStatus.SEE_OTHER:
        raise RuntimeError(f"signing in: {answer.status}")


def _cpu(work: Callable[[], object]) -> float:
    """Milliseconds of this process each time."""
    work()
    began = time.process_time()
    for _time in range(TIMES):
        work()
    return (time.process_time() - began) / TIMES * 1000
