"""People with accounts, and how they get in; through the services and the pages."""

from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import update

from coopnet.accounts.models import Account, AccountSession
from coopnet.accounts.queries.accounts import find_account
from coopnet.accounts.queries.proofs import link_of
from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.accounts.rules.proofs import Purpose
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import accounts, passwords, proving, roles, second_factor
from coopnet.foundation import clock
from coopnet.foundation.db import db, in_transaction
from tests.rig.reader import Reader

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
_number = count(1)


def make_account(email: str | None = None, *, name: str = "", now: datetime | None = None) -> Account:
    address = Address(EMAIL, email or f"persona{next(_number)}@example.org")

    def make() -> str:
        account = accounts.get_or_make(address, language="ca", now=now or clock.now())
        account.name = name
        return account.public_id

    return get(in_transaction(make))


def get(public_id: str) -> Account:
    db.session.rollback()
    db.session.expire_all()
    found = find_account(public_id)
    assert found is not None
    return found


def give_role(account: Account, role: Role, *, subject_id: str | None = None) -> None:
    give = partial(roles.grant, account, role, subject_id=subject_id, actor="admin@example.org", now=clock.now())
    in_transaction(give)


PASSWORD = "quatre gats al terrat"


def give_password(account: Account, password: str = PASSWORD) -> str:
    made = passwords.make_hash(password, account)
    in_transaction(partial(passwords.set_hash, account.id, made, session_id="", now=clock.now()))
    return password


def give_totp(account: Account) -> str:
    """The secret."""
    secret = second_factor.new_secret()
    in_transaction(partial(second_factor.put_totp, account.id, secret, last_step=0, now=clock.now()))
    return secret


def link_for(email: str, **asked: Any) -> str:
    """The address of a letter's link, without the letter."""
    ask = partial(proving.ask, Address(EMAIL, email), Purpose.SIGN_IN, language="ca", now=clock.now(), is_sent=False)
    return f"/ca/compte/entra/{link_of(in_transaction(lambda: ask(**asked).public_id))}"


def email_of(account: Account) -> str:
    return get(account.public_id).contacts[0].value


def sign_in(client: Reader, account: Account, *, is_strong: bool = False) -> Reader:
    """By a link, as a person does it; `is_strong`: the second step has been taken too."""
    answer = client.submit(link_for(email_of(account)))
    assert answer.status_code == 303
    if is_strong:
        strengthen(account)
    return client


def strengthen(account: Account) -> None:
    """Marks every session of the account as if it had shown its second factor."""
    marked = update(AccountSession).where(AccountSession.account_id == account.id).values(second_factor_at=clock.now())
    in_transaction(lambda: db.session.execute(marked))


def visitor(app: Flask) -> Reader:
    """Another browser."""
    made = app.test_client()
    assert isinstance(made, Reader)
    return made
