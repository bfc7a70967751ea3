import pytest
from flask import Flask
from sqlalchemy.engine import make_url

from coopnet.foundation.db import in_transaction
from coopnet.foundation.generations import raise_generation
from coopnet.web import generation_numbers
from coopnet.web.generation_numbers import Numbers, joined, numbers_of
from tests.web.trial import both_engines

pytestmark = both_engines


@pytest.fixture
def numbers(edge: Flask) -> Numbers:
    return numbers_of(edge)


def test_a_number_is_seen_as_soon_as_it_is_committed(numbers: Numbers) -> None:
    assert numbers.read("a") == 0
    for wanted in (1, 2, 3):
        in_transaction(lambda: raise_generation("a"))
        assert numbers.read("a") == wanted
    assert numbers.read("b") == 0


def test_several_scopes_have_one_number_that_tells_when_any_of_them_changes(numbers: Numbers) -> None:
    both = joined("b", "a")
    assert numbers.read(both) == 0
    seen = []
    for scope in ("a", "b", "a", "c"):
        in_transaction(lambda scope=scope: raise_generation(scope))  # type: ignore[misc]
        seen.append(numbers.read(both))
    assert seen == [1, 2, 3, 3]


def test_a_strange_scope_is_only_a_name(numbers: Numbers) -> None:
    assert numbers.read("'; DROP TABLE generation; --%s?") == 0


def test_on_many_nodes_an_answer_may_be_a_little_old(
    edge: Flask, numbers: Numbers, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers._stale_seconds = 2
    moment = 100.0
    monkeypatch.setattr("coopnet.web.generation_numbers.time.monotonic", lambda: moment)
    assert numbers.read("a") == 0
    in_transaction(lambda: raise_generation("a"))
    moment += 1.9
    assert numbers.read("a") == 0
    moment += 0.2
    assert numbers.read("a") == 1
    monkeypatch.setattr(generation_numbers, "REMEMBERED", 1)
    assert numbers.read("b") == 0
    assert list(numbers._known) == ["b"]


def test_a_connection_that_died_is_opened_again(numbers: Numbers) -> None:
    numbers.read("a")
    numbers._connections.get().close()
    assert numbers.read("a") == 0


def test_a_database_that_is_gone_gives_no_number(
    edge: Flask, numbers: Numbers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation_numbers, "CONNECT_TIMEOUT_SECONDS", 1)
    gone = type(numbers)(make_url(str(edge.config["SQLALCHEMY_DATABASE_URI"])).set(database="/nowhere/at-all"))
    assert gone.read("a") is None
