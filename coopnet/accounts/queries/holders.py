"""Who holds a role for one thing, and where letters reach them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from coopnet.accounts.models import Account, RoleGrant
from coopnet.accounts.queries.accounts import main_address
from coopnet.accounts.rules.contacts import Address
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db


@dataclass(frozen=True)
class Holder:
    account_key: int
    account_id: str  # public
    address: Address
    language: str


def list_holders(roles: Iterable[Role], *, subject_kind: str, subject_id: str) -> list[Holder]:
    """Each once, the longest here first; not who is blocked, nor who has proved no address."""
    held = select(RoleGrant.account_id).where(
        RoleGrant.role.in_([role.value for role in roles]),
        RoleGrant.subject_kind == subject_kind,
        RoleGrant.subject_id == subject_id,
        RoleGrant.ended_at.is_(None),
    )
    accounts = db.session.scalars(
        select(Account)
        .options(selectinload(Account.contacts))
        .where(Account.id.in_(held), Account.blocked_at.is_(None))
        .order_by(Account.id)
    )
    found = [(account, main_address(account)) for account in accounts]
    return [
        Holder(account.id, account.public_id, address, account.language)
        for account, address in found
        if address is not None
    ]
