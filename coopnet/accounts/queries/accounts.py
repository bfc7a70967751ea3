"""Accounts, and the ways by which they are found."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import selectinload

from coopnet.accounts.models import (
    Account,
    AccountContact,
    PasskeyCredential,
    PasswordCredential,
    RecoveryCode,
    RoleGrant,
    TotpSecret,
)
from coopnet.accounts.rules.contacts import Address
from coopnet.foundation.db import db


def find_account(public_id: str) -> Account | None:
    return db.session.scalars(
        select(Account).options(selectinload(Account.contacts)).where(Account.public_id == public_id)
    ).first()


def find_by_address(address: Address) -> Account | None:
    """By an address that was proved; one that somebody only typed finds nobody."""
    return db.session.scalars(
        select(Account)
        .join(AccountContact, AccountContact.account_id == Account.id)
        .where(AccountContact.verified_key == address.key)
    ).first()


def list_verified(account_key: int) -> list[Address]:
    rows = db.session.execute(
        select(AccountContact.kind, AccountContact.value)
        .where(AccountContact.account_id == account_key, AccountContact.verified_at.is_not(None))
        .order_by(AccountContact.id)
    )
    return [Address(kind, value) for kind, value in rows]


def verified_values(account_key: int | ScalarSelect[int], kind: str) -> ScalarSelect[str]:
    """The same as part of another question: those of one kind."""
    return (
        select(AccountContact.value)
        .where(
            AccountContact.account_id == account_key,
            AccountContact.kind == kind,
            AccountContact.verified_at.is_not(None),
        )
        .scalar_subquery()
    )


@dataclass(frozen=True)
class KnownPassword:
    account_key: int
    hash: str


def find_password(address: Address) -> KnownPassword | None:
    """One question, whether or not there is such an account."""
    row = db.session.execute(
        select(AccountContact.account_id, PasswordCredential.hash)
        .join(PasswordCredential, PasswordCredential.account_id == AccountContact.account_id)
        .join(Account, Account.id == AccountContact.account_id)
        .where(AccountContact.verified_key == address.key, Account.blocked_at.is_(None))
    ).first()
    return KnownPassword(row[0], row[1]) if row else None


@dataclass(frozen=True)
class Keys:
    """By what an account can be opened."""

    has_password: bool
    passkeys: Sequence[PasskeyCredential]
    has_totp: bool
    recovery_left: int


def get_keys(account_key: int) -> Keys:
    has_password, has_totp, left = db.session.execute(
        select(
            select(PasswordCredential.account_id).where(PasswordCredential.account_id == account_key).exists(),
            select(TotpSecret.account_id).where(TotpSecret.account_id == account_key).exists(),
            select(func.count())
            .select_from(RecoveryCode)
            .where(RecoveryCode.account_id == account_key, RecoveryCode.used_at.is_(None))
            .scalar_subquery(),
        )
    ).one()
    return Keys(has_password, list_passkeys(account_key), has_totp, left)


def list_passkeys(account_key: int) -> Sequence[PasskeyCredential]:
    return db.session.scalars(
        select(PasskeyCredential).where(PasskeyCredential.account_id == account_key).order_by(PasskeyCredential.id)
    ).all()


def list_with_roles() -> list[tuple[Account, list[RoleGrant]]]:
    """Everybody who holds a role, with the roles that stand."""
    grants = db.session.scalars(
        select(RoleGrant).where(RoleGrant.ended_at.is_(None)).order_by(RoleGrant.account_id, RoleGrant.id)
    ).all()
    by_account: dict[int, list[RoleGrant]] = {}
    for grant in grants:
        by_account.setdefault(grant.account_id, []).append(grant)
    accounts = db.session.scalars(
        select(Account).options(selectinload(Account.contacts)).where(Account.id.in_(by_account)).order_by(Account.id)
    )
    return [(account, by_account[account.id]) for account in accounts]


def main_address(account: Account) -> Address | None:
    """Where letters about the account go: the primary one of those proved. Its contacts are loaded."""
    proved = [one for one in account.contacts if one.verified_at is not None]
    chosen = next((one for one in proved if one.is_primary), proved[0] if proved else None)
    return Address(chosen.kind, chosen.value) if chosen else None
