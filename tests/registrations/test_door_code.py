"""The code that a phone reads at the door: who may, marks with one press; to anybody else it says nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from coopnet.accounts.rules.roles import Role
from coopnet.foundation import links
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import ENTRY, MANAGE
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.service import joining
from coopnet.trainings.models import TrainingSession
from tests.factories.accounts import make_account, sign_in, visitor
from tests.factories.attendance import AT_DOOR, STARTS, at_door, make_helper, tonight
from tests.factories.registrations import get, open_training, take
from tests.rig.reader import Reader, read_form


@pytest.fixture(autouse=True)
def _at_the_door(clock_at: Callable[[datetime], None]) -> None:
    clock_at(AT_DOOR)


def code_of(one: Registration) -> str:
    """The address that the phone reads."""
    return f"/ca/inscripcions/{links.make_link(ENTRY, one.public_id, one.link_version)}/entrada"


def read(reader: Reader, one: Registration) -> TestResponse:
    """As a phone of somebody at the door opens it."""
    answer = reader.get(code_of(one))
    assert answer.status_code == 302
    return reader.get(answer.location)


def test_who_is_at_the_door_is_led_to_one_big_button_and_opening_marks_nobody(app: Flask) -> None:
    training = tonight()
    one = take(training, "Rosa Puig", companions=("Àlex Puig",))
    take(training, "Pau Soler")
    helper = at_door(app, make_helper(training))
    page = read(helper, one)
    assert page.request.path.startswith("/ca/gestio/porta/codi/")
    assert "Pau Soler" not in page.text
    assert get(one.public_id).state == "confirmed"
    action = f"/ca/gestio/formacions/{training.slug}/porta/1/marca"
    fields = read_form(page.text, f"action={action}").fields
    everybody = f"{one.public_id}.0.1 {one.public_id}.1.1 "
    assert f'value="{everybody}" data-all' in page.text
    answer = helper.post(action, data={**fields, "press": everybody})
    assert answer.location.startswith(page.request.path)
    after = helper.get(answer.location).text
    assert after.count('aria-pressed="true"') == 2
    assert "data-all" not in after
    assert get(one.public_id).state == "attended"


def test_the_session_that_is_on_now_is_meant_and_another_can_be_chosen(app: Flask) -> None:
    training = tonight()
    with committing():
        later = STARTS + timedelta(hours=4)
        db.session.add(
            TrainingSession(
                public_id="second",
                training_id=training.id,
                position=1,
                starts_at=later,
                ends_at=later + timedelta(hours=1),
            )
        )
    one = take(training)
    helper = at_door(app, make_helper(training))
    page = read(helper, one)
    assert 'data-door="second"' not in page.text
    assert 'data-door="second"' in helper.get(f"{page.request.path}?sessio=2").text
    assert helper.get(f"{page.request.path}?sessio=99").status_code == 200


def test_who_has_no_place_or_comes_another_day_is_told_apart_from_who_has_one(app: Flask) -> None:
    full, later = tonight(capacity=1), open_training(starts_at=STARTS + timedelta(days=3))
    take(full)
    waiting, early = take(full), take(later)
    team = at_door(app, make_helper(None, role=Role.DOOR))
    assert "no té plaça" in read(team, waiting).text
    assert "és per a un altre dia" in read(team, early).text


def test_a_helper_of_another_training_learns_nothing(app: Flask) -> None:
    one = take(tonight(), "Rosa Puig")
    helper = at_door(app, make_helper(tonight()))
    page = helper.get(code_of(one))
    assert page.status_code == 200
    assert "Rosa" not in page.text
    token = code_of(one).split("/")[3]
    assert helper.get(f"/ca/gestio/porta/codi/{token}").status_code == 404
    assert helper.get("/ca/gestio/porta/codi/nothing").status_code == 404


def test_whose_it_is_finds_their_own_page_once_signed_in(app: Flask) -> None:
    one, owner = take(tonight(), contact=Contact(email="rosa@example.org")), make_account("rosa@example.org")
    in_transaction(lambda: joining.join(owner.id))
    own = links.make_link(MANAGE, one.public_id, one.link_version)
    assert own in sign_in(visitor(app), owner).get(code_of(one)).text
    assert own not in sign_in(visitor(app), make_account()).get(code_of(one)).text
