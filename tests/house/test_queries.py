"""A page asks as many questions of the database for forty trainings as for two."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import event

from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.registrations.queries import MANAGE
from coopnet.web import page_cache
from tests.factories.programme import NOW, make_programme_training, make_venue
from tests.factories.registrations import open_training, take
from tests.rig.reader import Reader

MOST_QUERIES = 6
LISTS = {
    "home": "/ca/",
    "list": "/ca/formacions/",
    "search": "/ca/formacions/?q=formacio",
    "filtered": "/ca/formacions/?tema=energia&llengua=ca",
    "past": "/ca/formacions/?quan=passades",
}


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def queries_of(app: Flask, client: Reader) -> Callable[[str], int]:
    """How many queries an address costs when no cache has it."""

    def ask(path: str) -> int:
        page_cache.clear(app)
        with counted_queries() as asked:
            answer = client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status}"
        return len(asked)

    return ask


def make_programme(count: int) -> None:
    for number in range(count):
        venue = make_venue()
        partners = [(f"Entitat {number} {n}", ["organitza"]) for n in range(2)]
        days = 7 + number % 5 if number % 2 else -7 - number
        make_programme_training(days=days, sessions=1 + number % 3, venue=venue, partners=partners)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_for_many_as_for_few(
    queries_of: Callable[[str], int], clock_at: Callable[[datetime], None], name: str
) -> None:
    clock_at(NOW)
    make_programme(4)
    few = queries_of(LISTS[name])
    make_programme(36)
    assert queries_of(LISTS[name]) <= min(few, MOST_QUERIES)


def test_a_training_asks_the_same_for_many_sessions_as_for_one(
    queries_of: Callable[[str], int], clock_at: Callable[[datetime], None]
) -> None:
    clock_at(NOW)
    short = make_programme_training(sessions=1, venue=make_venue()).slug
    long = make_programme_training(
        sessions=12, venue=make_venue(), partners=[(f"Entitat {n}", ["organitza"]) for n in range(6)]
    ).slug
    assert queries_of(f"/ca/formacions/{long}/") == queries_of(f"/ca/formacions/{short}/")


def test_the_last_of_a_queue_asks_no_more_than_the_first(
    queries_of: Callable[[str], int], clock_at: Callable[[datetime], None]
) -> None:
    clock_at(NOW)
    training = open_training(capacity=1)
    people = [take(training) for _ in range(12)]
    asked = [
        queries_of(f"/ca/inscripcions/{links.make_link(MANAGE, person.public_id, person.link_version)}/")
        for person in (people[1], people[-1])
    ]
    assert asked[0] == asked[1]
