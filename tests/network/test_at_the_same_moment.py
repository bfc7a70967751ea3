"""Two who press at once are heard one after the other."""

from functools import partial
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.network.models import Post, PostStep
from coopnet.network.rules.states import Act, State
from coopnet.network.service import moving
from tests.factories.posts import NOW, get, published


def test_two_who_press_at_once_are_heard_one_after_the_other(app: Flask) -> None:
    """One promises while the other takes it away: whoever comes second is answered by what stands then."""
    for _round in range(3):
        post = published()
        public_id, barrier = post.public_id, Barrier(2)
        said: list[object] = []
        db.session.rollback()

        def press(act: Act, public_id: str = public_id, barrier: Barrier = barrier, said: list[object] = said) -> None:
            with app.app_context():
                work = partial(moving.move, public_id, act, actor=moving.PERSON, now=NOW)
                barrier.wait(timeout=30)
                try:
                    said.append((act, in_transaction(work)))
                except RuleBroken as refusal:
                    said.append((act, refusal.code))
                db.session.remove()

        threads = [Thread(target=press, args=(act,)) for act in (Act.PROMISE, Act.WITHDRAW)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        assert (Act.WITHDRAW, True) in said
        assert get(public_id).state == State.WITHDRAWN
        walked = [step.act for step in get(public_id).steps]
        assert walked in (["ask", "approve", "promise", "withdraw"], ["ask", "approve", "withdraw"])


def press_at_once(app: Flask, public_id: str) -> list[bool]:
    """What two threads are told that press the same button."""
    barrier, done = Barrier(2), list[bool]()

    def press() -> None:
        with app.app_context():
            work = partial(moving.move, public_id, Act.FULFIL, actor=moving.PERSON, now=NOW)
            barrier.wait(timeout=30)
            done.append(in_transaction(work))
            db.session.remove()

    threads = [Thread(target=press) for _press in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(done)


def test_a_button_pressed_twice_at_once_is_pressed_once(app: Flask) -> None:
    public_id = published().public_id
    db.session.rollback()
    assert press_at_once(app, public_id) == [False, True]
    fulfilled = select(func.count()).select_from(PostStep).join(Post).where(PostStep.act == "fulfil")
    assert db.session.scalar(fulfilled) == 1


@pytest.mark.postgres
@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_without_the_rows_lock_it_would_be_pressed_twice(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite lets one writer in at a time, whatever is locked."""
    both_have_read = Barrier(2)

    def look(public_id: str) -> Post:
        found = db.session.scalars(select(Post).where(Post.public_id == public_id)).one()
        both_have_read.wait(timeout=30)
        return found

    public_id = published().public_id
    db.session.rollback()
    monkeypatch.setattr(moving, "lock", look)
    assert press_at_once(app, public_id) == [True, True]
