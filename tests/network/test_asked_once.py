"""Two coordinators who propose at the same moment ask nobody twice."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.network.models import Post, Proposal, Volunteer
from coopnet.network.rules.proposals import Side, State
from coopnet.network.service import proposing
from tests.factories import volunteers
from tests.factories.posts import NOW, TEAM
from tests.factories.proposals import asks, get, proposed, word_of


def at_once(app: Flask, *works: Callable[[], object]) -> list[object]:
    """What each is told."""
    barrier, said = Barrier(len(works)), list[object]()

    def press(work: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait(timeout=30)
            try:
                said.append(in_transaction(work))
            except RuleBroken as refusal:
                said.append(refusal.code)
            db.session.remove()

    db.session.rollback()
    threads = [Thread(target=press, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return said


def propose(post: Post, helper: Volunteer) -> Callable[[], object]:
    return partial(proposing.propose, post.public_id, word_of(helper), actor=TEAM, now=NOW)


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_two_who_propose_one_person_at_once_ask_them_once(app: Flask) -> None:
    for _round in range(3):
        helper = volunteers.verified(at_once=5)
        before = count(Proposal)
        said = at_once(app, propose(asks(), helper), propose(asks(), helper))
        assert said.count("asked_today") == 1
        assert count(Proposal) == before + 1


def test_without_the_row_of_the_day_they_would_be_asked_twice(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can fail: nothing else keeps the second one out."""
    monkeypatch.setattr(proposing, "add_if_absent", lambda *_model, **_values: True)
    helper = volunteers.verified(at_once=5)
    said = at_once(app, propose(asks(), helper), propose(asks(), helper))
    assert "asked_today" not in said
    assert count(Proposal) == 2


def test_what_was_refused_leaves_no_letter_and_no_day(app: Flask) -> None:
    assert app.config["TESTING"]
    helper, post = volunteers.verified(at_once=5), asks()
    proposed(asks(), helper)
    letters = count(Dispatch)
    with pytest.raises(RuleBroken):
        in_transaction(propose(post, helper))
    assert count(Dispatch) == letters
    assert proposed(post, volunteers.verified()).state == State.PROPOSED  # whoever asks was not asked


def test_two_yes_at_the_same_moment_make_one_promise(app: Flask) -> None:
    for _round in range(3):
        proposal = proposed(asks(), volunteers.verified())
        said = at_once(app, *(partial(proposing.accept, proposal.public_id, side, now=NOW) for side in Side))
        assert said == [True, True]
        found = get(proposal.public_id)
        assert (found.state, found.post.state, found.conversation is not None) == ("agreed", "promised", True)
