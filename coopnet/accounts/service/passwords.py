"""Passwords: argon2id, the same work for somebody we do not know, and nothing that is tried first."""

from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete

from coopnet.accounts import letters
from coopnet.accounts.letters.kinds import Change
from coopnet.accounts.models import Account, PasswordCredential
from coopnet.accounts.queries.accounts import KnownPassword, main_address
from coopnet.accounts.rules.passwords import MAXIMUM, weakness_of
from coopnet.accounts.service import accounts, sessions
from coopnet.foundation import district
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken

# OWASP's second choice: 19 MiB, so that eight people who sign in at once fit a small machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def is_right(known: KnownPassword | None, typed: str) -> bool:
    """Outside any transaction: it takes a while, and as long for nobody as for somebody."""
    kept = known.hash if known else _dummy()
    try:
        _hasher.verify(kept, typed[:MAXIMUM])
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


def check(typed: str, account: Account) -> None:
    """Raises `RuleBroken("weak_password")` with `why`. Contacts of the account are loaded."""
    site = district.current()
    personal = [account.name, *(one.value for one in account.contacts), *site.site_name.values(), "coopnet"]
    weakness = weakness_of(typed, personal=personal)
    if weakness is not None:
        raise RuleBroken("weak_password", why=weakness.value)


def make_hash(typed: str, account: Account) -> str:
    """Outside any transaction: it takes its time. Raises as `check`."""
    check(typed, account)
    return _hasher.hash(typed)


def enter(known: KnownPassword, *, user_agent: str, is_kept: bool, now: datetime) -> str:
    """After `is_right`. The session's token. Raises `RuleBroken("proof_ended")` when the password changed meanwhile."""
    kept = db.session.get(PasswordCredential, known.account_key)
    account = db.session.get(Account, known.account_key)
    if kept is None or account is None or kept.hash != known.hash or account.blocked_at is not None:
        raise RuleBroken("proof_ended")
    return sessions.begin(account, user_agent=user_agent, is_kept=is_kept, now=now)


def set_hash(account_key: int, made: str, *, session_id: str, now: datetime) -> None:
    """Whoever signed in elsewhere has to do so again."""
    account = accounts.get(account_key)
    kept = db.session.get(PasswordCredential, account_key)
    if kept is None:
        db.session.add(PasswordCredential(account_id=account_key, hash=made, changed_at=now))
    else:
        kept.hash, kept.changed_at = made, now
    sessions.end_others(account_key, but=session_id, now=now)
    letters.changed(account, Change.PASSWORD_SET, to=main_address(account), now=now)


def remove(account_key: int, *, now: datetime) -> None:
    account = accounts.get(account_key)
    if db.session.get(PasswordCredential, account_key) is None:
        return
    db.session.execute(delete(PasswordCredential).where(PasswordCredential.account_id == account_key))
    letters.changed(account, Change.PASSWORD_REMOVED, to=main_address(account), now=now)


@cache
def _dummy() -> str:
    return _hasher.hash("nobody's password")
