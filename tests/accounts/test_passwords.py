"""Passwords: argon2, the same work for nobody, and none that is tried first."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import event, select

from coopnet.accounts.models import Account, PasswordCredential
from coopnet.accounts.rules.contacts import PHONE, Address
from coopnet.accounts.rules.passwords import fingerprints, weakness_of
from coopnet.accounts.service import passwords
from coopnet.accounts.service.accounts import get_or_make
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from tests.factories.accounts import NOW, PASSWORD, email_of, get, give_password, make_account, sign_in, visitor
from tests.rig.reader import Reader

PAGE, SET, HOME = "/ca/compte/entra/contrasenya", "/ca/compte/contrasenya", "/ca/compte/"


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[..., None]) -> None:
    clock_at(NOW)


@pytest.fixture
def account(app: Flask) -> Account:
    return make_account(name="Rosa Vila")


def test_a_password_lets_in(client: Reader, account: Account) -> None:
    give_password(account)
    assert client.submit(PAGE, who=email_of(account), password=PASSWORD).location == HOME
    assert client.get(HOME).status_code == 200


def test_it_is_kept_as_argon2id_only(account: Account) -> None:
    give_password(account)
    db.session.rollback()
    kept = db.session.scalars(select(PasswordCredential)).one()
    assert kept.hash.startswith("$argon2id$")
    assert PASSWORD not in kept.hash


def test_a_phone_and_a_password_do_too(client: Reader) -> None:
    made = partial(get_or_make, Address(PHONE, "+34612345678"), language="ca", now=NOW)
    public_id = in_transaction(lambda: made().public_id)
    give_password(get(public_id))
    assert client.submit(PAGE, who="612 34 56 78", password=PASSWORD).location == HOME


@pytest.mark.parametrize("typed", ["wrong password", "", PASSWORD.upper(), PASSWORD + " "])
def test_another_one_does_not(client: Reader, account: Account, typed: str) -> None:
    give_password(account)
    answer = client.submit(PAGE, who=email_of(account), password=typed)
    assert answer.status_code == 422
    assert client.get(HOME).status_code == 303


@contextmanager
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is asked of the database, and each argon2."""
    done: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        done.append(statement)

    class Hasher:
        def verify(self, kept: str, typed: str) -> bool:
            done.append("argon2")
            return passwords_hasher.verify(kept, typed)

    passwords_hasher = passwords._hasher
    monkeypatch.setattr(passwords, "_hasher", Hasher())
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield done
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
        monkeypatch.setattr(passwords, "_hasher", passwords_hasher)


def test_the_same_is_done_for_nobody_as_for_somebody(
    app: Flask, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(account)
    without = make_account()
    passwords._dummy()
    told, done = [], []
    for who in (email_of(account), email_of(without), "stranger@example.org"):
        browser = visitor(app)
        browser.get(PAGE)
        with work(monkeypatch) as steps:
            answer = browser.submit(PAGE, who=who, password="some other words")
        done.append(steps)
        told.append(re.sub(r'value="[^"]*"', "", answer.text))
    assert done[0] == done[1] == done[2]
    assert "argon2" in done[0]
    assert told[0] == told[1] == told[2]


def test_guessing_is_slowed_down_for_who_guesses_alone(app: Flask, account: Account) -> None:
    give_password(account)
    thief = visitor(app)
    answers = [thief.submit(PAGE, who=email_of(account), password=f"guess number {n}") for n in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    owner = visitor(app)
    owner.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    assert owner.submit(PAGE, who=email_of(account), password=PASSWORD).location == HOME


def test_a_new_one_is_set_and_ends_the_other_sessions(
    app: Flask, client: Reader, account: Account, letters: Callable[..., list[Dispatch]]
) -> None:
    sign_in(client, account)
    other = sign_in(visitor(app), account)
    assert client.submit(SET, password="quatre gats al terrat").status_code == 303
    assert client.get(HOME).status_code == 200
    assert other.get(HOME).status_code == 303
    assert [letter.values["change"] for letter in letters("account.changed")] == ["password_set"]


def test_it_is_taken_away(client: Reader, account: Account) -> None:
    give_password(account)
    sign_in(client, account)
    client.submit(HOME, form="action=/ca/compte/contrasenya/treu")
    assert client.submit(PAGE, who=email_of(account), password=PASSWORD).status_code == 422


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("curta", "short"),
        ("x" * 201, "long"),
        ("password12", "common"),
        ("PASSWORD2026", "common"),
        ("barcelona1899", "common"),
        ("qwertyuiop", "common"),
        ("1234567890", "common"),
        ("asdfghjklñ", "common"),
        ("abababababab", "common"),
        ("iloveyou2!", "common"),
        ("coopnet2026", "personal"),
        ("rosavila1234", "personal"),
    ],
)
def test_a_weak_one_is_refused(password: str, why: str) -> None:
    assert weakness_of(password, personal=["Rosa Vila", "rosa@example.org", "coopnet"]) == why


@pytest.mark.parametrize(
    "password", ["quatre gats al terrat", "7hG-kk2_zzQp", "ves a saber qui ho diu", "пароль-для-кошек"]
)
def test_a_good_one_is_not(password: str) -> None:
    assert weakness_of(password, personal=["Rosa Vila", "rosa@example.org"]) is None


def test_a_weak_one_is_refused_on_the_page_with_the_reason(client: Reader, account: Account) -> None:
    answer = sign_in(client, account).submit(SET, password="password2026")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    db.session.rollback()
    assert db.session.scalars(select(PasswordCredential)).all() == []


def test_the_file_of_common_ones_is_made_of_prints() -> None:
    made = fingerprints(["Password", "abc", "secret"])
    assert len(made) == 10
    assert made == fingerprints(["secret", "password"])


def test_proposals_that_are_refused_lock_nobody_out(client: Reader, account: Account) -> None:
    sign_in(client, account)
    refused = [client.submit(SET, password="password").status_code for _ in range(7)]
    assert refused == [422] * 7
    assert client.submit(SET, password=PASSWORD).status_code == 303
