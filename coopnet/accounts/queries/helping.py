"""Who helps at support points, with where they are signed in: for who coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from coopnet.accounts.models import Account, AccountSession, RoleGrant
from coopnet.accounts.queries.accounts import main_address
from coopnet.accounts.queries.sessions import is_standing
from coopnet.accounts.rules.contacts import told_apart
from coopnet.accounts.rules.giving import is_a_helper_alone
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db

MOST = 300


@dataclass(frozen=True)
class Helper:
    """`points` are public ids, None for all of them. `can_act`: whether who coordinates may shut them out."""

    account_id: str
    name: str
    contact: str  # hidden but for what its owner knows it by
    points: tuple[str | None, ...]
    paused_at: datetime | None
    sessions: Sequence[AccountSession]
    can_act: bool


def list_helpers(now: datetime) -> list[Helper]:
    """By name; three questions, however many."""
    grants = db.session.scalars(select(RoleGrant).where(RoleGrant.ended_at.is_(None)).order_by(RoleGrant.id)).all()
    keys = {one.account_id for one in grants if one.role == Role.POINT}
    accounts = db.session.scalars(
        select(Account)
        .options(selectinload(Account.contacts))
        .where(Account.id.in_(keys), Account.blocked_at.is_(None))
        .order_by(Account.id)
        .limit(MOST)
    ).all()
    standing = db.session.scalars(
        select(AccountSession)
        .where(AccountSession.account_id.in_(keys), AccountSession.ended_at.is_(None))
        .order_by(AccountSession.last_seen_at.desc(), AccountSession.id.desc())
    ).all()
    found = []
    for account in accounts:
        held = [one for one in grants if one.account_id == account.id]
        points = [one for one in held if one.role == Role.POINT]
        address = main_address(account)
        found.append(
            Helper(
                account_id=account.public_id,
                name=account.name,
                contact=told_apart(address, account.public_id),
                points=tuple(one.subject_id for one in points),
                paused_at=next((one.paused_at for one in points if one.paused_at), None),
                sessions=[
                    one for one in standing if one.account_id == account.id and is_standing(one, now, is_helpers=True)
                ],
                can_act=is_a_helper_alone(one.role for one in held),
            )
        )
    return sorted(found, key=lambda one: (not one.name, one.name.casefold(), one.contact))
