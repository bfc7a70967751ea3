"""Roles: given and taken, each with its entry in the audit log."""

from datetime import datetime

from sqlalchemy import select

from coopnet.accounts.models import Account, RoleGrant
from coopnet.accounts.rules.roles import Role, subject_kind_of
from coopnet.accounts.service import administrators
from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id


def grant(account: Account, role: Role, *, subject_id: str | None, actor: str, now: datetime) -> bool:
    """False when they hold it already. Raises `RuleBroken("role_needs_subject")` or `role_without_subject`.

    `owner` and `editor` are always of an entity; `door` and `point` of one, or of all.
    """
    kind = subject_kind_of(role)
    if subject_id is not None and kind is None:
        raise RuleBroken("role_without_subject")
    if subject_id is None and role in {Role.OWNER, Role.EDITOR}:
        raise RuleBroken("role_needs_subject")
    if _find(account.id, role, subject_id) is not None:
        return False
    before = _held(account.id)
    db.session.add(
        RoleGrant(
            public_id=new_public_id(),
            account_id=account.id,
            role=role.value,
            subject_kind=kind if subject_id else None,
            subject_id=subject_id,
            granted_by=actor,
            granted_at=now,
        )
    )
    db.session.flush()
    _note(account, "accounts.grant", before, actor=actor, now=now)
    return True


def revoke(account: Account, role: Role, *, subject_id: str | None, actor: str, now: datetime) -> bool:
    """False when they do not hold it. What the role let them do ends at their next press: sessions carry no rights, so
    they go on, and whoever is to be kept out is blocked. Raises `RuleBroken("last_admin")`.
    """
    if role == Role.ADMIN:
        administrators.keep_another(account.id)
    found = _find(account.id, role, subject_id)
    if found is None:
        return False
    before = _held(account.id)
    found.ended_at, found.ended_by = now, actor
    db.session.flush()
    _note(account, "accounts.revoke", before, actor=actor, now=now)
    return True


def _find(account_key: int, role: Role, subject_id: str | None) -> RoleGrant | None:
    return db.session.scalars(
        select(RoleGrant).where(
            RoleGrant.account_id == account_key,
            RoleGrant.role == role.value,
            RoleGrant.subject_id.is_(None) if subject_id is None else RoleGrant.subject_id == subject_id,
            RoleGrant.ended_at.is_(None),
        )
    ).first()


def _held(account_key: int) -> list[str]:
    rows = db.session.execute(
        select(RoleGrant.role, RoleGrant.subject_kind, RoleGrant.subject_id)
        .where(RoleGrant.account_id == account_key, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
    )
    return [role if subject is None else f"{role} for {kind} {subject}" for role, kind, subject in rows]


def _note(account: Account, action: str, before: list[str], *, actor: str, now: datetime) -> None:
    audit.record(
        at=now,
        actor=actor,
        action=action,
        subject_kind="account",
        subject_id=account.public_id,
        before={"roles": before},
        after={"roles": _held(account.id)},
    )
