"""A page asks as many questions of the database for forty trainings as for two."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from coopnet.foundation.db import db
from tests.rig.reader import Reader

MOST = {"/ca/formacions/": 6, "/ca/formacions/?q=energia": 6, "/ca/": 6, "/ca/formacions/?vista=mes": 6}


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def queries_of(app: Flask, client: Reader) -> Callable[[str], list[str]]:
    def ask(path: str) -> list[str]:
        with counted_queries() as asked:
            answer = client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status}"
        return [statement for statement in asked if "generation" not in statement]

    return ask
