"""What works once works once, however many try at the same moment."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Barrier
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.accounts.models import Account, AccountSession, ContactProof
from coopnet.accounts.queries.proofs import find_proof
from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.accounts.rules.proofs import Purpose
from coopnet.accounts.service import accounts, proving, second_factor
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.errors import RuleBroken
from tests.factories.accounts import NOW, give_totp, make_account

TRIES = 8
ROSA = Address(EMAIL, "rosa@example.org")


@pytest.fixture
def together(app: Flask) -> Callable[[list[Callable[[], Any]]], list[Any]]:
    """Runs each in a transaction and thread of its own, all begun at once; a refusal is its code."""

    def run(works: list[Callable[[], Any]]) -> list[Any]:
        start = Barrier(len(works))

        def one(work: Callable[[], Any]) -> Any:
            with app.app_context():
                start.wait(10)
                try:
                    return in_transaction(work)
                except RuleBroken as refusal:
                    return refusal.code
                finally:
                    db.session.remove()

        db.session.rollback()
        with ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(one, works))

    return run


def ask() -> str:
    asked = partial(proving.ask, ROSA, Purpose.SIGN_IN, language="ca", now=NOW, is_sent=False)
    return in_transaction(lambda: asked().public_id)


def enter(proof_id: str) -> Callable[[], Any]:
    return lambda: bool(accounts.enter(proof_id, user_agent="", is_kept=False, now=NOW))


def count(model: type[Account | AccountSession]) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("app", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_the_race_is_there_where_a_link_is_looked_at_and_then_marked(
    together: Callable[..., list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shows that the tests below can fail: SQLite lets in one writer after the other, PostgreSQL does not."""
    everybody_has_looked = Barrier(TRIES)

    def careless(public_id: str, _purpose: Purpose, *, now: datetime) -> ContactProof:
        proof = find_proof(public_id)
        assert proof is not None
        everybody_has_looked.wait(10)
        if proof.used_at is not None:
            raise RuleBroken("proof_ended")
        proof.used_at = now
        return proof

    make_account("rosa@example.org", now=NOW)
    link = ask()
    monkeypatch.setattr(proving, "use", careless)
    assert together([enter(link)] * TRIES) == [True] * TRIES
    assert count(AccountSession) == TRIES


def test_a_link_lets_one_in(together: Callable[..., list[Any]]) -> None:
    link = ask()
    assert Counter(together([enter(link)] * TRIES)) == {True: 1, "proof_ended": TRIES - 1}
    assert count(AccountSession) == 1


def test_many_links_of_a_newcomer_make_one_account(together: Callable[..., list[Any]]) -> None:
    assert together([enter(link) for link in [ask() for _ in range(TRIES)]]) == [True] * TRIES
    assert (count(Account), count(AccountSession)) == (1, TRIES)


def test_an_address_becomes_that_of_one_account(together: Callable[..., list[Any]]) -> None:
    works = []
    for _ in range(4):
        key = make_account(now=NOW).id
        added = partial(accounts.add_contact, key, ROSA, language="ca", now=NOW)
        proof_id = in_transaction(lambda added=added: added().public_id)  # type: ignore[misc]
        works.append(partial(accounts.verify_contact, key, proof_id, now=NOW))
    assert Counter(together(works)) == {None: 1, "contact_taken": 3}


def test_a_code_of_the_app_counts_once(together: Callable[..., list[Any]]) -> None:
    account = make_account(now=NOW)
    code = pyotp.TOTP(give_totp(account)).at(NOW)
    key = account.id
    answers = together([lambda: second_factor.is_right(key, code, now=NOW)] * TRIES)
    assert Counter(answers) == {True: 1, False: TRIES - 1}


def test_a_recovery_code_counts_once(together: Callable[..., list[Any]]) -> None:
    account = make_account(now=NOW)
    give_totp(account)
    key = account.id
    [code, *_rest] = in_transaction(lambda: second_factor.renew_codes(key, now=NOW))
    answers = together([lambda: second_factor.is_right(key, code, now=NOW)] * TRIES)
    assert Counter(answers) == {True: 1, False: TRIES - 1}


def test_five_tries_of_a_code_are_five(together: Callable[..., list[Any]]) -> None:
    link = ask()
    together([lambda: proving.is_right_code(link, "AAAA-AAAA", now=NOW)] * TRIES)
    db.session.rollback()
    proof = find_proof(link)
    assert proof is not None
    assert proof.tries == 5
