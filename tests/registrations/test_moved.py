"""A training has another date or place: whoever has one there is told, once, what was and what is now."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_handler, get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Registration
from coopnet.registrations.queries.held import TELL_MOVED
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import changing
from coopnet.trainings.models import Training
from coopnet.trainings.rules.drafts import Draft, Text, VenueDraft
from coopnet.trainings.service import publishing
from tests.factories import registrations
from tests.factories.registrations import take
from tests.factories.trainings import ACTOR, CAN_BATLLO, NOW, get, make_draft, save, save_public, session

pytestmark = pytest.mark.usefixtures("app")
Letters = Callable[..., list[Dispatch]]
MOVED = "registration.training_moved"
HOUR = timedelta(hours=1)
LATER = (session(8), session(14))


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW + 4 * HOUR)


def opened(draft: Draft | None = None) -> Training:
    return get(save_public(draft or plain()).training_id)


def plain(**changed: Any) -> Draft:
    return make_draft(questions=(), **changed)


def tell(letters: Letters, *numbers: int) -> None:
    """The jobs, all or these, each in a transaction of its own."""
    jobs = letters(TELL_MOVED)
    for number in numbers or range(len(jobs)):
        in_transaction(lambda: get_handler(TELL_MOVED)(jobs[number]))  # noqa: B023 - at once


def told(letters: Letters) -> list[str]:
    return [letter.subject_id for letter in letters(MOVED)]


def worded(letter: Dispatch) -> Words | str | None:
    with in_language(letter.language):
        return get_wording(letter.kind)(letter)


def test_each_that_stands_is_told_once_and_who_has_cancelled_is_not(letters: Letters) -> None:
    training = opened(plain(capacity=1))
    inside, waiting, gone = take(training), take(training), take(training)
    in_transaction(lambda: changing.cancel(gone.public_id, now=NOW))
    moved = plain(capacity=1, sessions=LATER)
    save(moved, training.id, now=NOW + HOUR)
    save(moved, training.id, now=NOW + 2 * HOUR)
    tell(letters)
    tell(letters)
    assert told(letters) == [inside.public_id, waiting.public_id]


def test_who_awaits_an_answer_is_told_too(letters: Letters) -> None:
    training = opened(plain(registration_type="approval"))
    one = take(training)
    save(plain(registration_type="approval", format="online"), training.id, now=NOW + HOUR)
    tell(letters)
    assert told(letters) == [one.public_id]


QUIET = [
    plain(),
    plain(texts=(Text("ca", "Un altre títol"),)),
    plain(capacity=20, trainers=("Pau",)),
    plain(sessions=(session(7, internal_notes="Claus a consergeria"), session(14))),
]
HEARD = [
    plain(sessions=(session(7, room="Aula 2"), session(14))),
    plain(sessions=(session(7, venue=VenueDraft("Lleialtat", "Olzinelles, 31")), session(14))),
    plain(sessions=(session(7),)),
    plain(format="hybrid"),
]


@pytest.mark.parametrize(("draft", "jobs"), [*((one, 0) for one in QUIET), *((one, 1) for one in HEARD)])
def test_only_when_and_where_count(letters: Letters, draft: Draft, jobs: int) -> None:
    training = opened()
    take(training)
    save(draft, training.id, now=NOW + HOUR)
    assert len(letters(TELL_MOVED)) == jobs


def test_what_is_past_and_what_nobody_has_asked_for_moves_nobody(letters: Letters) -> None:
    training = opened()
    save(plain(sessions=LATER), training.id, now=NOW + HOUR)
    take(training, now=NOW + HOUR)
    late = NOW + timedelta(days=10)
    save(plain(sessions=(session(6), session(14))), training.id, now=late)
    assert letters(TELL_MOVED) == []


def test_changed_back_before_anybody_was_told_says_nothing(letters: Letters) -> None:
    training = opened()
    take(training)
    save(plain(sessions=LATER), training.id, now=NOW + HOUR)
    save(plain(), training.id, now=NOW + 2 * HOUR)
    tell(letters)
    assert (len(letters(TELL_MOVED)), told(letters)) == (2, [])


def test_two_changes_before_anybody_was_told_are_one_letter_and_who_came_between_hears_of_the_second(
    letters: Letters,
) -> None:
    training = opened()
    early = take(training)
    save(plain(sessions=LATER), training.id, now=NOW + HOUR)
    between = take(training, now=NOW + 90 * timedelta(minutes=1))
    save(plain(sessions=(session(9), session(14))), training.id, now=NOW + 2 * HOUR)
    take(training, now=NOW + 3 * HOUR)
    tell(letters)
    assert told(letters) == [early.public_id, between.public_id]
    before = [letter.values["before"]["meetings"][0][1] for letter in letters(MOVED)]
    assert before == [(NOW + timedelta(days=days)).isoformat() for days in (7, 8)]


def test_changed_again_after_they_were_told_they_are_told_again(
    letters: Letters, clock_at: Callable[[datetime], None]
) -> None:
    training = opened()
    take(training)
    for hours, draft in ((1, plain(sessions=LATER)), (2, plain()), (3, plain(sessions=LATER))):
        save(draft, training.id, now=NOW + hours * HOUR)
        clock_at(NOW + hours * HOUR + timedelta(minutes=1))
        tell(letters, hours - 1)
    assert len(told(letters)) == 3


def test_a_training_that_is_called_off_meanwhile_has_no_new_date(letters: Letters) -> None:
    training = opened()
    take(training)
    save(plain(sessions=LATER), training.id, now=NOW + HOUR)
    in_transaction(lambda: publishing.cancel(training.slug, actor=ACTOR, now=NOW + HOUR))
    tell(letters)
    assert told(letters) == []


def test_who_takes_part_online_hears_of_an_hour_but_not_of_a_room(letters: Letters) -> None:
    both = {"format": "hybrid", "has_two_ways": True, "online_capacity": 5}
    training = opened(plain(**both))
    inside, online = take(training, way="in_person"), take(training, way="online")
    save(plain(**both, sessions=(session(7, room="Aula 2"), session(14))), training.id, now=NOW + HOUR)
    tell(letters)
    assert told(letters) == [inside.public_id]
    save(plain(**both, sessions=LATER), training.id, now=NOW + 2 * HOUR)
    tell(letters, 1)
    assert told(letters) == [inside.public_id, inside.public_id, online.public_id]


def sequences(calendar: bytes) -> dict[str, int]:
    text = calendar.decode()
    events = text.split("BEGIN:VEVENT")[1:]
    return {re.findall(r"UID:(\S+)", event)[0]: int(re.findall(r"SEQUENCE:(\d+)", event)[0]) for event in events}


def files(letter: Dispatch) -> bytes:
    said = worded(letter)
    assert isinstance(said, Words)
    return said.attachments[0].content


def test_the_letter_says_what_was_what_is_now_and_brings_the_calendar(letters: Letters) -> None:
    training = opened()
    take(training)
    before = sequences(files(letters("registration.confirmed")[0]))
    save(plain(sessions=(session(8, room="Aula 2"), session(14))), training.id, now=NOW + HOUR)
    tell(letters)
    [letter] = letters(MOVED)
    said = worded(letter)
    assert isinstance(said, Words)
    for text in (said.text, re.sub(r"<[^>]+>", "", said.html)):
        was, now = text.index("1 de desembre, de 13 a 15 h"), text.index("2 de desembre, de 13 a 15 h, Aula 2")
        assert was < now
        assert CAN_BATLLO.address in text
    assert "/ca/inscripcions/" in said.text
    after = sequences(said.attachments[0].content)
    assert after.keys() == before.keys()
    assert all(after[uid] > number for uid, number in before.items())


def test_a_session_that_is_no_more_leaves_the_calendar(letters: Letters) -> None:
    training = opened()
    take(training)
    before = sequences(files(letters("registration.confirmed")[0]))
    save(plain(sessions=(session(7),)), training.id, now=NOW + HOUR)
    tell(letters)
    calendar = files(letters(MOVED)[0])
    assert sequences(calendar).keys() == before.keys()
    assert (calendar.count(b"STATUS:CANCELLED"), calendar.count(b"STATUS:CONFIRMED")) == (1, 1)


def test_by_phone_it_is_short_in_their_language_and_nothing_for_who_has_cancelled_meanwhile(letters: Letters) -> None:
    training = opened()
    one: Registration = take(training, contact=Contact(phone="+34612345678"), language="es")
    save(replace(plain(), sessions=LATER), training.id, now=NOW + HOUR)
    tell(letters)
    [letter] = letters(MOVED)
    said = str(worded(letter))
    assert (letter.channel, letter.language) == ("sms", "es")
    assert (
        said.index("1 de diciembre")
        < said.index("2 de diciembre")
        < said.index("/es/inscripciones/" if "/es/inscripciones/" in said else "/es/")
    )
    in_transaction(lambda: changing.cancel(one.public_id, now=registrations.NOW))
    db.session.expire_all()
    assert worded(letters(MOVED)[0]) is None
