"""The life of a post is one table, and one function walks it."""

import os
import re
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from coopnet.foundation import text_index
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.network import queries
from coopnet.network.rules.choosing import Filters
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.states import (
    ENDED,
    LISTED,
    LIVE,
    MAKERS,
    STANDING,
    TEAMS,
    WAITING,
    Act,
    State,
    can_do,
    next_state,
)
from coopnet.network.service import moving
from tests.factories.posts import NOW, after, do, get, outcome, published, written
from tests.house.sources import ROOT

# The nightly profile takes 10,000 steps an engine; the usual one is quick.
EXAMPLES = int(os.environ.get("COOPNET_MACHINE_EXAMPLES", "10"))
EVERYBODY = frozenset({Audience.EVERYBODY})

# As the issue tells it, apart from the table of the code: where each act leads from where.
LEADS = {
    (State.PENDING, Act.APPROVE): State.OPEN,
    (State.PENDING, Act.REJECT): State.REJECTED,
    (State.PENDING, Act.WITHDRAW): State.WITHDRAWN,
    (State.OPEN, Act.TALK): State.TALKING,
    (State.OPEN, Act.PROMISE): State.PROMISED,
    (State.TALKING, Act.PROMISE): State.PROMISED,
    (State.TALKING, Act.TAKE_BACK): State.OPEN,
    (State.PROMISED, Act.TAKE_BACK): State.OPEN,
    (State.PROMISED, Act.FULFIL): State.DONE,
    (State.PROMISED, Act.FULFIL_PARTLY): State.PARTLY_DONE,
    (State.PARTLY_DONE, Act.PROMISE): State.PROMISED,
    (State.PARTLY_DONE, Act.FULFIL): State.DONE,
    (State.DONE, Act.TAKE_BACK): State.OPEN,
    (State.OPEN, Act.EXPIRE): State.EXPIRED,
    (State.EXPIRED, Act.RENEW): State.OPEN,
    (State.EXPIRED, Act.FULFIL): State.DONE,
    (State.OPEN, Act.HIDE): State.HIDDEN,
    (State.HIDDEN, Act.REJECT): State.REJECTED,
    (State.HIDDEN, Act.WITHDRAW): State.WITHDRAWN,
    (State.REJECTED, Act.APPROVE): State.OPEN,
    (State.PROMISED, Act.CHANGE): State.PENDING,
    (State.REJECTED, Act.CHANGE): State.PENDING,
}


@pytest.mark.parametrize(("before", "act"), LEADS)
def test_where_each_act_leads(before: State, act: Act) -> None:
    assert next_state(before, act) == LEADS[before, act]


def test_every_state_is_reached_and_what_ended_for_good_stays_so() -> None:
    reached, new = set(), {State.PENDING}
    while new:
        reached |= new
        new = {after for state in reached for act in Act if (after := next_state(state, act))} - reached
    assert reached == set(State)
    assert [act for act in Act if can_do(State.WITHDRAWN, act)] == []
    assert set(State) == LIVE | WAITING | ENDED
    assert STANDING.isdisjoint(ENDED)


def test_the_team_and_the_maker_together_can_do_everything_but_let_time_pass() -> None:
    """Beside these its maker changes what it says, on a page of its own."""
    assert set(MAKERS) | set(TEAMS) | {Act.EXPIRE, Act.CHANGE} == set(Act)


@pytest.mark.parametrize("before", sorted(LISTED))
def test_what_was_hidden_is_shown_again_where_it_stood(before: State) -> None:
    assert next_state(before, Act.HIDE) == State.HIDDEN
    assert next_state(State.HIDDEN, Act.SHOW_AGAIN, hidden_from=before) == before
    assert next_state(before, Act.SHOW_AGAIN) == before


def test_states_change_in_one_place_alone() -> None:
    writers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "coopnet" / "network").rglob("*.py")
        if re.search(r"\.state *(, [\w., ]*)?= ", path.read_text())
    }
    # Of posts, of volunteers, of proposals.
    assert writers == {f"coopnet/network/service/{name}.py" for name in ("moving", "proposing", "standing")}


class Life(RuleBasedStateMachine):
    """One post, and everything that may be done with it, in any order, again and again."""

    @initialize(audience=st.sampled_from(list(Audience)), standing=st.booleans())
    def begin(self, *, audience: Audience, standing: bool) -> None:
        self.now = NOW
        self.public_id = outcome(
            audience=audience, shown_days=None if standing else 30, title="Portàtil vermell"
        ).public_id
        self.audience = audience

    @rule(act=st.sampled_from(list(Act)), days=st.integers(min_value=0, max_value=3))
    def act(self, *, act: Act, days: int) -> None:
        self.now += timedelta(days=days, seconds=1)
        before = get(self.public_id)
        expected = next_state(before.state, act, hidden_from=before.hidden_from)
        steps, letters = len(before.steps), self.count(Dispatch)
        try:
            is_changed = do(self.public_id, act, now=self.now)
        except RuleBroken as refusal:
            assert refusal.code == "post_cannot"  # noqa: PT017 - a rule of the machine, not a test
            assert expected is None
            is_changed = False
        post = get(self.public_id)
        assert post.state == (expected or before.state)
        assert len(post.steps) == steps + is_changed
        is_told = is_changed and act in {*TEAMS, Act.EXPIRE}
        assert self.count(Dispatch) == letters + is_told

    @rule(act=st.sampled_from(list(Act)))
    def press_twice(self, *, act: Act) -> None:
        """The second press does nothing more."""
        self.now += timedelta(seconds=1)
        try:
            do(self.public_id, act, now=self.now)
        except RuleBroken:
            return
        post = get(self.public_id)
        stood, steps = (post.state, post.shown_until, post.updated_at), len(post.steps)
        assert do(self.public_id, act, now=self.now) is False
        post = get(self.public_id)
        assert (post.state, post.shown_until, post.updated_at) == stood
        assert len(post.steps) == steps

    @invariant()
    def lists_and_search_show_what_stands(self) -> None:
        if not hasattr(self, "public_id"):
            return
        post = get(self.public_id)
        assert post.is_listed == (post.state in LISTED)
        is_there = post.is_listed and (post.leaves_on is None or post.leaves_on > self.now.date())
        is_open = self.audience == Audience.EVERYBODY
        assert self.is_shown(Filters(), frozenset(Audience)) == is_there
        assert self.is_shown(Filters(text="vermell"), EVERYBODY) == (is_there and is_open)
        assert (post.id in text_index.search(queries.KIND, "vermell")) == (post.is_listed and is_open)
        assert (post.id in text_index.search(queries.PROTECTED_KIND, "vermell")) == (post.is_listed and not is_open)

    @invariant()
    def what_ended_has_a_day_and_what_stands_has_none(self) -> None:
        if hasattr(self, "public_id"):
            post = get(self.public_id)
            assert (post.ended_at is not None) == (post.state in ENDED)
            assert post.hidden_from is not None or post.state != State.HIDDEN
            assert post.hidden_from is None or post.state in WAITING | {State.REJECTED}
            assert bool(post.reason) == (post.state == State.REJECTED)
            assert post.active_key is None or post.state in STANDING

    def is_shown(self, filters: Filters, audiences: frozenset[Audience]) -> bool:
        shown = queries.list_posts(filters, audiences=audiences, now=self.now, size=1_000)
        return self.public_id in {card.public_id for card in shown.cards}

    def count(self, model: type) -> int:
        db.session.rollback()
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_posts_life_holds_together_whatever_is_done(app: Flask) -> None:
    assert app.config["TESTING"]
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_a_rejection_needs_a_reason_and_nothing_half_done_stays(app: Flask) -> None:
    assert app.config["TESTING"]
    post = written()
    with pytest.raises(RuleBroken) as refused:
        do(post.public_id, Act.REJECT, reason="")
    assert refused.value.code == "reason_missing"
    assert get(post.public_id).state == State.PENDING


def test_what_the_team_does_is_in_the_audit_log_and_what_others_do_is_not(app: Flask) -> None:
    assert app.config["TESTING"]
    post = after(published(), Act.TALK, Act.HIDE, Act.SHOW_AGAIN, Act.EXPIRE)
    rows = db.session.execute(select(AuditEntry.action, AuditEntry.before, AuditEntry.after).order_by(AuditEntry.id))
    assert [tuple(row) for row in rows] == [
        ("post.approve", {"state": "pending_review"}, {"state": "published"}),
        ("post.hide", {"state": "in_conversation"}, {"state": "hidden_by_report"}),
        ("post.show_again", {"state": "hidden_by_report"}, {"state": "in_conversation"}),
    ]
    assert {step.actor for step in get(post.public_id).steps} == {"person", "team", "system"}


def test_the_machine_sees_a_list_that_was_not_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can fail: where nothing follows from a state, a list shows what was taken away."""
    assert app.config["TESTING"]
    monkeypatch.setattr(moving, "derive", lambda *_post, **_today: None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            Life,
            settings=settings(
                max_examples=30,
                stateful_step_count=10,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
