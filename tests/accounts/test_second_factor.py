"""Codes of an app, and recovery codes."""

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account, RecoveryCode, TotpSecret
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import second_factor
from coopnet.foundation import links
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.sealing import seal, unseal
from tests.factories.accounts import NOW, give_role, give_totp, make_account, sign_in, visitor
from tests.rig.reader import Reader, parse, read_form

Clock = Callable[..., None]
PAGE, ENROL, HOME = "/ca/compte/segon-factor", "/ca/compte/segon-factor/alta", "/ca/compte/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Clock) -> None:
    clock_at(NOW)


@pytest.fixture
def account(app: Flask) -> Account:
    return make_account()


def code_of(secret: str, moment: object = NOW) -> str:
    return pyotp.TOTP(secret).at(moment)  # type: ignore[arg-type]


def secret_on(html: str) -> str:
    link = next(a for a in parse(html).iter("a") if a.get("href", "").startswith("otpauth:"))
    return pyotp.parse_uri(link.attrib["href"]).secret


def codes_on(html: str) -> list[str]:
    return re.findall(r"<code[^>]*>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", html)


def test_staff_set_it_up_before_they_get_anywhere(client: Reader, account: Account) -> None:
    give_role(account, Role.ADMIN)
    sign_in(client, account)
    assert client.get(HOME).location.startswith(ENROL)
    page = client.get(ENROL)
    fields = read_form(page.text).fields
    shown = client.post(ENROL, data={**fields, "code": code_of(secret_on(page.text))})
    assert len(codes_on(shown.text)) == 10
    assert client.get(HOME).status_code == 200


def test_a_wrong_code_sets_nothing_up_and_the_secret_stays_the_same(client: Reader, account: Account) -> None:
    sign_in(client, account)
    page = client.get(ENROL)
    again = client.post(ENROL, data={**read_form(page.text).fields, "code": "000000"})
    assert again.status_code == 422
    assert secret_on(again.text) == secret_on(page.text)
    db.session.rollback()
    assert db.session.scalars(select(TotpSecret)).all() == []


def test_who_turned_it_on_is_asked_each_time(app: Flask, account: Account) -> None:
    secret = give_totp(account)
    browser = sign_in(visitor(app), account)
    assert browser.get(HOME).location.startswith(PAGE)
    assert browser.submit(PAGE, code=code_of(secret)).location == HOME
    assert browser.get(HOME).status_code == 200


def test_a_code_is_good_once(app: Flask, account: Account) -> None:
    secret = give_totp(account)
    first, second = sign_in(visitor(app), account), sign_in(visitor(app), account)
    assert first.submit(PAGE, code=code_of(secret)).status_code == 303
    assert second.submit(PAGE, code=code_of(secret)).status_code == 422
    # Nor is the one of the step before.
    assert second.submit(PAGE, code=code_of(secret, NOW - timedelta(seconds=30))).status_code == 422
    assert second.submit(PAGE, code=code_of(secret, NOW + timedelta(seconds=30))).status_code == 303


@pytest.mark.parametrize("seconds", [-90, 90])
def test_a_code_of_another_time_is_none(app: Flask, account: Account, seconds: int) -> None:
    secret = give_totp(account)
    browser = sign_in(visitor(app), account)
    assert browser.submit(PAGE, code=code_of(secret, NOW + timedelta(seconds=seconds))).status_code == 422


def test_the_session_has_another_token_after_it(app: Flask, account: Account) -> None:
    secret = give_totp(account)
    browser = sign_in(visitor(app), account)
    half = browser.get_cookie("coopnet")
    assert half is not None
    browser.submit(PAGE, code=code_of(secret))
    thief = visitor(app)
    thief.set_cookie("coopnet", half.value)
    assert thief.get(HOME).location.startswith("/ca/compte/entra")


def test_half_a_session_opens_nothing(app: Flask, account: Account) -> None:
    give_totp(account)
    browser = sign_in(visitor(app), account)
    for path in (HOME, "/ca/compte/dades.json", "/ca/compte/contrasenya", "/ca/compte/contactes/nou", ENROL):
        assert browser.get(path).location.startswith(PAGE), path
    assert browser.get("/ca/compte/claus/nova").location.startswith(PAGE)


def test_a_recovery_code_is_good_once(app: Flask, account: Account, letters: Callable[..., list[Dispatch]]) -> None:
    give_totp(account)
    [code, *_rest] = in_transaction(lambda: second_factor.renew_codes(account.id, now=NOW))
    first, second = sign_in(visitor(app), account), sign_in(visitor(app), account)
    assert first.submit(PAGE, code=code.lower()).status_code == 303
    assert second.submit(PAGE, code=code).status_code == 422
    assert "recovery_code_used" in {letter.values["change"] for letter in letters("account.changed")}


def test_new_recovery_codes_kill_the_old_ones(app: Flask, client: Reader, account: Account) -> None:
    secret = give_totp(account)
    [old, *_rest] = in_transaction(lambda: second_factor.renew_codes(account.id, now=NOW))
    sign_in(client, account).submit(PAGE, code=code_of(secret))
    assert len(codes_on(client.submit("/ca/compte/codis-de-recuperacio").text)) == 10
    assert sign_in(visitor(app), account).submit(PAGE, code=old).status_code == 422


def test_recovery_codes_of_another_account_are_none(app: Flask, account: Account) -> None:
    give_totp(account)
    other = make_account()
    [code, *_rest] = in_transaction(lambda: second_factor.renew_codes(other.id, now=NOW))
    assert sign_in(visitor(app), account).submit(PAGE, code=code).status_code == 422


def test_guessing_is_slowed_down(app: Flask, account: Account) -> None:
    give_totp(account)
    browser = sign_in(visitor(app), account)
    for _ in range(5):
        assert browser.submit(PAGE, code="000000").status_code == 422
    answer = browser.submit(PAGE, code="000000")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_staff_are_asked_again_after_twelve_hours(app: Flask, account: Account, clock_at: Clock) -> None:
    secret = give_totp(account)
    give_role(account, Role.PLAN)
    browser = sign_in(visitor(app), account)
    browser.submit(PAGE, code=code_of(secret))
    clock_at(NOW + timedelta(hours=7))
    assert browser.get(HOME).status_code == 200
    clock_at(NOW + timedelta(hours=13))
    assert browser.get(HOME).location.startswith(PAGE)


def test_staff_cannot_take_their_only_second_step_away(app: Flask, client: Reader, account: Account) -> None:
    secret = give_totp(account)
    give_role(account, Role.ADMIN)
    sign_in(client, account).submit(PAGE, code=code_of(secret))
    assert client.submit(HOME, form="action=/ca/compte/segon-factor/treu").status_code == 409
    assert client.get(HOME).status_code == 200


def test_others_can(client: Reader, account: Account) -> None:
    secret = give_totp(account)
    sign_in(client, account).submit(PAGE, code=code_of(secret))
    assert client.submit(HOME, form="action=/ca/compte/segon-factor/treu").status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(RecoveryCode)).all() == []


def test_the_database_alone_gives_no_secret(app: Flask, account: Account) -> None:
    secret = give_totp(account)
    db.session.rollback()
    kept = db.session.scalars(select(TotpSecret)).one()
    assert secret not in kept.sealed
    assert unseal(kept.sealed, purpose="totp", owner=account.public_id) == secret.encode()
    assert unseal(kept.sealed, purpose="totp", owner="somebody else") is None
    assert unseal(kept.sealed, purpose="other", owner=account.public_id) is None


def test_a_sealed_secret_outlives_a_new_key_of_the_instance(app: Flask) -> None:
    sealed = seal(b"x", purpose="totp", owner="a")
    ring = links.make_key_ring(["another secret"])
    old = dict(app.config["LINK_KEYS"])
    app.config["LINK_KEYS"] = ring | old
    assert unseal(sealed, purpose="totp", owner="a") == b"x"
    app.config["LINK_KEYS"] = ring
    assert unseal(sealed, purpose="totp", owner="a") is None
