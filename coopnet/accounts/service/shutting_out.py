"""A helper's phone is lost: whoever has it is nobody any more, at once; and roles that rest for a while.

All that opens the account falls but a letter to its own address: sessions, passkeys, codes of an app, password. Who
holds the phone may read that letter too, and would set up a second step of their own: so the role rests, until somebody
who coordinates has heard from the person and gives it back.
"""

from datetime import datetime

from sqlalchemy import delete, select, update

from coopnet.accounts import letters
from coopnet.accounts.letters.kinds import Change
from coopnet.accounts.models import (
    Account,
    AccountSession,
    PasskeyCredential,
    PasswordCredential,
    RecoveryCode,
    RoleGrant,
    TotpSecret,
)
from coopnet.accounts.queries.accounts import main_address
from coopnet.accounts.queries.sessions import list_grants
from coopnet.accounts.rules.giving import is_a_helper_alone
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import accounts, sessions
from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken


def shut_out(account_id: str, *, actor: str, now: datetime) -> None:
    """By who coordinates. Raises `RuleBroken`: `person_gone`, `not_a_helper` for who holds other roles at the desk."""
    account = _get_helper(account_id)
    _close(account, but=None, now=now)
    _note(account, "accounts.shut_out", actor=actor, now=now)


def shut_out_others(account_key: int, *, session_id: str, actor: str, now: datetime) -> None:
    """By themself, from another device, which stays signed in and owes a second step for whatever asks for one."""
    account = accounts.get(account_key)
    _close(account, but=session_id, now=now)
    this_one = update(AccountSession).where(AccountSession.public_id == session_id).values(second_factor_at=None)
    db.session.execute(this_one.execution_options(synchronize_session=False))
    _note(account, "accounts.shut_out", actor=actor, now=now)


def pause(account_id: str, *, actor: str, now: datetime) -> bool:
    """The role rests: it gives nothing from the next press on. False when it does. Raises as `shut_out`."""
    account = _get_helper(account_id)
    if not _rest(account.id, actor=actor, now=now):
        return False
    _note(account, "accounts.pause", actor=actor, now=now)
    return True


def resume(account_id: str, *, actor: str, now: datetime) -> bool:
    """The role is given back. False when it does not rest. Raises as `shut_out`."""
    account = _get_helper(account_id)
    resting = [one for one in _helping(account.id) if one.paused_at is not None]
    for one in resting:
        one.paused_at = one.paused_by = None
    if resting:
        _note(account, "accounts.resume", actor=actor, now=now)
    return bool(resting)


def _close(account: Account, *, but: str | None, now: datetime) -> None:
    sessions.end_others(account.id, but=but, now=now)
    for model in (PasskeyCredential, TotpSecret, RecoveryCode, PasswordCredential):
        gone = delete(model).where(model.account_id == account.id)
        db.session.execute(gone.execution_options(synchronize_session=False))
    _rest(account.id, actor="system", now=now)
    letters.changed(account, Change.SHUT_OUT, to=main_address(account), now=now)


def _rest(account_key: int, *, actor: str, now: datetime) -> bool:
    standing = [one for one in _helping(account_key) if one.paused_at is None]
    for one in standing:
        one.paused_at, one.paused_by = now, actor
    db.session.flush()
    return bool(standing)


def _helping(account_key: int) -> list[RoleGrant]:
    return [one for one in list_grants(account_key) if one.role == Role.POINT]


def _get_helper(account_id: str) -> Account:
    key = db.session.scalar(select(Account.id).where(Account.public_id == account_id))
    if key is None:
        raise RuleBroken("person_gone")
    if not is_a_helper_alone(one.role for one in list_grants(key)):
        raise RuleBroken("not_a_helper")
    return accounts.get(key)


def _note(account: Account, action: str, *, actor: str, now: datetime) -> None:
    audit.record(at=now, actor=actor, action=action, subject_kind="account", subject_id=account.public_id)
