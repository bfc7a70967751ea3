"""What is done to people at the desk, by who may: roles given and taken, somebody kept out and let in again."""

from datetime import datetime

from sqlalchemy import select

from coopnet.accounts.models import Account, RoleGrant
from coopnet.accounts.queries.sessions import list_grants
from coopnet.accounts.rules.giving import givable, is_within_reach
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import blocking, roles
from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.viewer import Viewer


def give(account_id: str, role: Role, *, subject_id: str | None, by: Viewer, now: datetime) -> bool:
    """False when they hold it already.

    Raises `RuleBroken`: `person_gone`, `role_not_yours`, `role_needs_subject`, `role_without_subject`.
    """
    _check_may(by, role)
    return roles.grant(_get(account_id), role, subject_id=subject_id, actor=by.contact, now=now)


def take(account_id: str, grant_id: str, *, by: Viewer, now: datetime) -> bool:
    """False when they do not hold it any more. Raises `RuleBroken`: `person_gone`, `role_not_yours`, `last_admin`."""
    account = _get(account_id)
    held = db.session.scalars(
        select(RoleGrant).where(RoleGrant.account_id == account.id, RoleGrant.public_id == grant_id)
    ).first()
    if held is None or held.ended_at is not None:
        return False
    role = Role(held.role)
    _check_may(by, role)
    return roles.revoke(account, role, subject_id=held.subject_id, actor=by.contact, now=now)


def block(account_id: str, *, by: Viewer, now: datetime) -> bool:
    """False when they were blocked already.

    Raises `RuleBroken`: `person_gone`, `last_admin`, and `role_not_yours` for who holds a role above one's own.
    """
    key = _get_within_reach(account_id, by)
    return blocking.block(key, actor=by.contact, now=now)


def unblock(account_id: str, *, by: Viewer, now: datetime) -> bool:
    """False when they were not blocked. Raises `RuleBroken`: `person_gone`, `role_not_yours`."""
    key = _get_within_reach(account_id, by)
    return blocking.unblock(key, actor=by.contact, now=now)


def note_finding(account_id: str | None, *, count: int, by: Viewer, now: datetime) -> None:
    """Who looked is written down; what they typed is not. `account_id` is that of the one whose contact it was."""
    audit.record(
        at=now,
        actor=by.contact,
        action="accounts.find",
        subject_kind="account",
        subject_id=account_id or "*",
        after={"count": count},
    )


def _get(account_id: str) -> Account:
    found = db.session.scalars(select(Account).where(Account.public_id == account_id)).first()
    if found is None:
        raise RuleBroken("person_gone")
    return found


def _get_within_reach(account_id: str, by: Viewer) -> int:
    key = _get(account_id).id
    if not is_within_reach((one.role for one in list_grants(key)), of=by.roles):
        raise RuleBroken("role_not_yours")
    return key


def _check_may(by: Viewer, role: Role) -> None:
    if role not in givable(by.roles):
        raise RuleBroken("role_not_yours")
