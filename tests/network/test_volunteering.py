"""Somebody offers to help, without an account; the team sees their papers; what they may see begins and ends."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.accounts.queries.accounts import find_by_address
from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.accounts.rules.people import Contact
from coopnet.accounts.service import erasing
from coopnet.foundation import district, personal_data
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.network.models import Volunteer, VolunteerConsent
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.volunteering import TEXTS_VERSION, Act, State
from coopnet.network.service import helpers_upkeep, standing, verifying
from coopnet.network.service.reminding import send_links
from tests.factories.accounts import sign_in, visitor
from tests.factories.posts import NOW, TEAM, page_of, published
from tests.factories.volunteers import FIRST_OF_JUNE, SEEN, do, get, offered, outcome, own_of, verified
from tests.rig.reader import Reader, read_form

FORM = "/ca/xarxa/voluntariat"
DAY = timedelta(days=1)
TOLD: dict[str, Any] = {
    "name": "Núria Vila",
    "email": "nuria@example.org",
    "skills": ["phone", "procedures"],
    "languages": ["ca", "ur"],
    "barris": ["18", "16"],
    "ways": ["in_person"],
    "times": ["3-1", "5-0"],
    "agrees": "y",
}
Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def count(model: type = Volunteer) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def wording(letter: Dispatch) -> Words:
    with in_language(letter.language):
        words = get_wording(letter.kind)(letter)
    assert isinstance(words, Words)
    return words


def test_somebody_offers_to_help_and_has_a_page_of_their_own(client: Reader, letters: Letters) -> None:
    answer = client.submit(FORM, **TOLD)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert 'data-state="pending_review"' in page.text
    assert "dijous a la tarda" in page.text
    made = db.session.scalars(select(Volunteer)).one()
    assert (made.name, made.email, made.skills, made.barris) == (
        "Núria Vila",
        "nuria@example.org",
        ["phone", "procedures"],
        ["18", "16"],
    )
    assert made.facets == " c:digital_support b:16 b:18 l:ca l:ur y:in_person t:* w:3-1 w:5-0 "
    shown = db.session.scalars(select(VolunteerConsent).order_by(VolunteerConsent.id)).all()
    assert [(one.kind, one.version, one.language) for one in shown] == [
        ("commitment", TEXTS_VERSION, "ca"),
        ("notice", TEXTS_VERSION, "ca"),
    ]
    assert shown[0].text in client.get(FORM).text.replace("&#39;", "'")
    (letter,) = letters("volunteer.offered")
    assert letter.recipient == "nuria@example.org"
    assert answer.location.partition("/ca/")[2] in wording(letter).text


def test_what_is_missing_is_said_and_nothing_is_made(client: Reader) -> None:
    answer = client.submit(FORM, name="Núria", times=["3-1"])
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert read_form(answer.text).fields["times"] == ["3-1"]
    assert count() == 0


def test_the_same_form_twice_and_the_same_person_again_are_one(client: Reader, letters: Letters) -> None:
    fields = {**read_form(client.get(FORM).text).fields, **TOLD}
    answers = [client.post(FORM, data={**fields, "text": text}) for text in ("", "Em dic Núria")]
    assert answers[0].location == answers[1].location
    again = client.submit(FORM, **{**TOLD, "name": "  núria VILA"})
    assert again.location.endswith("/voluntariat/enviat")
    assert count() == 1
    assert [letter.kind for letter in letters()] == ["volunteer.offered", "volunteer.again"]


def test_they_change_what_they_told_pause_come_back_and_leave_by_one_press_each(client: Reader) -> None:
    volunteer = verified()
    own = own_of(volunteer)
    assert client.submit(f"{own}canvia", skills=["repair"], times=None).status_code == 303
    changed = get(volunteer.public_id)
    assert (changed.skills, changed.times) == (["repair"], 0)
    assert "c:repair" in changed.facets
    pressed = {"form": f"action={own}estat"}
    assert client.submit(own, act="pause", **pressed).status_code == 303
    assert get(volunteer.public_id).state == State.PAUSED
    assert client.submit(own, act="resume", **pressed).status_code == 303
    assert get(volunteer.public_id).state == State.ACTIVE
    for page in (own, f"{own}canvia", f"{own}deixa", f"{own}no-soc-jo"):
        assert client.get(page).status_code == 200
    assert get(volunteer.public_id).state == State.ACTIVE  # who opens links presses nothing
    client.submit(f"{own}deixa")
    assert get(volunteer.public_id).state == State.LEFT
    assert client.get(own).status_code == 200
    assert client.get(f"{own}canvia").status_code == 404


def test_it_was_not_me_erases_at_once(client: Reader, letters: Letters) -> None:
    volunteer = offered()
    client.submit(f"{own_of(volunteer)}no-soc-jo")
    gone = get(volunteer.public_id)
    assert (gone.state, gone.name, gone.email, gone.skills, gone.facets) == ("left", "", None, [], "")
    assert count(VolunteerConsent) == 0
    assert [letter.recipient for letter in letters()] == [None]


def test_a_forged_link_opens_nothing(client: Reader) -> None:
    own = own_of(offered())
    for address in (own[:-3] + "aa/", own.replace("meu/", "meu/x"), "/ca/xarxa/voluntariat/meu/x/"):
        assert client.get(address).status_code == 404


def test_nobody_is_verified_before_the_team_has_seen_agreement_and_training(app: Flask, letters: Letters) -> None:
    assert app.config["TESTING"]
    public_id = offered(contact=Contact(email="nuria@example.org")).public_id
    stand = partial(standing.stand, public_id, Act.VERIFY, actor=TEAM, now=NOW)
    steps = (
        partial(verifying.note_agreement, public_id, on=SEEN, actor=TEAM, now=NOW),
        partial(verifying.note_training, public_id, "Acompanyar", on=SEEN, actor=TEAM, now=NOW),
    )
    for step in steps:
        with pytest.raises(RuleBroken) as refused:
            in_transaction(stand)
        assert refused.value.code == "volunteer_not_ready"
        in_transaction(step)
    assert find_by_address(Address(EMAIL, "nuria@example.org")) is None
    assert in_transaction(stand) is True
    assert in_transaction(stand) is False
    volunteer = get(public_id)
    account = find_by_address(Address(EMAIL, "nuria@example.org"))
    assert account is not None
    assert (volunteer.state, volunteer.account_id, account.name) == ("active", account.id, volunteer.name)
    assert len(letters("volunteer.verified")) == 1
    done = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert done == ["volunteer.agreement", "volunteer.training", "accounts.grant", "volunteer.verify"]


def sees(client: Reader, address: str) -> bool:
    return client.get(address).status_code == 200


def test_who_is_verified_sees_the_requests_for_volunteers_until_they_leave(app: Flask, client: Reader) -> None:
    everybody, helpers, team = (
        page_of(published(audience=one)) for one in (Audience.EVERYBODY, Audience.VOLUNTEERS, Audience.COORDINATORS)
    )
    volunteer = verified(contact=Contact(email="nuria@example.org"))
    account = find_by_address(Address(EMAIL, "nuria@example.org"))
    assert account is not None
    sign_in(client, account)
    assert [sees(client, page) for page in (everybody, helpers, team)] == [True, True, False]
    assert [sees(visitor(app), page) for page in (everybody, helpers, team)] == [True, False, False]
    assert own_of(volunteer) in client.get("/ca/compte/").text
    do(volunteer.public_id, Act.LEAVE)
    assert [sees(client, page) for page in (everybody, helpers, team)] == [True, False, False]


def test_what_is_for_children_is_seen_with_a_certificate_that_is_good_today(
    client: Reader, clock_at: Callable[[datetime], None]
) -> None:
    """The day it ends, seeing ends: no job has to run for that."""
    post = published(for_minor=True, audience=Audience.EVERYBODY, title="Deures de mates")
    assert post.audience == Audience.CERTIFIED
    page = page_of(post)
    assert not sees(client, page)
    volunteer = verified(contact=Contact(email="nuria@example.org"))
    account = find_by_address(Address(EMAIL, "nuria@example.org"))
    assert account is not None
    sign_in(client, account)
    assert not sees(client, page)
    note = partial(verifying.note_certificate, volunteer.public_id, on=SEEN, actor=TEAM, now=NOW)
    in_transaction(partial(note, until=date(2026, 11, 30)))
    assert sees(client, page)
    assert "Deures de mates" in client.get("/ca/xarxa/tauler/").text
    for days, is_seen in ((6, True), (7, False)):  # 30 November is its last day
        clock_at(NOW + days * DAY)
        sign_in(client, account)
        assert sees(client, page) is is_seen
        assert ("Deures de mates" in client.get("/ca/xarxa/tauler/?q=deures").text) is is_seen
    in_transaction(partial(note, until=FIRST_OF_JUNE))
    assert sees(client, page)
    in_transaction(partial(verifying.forget_certificate, volunteer.public_id, actor=TEAM, now=NOW))
    assert not sees(client, page)


@pytest.mark.parametrize(("on", "until", "code"), [
    (SEEN, SEEN, "certificate_days"),
    (SEEN, date(2036, 1, 1), "certificate_days"),
    (date(2026, 11, 25), FIRST_OF_JUNE, "day_in_future"),
])  # fmt: skip
def test_days_that_nobody_can_have_meant_are_refused(app: Flask, on: date, until: date, code: str) -> None:
    assert app.config["TESTING"]
    public_id = verified().public_id
    with pytest.raises(RuleBroken) as refused:
        in_transaction(partial(verifying.note_certificate, public_id, on=on, until=until, actor=TEAM, now=NOW))
    assert refused.value.code == code
    assert get(public_id).certificate_until is None


def test_the_end_of_a_certificate_is_said_once_a_month_before(letters: Letters) -> None:
    volunteer = verified(certificate=date(2027, 1, 10))
    for days in range(60):
        in_transaction(partial(helpers_upkeep.warn, NOW + days * DAY))
    (letter,) = letters("volunteer.certificate_ends")
    assert letter.queued_at == NOW + 17 * DAY
    assert "10 de gener" in wording(letter).text
    assert get(volunteer.public_id).warned_for == date(2027, 1, 10)


def test_who_left_or_was_never_answered_is_forgotten_after_their_days(app: Flask) -> None:
    assert app.config["TESTING"]
    days = district.current().legal.retention.volunteer_days
    waiting, left, helping = offered(), verified(), verified()
    do(left.public_id, Act.LEAVE)
    overdue = {line.field.name.partition(":")[0]: line.overdue for line in personal_data.report(NOW + (days + 2) * DAY)}
    assert overdue["volunteer"] == 2
    assert in_transaction(partial(helpers_upkeep.erase_overdue, NOW + (days - 1) * DAY)) == 0
    assert in_transaction(partial(helpers_upkeep.erase_overdue, NOW + days * DAY)) == 2
    assert [get(one.public_id).name for one in (waiting, left)] == ["", ""]
    assert get(helping.public_id).name


def test_a_persons_file_tells_what_they_gave_and_erasing_them_forgets_it(app: Flask) -> None:
    assert app.config["TESTING"]
    volunteer = verified(contact=Contact(email="nuria@example.org"), certificate=FIRST_OF_JUNE)
    account = find_by_address(Address(EMAIL, "nuria@example.org"))
    assert account is not None
    (given,) = personal_data.export(account.public_id)["help"]
    assert (given["email"], given["certificate_until"], given["times"]) == ("nuria@example.org", "2027-06-01", ["3-1"])
    assert given["agreed_to"][0]["text"] == "Vull ajudar."
    in_transaction(partial(erasing.erase, account.id, now=NOW))
    gone = get(volunteer.public_id)
    assert (gone.state, gone.name, gone.email, gone.account_id, gone.certificate_until) == (
        "left",
        "",
        None,
        None,
        None,
    )


def test_lost_links_are_sent_again(client: Reader, letters: Letters) -> None:
    volunteer = offered(contact=Contact(email="nuria@example.org"))
    client.submit("/ca/xarxa/tauler/els-meus", email="nuria@example.org")
    (job,) = letters("network.send_links")
    in_transaction(lambda: send_links(db.session.merge(job)))
    (letter,) = letters("post.links")
    assert own_of(volunteer).removeprefix("/ca") in wording(letter).text


def test_nobody_fills_a_strangers_letter_box(client: Reader) -> None:
    answers = [
        client.submit(FORM, **{**TOLD, "name": f"Núria {'abcdefghijk'[number]}"}).status_code for number in range(11)
    ]
    assert answers == [303] * 10 + [429]


def test_who_is_known_already_is_told_nothing_more(client: Reader) -> None:
    made = outcome(contact=Contact(email="nuria@example.org"), name="Núria Vila")
    page = client.get(client.submit(FORM, **TOLD).location).text
    assert made.public_id not in page
