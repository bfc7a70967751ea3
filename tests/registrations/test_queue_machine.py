"""Rule 4 of the product as a state machine: whatever is done, in whatever order, the places stay exact."""

import os
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
from coopnet.registrations.rules.states import CANCELLABLE, HOLDING, State
from coopnet.registrations.service import changing, deciding
from coopnet.registrations.service.places import open_queue
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import PlacesChanged
from tests.factories.registrations import NOW, open_training, outcome

# The nightly profile takes 10,000 steps an engine; the usual one is quick.
EXAMPLES = int(os.environ.get("COOPNET_MACHINE_EXAMPLES", "15"))
STEPS = 25
PEOPLE = st.integers(min_value=0, max_value=8)
COMPANIONS = st.integers(min_value=0, max_value=3)


class Queue(RuleBasedStateMachine):
    """One training; people ask, cancel, come and go; places are raised and lowered; some ask for approval."""

    seconds = 0

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
            starts_at=NOW + timedelta(days=7),
        )
        self.training_id = self.training.id
        self.has_two_ways = online is not None
        self.now = NOW
        self.asked: dict[str, Any] = {}

    def tick(self) -> None:
        self.now += timedelta(seconds=1)

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
        if one := self.pick(pick):
            in_transaction(lambda: changing.cancel(one, now=self.now))

    @rule(pick=PEOPLE)
    def was_not_me(self, *, pick: int) -> None:
        self.tick()
        if one := self.pick(pick):
            in_transaction(lambda: changing.remove(one, now=self.now))

    @rule(pick=PEOPLE, companions=COMPANIONS)
    def change_party(self, *, pick: int, companions: int) -> None:
        self.tick()
        names = tuple(f"Nova {number}" for number in range(companions))
        if one := self.pick(pick):
            try:
                in_transaction(lambda: changing.change_companions(one, names, now=self.now))
            except RuleBroken as refusal:
                assert refusal.code in {"no_places_for_companions", "party_too_big", "registration_ended"}  # noqa: PT017 - as above

    @precondition(lambda self: self.training.registration_type == "approval")
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

    def pick(self, number: int) -> str | None:
        standing = [one.public_id for one in self.rows() if one.state in CANCELLABLE]
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
                max_examples=60,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
