"""What follows from a link, whoever holds it and whenever they press."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from coopnet.foundation import links, outbox
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.letters.wording import word
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import MANAGE, code_of
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import deciding, reminding
from coopnet.trainings.models import Training
from coopnet.trainings.service import publishing
from coopnet.web import limits
from tests.factories.registrations import NOW, get, open_training, take
from tests.rig.reader import Reader

Letters = Callable[..., list[Dispatch]]
Clock = Callable[..., None]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Clock) -> None:
    clock_at(NOW)


def page_of(registration: Registration) -> str:
    token = links.make_link(MANAGE, registration.public_id, registration.link_version)
    return f"/ca/inscripcions/{token}/"


def call_off(training: Training) -> None:
    with committing():
        db.session.execute(update(Training).where(Training.id == training.id).values(status="cancelled"))


def worded(dispatch: Dispatch) -> Words | str:
    with in_language(dispatch.language):
        said = word(dispatch)
    assert said is not None
    return said


@pytest.mark.parametrize("state", ["confirmed", "waiting"])
def test_nobody_has_a_place_in_a_training_that_is_off(client: Reader, state: str) -> None:
    training = open_training(capacity=1)
    one = {made.state: made for made in (take(training), take(training))}[state]
    call_off(training)
    page = client.get(page_of(one)).text
    assert f'data-state="{one.state}"' in page
    assert "anul·la" in page.partition("<h1")[2].partition("</h1>")[0]
    for gone in ("Tens plaça", "llista d'espera", "cancellar", "canviar", "inscripció al davant"):
        assert gone not in page
    assert "data-main" not in client.get(f"{page_of(one)}cancellar").text


def test_the_letter_of_a_training_that_is_off_asks_for_nothing_and_clears_the_calendar(letters: Letters) -> None:
    training = open_training()
    take(training)
    slug = training.slug
    in_transaction(lambda: publishing.cancel(slug, actor="x@example.org", now=NOW))
    job = letters(deciding.TELL_CANCELLED)[0]
    in_transaction(lambda: deciding.tell_cancelled(job))
    said = worded(letters("registration.training_cancelled")[0])
    assert isinstance(said, Words)
    assert "/inscripcions/" not in said.text
    assert b"STATUS:CANCELLED" in said.attachments[0].content


def test_who_was_declined_is_not_asked_to_cancel(letters: Letters) -> None:
    one = take(open_training(registration_type="approval"), contact=Contact(phone="+34612345678"))
    in_transaction(lambda: deciding.decline(code_of(one), actor="x@example.org", now=NOW))
    assert "/inscripcions/" not in str(worded(letters("registration.declined")[0]))


def test_who_waits_has_the_sessions_in_pencil(client: Reader) -> None:
    training = open_training(capacity=1)
    inside, waiting = take(training), take(training)
    assert "STATUS:CONFIRMED" in client.get(f"{page_of(inside)}calendari.ics").text
    assert "STATUS:TENTATIVE" in client.get(f"{page_of(waiting)}calendari.ics").text
    client.submit(f"{page_of(inside)}cancellar")
    assert "STATUS:CANCELLED" in client.get(f"{page_of(inside)}calendari.ics").text
    assert "STATUS:CONFIRMED" in client.get(f"{page_of(waiting)}calendari.ics").text


def test_a_calendar_is_newer_after_a_registration_changed(client: Reader, clock_at: Clock) -> None:
    one = take(open_training())
    before = client.get(f"{page_of(one)}calendari.ics").text
    clock_at(NOW + timedelta(minutes=5))
    client.submit(f"{page_of(one)}cancellar")
    after = client.get(f"{page_of(one)}calendari.ics").text
    assert _sequence(after) > _sequence(before)


def test_each_way_of_a_hybrid_training_reads_of_its_own(client: Reader, clock_at: Clock, letters: Letters) -> None:
    secret = "https://sala.example.org/x"
    training = open_training(format="hybrid", capacity=1, online_capacity=1, has_two_ways=True, online_url=secret)
    room, online = take(training), take(training, way="online")
    clock_at(NOW + timedelta(days=6, hours=1))
    in_room, at_home = client.get(page_of(room)).text, client.get(page_of(online)).text
    assert secret not in in_room
    assert "Aula 1" in in_room
    assert 'class="qr"' in in_room
    assert secret in at_home
    assert "Aula 1" not in at_home
    assert 'class="qr"' not in at_home
    first, second = (worded(letter) for letter in letters("registration.confirmed"))
    assert isinstance(first, Words)
    assert isinstance(second, Words)
    assert secret.encode() not in first.attachments[0].content
    assert secret.encode() in second.attachments[0].content
    assert b"Aula 1" not in second.attachments[0].content


def test_a_text_message_says_for_whom_when_and_where(letters: Letters) -> None:
    take(open_training(), "Maria Puig", contact=Contact(phone="+34612345678"))
    said = str(worded(letters()[0]))
    assert "Maria Puig" in said
    assert "Aula 1" in said


def test_no_other_address_beside_it_sends_a_phone_more_messages(client: Reader, letters: Letters) -> None:
    take(open_training(), contact=Contact(phone="+34612345678"))
    for number in range(3):
        client.submit("/ca/inscripcions/", email=f"x{number}@example.org", phone="612345678")
    for job in letters(reminding.SEND_LINKS):
        in_transaction(lambda job=job: reminding.send_links(db.session.merge(job)))  # type: ignore[misc]
    sent = [(letter.channel, letter.recipient) for letter in letters("registration.links")]
    assert sent == [(outbox.SMS, "+34612345678")]
    asked = letters(reminding.SEND_LINKS)
    assert [job.values for job in asked] == [{}] * len(asked), "what was typed is forgotten once it is done"


def test_a_phone_is_counted_whatever_address_stands_beside_it(client: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "links", "2 per hour")
    answers = [
        client.submit("/ca/inscripcions/", email=f"x{number}@example.org", phone="612345678").status_code
        for number in range(3)
    ]
    assert answers == [303, 303, 429]


def test_too_many_changes_lose_nothing_typed(client: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "change", "1 per hour")
    one = take(open_training())
    client.submit(f"{page_of(one)}canviar", companion_1="Joan")
    answer = client.submit(f"{page_of(one)}canviar", companion_1="Pere")
    assert answer.status_code == 429
    assert 'value="Pere"' in answer.text


def test_what_was_typed_at_a_secret_address_is_not_kept_by_the_browser(client: Reader) -> None:
    wrong = client.submit(f"{page_of(take(open_training()))}canviar", email="maria")
    assert (wrong.status_code, wrong.headers["Cache-Control"]) == (422, "private, no-store")


def test_the_contact_can_be_changed_while_a_course_runs(client: Reader, clock_at: Clock) -> None:
    training = open_training(ends_at=NOW + timedelta(days=30))
    one = take(training)
    clock_at(NOW + timedelta(days=8))
    assert f"{page_of(one)}canviar" in client.get(page_of(one)).text
    changed = client.submit(f"{page_of(one)}canviar", email="nova@example.org")
    assert changed.status_code == 303
    assert get(one.public_id).email == "nova@example.org"


def test_after_the_start_who_rings_can_still_be_taken_off(app: Flask) -> None:
    assert app.config["TESTING"]
    one = take(open_training(ends_at=NOW + timedelta(days=30)))
    later = NOW + timedelta(days=8)
    in_transaction(lambda: deciding.cancel_by_code(code_of(one), actor="x@example.org", now=later))
    assert get(one.public_id).state == "cancelled"


def test_what_was_removed_is_not_removed_again(client: Reader) -> None:
    one = take(open_training())
    client.submit(f"{page_of(one)}no-soc-jo")
    assert client.get(f"{page_of(one)}no-soc-jo").location == page_of(one)


@pytest.mark.parametrize("token", ["%00", "a%00b.c.d", "a.%00.b", "%0a", "%ff.%ff.%ff", "²²²²²².0000.x"])
@pytest.mark.parametrize("page", ["", "cancellar", "no-soc-jo", "canviar", "calendari.ics", "entrada"])
def test_no_token_breaks_the_page(client: Reader, token: str, page: str) -> None:
    assert client.get(f"/ca/inscripcions/{token}/{page}").status_code == 404


def test_the_page_wears_the_tile_of_its_training(client: Reader) -> None:
    assert 'class="floor' in client.get(page_of(take(open_training()))).text


def _sequence(calendar: str) -> int:
    return int(calendar.partition("SEQUENCE:")[2].split()[0])


def test_a_link_is_promised_only_before_its_day(client: Reader, clock_at: Clock, letters: Letters) -> None:
    training = open_training(format="online", online_url="https://sala.example.org/x")
    early = take(training, way="online")
    clock_at(NOW + timedelta(days=6, hours=1))
    take(training, way="online", now=NOW + timedelta(days=6, hours=1))
    last = worded(letters("registration.confirmed")[-1])
    assert isinstance(last, Words)
    for text in (last.text, last.html):
        assert "dia abans" not in text
        assert "En línia" in text
    clock_at(NOW + timedelta(days=8))
    assert "dia abans" not in client.get(page_of(early)).text
