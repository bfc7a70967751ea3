"""What a person changes, at its edges."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Answer, Companion, Registration, RegistrationNeeds
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.rules.states import State
from coopnet.registrations.service import changing, deciding
from coopnet.registrations.service.places import open_queue
from coopnet.trainings.models import Training, TrainingQuestion
from coopnet.trainings.rules.states import PlacesChanged
from coopnet.trainings.service import publishing
from tests.factories.registrations import NOW, get, open_training, outcome, take

pytestmark = pytest.mark.usefixtures("app")


def ask(training: Training) -> TrainingQuestion:
    question = TrainingQuestion(
        public_id=new_public_id(),
        training_id=training.id,
        position=0,
        kind="short_text",
        text="Per què?",
        options=[],
        is_required=False,
    )
    with committing():
        db.session.add(question)
    return question


def count(model: type[Companion | Answer | RegistrationNeeds]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_old_contact_is_free_again_and_the_new_one_is_known() -> None:
    training = open_training()
    old, new = Contact(email="vella@example.org"), Contact(email="nova@example.org")
    one = take(training, "Rosa Vila", contact=old)
    later = NOW + timedelta(hours=1)
    in_transaction(lambda: changing.change_contact(one.public_id, new, language="ca", now=later))
    assert get(one.public_id).updated_at == later
    assert outcome(training, "Rosa Vila", contact=new).public_id == one.public_id
    other = outcome(training, "Rosa Vila", contact=old).public_id
    assert other != one.public_id
    assert get(other).state == State.CONFIRMED


def test_of_who_says_it_was_not_me_nothing_is_kept_that_was_typed() -> None:
    training = open_training(max_companions=2)
    question = ask(training)
    one, other = (
        take(training, companions=("Pau", "Laia"), needs=("step_free",), answers={question.public_id: "Perquè sí"})
        for _person in range(2)
    )
    assert (count(Companion), count(Answer), count(RegistrationNeeds)) == (4, 2, 2)
    in_transaction(lambda: changing.remove(one.public_id, now=NOW))
    assert (count(Companion), count(Answer), count(RegistrationNeeds)) == (2, 1, 1)
    assert [companion.name for companion in get(other.public_id).companions] == ["Pau", "Laia"]


@pytest.mark.parametrize(("is_paid", "days", "is_kept"), [(True, 30, True), (True, 0, False), (False, 30, False)])
def test_what_a_grant_must_justify_is_not_emptied_by_a_link(*, is_paid: bool, days: int, is_kept: bool) -> None:
    one = take(open_training(is_grant_funded=is_paid), "Rosa Vila")
    remove = partial(changing.remove, one.public_id, now=NOW + timedelta(days=days))
    if is_kept:
        with pytest.raises(RuleBroken, match="kept_for_the_grant"):
            in_transaction(remove)
    else:
        in_transaction(remove)
    assert get(one.public_id).name == ("Rosa Vila" if is_kept else "")


def test_companions_change_places_and_names_in_a_party_that_has_become_too_big() -> None:
    """Nobody more comes, so nobody is refused: not even where fewer places are left than the party has taken."""
    training = open_training(max_companions=2)
    other = take(training, companions=("Laia", "Pau"))
    one = take(training, companions=("Pau", "Laia"))
    with committing():
        db.session.get_one(Training, training.id).capacity = 2
    for names in (("Laia", "Pau"), ("Laia", "Pere"), ("Pere",), ()):
        assert in_transaction(lambda: changing.change_companions(one.public_id, names, now=NOW))  # noqa: B023 - at once
        assert tuple(companion.name for companion in get(one.public_id).companions) == names
    assert in_transaction(lambda: changing.change_companions(one.public_id, (), now=NOW)) is False
    assert [companion.name for companion in get(other.public_id).companions] == ["Laia", "Pau"]


def test_nobody_becomes_who_has_registered_already() -> None:
    training = open_training()
    taken = Contact(email="una@example.org")
    take(training, "Rosa Vila", contact=taken)
    twin = take(training, "Rosa Vila", contact=Contact(phone="+34600000001"))
    with pytest.raises(RuleBroken) as refused:
        in_transaction(lambda: changing.change_contact(twin.public_id, taken, language="ca", now=NOW))
    assert refused.value.code == "already_registered"
    assert (get(twin.public_id).email, get(twin.public_id).phone) == (None, "+34600000001")


def test_only_the_links_of_whose_contact_changed_are_revoked() -> None:
    training = open_training()
    one, other = take(training), take(training)
    new = Contact(email="nova@example.org")
    in_transaction(lambda: changing.change_contact(one.public_id, new, language="ca", now=NOW))
    assert [changing.link_version(each.public_id) for each in (one, other)] == [2, 1]
    assert in_transaction(lambda: changing.change_contact(one.public_id, new, language="ca", now=NOW)) is False
    with pytest.raises(RuleBroken, match="registration_not_found"):
        changing.link_version("nobody")


def test_when_ways_part_or_join_the_places_taken_are_those_of_the_people() -> None:
    """A party of three in the room and one person online: four of one number, or three and one of two."""
    training = open_training(format="hybrid", capacity=9, online_capacity=9, has_two_ways=True, max_companions=2)
    take(training, way="in_person", companions=("Pau", "Laia"))
    take(training, way="online")
    gone = take(training, way="online")
    in_transaction(lambda: changing.cancel(gone.public_id, now=NOW))

    def part(*, is_apart: bool) -> tuple[int, int]:
        def change() -> None:
            open_queue(training.id).has_two_ways = is_apart
            db.session.flush()
            deciding.on_places_changed(PlacesChanged(training.id, NOW, "a@example.org"))

        in_transaction(change)
        db.session.expire_all()
        found = db.session.get_one(Training, training.id)
        return found.taken, found.online_taken

    assert (part(is_apart=False), part(is_apart=True)) == ((4, 0), (3, 1))


def test_that_a_training_is_off_is_told_to_those_who_stood_in_it_in_the_order_they_came(
    letters: Callable[..., list[Dispatch]],
) -> None:
    training = open_training(capacity=1)
    standing = [take(training), take(training)]
    gone = take(training)
    in_transaction(lambda: changing.cancel(gone.public_id, now=NOW))
    take(open_training())
    slug = training.slug
    in_transaction(lambda: publishing.cancel(slug, actor="a@example.org", now=NOW))
    job = letters(deciding.TELL_CANCELLED)[0]
    in_transaction(lambda: deciding.tell_cancelled(job))
    told = letters("registration.training_cancelled")
    assert [letter.subject_id for letter in told] == [one.public_id for one in standing]


def test_one_place_each_is_held_by_the_database_too_for_as_long_as_somebody_stands() -> None:
    training = open_training(capacity=1)
    one, next_one = take(training), take(training)
    assert None not in {get(one.public_id).active_key, get(next_one.public_id).active_key}
    in_transaction(lambda: changing.cancel(one.public_id, now=NOW))
    assert get(one.public_id).active_key is None
    assert (get(next_one.public_id).state, get(next_one.public_id).active_key is None) == (State.CONFIRMED, False)


def test_a_party_is_too_big_for_its_own_way_alone() -> None:
    training = open_training(format="hybrid", capacity=1, online_capacity=2, has_two_ways=True, max_companions=2)
    assert take(training, way="online", companions=("Pau",)).state == State.CONFIRMED
    with pytest.raises(RuleBroken, match="party_too_big") as refused:
        take(training, way="in_person", companions=("Pau",))
    assert refused.value.values == {"capacity": 1, "way": "in_person"}
    online = open_training(format="online", capacity=2, online_capacity=None, max_companions=1)
    assert take(online, way="online", companions=("Pau",)).state == State.CONFIRMED
    with pytest.raises(RuleBroken, match="party_too_big"):
        take(training, way="online", companions=("Pau", "Laia"))


def test_a_place_in_the_room_is_for_the_first_who_waits_for_the_room() -> None:
    training = open_training(format="hybrid", capacity=1, online_capacity=1, has_two_ways=True)
    in_room, _online = take(training, way="in_person"), take(training, way="online")
    first_online, first_room = take(training, way="online"), take(training, way="in_person")
    in_transaction(lambda: changing.cancel(in_room.public_id, now=NOW))
    assert [get(each.public_id).state for each in (first_online, first_room)] == [State.WAITING, State.CONFIRMED]


def test_whoever_has_less_priority_lets_the_others_pass() -> None:
    training = open_training(capacity=1)
    one, later_by_rule, other = (take(training) for _person in range(3))
    with committing():
        db.session.get_one(Registration, later_by_rule.id).priority = 1
    in_transaction(lambda: changing.cancel(one.public_id, now=NOW))
    assert [get(each.public_id).state for each in (later_by_rule, other)] == [State.WAITING, State.CONFIRMED]
