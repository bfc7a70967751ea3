"""A resident looks at their registration and changes their mind: over HTTP, without JavaScript."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.foundation import links
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Registration, RegistrationNeeds
from coopnet.registrations.queries import ENTRY, MANAGE
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import changing
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


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Registration)) or 0


@pytest.mark.parametrize("page", ["", "cancellar", "no-soc-jo", "canviar", "calendari.ics"])
def test_opening_a_link_changes_nothing(client: Reader, page: str) -> None:
    one = take(open_training())
    before = (one.state, one.updated_at, one.link_version)
    for method in (client.get, client.head):
        assert method(page_of(one) + page).status_code == 200
    after = get(one.public_id)
    assert (after.state, after.updated_at, after.link_version) == before


def test_cancelling_is_one_press_and_lets_the_next_in(client: Reader) -> None:
    training = open_training(capacity=1)
    one, two = take(training), take(training)
    answer = client.submit(f"{page_of(one)}cancellar")
    assert 'data-state="cancelled"' in client.get(answer.location).text
    assert get(two.public_id).state == "confirmed"
    again = client.get(f"{page_of(one)}cancellar")
    assert "data-main" not in again.text
    assert "No, torna enrere" not in again.text
    assert "Torna a la meva inscripció" in again.text


def test_it_was_not_me_removes_it(client: Reader) -> None:
    one = take(open_training(), "Maria Puig")
    answer = client.submit(f"{page_of(one)}no-soc-jo")
    shown = client.get(answer.location).text
    assert 'data-state="removed"' in shown
    assert "Maria" not in shown


def test_contact_and_companions_are_changed_on_one_page(client: Reader) -> None:
    one = take(open_training(), "Maria")
    old = page_of(one)
    answer = client.submit(f"{old}canviar", email="nova@example.org", companion_1="Joan")
    assert 'data-state="confirmed"' in client.get(answer.location).text
    changed = get(one.public_id)
    assert (changed.email, changed.party_size) == ("nova@example.org", 2)
    assert client.get(old).status_code == 404


def test_a_place_that_a_smaller_party_gains_is_told_to_the_new_contact(client: Reader, letters: Letters) -> None:
    training = open_training(capacity=2)
    take(training)
    one = take(training, "Maria", companions=("Joan",))
    old_address = one.email
    assert one.state == "waiting"
    client.submit(f"{page_of(one)}canviar", email="nova@example.org", companion_1="")
    assert get(one.public_id).state == "confirmed"
    told = {letter.kind: letter.recipient for letter in letters() if letter.subject_id == one.public_id}
    assert told["registration.place_given"] == "nova@example.org"
    assert told["registration.contact_left"] == old_address


def test_more_companions_than_places_are_refused_with_everything_kept(client: Reader) -> None:
    training = open_training(capacity=1, max_companions=1)
    one = take(training)
    answer = client.submit(f"{page_of(one)}canviar", email="nova@example.org", companion_1="Joan")
    assert answer.status_code == 422
    assert 'value="Joan"' in answer.text
    kept = get(one.public_id)
    assert (kept.party_size, kept.email) == (1, one.email)


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda _token: "x" * 5000,
        lambda token: token.replace(".", "-"),
        lambda token: f"zzzzzzzzzzzz.{token.split('.', 1)[1]}",
        lambda _token: "%00",
    ],
)
def test_a_link_that_is_not_genuine_is_no_page(client: Reader, forge: Callable[[str], str]) -> None:
    one = take(open_training())
    token = links.make_link(MANAGE, one.public_id, one.link_version)
    assert client.get(f"/ca/inscripcions/{forge(token)}/").status_code == 404


def test_the_code_at_the_door_tells_a_stranger_nothing_and_gives_no_right(client: Reader) -> None:
    one, other = take(open_training(title="Fer pa"), "Maria Puig"), take(open_training(capacity=1))
    token, another = (links.make_link(ENTRY, each.public_id, each.link_version) for each in (one, other))
    shown = client.get(f"/ca/inscripcions/{token}/entrada")
    assert shown.status_code == 200
    assert client.get(f"/ca/inscripcions/{another}/entrada").text.replace(another, token) == shown.text
    assert "Fer pa" not in shown.text
    assert "Maria" not in shown.text
    assert "example.org/" not in shown.text.replace("coopnet.example.org", "")
    assert client.get(f"/ca/inscripcions/{token}/").status_code == 404
    assert client.get(f"/ca/inscripcions/{token}/cancellar").status_code == 404


def test_a_lost_link_is_sent_again_and_the_answer_tells_nothing(client: Reader, letters: Letters) -> None:
    known = take(open_training(), contact=Contact(email="maria@example.org"))
    yes = client.submit("/ca/inscripcions/", email="maria@example.org")
    no = client.submit("/ca/inscripcions/", email="nobody@example.org")
    assert yes.location == no.location
    assert client.get(yes.location).text == client.get(no.location).text
    jobs = [letter for letter in letters() if letter.channel == "job"]
    assert [job.values["email"] for job in jobs] == ["maria@example.org", "nobody@example.org"]
    assert known.public_id not in client.get(yes.location).text


def test_a_secret_link_is_shown_to_who_has_a_place_and_only_near_the_time(client: Reader, clock_at: Clock) -> None:
    training = open_training(format="online", online_url="https://sala.example.org/x", capacity=1)
    inside, waiting = take(training, way="online"), take(training, way="online")
    assert "sala.example.org" not in client.get(page_of(inside)).text
    clock_at(NOW + timedelta(days=6, hours=1))
    assert "sala.example.org" in client.get(page_of(inside)).text
    assert "sala.example.org" not in client.get(page_of(waiting)).text


def test_what_is_secret_is_kept_from_caches_referrers_and_search_engines(client: Reader) -> None:
    answer = client.get(page_of(take(open_training())))
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_all_that_was_kept_goes_when_the_time_is_over(app: Flask) -> None:
    from coopnet.registrations.service.upkeep import erase_overdue

    assert app.config["TESTING"]
    old = take(open_training(starts_at=NOW + timedelta(days=1)), "Maria", needs=("step_free",))
    grant = take(open_training(starts_at=NOW + timedelta(days=1), is_grant_funded=True), "Pau", needs=("step_free",))
    later = NOW + timedelta(days=800)
    assert in_transaction(lambda: erase_overdue(later)) == 1
    assert get(old.public_id).name == ""
    assert get(grant.public_id).name == "Pau"
    assert db.session.scalar(select(func.count()).select_from(RegistrationNeeds)) == 0
    assert in_transaction(lambda: erase_overdue(NOW + timedelta(days=3000))) == 1
    assert get(grant.public_id).name == ""


def test_who_was_removed_gets_no_second_letter(letters: Letters, app: Flask) -> None:
    assert app.config["TESTING"]
    one = take(open_training())
    in_transaction(lambda: changing.remove(one.public_id, now=NOW))
    in_transaction(lambda: changing.remove(one.public_id, now=NOW))
    assert len(letters()) == 1


@pytest.mark.parametrize("state", ["confirmed", "waiting", "pending"])
def test_when_it_is_over_the_page_speaks_of_the_past_and_offers_nothing_to_press(
    client: Reader, clock_at: Clock, state: str
) -> None:
    training = open_training(capacity=1, registration_type="approval" if state == "pending" else "open")
    if state == "waiting":
        take(training)
    one = take(training)
    before = client.get(page_of(one)).text
    clock_at(NOW + timedelta(days=8))
    after = client.get(page_of(one)).text
    assert after.split("<h1")[1].split("</h1>")[0] != before.split("<h1")[1].split("</h1>")[0]
    assert f'data-state="{state}"' in after
    for gone in ("/cancellar", "/canviar", "calendari.ics", 'class="code-box"'):
        assert gone in before
        assert gone not in after
    assert 'class="qr"' not in after


def test_where_the_ways_have_their_own_places_the_page_says_which_one_it_is(client: Reader) -> None:
    training = open_training(format="hybrid", has_two_ways=True, online_capacity=3)
    assert "En línia</dd>" in client.get(page_of(take(training, way="online"))).text
    assert "En línia</dd>" not in client.get(page_of(take(training, way="in_person"))).text


@pytest.mark.parametrize("others", [0, 1])
def test_what_was_cancelled_says_what_it_was_and_how_to_come_back(client: Reader, others: int) -> None:
    training = open_training(capacity=1, title="Hort")
    form = f"/ca/formacions/{training.slug}/inscripcio"
    one = take(training, "Maria Puig")
    for _ in range(others):
        take(training)  # the place goes to them
    before = client.get(page_of(one)).text
    client.submit(f"{page_of(one)}cancellar")
    after = client.get(page_of(one)).text
    for gone in ("calendari.ics", 'class="qr"', 'class="sessions"', 'class="code-box"', "/canviar"):
        assert gone in before
        assert gone not in after
    for kept in ("Hort", "de 13 a 15 h", "Maria Puig", "Gràcies", "Has cancel·lat"):
        assert kept in after
    assert form in after
    assert client.submit(form, name="Maria Puig", email=one.email).status_code == 303


def test_where_nobody_can_register_any_more_nobody_is_sent_there(client: Reader, clock_at: Clock) -> None:
    training = open_training()
    one = take(training)
    in_transaction(lambda: changing.cancel(one.public_id, now=NOW))
    form = f"/formacions/{training.slug}/inscripcio"
    assert form in client.get(page_of(one)).text
    clock_at(NOW + timedelta(days=8))
    assert form not in client.get(page_of(one)).text


def test_who_was_cancelled_by_the_team_is_not_thanked(client: Reader) -> None:
    one = take(open_training())
    in_transaction(lambda: changing.cancel(one.public_id, actor="x@example.org", now=NOW))
    shown = client.get(page_of(one)).text
    assert "Gràcies" not in shown
    assert "truca&#39;ns" in shown


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        (Contact(email="maria@example.org", phone="+34931234567"), "per correu"),
        (Contact(phone="+34612345678"), "un missatge de text"),
        (Contact(phone="+34931234567"), "no hi arriben missatges de text"),
        (Contact(point="biblioteca"), ""),
    ],
)
def test_one_reads_how_to_come_back_by_the_way_one_is_reached(client: Reader, contact: Contact, told: str) -> None:
    one = take(open_training(), contact=contact)
    words = {"per correu", "un missatge de text", "no hi arriben missatges de text"}
    page = client.get(page_of(one)).text
    assert {each for each in words if each in page} == ({told} if told else set())
    client.submit(f"{page_of(one)}cancellar")
    after = client.get(page_of(one)).text
    assert not [each for each in words if each in after]


def test_who_asked_in_vain_is_not_promised_an_answer_once_it_has_begun(client: Reader, clock_at: Clock) -> None:
    one = take(open_training(registration_type="approval"))
    assert "T'escriurem amb la resposta" in client.get(page_of(one)).text.replace("&#39;", "'")
    clock_at(NOW + timedelta(days=7, hours=1))
    shown = client.get(page_of(one)).text.replace("&#39;", "'")
    assert "T'escriurem amb la resposta" not in shown
    assert "Aquesta formació ja ha començat." in shown
    assert "No vam respondre a temps" in shown


def test_an_address_that_was_not_touched_is_not_questioned_again(client: Reader) -> None:
    one = take(open_training(), contact=Contact(email="maria@gmial.com"))
    assert client.submit(f"{page_of(one)}canviar", language="es").status_code == 303
    assert client.submit(f"{page_of(one)}canviar", email="pau@gmial.com").status_code == 422


def test_a_landline_that_was_not_touched_is_not_questioned_again(client: Reader) -> None:
    one = take(open_training(), contact=Contact(phone="+34932345678"))
    assert client.submit(f"{page_of(one)}canviar", language="es").status_code == 303
