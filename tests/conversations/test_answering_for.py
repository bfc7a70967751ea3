"""Who has signed in need not type again; a helper answers for somebody who cannot."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.rules.people import Contact
from coopnet.accounts.rules.roles import Role
from coopnet.conversations.models import Party
from coopnet.conversations.rules.talk import Side
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.network.queries.talking import points_of
from tests.factories.accounts import give_role, make_account, sign_in, visitor
from tests.factories.points import make_point
from tests.factories.posts import NOW, page_of, published
from tests.rig.reader import Reader, read_form

Letters = Callable[..., list[Dispatch]]


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def answerer() -> Party:
    db.session.rollback()
    return db.session.scalars(select(Party).where(Party.side == Side.ANSWERER.value)).one()


def test_who_has_signed_in_need_not_type_again_and_finds_it_on_their_page(client: Reader) -> None:
    post = published()
    account = make_account("pau@example.org", name="Pau Roca")
    sign_in(client, account)
    form = read_form(client.get(f"{page_of(post)}respon").text)
    assert (form.fields["name"], form.fields["email"]) == (["Pau Roca"], ["pau@example.org"])
    found = client.submit(f"{page_of(post)}respon", text="En tinc un")
    assert answerer().account_id == account.id
    assert found.location in client.get("/ca/compte/").text
    again = client.submit(f"{page_of(post)}respon", text="Encara?")
    assert again.location == found.location


def test_a_contact_that_is_not_proved_joins_nobodys_account(client: Reader) -> None:
    post = published()
    sign_in(client, make_account("pau@example.org", name="Pau Roca"))
    client.submit(f"{page_of(post)}respon", text="En tinc un", email="altre@example.org")
    assert answerer().account_id is None


def test_a_helper_answers_for_somebody_without_mail_or_phone(app: Flask, letters: Letters) -> None:
    post = published(contact=Contact(email="rosa@example.org"))
    point = make_point()
    account = make_account(name="Ajudant")
    give_role(account, Role.POINT, subject_id=point.public_id)
    helper = sign_in(visitor(app), account, is_strong=True)
    found = helper.submit(
        f"{page_of(post)}respon", text="La Fàtima en té un", name="Fàtima Ben", point=point.public_id, barri="18"
    )
    assert found.status_code == 303
    served = answerer()
    assert (served.point, served.email, served.made_by_id, served.account_id, served.barri) == (
        point.public_id,
        None,
        account.id,
        None,
        "18",
    )
    assert [one.recipient for one in letters() if one.kind.startswith("conversation")] == ["rosa@example.org"]
    page = helper.get(found.location).text
    assert ("Escrius per Fàtima Ben" in page, "Dona el seu telèfon" in page, "Dona el meu" in page) == (
        True,
        True,
        False,
    )
    assert visitor(app).get(found.location).status_code == 404


def test_nobody_else_answers_for_a_support_point(app: Flask, client: Reader) -> None:
    post = published()
    point = make_point()
    typed = {"text": "Hola", "name": "Algú", "point": point.public_id}
    assert client.submit(f"{page_of(post)}respon", **typed).status_code == 422
    assert points_of(None) == ()
    assert db.session.scalar(select(Party.id)) is None
