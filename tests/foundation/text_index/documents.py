"""What is looked for here, and the questions that a search asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import event

from coopnet.foundation.db import db

NOW = date(2026, 11, 24)
EVERYTHING = range(1, 7)
WOOD, ENERGY, CARE, COURSE, PAST, ARABIC = EVERYTHING


@contextmanager
def counted() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
