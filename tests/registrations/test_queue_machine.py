"""Rule 4 of the product as a state machine: whatever is done, in whatever order, the places stay exact."""

import os
from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.registrations import queries
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import code_of
from coopnet.registrations.queries.attendance import list_here, list_people
from coopnet.registrations.rules.attendance import LISTED, At, How, Press
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.rules.states import CANCELLABLE, HOLDING, State
from coopnet.registrations.service import attending, changing, deciding, walking_in
from coopnet.registrations.service.places import open_queue
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import PlacesChanged
from tests.factories.accounts import make_account
from tests.factories.attendance import session_of
from tests.factories.registrations import NOW, application, open_training, outcome

# The nightly profile takes 10,000 steps an engine; the usual one is quick.
EXAMPLES = int(os.environ.get("COOPNET_MACHINE_EXAMPLES", "15"))
STEPS = 25
PEOPLE = st.integers(min_value=0, max_value=8)
COMPANIONS = st.integers(min_value=0, max_value=3)


class Queue(RuleBasedStateMachine):
    """One training; people ask, cancel, come and go; places are raised and lowered; some ask for approval.

    From a day before on people stand at the door; once it has begun nobody asks, and nothing moves by itself.
    """

    has_begun = False

    @initialize(
        capacity=st.integers(min_value=1, max_value=6),
        online=st.one_of(st.none(), st.integers(min_value=1, max_value=4)),
        approval=st.booleans(),
    )
    def begin(self, *, capacity: int, online: int | None, approval: bool) -> None:
        self.training = open_training(
            capacity=capacity,
            online_capacity=online,
            has_two_ways=online is not None,
            format="hybrid" if online is not None else "in_person",
            registration_type="approval" if approval else "open",
            max_companions=3,
            starts_at=NOW + timedelta(hours=20),
        )
        self.training_id = self.training.id
        helper = make_account()
        self.door = At(self.training_id, session_of(self.training), helper.id, "biel@example.org", is_team=False)
        self.has_two_ways = online is not None
        self.now = NOW
        self.asked: dict[str, Any] = {}

    def tick(self) -> None:
        self.now += timedelta(seconds=1)

    @precondition(lambda self: not self.has_begun)
    @rule()
    def it_begins(self) -> None:
        self.now, self.has_begun = NOW + timedelta(hours=20), True

    @precondition(lambda self: not self.has_begun)
    @rule(companions=COMPANIONS, online=st.booleans())
    def register(self, *, companions: int, online: bool) -> None:
        self.tick()
        way = "online" if online and self.has_two_ways else "in_person"
        names = tuple(f"Acompanyant {number}" for number in range(companions))
        try:
            made = outcome(self.training, companions=names, way=way, now=self.now)
        except RuleBroken as refusal:
            assert refusal.code == "party_too_big"  # noqa: PT017 - a rule of the machine, not a test
            return
        self.asked[made.public_id] = self.now

    @rule(pick=PEOPLE)
    def cancel(self, *, pick: int) -> None:
        self.tick()
        actor = "gestio@example.org" if self.has_begun else "person"
        if one := self.pick(pick):
            in_transaction(lambda: changing.cancel(one, now=self.now, actor=actor))

    @rule(pick=PEOPLE)
    def was_not_me(self, *, pick: int) -> None:
        self.tick()
        if one := self.pick(pick, CANCELLABLE | LISTED):
            in_transaction(lambda: changing.remove(one, now=self.now))

    @precondition(lambda self: not self.has_begun)
    @rule(pick=PEOPLE, companions=COMPANIONS)
    def change_party(self, *, pick: int, companions: int) -> None:
        self.tick()
        names = tuple(f"Nova {number}" for number in range(companions))
        if one := self.pick(pick):
            try:
                in_transaction(lambda: changing.change_companions(one, names, now=self.now))
            except RuleBroken as refusal:
                assert refusal.code in {"no_places_for_companions", "party_too_big", "registration_ended"}  # noqa: PT017 - as above

    @precondition(lambda self: self.training.registration_type == "approval" and not self.has_begun)
    @rule(pick=PEOPLE, yes=st.booleans())
    def decide(self, *, pick: int, yes: bool) -> None:
        self.tick()
        pending = [one for one in self.rows() if one.state == State.PENDING]
        if pending:
            code = code_of(pending[pick % len(pending)])
            what = deciding.approve if yes else deciding.decline
            in_transaction(lambda: what(code, actor="gestio@example.org", now=self.now))

    @rule(capacity=st.integers(min_value=0, max_value=8), online=st.booleans())
    def change_capacity(self, *, capacity: int, online: bool) -> None:
        self.tick()

        def apply() -> None:
            training = open_queue(self.training_id)
            if online and self.has_two_ways:
                training.online_capacity = capacity
            else:
                training.capacity = capacity
            db.session.flush()
            deciding.on_places_changed(PlacesChanged(self.training_id, self.now, "gestio@example.org"))

        held_before = self.held()
        in_transaction(apply)
        assert self.held() >= held_before, "nobody is thrown out"

    @rule(pick=PEOPLE, person=COMPANIONS, is_here=st.booleans())
    def press_at_the_door(self, *, pick: int, person: int, is_here: bool) -> None:
        self.tick()
        if one := self.pick(pick, LISTED):
            press = Press(one, person, is_here, self.now)
            in_transaction(lambda: attending.mark([press], self.door, how=How.LIST, now=self.now))

    @rule(pick=PEOPLE, is_waiting=st.booleans())
    def stand_at_the_door(self, *, pick: int, is_waiting: bool) -> None:
        """Somebody of the waiting list, or who has not registered: the places given may be no more than there are."""
        self.tick()
        one = self.pick(pick, {State.WAITING}) if is_waiting else None
        wanted = application(way="in_person", contact=Contact())
        before = self.held()
        try:
            if one:
                in_transaction(lambda: walking_in.let_in(one, self.door, now=self.now))
            else:
                made = in_transaction(
                    lambda: walking_in.walk_in(wanted, self.door, has_asked=pick % 2 == 0, now=self.now)
                )
                self.asked[made.public_id] = self.now
        except RuleBroken as refusal:
            assert refusal.code in {"no_place_at_the_door", "waiting_first"}  # noqa: PT017 - as above
            assert self.held() == before
            return
        self.rows()
        training = db.session.get_one(Training, self.training_id)
        way = "in_person" if one is None else next(row.way for row in self.rows() if row.public_id == one)
        pool = (training.capacity, training.taken)
        if self.has_two_ways and way == "online":
            pool = (training.online_capacity, training.online_taken)
        assert pool[0] is not None
        assert pool[1] <= pool[0]

    def pick(self, number: int, states: Collection[str] = CANCELLABLE) -> str | None:
        standing = [one.public_id for one in self.rows() if one.state in states]
        return standing[number % len(standing)] if standing else None

    def rows(self) -> list[Registration]:
        db.session.rollback()
        db.session.expire_all()
        return list(
            db.session.scalars(
                select(Registration).where(Registration.training_id == self.training_id).order_by(*queries.QUEUE_ORDER)
            )
        )

    def held(self) -> int:
        return sum(one.party_size for one in self.rows() if one.state in HOLDING)

    @invariant()
    def counters_count_people(self) -> None:
        if hasattr(self, "training_id"):
            self.rows()
            assert queries.list_miscounted() == []

    @invariant()
    def who_came_is_who_was_marked(self) -> None:
        if hasattr(self, "training_id"):
            states = {one.public_id: one.state for one in self.rows()}
            here = {key.rpartition(".")[0] for key in list_here(self.training_id, self.door.session)}
            assert here == {one for one, state in states.items() if state == State.ATTENDED}
            people = list_people(self.training_id, self.door.session)
            assert len(people) == sum(one.party_size for one in self.rows() if one.state in LISTED)

    @invariant()
    def nobody_waits_who_fits(self) -> None:
        if not hasattr(self, "training_id"):
            return
        rows = self.rows()
        training = db.session.get_one(Training, self.training_id)
        for way in ("in_person", "online") if self.has_two_ways else ("in_person",):
            capacity, taken = (
                (training.online_capacity, training.online_taken)
                if way == "online"
                else (training.capacity, training.taken)
            )
            assert capacity is not None
            held = sum(one.party_size for one in rows if one.state in HOLDING and one.way == way)
            assert held == taken
            if self.has_begun:
                continue
            sizes = [one.party_size for one in rows if one.state == State.WAITING and one.way == way]
            assert not [size for size in sizes if size <= capacity - taken], "a waiting party fits the free places"

    @invariant()
    def the_queue_is_the_order_of_asking(self) -> None:
        if hasattr(self, "training_id"):
            waiting = [one for one in self.rows() if one.state == State.WAITING]
            asked = [self.asked[one.public_id] for one in waiting]
            assert asked == sorted(asked)
            for one in waiting:
                before = [other for other in waiting if other.way == one.way or not self.has_two_ways]
                ahead = queries.count_ahead(one, has_two_ways=self.has_two_ways)
                assert ahead == [other.public_id for other in before].index(one.public_id)


def test_places_stay_exact_whatever_happens(app: Flask) -> None:
    assert app.config["TESTING"]
    run_state_machine_as_test(
        Queue,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_machine_sees_a_place_that_nobody_gets(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """It can fail: when nobody is let in, a waiting party fits the free places."""
    assert app.config["TESTING"]
    monkeypatch.setattr("coopnet.registrations.service.places._list_fitting", lambda *_args: [])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            Queue,
            settings=settings(
                max_examples=1_000,  # the first that fails ends it
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
