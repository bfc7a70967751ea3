"""Passkeys, with an authenticator made of software: registered, used to sign in, used as a second factor."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from coopnet.accounts.models import Account
from coopnet.accounts.queries.accounts import list_passkeys
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service.blocking import block
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.authenticator import Authenticator
from tests.rig.reader import Reader, parse

Clock = Callable[..., None]
NEW, ENTER, ENTER_POST = "/ca/compte/claus/nova", "/ca/compte/entra", "/ca/compte/entra/clau"
SECOND, SECOND_POST, HOME = "/ca/compte/segon-factor", "/ca/compte/segon-factor/clau", "/ca/compte/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Clock) -> None:
    clock_at(NOW)


def options_on(client: Reader, path: str) -> dict[str, Any]:
    page = client.get(path)
    assert page.status_code == 200
    form = next(form for form in parse(page.text).iter("form") if "data-options" in form.attrib)
    found: dict[str, Any] = json.loads(form.attrib["data-options"])
    return found


def add(client: Reader, passkey: Authenticator, name: str = "El meu mòbil") -> TestResponse:
    return client.submit(NEW, name=name, answer=passkey.create(options_on(client, NEW)))


def enter(client: Reader, answer: str, **typed: str) -> TestResponse:
    return client.submit(ENTER, form=f"action={ENTER_POST}", answer=answer, **typed)


@pytest.fixture
def account(app: Flask) -> Account:
    return make_account()


@pytest.fixture
def passkey(client: Reader, account: Account) -> Authenticator:
    made = Authenticator()
    assert add(sign_in(client, account), made).location == HOME
    return made


def test_a_passkey_lets_in_without_anything_else(app: Flask, passkey: Authenticator) -> None:
    browser = visitor(app)
    assert enter(browser, passkey.get(options_on(browser, ENTER))).location == HOME
    assert "El meu mòbil" in browser.get(HOME).text


def test_its_owner_is_told_of_a_new_one(
    account: Account, passkey: Authenticator, letters: Callable[..., list[Dispatch]]
) -> None:
    [letter] = letters("account.changed")
    assert (letter.values["change"], letter.subject_id) == ("passkey_added", account.public_id)


def test_the_same_answer_does_not_count_twice(app: Flask, client: Reader, account: Account) -> None:
    """Not even of one that does not count its uses: whoever copied an answer has nothing."""
    passkey = Authenticator(counts=False)
    add(sign_in(client, account), passkey)
    browser, thief = visitor(app), visitor(app)
    answer = passkey.get(options_on(browser, ENTER))
    assert enter(browser, answer).status_code == 303
    assert enter(thief, answer).status_code == 422
    assert enter(thief, passkey.get(options_on(thief, ENTER))).status_code == 303


def test_an_old_challenge_is_refused(app: Flask, passkey: Authenticator, clock_at: Clock) -> None:
    browser = visitor(app)
    answer = passkey.get(options_on(browser, ENTER))
    clock_at(NOW + timedelta(minutes=11))
    assert enter(browser, answer).status_code == 422


def test_a_challenge_of_one_purpose_is_none_for_another(app: Flask, client: Reader, passkey: Authenticator) -> None:
    answer = passkey.get(options_on(client, NEW))
    assert enter(visitor(app), answer).status_code == 422


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "null", "[]", "x" * 30_000, '{"response": 1}', '{"response": {"clientDataJSON": "e30"}}', '"\\u0000"'],
)
def test_a_strange_answer_is_refused_kindly(app: Flask, answer: str) -> None:
    refused = enter(visitor(app), answer)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text


def test_an_answer_for_another_site_is_refused(app: Flask, passkey: Authenticator) -> None:
    browser = visitor(app)
    passkey.origin = "http://evil.example"
    assert enter(browser, passkey.get(options_on(browser, ENTER))).status_code == 422


def test_one_that_asks_for_no_finger_lets_nobody_in_alone(app: Flask, passkey: Authenticator) -> None:
    browser = visitor(app)
    passkey.is_verifying = False
    assert enter(browser, passkey.get(options_on(browser, ENTER))).status_code == 422


def test_a_copied_passkey_that_counts_is_refused(app: Flask, passkey: Authenticator) -> None:
    browser = visitor(app)
    enter(browser, passkey.get(options_on(browser, ENTER)))
    passkey.count = 0
    other = visitor(app)
    assert enter(other, passkey.get(options_on(other, ENTER))).status_code == 422


def test_another_key_under_the_same_name_is_refused(app: Flask, passkey: Authenticator) -> None:
    forged = Authenticator()
    forged.id, forged.count = passkey.id, 100
    browser = visitor(app)
    assert enter(browser, forged.get(options_on(browser, ENTER))).status_code == 422


def test_one_of_a_blocked_account_is_answered_as_a_strange_one(
    app: Flask, account: Account, passkey: Authenticator
) -> None:
    in_transaction(lambda: block(account.id, actor="admin@example.org", now=NOW))

    def said(answer: TestResponse) -> tuple[int, str]:
        return answer.status_code, answer.text.partition('role="alert"')[2].partition("</div>")[0]

    browser, other = visitor(app), visitor(app)
    refused = enter(browser, passkey.get(options_on(browser, ENTER)))
    assert refused.status_code == 422
    assert said(refused) == said(enter(other, Authenticator().get(options_on(other, ENTER))))
    assert browser.get(HOME).status_code == 303


def test_the_same_passkey_is_not_registered_twice(app: Flask, passkey: Authenticator) -> None:
    other = sign_in(visitor(app), make_account())
    assert add(other, passkey).status_code == 422


def test_staff_take_it_as_their_second_step(app: Flask, account: Account, passkey: Authenticator) -> None:
    give_role(account, Role.ADMIN)
    browser = sign_in(visitor(app), account)
    assert browser.get(HOME).location.startswith(SECOND)
    passkey.is_verifying = False
    answer = passkey.get(options_on(browser, SECOND))
    assert browser.submit(SECOND, form=f"action={SECOND_POST}", answer=answer).location == HOME
    assert browser.get(HOME).status_code == 200


def test_somebody_elses_is_no_second_step(app: Flask, account: Account, passkey: Authenticator) -> None:
    give_role(account, Role.ADMIN)
    thief_account = make_account()
    other = Authenticator()
    add(sign_in(visitor(app), thief_account), other)
    browser = sign_in(visitor(app), account)
    answer = other.get(options_on(browser, SECOND))
    assert browser.submit(SECOND, form=f"action={SECOND_POST}", answer=answer).status_code == 422
    assert browser.get(HOME).status_code == 303


def test_staff_without_a_second_step_set_one_up_before_anything(app: Flask, client: Reader, account: Account) -> None:
    give_role(account, Role.COORDINATOR)
    sign_in(client, account)
    assert client.get(HOME).location.startswith("/ca/compte/segon-factor/alta")
    assert add(client, Authenticator()).status_code == 303
    assert client.get(HOME).status_code == 200


def test_half_a_session_adds_no_passkey_beside_one_that_exists(
    app: Flask, account: Account, passkey: Authenticator
) -> None:
    """Else whoever reads somebody's mail needs no second step."""
    give_role(account, Role.ADMIN)
    browser = sign_in(visitor(app), account)
    assert browser.get(NEW).location.startswith(SECOND)
    db.session.rollback()
    assert len(list_passkeys(account.id)) == 1


def test_a_passkey_is_renamed_and_removed_by_its_owner_only(
    app: Flask, client: Reader, account: Account, passkey: Authenticator
) -> None:
    [kept] = list_passkeys(account.id)
    thief = sign_in(visitor(app), make_account())
    assert thief.get(f"/ca/compte/claus/{kept.public_id}/nom").status_code == 404
    token = parse(thief.get(HOME).text).find(".//input[@name='csrf_token']")
    assert token is not None
    thief.post(f"/ca/compte/claus/{kept.public_id}/treu", data={"csrf_token": token.get("value", "")})
    db.session.rollback()
    assert len(list_passkeys(account.id)) == 1
    client.submit(f"/ca/compte/claus/{kept.public_id}/nom", name="La tauleta")
    assert "La tauleta" in client.get(HOME).text
    client.submit(HOME, form=f"action=/ca/compte/claus/{kept.public_id}/treu")
    assert list_passkeys(account.id) == []
