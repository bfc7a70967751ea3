"""Somebody can always get in who gives roles."""

from sqlalchemy import func, select

from coopnet.accounts.models import Account, RoleGrant
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken


def keep_another(account_key: int) -> None:
    """Before an administrator loses the role, is blocked or goes. Raises `RuleBroken("last_admin")`.

    The first thing in its transaction: whoever asks waits for those who asked before, so that two who remove each
    other at once are not both heard.
    """
    holders = db.session.scalars(
        select(RoleGrant.account_id)
        .where(RoleGrant.role == Role.ADMIN.value, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.id)
        .with_for_update()
    ).all()
    if account_key not in holders:
        return
    # A question of its own: the lock is held now, and who was blocked while we waited does not count.
    others = db.session.scalar(
        select(func.count())
        .select_from(Account)
        .where(Account.id.in_(holders), Account.id != account_key, Account.blocked_at.is_(None))
    )
    if not others:
        raise RuleBroken("last_admin")
