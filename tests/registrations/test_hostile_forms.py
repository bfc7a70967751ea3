"""Whatever is typed into any field of the form, in any number and any encoding: an answer, and all of it or nothing."""

import os
from collections.abc import Callable
from urllib.parse import urlencode

from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import (
    Agreement,
    Answer,
    Companion,
    Registration,
    RegistrationNeeds,
    RegistrationStep,
)
from coopnet.web import limits
from tests.factories.registrations import NOW, open_training
from tests.registrations.test_hostile_typing import ask, form_of
from tests.rig.reader import Reader, read_form

# The nightly profile sends 10,000 an engine.
FORMS = int(os.environ.get("COOPNET_HOSTILE_FORMS", "40"))
TABLES = (Registration, Companion, Answer, RegistrationNeeds, Agreement, RegistrationStep, Dispatch)
FIELDS = (
    "name",
    "email",
    "phone",
    "language",
    "way",
    "form_key",
    "csrf_token",
    "companion_1",
    "companion_2",
    "is_child",
    "child_name",
    "needs",
    "needs_note",
    "needs_consent",
    "unheard_of",
)
NASTY = (
    b"",
    b" ",
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"y",
    b"-1",
    b"NaN",
    b"9" * 20,
    b"9" * 400,
    b"a" * 3000,
    b"a@b@c.org",
    b"a@" + b"b" * 300 + b".org",
    b"\r\nBcc: x@example.org",
    b"=HYPERLINK(1)",
    b"'; DROP TABLE registration; --",
    b"<script>alert(1)</script>",
    b"{{7*7}}%(name)s{0}",
    b"../../etc/passwd",
    "\u202e\u200b\u3164".encode(),
    "e\u0301".encode() * 200,
    "\U0001f600".encode() * 80,
    b"+34 600 000 000",
    b"+0000000000000000",
)
VALUES = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(codec="utf-8"), max_size=150).map(str.encode),
    st.binary(max_size=60),
)


def count_rows() -> list[int]:
    db.session.rollback()
    return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in TABLES]


def count_incomplete() -> int:
    """Registrations without the step and the letter that came with them."""
    steps = select(RegistrationStep.registration_id)
    letters = select(Dispatch.subject_id)
    lacking = Registration.id.not_in(steps) | Registration.public_id.not_in(letters)
    return db.session.scalar(select(func.count()).select_from(Registration).where(lacking)) or 0


def test_no_form_breaks_anything_or_leaves_half_of_it(
    app: Flask, client: Reader, clock_at: Callable[..., None]
) -> None:
    clock_at(NOW)
    training = open_training(capacity=5, online_capacity=3, has_two_ways=True, format="hybrid", max_companions=2)
    questions = [ask(training, kind, options=("Una", "Altra")) for kind in ("number", "one_choice", "many_choices")]
    path = form_of(training)
    valid = {name: values[0] for name, values in read_form(client.get(path).text).fields.items()}
    valid |= {"name": "Maria", "email": "maria@example.org", "way": "in_person"}
    valid |= {questions[0]: "1", questions[1]: "Una", questions[2]: "Una"}
    typed = st.lists(st.tuples(st.sampled_from((*FIELDS, *questions)), VALUES), min_size=1, max_size=5)

    @settings(max_examples=FORMS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(typed=typed, number=st.integers(0, 10**6))
    @example(typed=[("name", b"Maria")], number=10**6 + 1)
    def send(typed: list[tuple[str, bytes]], number: int) -> None:
        limits.clear(app)
        before = count_rows()
        kept = {name: value for name, value in valid.items() if name not in {field for field, _ in typed}}
        if "email" in kept:
            kept["email"] = f"persona{number}@example.org"
        body = urlencode([*kept.items(), *typed])
        answer = client.post(path, data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {303, 422, 413, 400}, answer.status
        after = count_rows()
        if answer.status_code == 303:
            assert after[0] - before[0] in {0, 1}
        else:
            assert after == before
        assert count_incomplete() == 0

    send()
    assert count_rows()[0] > 0, "some of it is a registration"
