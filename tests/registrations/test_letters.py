from collections.abc import Callable
from datetime import timedelta

import pytest

from coopnet.foundation.db import in_transaction
from coopnet.foundation.district import current
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.letters.kinds import LINKS
from coopnet.registrations.letters.links import word_links
from coopnet.registrations.letters.wording import SAYINGS, link_to, word
from coopnet.registrations.queries import code_of
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import changing, reminding
from tests.factories.registrations import NOW, get, open_training, take

pytestmark = pytest.mark.usefixtures("app")
Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[..., None]) -> None:
    clock_at(NOW)


def worded(dispatch: Dispatch) -> Words:
    with in_language(dispatch.language):
        words = word(dispatch)
    assert isinstance(words, Words)
    return words


def test_the_first_letter_says_where_one_stands_and_carries_the_link_the_code_and_the_calendar(
    letters: Letters,
) -> None:
    one = take(open_training(title="Cafè <de> reparació"), "Maria Puig")
    words = worded(letters()[0])
    assert "Cafè <de> reparació" in words.subject
    for text in (words.text, words.html):
        assert link_to(one) in text
        assert code_of(one) in text
    assert "Cafè &lt;de&gt; reparació" in words.html
    assert b"BEGIN:VEVENT" in words.attachments[0].content


def test_who_waits_reads_how_many_are_ahead(letters: Letters) -> None:
    training = open_training(capacity=1)
    take(training), take(training), take(training)
    assert letters()[2].values["ahead"] == 1
    assert "Tens 1 inscripció al davant." in worded(letters()[2]).text


def test_who_has_a_phone_gets_an_sms_with_code_and_link(letters: Letters) -> None:
    one = take(open_training(), contact=Contact(phone="+34612345678"))
    with in_language("ca"):
        text = word(letters()[0])
    assert isinstance(text, str)
    assert code_of(one) in text
    assert link_to(one) in text


def test_nothing_is_said_to_who_was_removed(letters: Letters) -> None:
    one = take(open_training())
    in_transaction(lambda: changing.remove(one.public_id, now=NOW))
    assert word(letters()[0]) is None


def test_a_letter_that_comes_late_carries_no_revoked_link(letters: Letters) -> None:
    one = take(open_training())
    contact = Contact(email="nova@example.org")
    in_transaction(lambda: changing.change_contact(one.public_id, contact, language="ca", now=NOW))
    first, new, left = letters()
    assert link_to(get(one.public_id)) in worded(new).text
    for text in (worded(first).text, worded(left).text):
        assert "/inscripcions/" not in text


def test_who_waits_is_not_promised_the_online_link(letters: Letters) -> None:
    training = open_training(format="online", online_url="https://sala.example.org/secret", capacity=1)
    texts = []
    for _ in range(2):
        take(training, way="online")
        texts.append(worded(letters()[-1]).text)
    assert ["el dia abans" in text for text in texts] == [True, False]
    assert "En línia" in texts[1]


def test_the_secret_online_link_is_in_no_letter_before_its_time(letters: Letters) -> None:
    training = open_training(format="online", online_url="https://sala.example.org/secret")
    take(training, way="online")
    words = worded(letters()[0])
    assert "sala.example.org" not in words.text + words.html
    assert b"sala.example.org" not in words.attachments[0].content


@pytest.mark.parametrize("kind", sorted(SAYINGS))
@pytest.mark.parametrize("language", ["ca", "es", "en"])
def test_every_kind_has_words_in_every_language(kind: str, language: str, letters: Letters) -> None:
    registration = take(open_training(title="Formació"), language=language)
    dispatch = letters()[0]
    dispatch.kind = kind
    words = worded(dispatch)
    assert "Formació" in words.subject
    assert registration.name in words.text


def test_links_are_sent_of_what_is_to_come(letters: Letters, clock_at: Callable[..., None]) -> None:
    contact = Contact(email="maria@example.org")
    past, coming = open_training(), open_training(starts_at=NOW + timedelta(days=30))
    gone, kept = take(past, "Maria", contact=contact), take(coming, "Maria", contact=contact)
    clock_at(NOW + timedelta(days=8))
    dispatch = letters()[0]
    with in_language("ca"):
        words = word_links(dispatch)
    assert isinstance(words, Words)
    assert link_to(kept) in words.text
    assert link_to(gone) not in words.text + words.html
    clock_at(NOW + timedelta(days=31))
    assert word_links(dispatch) is None


@pytest.mark.parametrize("language", ["ca", "es", "en"])
def test_every_letter_says_who_sends_it_and_what_becomes_of_data(letters: Letters, language: str) -> None:
    take(open_training(), language=language)
    words = worded(letters()[0])
    for text in (words.text, words.html):
        assert f"/{language}/privacitat" in text
        assert current().house_legal_name in text
    assert not [line for line in words.text.splitlines() if line.count(": ") > 1 and "http" not in line]


@pytest.mark.parametrize("contact", [Contact(email="maria@example.org"), Contact(phone="+34612345678")])
def test_who_waits_reads_that_it_can_change_and_why(letters: Letters, contact: Contact) -> None:
    training = open_training(capacity=2)
    take(training, companions=("Joan Vidal",))
    take(training, contact=contact, companions=("Laia Pons",))
    with in_language("ca"):
        words = word(letters()[1])
    for text in (words.text, words.html.replace("&#39;", "'")) if isinstance(words, Words) else (words or "",):
        assert "No tens ningú al davant." in text
        assert "Això canvia quan algú cancel·la" in text
        assert "us pot passar davant un grup més petit" in text


def test_lost_links_are_sent_in_the_language_that_the_person_chose(letters: Letters) -> None:
    contact = Contact(email="maria@example.org")
    take(open_training(), contact=contact, language="es")
    in_transaction(lambda: reminding.ask_for_links(contact, language="ca", now=NOW))
    job = letters(reminding.SEND_LINKS)[0]
    in_transaction(lambda: reminding.send_links(job))
    assert letters(LINKS)[0].language == "es"
