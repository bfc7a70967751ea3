"""What a letter puts into somebody's calendar, changes there, and takes out."""

from collections.abc import Callable
from typing import Any

import pytest
from icalendar import Calendar

from coopnet.foundation.db import in_transaction
from coopnet.foundation.district import current
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Attachment, Words
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.letters.wording import word
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import code_of
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import changing, deciding
from tests.factories.registrations import NOW, open_training, take

pytestmark = pytest.mark.usefixtures("app")
Letters = Callable[..., list[Dispatch]]
FAMILY = Contact(email="casa@example.org")


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[..., None]) -> None:
    clock_at(NOW)


def attached(dispatch: Dispatch) -> list[Attachment]:
    with in_language(dispatch.language):
        words = word(dispatch)
    assert isinstance(words, Words)
    return words.attachments


def event_of(dispatch: Dispatch) -> dict[str, Any]:
    """The one that this letter carries, as its file and its part of the letter say alike."""
    [file] = attached(dispatch)
    calendar = Calendar.from_ical(file.content)
    assert file.content_type == f"text/calendar; method={calendar['METHOD']}"
    [found] = calendar.walk("VEVENT")
    event: dict[str, Any] = dict(found)
    assert event["ORGANIZER"] == f"mailto:{current().email}"
    assert (calendar["METHOD"] == "CANCEL") is (event["STATUS"] == "CANCELLED")
    return event


def cancel(one: Registration, actor: str | None = None) -> None:
    if actor:
        in_transaction(lambda: deciding.cancel_by_code(code_of(one), actor=actor, now=NOW))
    else:
        in_transaction(lambda: changing.cancel(one.public_id, now=NOW))


@pytest.mark.parametrize(("language", "title"), [("ca", "Hort (llista d'espera)"), ("es", "Hort (lista de espera)")])
def test_who_waits_has_it_in_pencil_and_in_ink_once_they_get_in(letters: Letters, language: str, title: str) -> None:
    training = open_training(capacity=1, title="Hort")
    inside = take(training)
    take(training, language=language)
    before = event_of(letters("registration.waiting")[0])
    assert (before["STATUS"], before["SUMMARY"]) == ("TENTATIVE", title)
    cancel(inside)
    after = event_of(letters("registration.place_given")[0])
    assert (after["STATUS"], after["SUMMARY"]) == ("CONFIRMED", "Hort")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"], "in the same second"


def test_who_waits_for_an_answer_has_it_in_pencil(letters: Letters) -> None:
    training = open_training(registration_type="approval", title="Hort")
    one, two = take(training), take(training)
    asked = [event_of(letter) for letter in letters("registration.pending")]
    assert {(event["STATUS"], event["SUMMARY"]) for event in asked} == {("TENTATIVE", "Hort (pendent de resposta)")}
    in_transaction(lambda: deciding.approve(code_of(one), actor="x@example.org", now=NOW))
    in_transaction(lambda: deciding.decline(code_of(two), actor="x@example.org", now=NOW))
    for kind, status, before in (("approved", "CONFIRMED", asked[0]), ("declined", "CANCELLED", asked[1])):
        event = event_of(letters(f"registration.{kind}")[0])
        assert (event["STATUS"], event["UID"]) == (status, before["UID"])
        assert event["SEQUENCE"] > before["SEQUENCE"]


@pytest.mark.parametrize("actor", [None, "x@example.org"])
def test_what_is_cancelled_goes_out_of_the_calendar(letters: Letters, actor: str | None) -> None:
    one = take(open_training())
    before = event_of(letters()[0])
    cancel(one, actor)
    after = event_of(letters()[-1])
    assert (after["STATUS"], after["UID"]) == ("CANCELLED", before["UID"])
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_letter_that_comes_late_leaves_the_calendar_to_the_next_one(letters: Letters) -> None:
    one = take(open_training())
    cancel(one)
    assert [len(attached(letter)) for letter in letters()] == [0, 1]


def test_in_a_letter_box_that_a_family_shares_whoever_has_more_stands_in_the_calendar(letters: Letters) -> None:
    training = open_training(capacity=2)
    nil, mar, pol = (take(training, name, contact=FAMILY) for name in ("Nil", "Mar", "Pol"))
    take(training, "Nil", contact=Contact(email="altra@example.org"))
    assert [len(attached(letter)) for letter in letters()] == [1, 1, 0, 1]
    cancel(nil)  # Pol gets in
    assert [(letter.kind, len(attached(letter))) for letter in letters()[4:]] == [
        ("registration.cancelled", 0),
        ("registration.place_given", 1),
    ]
    cancel(mar)
    cancel(pol)
    assert event_of(letters("registration.cancelled")[-1])["STATUS"] == "CANCELLED"


def test_phones_alike_make_no_family_of_letter_boxes(letters: Letters) -> None:
    training = open_training(capacity=1)
    take(training, contact=Contact(phone="+34612345678"))
    one = take(training)
    assert len(attached(letters()[1])) == 1
    in_transaction(
        lambda: changing.change_contact(one.public_id, Contact(phone="+34612345679"), language="ca", now=NOW)
    )
    assert len(attached(letters()[1])) == 1
