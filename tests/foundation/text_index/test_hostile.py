"""Nothing that a person types, or that a training says, raises."""

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopnet.foundation import text_index
from coopnet.foundation.db import committing

SIGNS = ["*", '"', "'", "\\", "%", "_", "((((", "<->", "{}", "-", "^", "\x00", "\ud800", "😀", "\u202e"]
COMMANDS = [
    *("NEAR(a b)", "a NEAR/2 b", "title: fusteria", "fusteria AND", "NOT fusteria", "-fusteria", "^fust", "fusteria*"),
    *("fust:*", "a & !b", "'; DROP TABLE training; --", "fus\x00teria", "fusteria\ud800"),
]
HUGE = ["a" * 10_000, "fusteria " * 2_000, "à" * 10_000, "\u0301" * 500, "中" * 5_000, "1" * 400, "'" * 10_000]

some = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def programme(app: Flask) -> Flask:
    with committing():
        text_index.put("training", 1, title=["Fusteria"], body=["Hostafrancs"], tokens=["m202611"])
    return app


@pytest.mark.parametrize("question", SIGNS + COMMANDS + HUGE, ids=range(len(SIGNS + COMMANDS + HUGE)))
def test_no_question_raises(programme: Flask, question: str) -> None:
    text_index.search("training", question, require_any_of=["m202611"])
    text_index.rank("training", question, among=[1], require_any_of=["m202611"])
    text_index.suggest("training", question)


@pytest.mark.parametrize("question", ['"fusteria"', "fusteria*", "-fusteria", "+fusteria", "(fusteria)", "^fusteria"])
def test_signs_around_a_word_are_no_commands(programme: Flask, question: str) -> None:
    assert text_index.search("training", question) == [1]


@given(question=st.text(max_size=60))
@some
def test_no_text_is_a_question_that_raises(programme: Flask, question: str) -> None:
    text_index.search("training", question)
    text_index.suggest("training", question)


@given(title=st.text(max_size=60))
@some
def test_any_text_can_be_put_in_beside_what_is_found(app: Flask, title: str) -> None:
    with committing():
        text_index.put("training", 1, title=[title, "fusteria"], body=[title])
    assert text_index.search("training", "fusters") == [1]
