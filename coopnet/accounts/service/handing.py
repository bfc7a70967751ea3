"""Roles for one thing become roles for another one: two entities turned out to be one."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from coopnet.accounts.models import Account, RoleGrant
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import roles
from coopnet.foundation import audit
from coopnet.foundation.db import db


def hand_on(kind: str, *, old: str, new: str, actor: str, now: datetime) -> None:
    """Whoever has a role for the one has it for the other instead. Their sessions stay: they lose nothing."""
    for held in _list_of(kind, old, RoleGrant.ended_at.is_(None)):
        _end(held, actor=actor, now=now)
        _give(held, new, actor=actor, now=now)


def hand_back(kind: str, *, old: str, new: str, since: datetime, actor: str, now: datetime) -> None:
    """Takes back what `hand_on` did at the moment `since`; what was given or ended at another time stays."""
    for held in _list_of(kind, new, (RoleGrant.granted_at == since) & RoleGrant.ended_at.is_(None)):
        _end(held, actor=actor, now=now)
    for held in _list_of(kind, old, RoleGrant.ended_at == since):
        _give(held, old, actor=actor, now=now)


def _list_of(kind: str, subject_id: str, condition: ColumnElement[bool]) -> Sequence[RoleGrant]:
    asked = select(RoleGrant).where(RoleGrant.subject_kind == kind, RoleGrant.subject_id == subject_id, condition)
    return db.session.scalars(asked.order_by(RoleGrant.account_id, RoleGrant.id)).all()


def _give(held: RoleGrant, subject_id: str, *, actor: str, now: datetime) -> None:
    account = db.session.get_one(Account, held.account_id)
    roles.grant(account, Role(held.role), subject_id=subject_id, actor=actor, now=now)


def _end(held: RoleGrant, *, actor: str, now: datetime) -> None:
    held.ended_at, held.ended_by = now, actor
    db.session.flush()
    account = db.session.get_one(Account, held.account_id)
    audit.record(
        at=now,
        actor=actor,
        action="accounts.hand_on",
        subject_kind="account",
        subject_id=account.public_id,
        before={"role": held.role, "for": held.subject_id},
    )
