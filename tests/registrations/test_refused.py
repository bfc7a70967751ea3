"""What the service refuses by itself, and the same form once its registration has changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.letters import kinds
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.applications import OutcomeKind
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import changing
from tests.factories.registrations import NOW, open_training, outcome

pytestmark = pytest.mark.usefixtures("app")
KEY = "5tqGQnYw0Jm6Wf1cQn0k1A"


@pytest.mark.parametrize(
    ("training", "asked", "code"),
    [
        ({"max_companions": 1}, {"companions": ("Joan", "Nil")}, "too_many_companions"),
        ({"max_companions": 0}, {"companions": ("Joan",)}, "too_many_companions"),
        ({"format": "in_person"}, {"way": "online"}, "way_unknown"),
        ({"format": "online"}, {"way": "in_person"}, "way_unknown"),
    ],
)
def test_what_the_training_does_not_offer_is_refused(
    training: dict[str, Any], asked: dict[str, Any], code: str
) -> None:
    made = open_training(**training)
    with pytest.raises(RuleBroken) as refused:
        outcome(made, **asked)
    assert refused.value.code == code
    db.session.rollback()
    assert db.session.query(Registration).count() == 0


def test_as_many_companions_as_the_training_takes_may_come() -> None:
    assert outcome(open_training(max_companions=1), companions=("Joan",)).kind == OutcomeKind.MADE


@pytest.mark.parametrize(("is_cancelled", "sent"), [(False, 1), (True, 0)])
def test_the_form_of_before_the_contact_changed_brings_a_letter_while_there_is_a_turn(
    letters: Callable[..., list[Dispatch]], *, is_cancelled: bool, sent: int
) -> None:
    """To the new contact: whoever has the old page still has no right to its link."""
    training = open_training()
    one = outcome(training, "Maria", contact=Contact(email="maria@example.org"), form_key=KEY)
    new = Contact(email="maria@example.com")
    in_transaction(lambda: changing.change_contact(one.public_id, new, language="ca", now=NOW))
    if is_cancelled:
        in_transaction(lambda: changing.cancel(one.public_id, now=NOW))
    later = NOW + timedelta(hours=2)
    again = outcome(training, "Maria", now=later, contact=Contact(email="maria@example.org"), form_key=KEY)
    assert (again.kind, again.public_id) == (OutcomeKind.ALREADY_THERE, one.public_id)
    assert [letter.recipient for letter in letters(kinds.AGAIN)] == ["maria@example.com"] * sent
