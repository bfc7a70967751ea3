"""What a person changes, at its edges."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.ids import new_public_id
from coopnet.registrations.models import Answer, Companion, RegistrationNeeds
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.rules.states import State
from coopnet.registrations.service import changing
from coopnet.trainings.models import Training, TrainingQuestion
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


def test_companions_change_places_and_names_in_a_party_that_has_become_too_big() -> None:
    """Nobody more comes, so nobody is refused: not even where fewer places are left than the party has taken."""
    training = open_training(max_companions=2)
    one = take(training, companions=("Pau", "Laia"))
    with committing():
        db.session.get_one(Training, training.id).capacity = 2
    for names in (("Laia", "Pau"), ("Laia", "Pere"), ("Pere",), ()):
        assert in_transaction(lambda: changing.change_companions(one.public_id, names, now=NOW))  # noqa: B023 - at once
        assert tuple(companion.name for companion in get(one.public_id).companions) == names
    assert in_transaction(lambda: changing.change_companions(one.public_id, (), now=NOW)) is False
