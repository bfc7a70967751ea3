"""Minutes are written down by who gave them, and confirmed in one press by who was helped."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.people import Contact
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.network.models import Volunteer, VolunteerHours
from coopnet.network.queries.hours import link_of
from coopnet.network.rules.hours import By
from coopnet.network.service import logging_hours
from tests.factories import volunteers
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.posts import NOW
from tests.factories.proposals import asks, proposed, say_yes
from tests.rig.reader import Reader, read_form

TODAY = date(2026, 11, 24)
Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def helper() -> Volunteer:
    """Has helped somebody."""
    made = volunteers.verified()
    say_yes(proposed(asks(title="Ajuda amb el mòbil"), made))
    return volunteers.get(made.public_id)


def logged() -> list[VolunteerHours]:
    db.session.rollback()
    return list(db.session.scalars(select(VolunteerHours).order_by(VolunteerHours.id)))


def test_minutes_are_logged_and_confirmed_in_one_press(client: Reader, letters: Letters, helper: Volunteer) -> None:
    own = volunteers.own_of(helper)
    assert client.submit(f"{own}hores", minutes="90").status_code == 303
    (hours,) = logged()
    assert (hours.day, hours.minutes, hours.confirmed_at) == (TODAY, 90, None)
    page = client.get(own).text
    assert "1 h 30 min" in page
    assert "Per confirmar" in page
    (letter,) = letters("hours.to_confirm")
    with in_language("ca"):
        words = get_wording(letter.kind)(letter)
    assert isinstance(words, Words)
    address = f"/ca/xarxa/hores/{link_of(hours)}"
    assert address.removeprefix("/ca") in words.text
    assert client.get(address).status_code == 200
    assert logged()[0].confirmed_at is None  # who opens links presses nothing
    client.submit(address)
    assert (logged()[0].confirmed_by, logged()[0].confirmed_at is not None) == ("asker", True)
    assert "Per confirmar" not in client.get(own).text
    with in_language("ca"):
        assert get_wording(letter.kind)(letter) is None


def test_the_same_form_twice_is_logged_once(client: Reader, helper: Volunteer) -> None:
    own = f"{volunteers.own_of(helper)}hores"
    key = "a" * 24
    for minutes in ("30", "45"):
        client.submit(own, minutes=minutes, form_key=key)
    assert [one.minutes for one in logged()] == [30]


@pytest.mark.parametrize("typed", [{"minutes": "0"}, {"minutes": "721"}, {"minutes": "moltes"}, {"on": "2026-11-25"},
    {"on": "2026-09-01"}, {"on": "ahir"}, {"proposal": "x"}])  # fmt: skip
def test_what_makes_no_sense_is_refused(client: Reader, helper: Volunteer, typed: dict[str, str]) -> None:
    answer = client.submit(f"{volunteers.own_of(helper)}hores", **{"minutes": "30", **typed})
    assert answer.status_code == 422
    assert logged() == []


def test_a_day_has_twelve_hours_at_most_and_only_what_was_agreed_counts(helper: Volunteer) -> None:
    other = volunteers.verified()
    theirs = proposed(asks(), other)
    log = partial(logging_hours.log, day=TODAY, form_key=None, now=NOW)
    for volunteer, proposal in ((helper, theirs), (other, theirs)):
        with pytest.raises(RuleBroken) as refused:
            in_transaction(partial(log, volunteer.public_id, proposal.public_id, minutes=30))
        assert refused.value.code == "hours_cannot"
    say_yes(theirs)
    with pytest.raises(RuleBroken, match="hours_before"):
        in_transaction(
            partial(
                logging_hours.log,
                other.public_id,
                theirs.public_id,
                day=TODAY - timedelta(days=1),
                minutes=9,
                form_key=None,
                now=NOW,
            )
        )
    in_transaction(partial(log, other.public_id, theirs.public_id, minutes=700))
    with pytest.raises(RuleBroken) as refused:
        in_transaction(partial(log, other.public_id, theirs.public_id, minutes=21))
    assert refused.value.code == "hours_too_many"


def test_for_who_has_no_letter_box_the_team_confirms(client: Reader, letters: Letters) -> None:
    made = volunteers.verified()
    proposal = say_yes(proposed(asks(contact=Contact(point="punt1")), made))
    log = partial(logging_hours.log, made.public_id, proposal.public_id, day=TODAY, minutes=60, form_key=None, now=NOW)
    in_transaction(log)
    assert letters("hours.to_confirm") == []
    assert logged()[0].point == "punt1"
    account = make_account("xarxa@example.org")
    give_role(account, Role.NETWORK)
    sign_in(client, account, is_strong=True)
    desk = f"/ca/gestio/xarxa/voluntariat/{made.public_id}"
    client.submit(desk, form=f"action={desk}/hores/{logged()[0].public_id}")
    assert logged()[0].confirmed_by == "team"


def test_nobody_is_asked_to_confirm_without_end(client: Reader, helper: Volunteer) -> None:
    own = f"{volunteers.own_of(helper)}hores"
    assert [client.submit(own, minutes="1").status_code for _number in range(21)] == [303] * 20 + [429]


def test_their_support_point_confirms_and_no_other(app: Flask, client: Reader) -> None:
    made = volunteers.verified()
    asked = asks(contact=Contact(point="punt1"), name="Fatou")
    proposal = say_yes(proposed(asked, made))
    log = partial(logging_hours.log, made.public_id, proposal.public_id, day=TODAY, minutes=60, form_key=None, now=NOW)
    in_transaction(log)
    address = f"/ca/gestio/xarxa/hores/{logged()[0].public_id}"
    for point, status in (("punt2", 404), ("punt1", 303)):
        account = make_account(f"{point}@example.org")
        give_role(account, Role.POINT, subject_id=point)
        helper = sign_in(visitor(app), account, is_strong=True)
        assert helper.get("/ca/gestio/xarxa/hores").status_code == 200
        token = read_form(helper.get("/ca/compte/jo").text).fields["csrf_token"]
        assert helper.post(address, data={"csrf_token": token}).status_code == status
    assert logged()[0].confirmed_by == "point"


def test_a_forged_link_confirms_nothing(client: Reader, helper: Volunteer) -> None:
    client.submit(f"{volunteers.own_of(helper)}hores", minutes="30")
    for token in ("x", link_of(logged()[0])[:-2] + "aa"):
        assert client.get(f"/ca/xarxa/hores/{token}").status_code == 404


def test_a_slip_of_the_finger_is_taken_off_until_it_is_confirmed(client: Reader, helper: Volunteer) -> None:
    own = volunteers.own_of(helper)
    for minutes in ("600", "30"):
        client.submit(f"{own}hores", minutes=minutes)
    wrong, right = logged()
    in_transaction(partial(logging_hours.confirm, right.public_id, By.ASKER, now=NOW))
    off = f"{own}hores/{wrong.public_id}/treu"
    assert client.submit(own, form=f"action={off}").status_code == 303
    assert [one.minutes for one in logged()] == [30]
    assert f"{right.public_id}/treu" not in client.get(own).text
    other = volunteers.verified()
    in_transaction(partial(logging_hours.take_back, other.public_id, right.public_id))
    in_transaction(partial(logging_hours.take_back, helper.public_id, right.public_id))
    assert [one.minutes for one in logged()] == [30]
