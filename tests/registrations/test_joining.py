"""Registrations and accounts: everything works without one; with one they are found in one place."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.foundation import personal_data
from coopnet.foundation.db import db
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.people import Contact
from tests.factories.accounts import make_account, sign_in, visitor
from tests.factories.registrations import NOW, get, open_training, take
from tests.rig.reader import Reader, read_form

HOME, JOIN = "/ca/compte/", "/ca/compte/inscripcions"
ROSA = Contact(email="rosa@example.org")


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[..., None]) -> None:
    clock_at(NOW)


def test_earlier_registrations_are_proposed_and_joined_by_one_press(client: Reader) -> None:
    one = take(open_training(title="Hort comunitari"), "Rosa Vila", contact=ROSA)
    take(open_training(), contact=Contact(email="pere@example.org"))
    rosa = make_account("rosa@example.org")
    sign_in(client, rosa)
    shown = client.get(HOME).text
    assert f'action="{JOIN}"' in shown
    assert "Hort comunitari" not in shown
    given = personal_data.export(rosa.public_id)["registrations"]
    assert [(each["name"], each["on_my_page"]) for each in given] == [("Rosa Vila", False)]
    assert get(one.public_id).account_id is None
    client.submit(HOME, form=f"action={JOIN}")
    after = client.get(HOME).text
    assert "Hort comunitari" in after
    assert f'action="{JOIN}"' not in after


def test_of_those_made_before_none_is_joined_without_a_press(client: Reader) -> None:
    before, training = take(open_training(), contact=ROSA), open_training()
    account = make_account("rosa@example.org", name="Rosa Vila")
    sign_in(client, account).submit(f"/ca/formacions/{training.slug}/inscripcio", email="rosa@example.org")
    db.session.rollback()
    made = db.session.scalars(select(Registration).where(Registration.training_id == training.id)).one()
    assert (get(before.public_id).account_id, get(made.public_id).account_id) == (None, account.id)


def test_those_of_others_are_not(client: Reader) -> None:
    other = take(open_training(), contact=Contact(email="pere@example.org"))
    account = make_account("rosa@example.org")
    sign_in(client, account).submit("/ca/compte/contactes/nou", email="pere@example.org")
    shown = client.get(HOME).text
    assert f'action="{JOIN}"' not in shown  # typed is not verified
    client.post(JOIN, data=read_form(shown, "action=/ca/compte/surt").fields)
    assert get(other.public_id).account_id is None


def test_one_that_is_somebodys_is_taken_by_nobody(app: Flask, client: Reader) -> None:
    one = take(open_training(), contact=Contact(email="rosa@example.org", phone="+34612345678"))
    rosa = make_account("rosa@example.org")
    sign_in(client, rosa).submit(HOME, form=f"action={JOIN}")
    other = sign_in(visitor(app), make_account())
    other.post(JOIN, data=read_form(other.get(HOME).text, "action=/ca/compte/surt").fields)
    assert get(one.public_id).account_id == rosa.id


def test_the_form_knows_who_signed_in(client: Reader) -> None:
    training = open_training()
    path = f"/ca/formacions/{training.slug}/inscripcio"
    assert read_form(client.get(path).text).fields["name"] == [""]
    sign_in(client, make_account("rosa@example.org", name="Rosa Vila"))
    fields = read_form(client.get(path).text).fields
    assert (fields["name"], fields["email"]) == (["Rosa Vila"], ["rosa@example.org"])


@pytest.mark.parametrize(("email", "is_mine"), [("rosa@example.org", True), ("pere@example.org", False)])
def test_what_one_registers_is_on_ones_page_if_the_contact_is_proved(
    client: Reader, email: str, *, is_mine: bool
) -> None:
    account = make_account("rosa@example.org", name="Rosa Vila")
    training = open_training()
    sign_in(client, account).submit(f"/ca/formacions/{training.slug}/inscripcio", email=email)
    db.session.rollback()
    made = db.session.scalars(select(Registration)).one()
    assert (made.account_id == account.id) is is_mine


def test_without_an_account_nothing_is_different(client: Reader) -> None:
    training = open_training()
    answer = client.submit(f"/ca/formacions/{training.slug}/inscripcio", name="Rosa Vila", email="rosa@example.org")
    assert 'data-state="confirmed"' in client.get(answer.location).text
