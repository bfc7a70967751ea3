"""What a person's file says of their account."""

from typing import Any

from sqlalchemy import select

from coopnet.accounts.models import AccountSession, PasswordCredential
from coopnet.accounts.queries.accounts import find_account, list_passkeys
from coopnet.accounts.queries.assisted import list_help_of
from coopnet.accounts.queries.sessions import list_grants
from coopnet.foundation.db import db


def export(account_id: str) -> dict[str, Any]:
    """Never what opens it: hashes and keys are of no use to anybody but a thief."""
    account = find_account(account_id)
    if account is None:
        return {}
    changed_at = db.session.scalar(
        select(PasswordCredential.changed_at).where(PasswordCredential.account_id == account.id)
    )
    sessions = db.session.scalars(
        select(AccountSession).where(AccountSession.account_id == account.id).order_by(AccountSession.id)
    )
    return {
        "id": account.public_id,
        "name": account.name,
        "language": account.language,
        "created_at": account.created_at.isoformat(),
        "last_seen_at": max(account.seen_at, account.created_at).isoformat(),  # kept to the hour
        "contacts": [
            {
                "kind": one.kind,
                "value": one.value,
                "is_primary": one.is_primary,
                "verified_at": one.verified_at.isoformat() if one.verified_at else None,
            }
            for one in account.contacts
        ],
        "password_changed_at": changed_at.isoformat() if changed_at else None,
        "passkeys": [{"name": one.name, "created_at": one.created_at.isoformat()} for one in list_passkeys(account.id)],
        "sessions": [
            {
                "device": one.device,
                "began_at": one.created_at.isoformat(),
                "last_seen_at": max(one.last_seen_at, one.created_at).isoformat(),  # kept to the hour
                "ended_at": one.ended_at.isoformat() if one.ended_at else None,
            }
            for one in sessions
        ],
        "roles": [
            {
                "role": one.role,
                "for": [one.subject_kind, one.subject_id] if one.subject_id else None,
                "granted_at": one.granted_at.isoformat(),
            }
            for one in list_grants(account.id)
        ],
        "helped": list_help_of(account.id),
    }
