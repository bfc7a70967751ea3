"""Whatever is typed into a post's form, or stands in the board's address: an answer, and all of it or nothing."""

import os
from collections.abc import Callable
from urllib.parse import urlencode

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.network.forms.posting import PostForm
from coopnet.network.models import Post, PostStep
from coopnet.web import limits
from tests.factories.posts import NOW, published
from tests.registrations.test_hostile_forms import VALUES
from tests.rig.reader import Reader, read_form

# The nightly profile sends 10,000 an engine.
FORMS = int(os.environ.get("COOPNET_HOSTILE_FORMS", "30"))
NEW = "/ca/xarxa/tauler/nou"
FIELDS = (*PostForm.page_order, "form_key", "csrf_token", "email_seen", "unheard_of")
PARAMETERS = ("q", "tipus", "categoria", "barri", "llengua", "condicions", "pagina", "unheard_of")
USUAL = settings(max_examples=FORMS, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def count_rows() -> list[int]:
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in (Post, PostStep, Dispatch)]


def test_no_form_breaks_anything_or_leaves_half_of_it(
    app: Flask, client: Reader, clock_at: Callable[..., None]
) -> None:
    clock_at(NOW)
    valid = {name: values[0] for name, values in read_form(client.get(NEW).text).fields.items()}
    valid |= {"kind": "request", "category": "device", "title": "Un portàtil", "barri": "18", "name": "Maria"}

    @USUAL
    @given(
        typed=st.lists(st.tuples(st.sampled_from(FIELDS), VALUES), min_size=1, max_size=4), number=st.integers(0, 10**6)
    )
    def send(typed: list[tuple[str, bytes]], number: int) -> None:
        limits.clear(app)
        before = count_rows()
        changed = {field for field, _ in typed}
        kept = {name: value for name, value in valid.items() if name not in changed}
        if "email" not in changed:
            kept["email"] = f"persona{number}@example.org"
        body = urlencode([*kept.items(), *typed])
        answer = client.post(NEW, data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {303, 422, 413, 400}, answer.status
        made = [after - old for after, old in zip(count_rows(), before, strict=True)]
        assert made in ([[0, 0, 0], [1, 1, 1], [0, 0, 1]] if answer.status_code == 303 else [[0, 0, 0]])

    send()
    assert count_rows()[0] > 0, "some of it is a post"


def test_no_address_breaks_the_board(client: Reader, clock_at: Callable[..., None]) -> None:
    clock_at(NOW)
    published()

    @USUAL
    @given(asked=st.lists(st.tuples(st.sampled_from(PARAMETERS), VALUES), min_size=1, max_size=4))
    def ask(asked: list[tuple[str, bytes]]) -> None:
        assert client.get(f"/ca/xarxa/tauler/?{urlencode(asked)}").status_code == 200

    ask()
    for word in ("%00", "a" * 300, "-", "%2e%2e", "0" * 40 + "-x", "nou-x"):
        for rest in ("", "avisa"):
            assert client.get(f"/ca/xarxa/tauler/{word}/{rest}").status_code == 404
