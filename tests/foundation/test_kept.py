"""What is kept is true for one state of its scopes, and never what was not committed."""

from collections.abc import Callable

import pytest
from flask import Flask

from coopnet.foundation.db import committing, in_transaction
from coopnet.foundation.generations import raise_generation
from coopnet.foundation.kept import Kept

THINGS: Kept[str] = Kept("test.things", "one", "two", most=2)
MAYBE: Kept[str | None] = Kept("test.things", "one", "two", most=2)  # the same store


def saying(text: str, asked: list[str]) -> Callable[[], str]:
    def read() -> str:
        asked.append(text)
        return text

    return read


def test_a_thing_is_read_once_for_each_state_of_any_of_its_scopes(app: Flask) -> None:
    asked: list[str] = []
    in_transaction(lambda: raise_generation("one"))
    assert [THINGS.get("key", saying("old", asked)) for _ in range(2)] == ["old", "old"]
    in_transaction(lambda: raise_generation("two"))
    assert [THINGS.get("key", saying("new", asked)) for _ in range(2)] == ["new", "new"]
    assert asked == ["old", "new"]


def test_where_nobody_tells_of_changes_nothing_is_kept(app: Flask) -> None:
    asked: list[str] = []
    assert [THINGS.get("key", saying(text, asked)) for text in ("a", "b")] == ["a", "b"]


def test_what_may_never_be_committed_is_not_kept(app: Flask) -> None:
    in_transaction(lambda: raise_generation("one"))

    def change_and_fail() -> None:
        with committing():
            raise_generation("one")
            assert THINGS.get("key", lambda: "unborn") == "unborn"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    in_transaction(lambda: raise_generation("one"))
    assert THINGS.get("key", lambda: "true") == "true"


def test_a_reader_that_was_slow_keeps_nothing_old(app: Flask) -> None:
    in_transaction(lambda: raise_generation("one"))

    def slowly() -> str:
        # Meanwhile another reader has seen a newer state.
        THINGS.get("other", lambda: "newer", generation=2)
        return "old"

    assert THINGS.get("key", slowly) == "old"
    assert THINGS.get("key", lambda: "new", generation=2) == "new"
    assert THINGS.get("key", lambda: "older still", generation=1) == "older still"
    assert THINGS.get("key", lambda: "unread", generation=2) == "new"


def test_that_there_is_none_is_asked_again_and_pushes_nothing_out(app: Flask) -> None:
    in_transaction(lambda: raise_generation("one"))
    THINGS.get("key", lambda: "kept")
    for name in ("made", "up", "by", "somebody"):
        assert MAYBE.get(name, lambda: None) is None
    assert MAYBE.get("up", lambda: "there now") == "there now"
    assert THINGS.get("key", lambda: "read again") == "kept"


def test_the_longest_unused_goes_first(app: Flask) -> None:
    in_transaction(lambda: raise_generation("one"))
    for key in ("a", "b", "a", "c"):
        THINGS.get(key, lambda: "first")
    assert [THINGS.get(key, lambda: "second") for key in ("a", "b")] == ["first", "second"]


def test_of_many_only_those_that_are_not_kept_are_read(app: Flask) -> None:
    in_transaction(lambda: raise_generation("one"))
    asked: list[list[str]] = []

    def read(keys: list[str]) -> dict[str, str]:
        asked.append(keys)
        return {key: key.upper() for key in keys if key != "nobody"}

    assert THINGS.get_many(["a", "nobody"], read) == {"a": "A"}
    assert THINGS.get_many(["a", "b", "nobody"], read) == {"a": "A", "b": "B"}
    assert THINGS.get_many(["a", "b"], read) == {"a": "A", "b": "B"}
    assert asked == [["a", "nobody"], ["b", "nobody"]]
