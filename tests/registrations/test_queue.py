from collections.abc import Callable
from datetime import timedelta

import pytest

from coopnet.foundation import links
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations import queries
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import code_of
from coopnet.registrations.rules.applications import OutcomeKind
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import changing, deciding
from coopnet.registrations.service.places import open_queue, settle
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import PlacesChanged
from tests.factories.registrations import NOW, get, open_training, outcome, take

pytestmark = pytest.mark.usefixtures("app")


def taken(training: Training) -> int:
    db.session.rollback()
    return db.session.get_one(Training, training.id, populate_existing=True).taken


def test_a_free_place_is_given_at_once() -> None:
    training = open_training(capacity=1)
    assert take(training).state == "confirmed"
    assert taken(training) == 1


def test_second_person_joins_the_waiting_list() -> None:
    training = open_training(capacity=1)
    take(training)
    second = take(training)
    assert second.state == "waiting"
    assert queries.count_ahead(second, has_two_ways=False) == 0
    third = take(training)
    assert queries.count_ahead(third, has_two_ways=False) == 1
    assert taken(training) == 1


def test_a_freed_place_goes_to_the_first_who_fits(letters: Callable[..., list[Dispatch]]) -> None:
    training = open_training(capacity=2)
    first = take(training, companions=("Acompanyant",))
    pair = take(training, companions=("Una altra",))
    alone = take(training)
    in_transaction(lambda: changing.change_companions(first.public_id, (), now=NOW))
    assert (get(pair.public_id).state, get(alone.public_id).state) == ("waiting", "confirmed")
    assert [letter.kind for letter in letters()][-2:] == ["registration.party_changed", "registration.place_given"]
    in_transaction(lambda: changing.cancel(alone.public_id, now=NOW))
    assert get(pair.public_id).state == "waiting"
    in_transaction(lambda: changing.cancel(first.public_id, now=NOW))
    assert get(pair.public_id).state == "confirmed"
    assert taken(training) == 2


def test_a_large_party_that_leaves_lets_in_as_many_as_fit(letters: Callable[..., list[Dispatch]]) -> None:
    training = open_training(capacity=3, max_companions=2)
    party = take(training, companions=("Anna", "Biel"))
    waiting = [take(training, companions=companions) for companions in ((), ("Carla", "Dídac"), (), ())]
    in_transaction(lambda: changing.cancel(party.public_id, now=NOW))
    assert [get(one.public_id).state for one in waiting] == ["confirmed", "waiting", "confirmed", "confirmed"]
    assert taken(training) == 3
    assert len(letters("registration.place_given")) == 3


def test_whoever_registers_after_places_were_added_lets_in_those_before_them(
    letters: Callable[..., list[Dispatch]],
) -> None:
    training = open_training(capacity=1)
    take(training)
    waiting = [take(training) for _each in range(2)]
    with committing():
        db.session.get_one(Training, training.id).capacity = 3  # past the services
    newcomer = take(training)
    assert [get(one.public_id).state for one in waiting] == ["confirmed", "confirmed"]
    assert (newcomer.state, taken(training)) == ("waiting", 3)
    assert len(letters("registration.place_given")) == 2


def test_a_newcomer_who_goes_first_leaves_the_other_places_to_who_waits() -> None:
    training = open_training(capacity=1)
    take(training)
    waiting = take(training)
    with committing():
        db.session.get_one(Registration, waiting.id).priority = 1  # after who has 0
        db.session.get_one(Training, training.id).capacity = 3
    assert (take(training).state, get(waiting.public_id).state, taken(training)) == ("confirmed", "confirmed", 3)


def test_a_party_waits_together() -> None:
    training = open_training(capacity=3)
    take(training, companions=("A",))
    pair = take(training, companions=("B",))
    assert pair.state == "waiting"
    assert take(training).state == "confirmed"


def test_a_party_larger_than_all_places_is_refused() -> None:
    training = open_training(capacity=1, max_companions=3)
    with pytest.raises(RuleBroken, match="party_too_big"):
        take(training, companions=("A", "B"))
    assert taken(training) == 0


def test_pending_holds_no_place_and_queues_with_the_time_of_asking() -> None:
    training = open_training(capacity=1, registration_type="approval")
    asked_first, asked_second = take(training), take(training, now=NOW + timedelta(seconds=5))
    assert (asked_first.state, taken(training)) == ("pending", 0)
    later = NOW + timedelta(hours=1)
    in_transaction(lambda: deciding.approve(code_of(asked_second), actor="a@example.org", now=later))
    assert get(asked_second.public_id).state == "confirmed"
    third = take(training, now=NOW + timedelta(seconds=9))
    in_transaction(lambda: deciding.approve(code_of(third), actor="a@example.org", now=later))
    in_transaction(lambda: deciding.approve(code_of(asked_first), actor="a@example.org", now=later))
    assert queries.count_ahead(get(asked_first.public_id), has_two_ways=False) == 0
    assert queries.count_ahead(get(third.public_id), has_two_ways=False) == 1


def test_nothing_moves_once_it_has_begun() -> None:
    training = open_training(capacity=1)
    first, second = take(training), take(training)
    with pytest.raises(RuleBroken, match="training_started"):
        in_transaction(lambda: changing.cancel(first.public_id, now=NOW + timedelta(days=7)))
    in_transaction(lambda: changing.remove(first.public_id, now=NOW + timedelta(days=7)))
    assert get(second.public_id).state == "waiting"


def test_a_lowered_capacity_throws_nobody_out_and_nothing_moves_until_it_fits() -> None:
    training = open_training(capacity=2)
    one, two, three = take(training), take(training), take(training)

    def set_capacity(places: int) -> None:
        open_queue(training.id).capacity = places
        db.session.flush()
        deciding.on_places_changed(PlacesChanged(training.id, NOW, "a@example.org"))

    in_transaction(lambda: set_capacity(1))
    assert [get(r.public_id).state for r in (one, two, three)] == ["confirmed", "confirmed", "waiting"]
    in_transaction(lambda: changing.cancel(one.public_id, now=NOW))
    assert get(three.public_id).state == "waiting"
    in_transaction(lambda: set_capacity(2))
    assert get(three.public_id).state == "confirmed"


def test_each_way_has_its_own_places() -> None:
    training = open_training(format="hybrid", has_two_ways=True, capacity=1, online_capacity=1)
    room, online = take(training), take(training, way="online")
    late = take(training, way="online")
    assert [one.state for one in (room, online, late)] == ["confirmed", "confirmed", "waiting"]
    in_transaction(lambda: changing.cancel(room.public_id, now=NOW))
    assert get(late.public_id).state == "waiting"
    in_transaction(lambda: changing.cancel(online.public_id, now=NOW))
    assert get(late.public_id).state == "confirmed"


def test_the_same_person_twice_takes_no_second_place(
    letters: Callable[..., list[Dispatch]],
) -> None:
    training = open_training()
    contact = Contact(email="maria@example.org")
    first = outcome(training, "Maria Puig", contact=contact)
    again = outcome(training, " maria   PUIG", contact=contact)
    assert (again.kind, again.public_id) == (OutcomeKind.ALREADY_THERE, first.public_id)
    assert taken(training) == 1
    assert [letter.kind for letter in letters()] == ["registration.confirmed", "registration.again"]
    outcome(training, "Maria Puig", contact=contact)
    assert len(letters()) == 2
    assert outcome(training, "Pau Puig", contact=contact).kind == OutcomeKind.MADE


def test_one_of_two_contacts_and_the_name_are_enough_to_be_the_same_person() -> None:
    training = open_training()
    first = outcome(training, "Maria", contact=Contact(email="maria@example.org", phone="+34612345678"))
    for contact in (Contact(phone="+34612345678"), Contact(email="maria@example.org")):
        again = outcome(training, "MARIA", contact=contact)
        assert (again.kind, again.public_id) == (OutcomeKind.ALREADY_THERE, first.public_id)
    assert outcome(training, "Pau", contact=Contact(phone="+34612345678")).kind == OutcomeKind.MADE
    assert taken(training) == 2


def test_who_cancelled_may_ask_again() -> None:
    training = open_training(capacity=1)
    contact = Contact(phone="+34612345678")
    one = outcome(training, "Maria", contact=contact)
    in_transaction(lambda: changing.cancel(one.public_id, now=NOW))
    assert in_transaction(lambda: changing.cancel(one.public_id, now=NOW)) is False
    two = outcome(training, "Maria", contact=contact)
    assert two.kind == OutcomeKind.MADE
    assert two.public_id != one.public_id


def test_it_was_not_me_leaves_nothing_of_the_person(letters: Callable[..., list[Dispatch]]) -> None:
    training = open_training(capacity=1)
    one, next_one = take(training, companions=()), take(training)
    in_transaction(lambda: changing.remove(one.public_id, now=NOW))
    gone = get(one.public_id)
    assert (gone.state, gone.name, gone.email, gone.phone, gone.active_key) == ("removed", "", None, None, None)
    assert get(next_one.public_id).state == "confirmed"
    assert [letter.recipient for letter in letters() if letter.subject_id == one.public_id] == [None]


def test_a_party_that_grows_needs_room() -> None:
    training = open_training(capacity=2)
    one, two = take(training), take(training)
    with pytest.raises(RuleBroken, match="no_places_for_companions"):
        in_transaction(lambda: changing.change_companions(one.public_id, ("Nova",), now=NOW))
    assert taken(training) == 2
    in_transaction(lambda: changing.cancel(two.public_id, now=NOW))
    in_transaction(lambda: changing.change_companions(one.public_id, ("Nova",), now=NOW))
    assert (get(one.public_id).party_size, taken(training)) == (2, 2)


def test_a_new_contact_revokes_the_old_links(letters: Callable[..., list[Dispatch]]) -> None:
    training = open_training()
    one = take(training)
    old = links.make_link("manage", one.public_id, one.link_version)
    assert queries.find_by_link(old) is not None
    in_transaction(
        lambda: changing.change_contact(one.public_id, Contact(phone="+34612345678"), language="es", now=NOW)
    )
    assert queries.find_by_link(old) is None
    changed = get(one.public_id)
    assert queries.find_by_link(links.make_link("manage", one.public_id, changed.link_version)) is not None
    assert [(letter.kind, letter.channel) for letter in letters()][1:] == [
        ("registration.contact_changed", "sms"),
        ("registration.contact_left", "email"),
    ]


def test_registration_closes_and_opens() -> None:
    training = open_training(opens_at=NOW + timedelta(hours=1))
    with pytest.raises(RuleBroken) as refusal:
        take(training)
    assert refusal.value.values["door"] == "not_yet"


def test_settling_twice_changes_nothing() -> None:
    training = open_training(capacity=1)
    take(training)
    take(training)

    def again() -> None:
        settle(open_queue(training.id), now=NOW)

    in_transaction(again)
    assert taken(training) == 1
    assert queries.list_miscounted() == []
