"""What the database promises beyond its library."""

import pytest
from sqlalchemy import select

from coopnet.foundation import clock, outbox
from coopnet.foundation.db import add_if_absent, committing, db
from coopnet.foundation.generations import FEW, Generation, raise_generation, read_generation
from coopnet.foundation.outbox import Dispatch

pytestmark = pytest.mark.usefixtures("app")


def put(key: str) -> bool:
    return outbox.put(
        dedup_key=key, channel=outbox.EMAIL, kind="trial", now=clock.now(), subject_kind="trial", subject_id=key
    )


def test_a_row_is_added_once_and_each_try_is_told_which_it_was() -> None:
    with committing():
        told = [add_if_absent(Generation, unique="scope", scope="tried", number=number) for number in (1, 2)]
    assert told == [True, False]
    assert db.session.scalars(select(Generation.number).where(Generation.scope == "tried")).one() == 1


def test_a_key_queues_one_letter_and_each_try_is_told_which_it_was() -> None:
    with committing():
        assert [put("one"), put("one"), put("two")] == [True, False, True]
    assert db.session.scalars(select(Dispatch.dedup_key).order_by(Dispatch.id)).all() == ["one", "two"]


@pytest.mark.parametrize("count", [1, FEW, FEW + 1, FEW * 3])
def test_few_scopes_or_many_are_each_raised_once(count: int) -> None:
    scopes = [f"scope{number}" for number in range(count)]
    with committing():
        raise_generation(*reversed(scopes[: count // 2]))
    before = [read_generation(scope) for scope in scopes]
    with committing():
        raise_generation(*scopes)
    assert before == [1] * (count // 2) + [0] * (count - count // 2)
    assert [read_generation(scope) for scope in scopes] == [number + 1 for number in before]


def test_a_scope_that_is_named_twice_among_many_is_raised_once() -> None:
    with committing():
        raise_generation(*["again"] * 2, *(f"scope{number}" for number in range(FEW)))
    assert read_generation("again") == 1
