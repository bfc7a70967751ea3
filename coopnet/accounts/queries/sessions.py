"""Who a session belongs to, and what they may do."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from coopnet.accounts.models import (
    Account,
    AccountContact,
    AccountSession,
    PasskeyCredential,
    RoleGrant,
    TotpSecret,
)
from coopnet.accounts.rules.roles import PERMISSIONS, Role, is_staff
from coopnet.accounts.rules.sessions import SECOND_FACTOR_HOLDS, hash_token, stands_until
from coopnet.foundation.db import db
from coopnet.foundation.viewer import Grant, Viewer

AN_HOUR, A_MINUTE = timedelta(hours=1), timedelta(minutes=1)

_CONTACT = (
    select(AccountContact.value)
    .where(AccountContact.account_id == Account.id, AccountContact.verified_at.is_not(None))
    .order_by(AccountContact.kind, AccountContact.is_primary.desc(), AccountContact.id)
    .limit(1)
    .scalar_subquery()
)
_HAS_TOTP = exists().where(TotpSecret.account_id == Account.id)
_HAS_PASSKEY = exists().where(PasskeyCredential.account_id == Account.id)
_HELPS = exists().where(
    RoleGrant.account_id == AccountSession.account_id,
    RoleGrant.role == Role.POINT,
    RoleGrant.ended_at.is_(None),
    RoleGrant.paused_at.is_(None),
)
_BY_TOKEN = select(AccountSession, Account, _CONTACT, _HAS_TOTP, _HAS_PASSKEY).join(
    Account, Account.id == AccountSession.account_id
)


def find_viewer(token: str, now: datetime) -> Viewer | None:
    """Of a session that stands; None once it has ended, by whatever cause. Asks twice at most."""
    row = db.session.execute(
        _BY_TOKEN.where(
            AccountSession.token_hash == hash_token(token),
            AccountSession.ended_at.is_(None),
            Account.blocked_at.is_(None),
        )
    ).first()
    if row is None:
        return None
    session, account, contact, has_totp, has_passkey = row
    roles = [grant for grant in list_grants(account.id) if grant.paused_at is None]
    is_helpers = any(grant.role == Role.POINT for grant in roles)
    if not is_standing(session, now, is_helpers=is_helpers):
        return None
    staff = any(is_staff(grant.role) for grant in roles)
    proved_at = session.second_factor_at
    # Who switched codes on wants them asked for; a passkey alone is one more way in. Staff always owe one of the two.
    is_whole = proved_at is not None and (not staff or now - proved_at <= SECOND_FACTOR_HOLDS)
    return Viewer(
        key=account.id,
        account_id=account.public_id,
        session_id=session.public_id,
        name=account.name,
        contact=contact or account.public_id,
        language=account.language,
        roles=tuple(dict.fromkeys(grant.role for grant in roles)),
        grants=frozenset(
            Grant(permission, grant.subject_kind, grant.subject_id)
            for grant in roles
            for permission in PERMISSIONS[Role(grant.role)]
        ),
        has_second_factor=has_totp or has_passkey,
        is_whole=is_whole or not (staff or has_totp),
        is_staff=staff,
        last_seen_at=session.last_seen_at,
        noted_every=A_MINUTE if is_helpers and not session.is_kept else AN_HOUR,
    )


def find_owner(token: str) -> str | None:
    """The public id of whose session it is or was, however it ended."""
    return db.session.scalar(
        select(Account.public_id)
        .join(AccountSession, AccountSession.account_id == Account.id)
        .where(AccountSession.token_hash == hash_token(token))
    )


def list_grants(account_key: int) -> Sequence[RoleGrant]:
    """Those that stand, also those that rest."""
    return db.session.scalars(
        select(RoleGrant)
        .where(RoleGrant.account_id == account_key, RoleGrant.ended_at.is_(None))
        .order_by(RoleGrant.granted_at, RoleGrant.id)
    ).all()


def list_sessions(account_key: int, now: datetime) -> Sequence[AccountSession]:
    """Those that stand, the latest first."""
    found = db.session.execute(
        select(AccountSession, _HELPS)
        .where(AccountSession.account_id == account_key, AccountSession.ended_at.is_(None))
        .order_by(AccountSession.last_seen_at.desc(), AccountSession.id.desc())
    )
    return [one for one, is_helpers in found if is_standing(one, now, is_helpers=is_helpers)]


def is_standing(one: AccountSession, now: datetime, *, is_helpers: bool) -> bool:
    """Of one that nobody has ended: whether its time is not over."""
    return now <= stands_until(
        created_at=one.created_at, last_seen_at=one.last_seen_at, is_kept=one.is_kept, is_helpers=is_helpers
    )
