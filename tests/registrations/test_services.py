"""What else the services promise: what is recorded, what is refused, and whose places a way takes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from coopnet.foundation import district
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import PLACES_LEFT, PROGRAMME, read_generation, training_scope
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Agreement, Registration, RegistrationNeeds, RegistrationStep
from coopnet.registrations.queries import code_of
from coopnet.registrations.rules.applications import Shown
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.rules.states import Reason, State
from coopnet.registrations.service import changing, deciding, upkeep
from coopnet.registrations.service.places import move, open_queue, settle
from coopnet.trainings.models import Training
from coopnet.trainings.service import publishing
from tests.factories.registrations import NOW, get, open_training, take

pytestmark = pytest.mark.usefixtures("app")
STAFF = "gestio@example.org"


def steps(registration: Registration) -> list[tuple[str, str, str]]:
    db.session.rollback()
    found = db.session.scalars(
        select(RegistrationStep)
        .join(Registration, Registration.id == RegistrationStep.registration_id)
        .where(Registration.public_id == registration.public_id)
        .order_by(RegistrationStep.id)
    )
    return [(step.state, step.reason, step.actor) for step in found]


def refusal(work: Callable[[], Any]) -> str:
    with pytest.raises(RuleBroken) as refused:
        in_transaction(work)
    return refused.value.code


@pytest.mark.parametrize(
    ("decide", "action", "after"),
    [
        (deciding.approve, "registration.approve", "confirmed"),
        (deciding.decline, "registration.decline", "declined"),
        (deciding.cancel_by_code, "registration.cancel", "cancelled"),
    ],
)
def test_what_staff_decide_is_in_the_audit_log(decide: Callable[..., Registration], action: str, after: str) -> None:
    one = take(open_training(registration_type="approval"))
    public_id, code = one.public_id, code_of(one)
    assert in_transaction(lambda: decide(code, actor=STAFF, now=NOW).public_id) == public_id
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.actor, entry.subject_kind, entry.subject_id) == (
        action,
        STAFF,
        "registration",
        public_id,
    )
    assert (entry.before, entry.after) == ({"state": "pending"}, {"state": after})
    assert get(public_id).state == after


def test_a_decision_is_made_once_and_about_somebody() -> None:
    one = take(open_training(registration_type="approval"))
    code = code_of(one)
    assert refusal(lambda: deciding.approve("nobody", actor=STAFF, now=NOW)) == "registration_not_found"
    in_transaction(lambda: deciding.decline(code, actor=STAFF, now=NOW))
    assert refusal(lambda: deciding.approve(code, actor=STAFF, now=NOW)) == "not_pending"
    assert refusal(lambda: deciding.cancel_by_code(code, actor=STAFF, now=NOW)) == "registration_ended"
    assert refusal(lambda: open_queue(0)) == "training_not_found"
    assert refusal(lambda: changing.cancel("nobody", now=NOW)) == "registration_not_found"


def test_each_step_says_why_and_by_whom() -> None:
    training = open_training(capacity=1)
    first, second = take(training), take(training)
    in_transaction(lambda: changing.cancel(first.public_id, now=NOW, actor=STAFF))
    assert steps(first) == [
        ("waiting", "asked", "person"),
        ("confirmed", "place_free", "system"),
        ("cancelled", "cancelled_by_team", STAFF),
    ]
    assert steps(second)[1:] == [("waiting", "no_place", "person"), ("confirmed", "place_free", "system")]


def test_the_machine_of_states_knows_no_way_back() -> None:
    training = open_training()
    one = take(training)
    in_transaction(lambda: changing.cancel(one.public_id, now=NOW))

    def back() -> bool:
        opened = open_queue(training.id)
        found = db.session.scalars(select(Registration)).one()
        return move(opened, found, to=State.CONFIRMED, reason=Reason.PLACE_FREE, actor="system", now=NOW)

    assert refusal(back) == "cannot_move"


def test_a_move_that_finds_no_room_changes_nothing_and_says_so() -> None:
    training = open_training(capacity=1)
    one = take(training)

    def grow() -> bool:
        opened, found = open_queue(training.id), db.session.scalars(select(Registration)).one()
        to = State.CONFIRMED
        return move(opened, found, to=to, reason=Reason.PARTY_CHANGED, actor="system", now=NOW, party_size=2)

    assert in_transaction(grow) is False
    assert (get(one.public_id).party_size, len(steps(one))) == (1, 2)


def test_where_no_capacity_is_set_everybody_gets_in() -> None:
    training = open_training(capacity=None)
    assert {take(training, companions=("A",)).state for _ in range(4)} == {"confirmed"}


@pytest.mark.parametrize("status", ["draft", "cancelled"])
def test_nobody_is_let_in_where_nothing_takes_place(status: str) -> None:
    training = open_training(capacity=1)
    take(training)
    second = take(training)

    def close() -> None:
        opened = open_queue(training.id)
        opened.status, opened.capacity = status, 5
        db.session.flush()
        settle(opened, now=NOW)

    in_transaction(close)
    assert get(second.public_id).state == "waiting"


def told_by(change: Callable[[], object], training: Training) -> tuple[bool, bool]:
    """Whether lists, and whether the training's own page, are made anew."""
    scopes = (PLACES_LEFT, training_scope(training.public_id))
    before = [read_generation(scope) for scope in scopes]
    change()
    lists, page = (read_generation(scope) > old for scope, old in zip(scopes, before, strict=True))
    return lists, page


def test_pages_hear_of_what_they_show_and_of_nothing_else() -> None:
    roomy = open_training(capacity=30)
    assert told_by(lambda: take(roomy), roomy) == (False, False)
    few = open_training(capacity=3)
    assert told_by(lambda: take(few), few) == (True, True)
    full = open_training(capacity=1)
    assert told_by(lambda: take(full), full) == (True, True)
    # How many wait is said on its own page.
    assert told_by(lambda: take(full), full) == (False, True)


def test_pages_hear_of_each_of_two_ways() -> None:
    training = open_training(format="hybrid", capacity=40, online_capacity=1, has_two_ways=True)
    assert told_by(lambda: take(training, way="in_person"), training) == (False, True)
    # "Only places in person left" stands in lists.
    assert told_by(lambda: take(training, way="online"), training) == (True, True)
    both = open_training(format="hybrid", capacity=40, online_capacity=2, has_two_ways=True)
    assert told_by(lambda: take(both, way="online", companions=("Pau",)), both) == (True, True)
    single = open_training(format="hybrid", capacity=40, online_capacity=2, has_two_ways=True)
    assert told_by(lambda: take(single, way="online"), single) == (False, True)


def test_who_registers_changes_nothing_of_what_is_offered() -> None:
    training = open_training(capacity=1)
    before = read_generation(PROGRAMME)
    take(training)
    assert read_generation(PROGRAMME) == before


def test_consent_that_is_taken_back_takes_the_needs_and_leaves_the_notice() -> None:
    shown = (Shown("notice", "Text", "ca"), Shown("access_needs", "Altre", "ca"))
    one, other = (take(open_training(), needs=("step_free",), shown=shown) for _ in range(2))
    in_transaction(lambda: changing.take_back_needs(one.public_id, now=NOW + timedelta(hours=1)))
    assert db.session.scalars(select(RegistrationNeeds.registration_id)).all() == [other.id]
    kept = db.session.execute(select(Agreement.registration_id, Agreement.kind)).all()
    assert sorted(map(tuple, kept)) == [(one.id, "notice"), (other.id, "access_needs"), (other.id, "notice")]
    assert get(one.public_id).updated_at == NOW + timedelta(hours=1)


def test_needs_go_once_nobody_has_to_act_on_them() -> None:
    off, on = open_training(), open_training()
    for training in (off, on, on):
        take(training, needs=("step_free",), shown=(Shown("access_needs", "Text", "ca"),))
    leaves, stays = db.session.scalars(select(Registration).where(Registration.training_id == on.id)).all()
    in_transaction(lambda: changing.cancel(leaves.public_id, now=NOW))
    in_transaction(lambda: publishing.cancel(off.slug, actor="t@example.org", now=NOW))
    for model in (RegistrationNeeds, Agreement):
        assert db.session.scalars(select(model.registration_id)).all() == [stays.id], model


def test_the_same_contact_again_is_no_change(letters: Callable[..., list[Dispatch]]) -> None:
    one = take(open_training())
    same = Contact(email=one.email)
    before = len(letters())
    assert not in_transaction(lambda: changing.change_contact(one.public_id, same, language="es", now=NOW))
    assert (get(one.public_id).language, get(one.public_id).link_version, len(letters())) == ("es", 1, before)
    other = Contact(phone="+34600000001")
    assert in_transaction(lambda: changing.change_contact(one.public_id, other, language="es", now=NOW))
    assert steps(one)[-1] == ("confirmed", "contact_changed", "person")
    in_transaction(lambda: changing.cancel(one.public_id, now=NOW))
    assert refusal(lambda: changing.change_contact(one.public_id, same, language="ca", now=NOW)) == "registration_ended"


def test_a_party_has_its_limit_and_its_time() -> None:
    training = open_training(max_companions=1)
    one = take(training)
    change = changing.change_companions
    assert refusal(lambda: change(one.public_id, ("A", "B"), now=NOW)) == "too_many_companions"
    start = NOW + timedelta(days=7)
    assert refusal(lambda: change(one.public_id, ("A",), now=start)) == "training_started"
    assert in_transaction(lambda: change(one.public_id, ("A",), now=start - timedelta(seconds=1)))
    assert not in_transaction(lambda: change(one.public_id, ("A",), now=start))
    in_transaction(lambda: changing.cancel(one.public_id, now=NOW))
    assert refusal(lambda: change(one.public_id, (), now=NOW)) == "registration_ended"


def test_counters_that_differ_are_told_to_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, dict[str, Any]]] = []

    class Log:
        def error(self, event: str, **values: Any) -> None:
            told.append((event, values))

    monkeypatch.setattr("coopnet.registrations.service.upkeep.structlog.get_logger", Log)
    training = open_training()
    take(training)
    upkeep.compare_job(Dispatch())
    assert told == []

    def spoil() -> None:
        open_queue(training.id).taken = 9

    in_transaction(spoil)
    upkeep.compare_job(Dispatch())
    assert [event for event, _ in told] == ["counters_differ"]
    assert len(told[0][1]["trainings"]) == 1


def test_what_was_told_and_agreed_goes_with_the_person() -> None:
    """A grant's list is kept, with what its people were told; nobody's needs are."""
    shown = (Shown("notice", "Text", "ca"), Shown("access_needs", "Altre", "ca"))
    day, kept_days = timedelta(days=1), timedelta(days=district.current().legal.retention.needs_days)
    over, grant, to_come = (
        take(open_training(starts_at=NOW + after, is_grant_funded=paid), needs=("step_free",), shown=shown)
        for after, paid in ((day, False), (day, True), (1000 * day, False))
    )

    def left() -> list[tuple[int, str]]:
        db.session.rollback()
        agreed = [(*row,) for row in db.session.execute(select(Agreement.registration_id, Agreement.kind))]
        return sorted(
            [*agreed, *((one, "needs") for one in db.session.scalars(select(RegistrationNeeds.registration_id)))]
        )

    everything = [(one.id, kind) for one in (over, grant, to_come) for kind in ("access_needs", "needs", "notice")]
    its_last_day = NOW + day + timedelta(hours=2) + kept_days
    in_transaction(lambda: upkeep.erase_overdue(its_last_day))
    assert left() == sorted(everything)
    in_transaction(lambda: upkeep.erase_overdue(its_last_day + timedelta(seconds=1)))
    of_whom_comes = [(to_come.id, kind) for kind in ("access_needs", "needs", "notice")]
    assert left() == sorted([(over.id, "notice"), (grant.id, "notice"), *of_whom_comes])
    assert in_transaction(lambda: upkeep.erase_overdue(NOW + 800 * day)) == 1
    assert get(over.public_id).name == ""
    assert left() == sorted([(grant.id, "notice"), *of_whom_comes])


def test_erasing_goes_on_with_the_next_batch(
    monkeypatch: pytest.MonkeyPatch, letters: Callable[..., list[Dispatch]]
) -> None:
    monkeypatch.setattr(upkeep, "BATCH", 2)
    training = open_training()
    for _ in range(3):
        take(training)
    job = Dispatch(dedup_key="erase", kind=upkeep.ERASE, due_at=NOW + timedelta(days=3000), values={})
    job.subject_kind, job.subject_id = "job", "erase"
    in_transaction(lambda: upkeep.erase_job(job))
    named = select(func.count()).select_from(Registration).where(Registration.name != "")
    assert db.session.scalar(named) == 1
    assert [(one.dedup_key, one.values) for one in letters(upkeep.ERASE)] == [("erase#1", {"part": 1})]
