"""A proposal's life holds together whatever is done, in whatever order, again and again."""

import os
from datetime import timedelta
from functools import partial

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from coopnet.conversations.models import Conversation
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.network.queries.proposals import accepted_by
from coopnet.network.rules.proposals import Act, Side, State, next_state
from coopnet.network.rules.states import State as PostState
from coopnet.network.service import proposing
from tests.factories import volunteers
from tests.factories.posts import NOW, TEAM
from tests.factories.proposals import asks, get, proposed
from tests.rig import tables

# The nightly profile takes 10,000 steps an engine; the usual one is quick.
EXAMPLES = int(os.environ.get("COOPNET_MACHINE_EXAMPLES", "10"))


class Life(RuleBasedStateMachine):
    """One proposal, and everything that may be done with it, in any order, again and again."""

    @initialize()
    def begin(self) -> None:
        self.now = NOW
        self.public_id = proposed(asks(), volunteers.verified()).public_id

    @rule(act=st.sampled_from(list(Act)), side=st.sampled_from(list(Side)), twice=st.booleans())
    def act(self, *, act: Act, side: Side, twice: bool) -> None:
        for _press in range(2 if twice else 1):
            self.now += timedelta(seconds=1)
            before = get(self.public_id)
            stood, changed, accepted = before.state, before.updated_at, accepted_by(before)
            expected = next_state(stood, act, side=side, accepted=accepted)
            try:
                is_changed = self.do(act, side)
            except RuleBroken as refusal:
                assert refusal.code == "proposal_over"  # noqa: PT017 - a rule of the machine, not a test
                assert expected is None
                is_changed = False
            after = get(self.public_id)
            assert after.state == (expected or stood)
            assert is_changed == (after.updated_at > changed)

    def do(self, act: Act, side: Side) -> bool:
        work = {
            Act.ACCEPT: partial(proposing.accept, self.public_id, side, now=self.now),
            Act.DECLINE: partial(proposing.decline, self.public_id, side, now=self.now),
            Act.EXPIRE: partial(proposing.expire, self.public_id, now=self.now),
            Act.WITHDRAW: partial(proposing.withdraw, self.public_id, actor=TEAM, now=self.now),
        }[act]
        return in_transaction(work)

    @invariant()
    def the_request_stands_where_the_proposal_does(self) -> None:
        if not hasattr(self, "public_id"):
            return
        found = get(self.public_id)
        accepted = accepted_by(found)
        is_agreed = found.state == State.AGREED
        assert (found.post.state == PostState.PROMISED) == is_agreed
        assert {State.PROPOSED: 0, State.HALF: 1, State.AGREED: 2}.get(State(found.state), len(accepted)) == len(
            accepted
        )
        assert (found.declined_by is not None) == (found.state == State.DECLINED)
        talks = db.session.scalar(select(func.count()).select_from(Conversation)) or 0
        assert talks == (found.conversation is not None)
        assert not is_agreed or talks == 1


def test_a_proposals_life_holds_together_whatever_is_done(app: Flask) -> None:
    assert app.config["TESTING"]

    class Fresh(Life):
        def teardown(self) -> None:
            tables.empty(db.engine)

    run_state_machine_as_test(
        Fresh,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
