"""What of accounts has had its time: the same conditions for the job that erases and for the report that counts."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from coopnet.accounts.models import (
    Account,
    AccountContact,
    AccountSession,
    ContactProof,
    KeptOut,
    RoleGrant,
    UsedChallenge,
)
from coopnet.accounts.queries.kept_out import is_over
from coopnet.accounts.rules import proofs
from coopnet.accounts.rules.keeping_out import KEPT_OUT
from coopnet.accounts.rules.retention import GRANTS_KEPT, SESSIONS_REMEMBERED, account_limit
from coopnet.accounts.rules.sessions import KEPT_IDLE
from coopnet.foundation import audit, district
from coopnet.foundation.db import Base, db
from coopnet.foundation.personal_data import PersonalField


def is_stale_proof(now: datetime) -> ColumnElement[bool]:
    return ContactProof.created_at < now - proofs.KEPT


def is_unproved_contact(now: datetime) -> ColumnElement[bool]:
    """Typed a day ago and never proved: it may be somebody else's."""
    return and_(AccountContact.verified_at.is_(None), AccountContact.created_at < now - proofs.KEPT)


def is_old_session(now: datetime) -> ColumnElement[bool]:
    """Ended, or long past the longest time that one stands."""
    limit = now - SESSIONS_REMEMBERED
    return or_(AccountSession.ended_at < limit, AccountSession.last_seen_at < limit - KEPT_IDLE)


def is_old_grant(now: datetime) -> ColumnElement[bool]:
    return RoleGrant.ended_at < now - GRANTS_KEPT


def is_old_challenge(now: datetime) -> ColumnElement[bool]:
    return UsedChallenge.used_at < now - proofs.KEPT


def is_forsaken(now: datetime) -> ColumnElement[bool]:
    """Nobody has come for as long as the rules say; who holds a role is kept, their team has to take it away."""
    holds_a_role = select(RoleGrant.id).where(RoleGrant.account_id == Account.id, RoleGrant.ended_at.is_(None)).exists()
    return and_(Account.seen_at < account_limit(now, district.current().legal.retention.account_months), ~holds_a_role)


def list_forsaken(now: datetime, *, limit: int) -> list[int]:
    return list(db.session.scalars(select(Account.id).where(is_forsaken(now)).order_by(Account.id).limit(limit)))


def personal_fields() -> tuple[PersonalField, ...]:
    months = district.current().legal.retention.account_months
    return (
        PersonalField(
            "accounts",
            "account: name, language, verified contacts, password, passkeys, codes",
            "to let a person in and to write to them",
            f"at the person's wish; {months} months after they were last here, unless they hold a role",
            lambda moment: _count(Account, is_forsaken(moment)),
        ),
        PersonalField(
            "accounts",
            "account_contact: not verified",
            "to verify it",
            "a day after it was typed",
            lambda moment: _count(AccountContact, is_unproved_contact(moment)),
        ),
        PersonalField(
            "accounts",
            "account_session: device, when it was used",
            "to let its owner see and end it",
            "30 days after it ended",
            lambda moment: _count(AccountSession, is_old_session(moment)),
        ),
        PersonalField(
            "accounts",
            "contact_proof: e-mail or phone",
            "to send a link and know it again",
            "a day after it was asked for",
            lambda moment: _count(ContactProof, is_stale_proof(moment)),
        ),
        PersonalField(
            "accounts",
            "role_grant: who held a role",
            "to answer who could see what",
            "5 years after it ended, or with the account",
            lambda moment: _count(RoleGrant, is_old_grant(moment)),
        ),
        PersonalField(
            "accounts",
            "audit_entry: who did something",
            "to answer who changed what",
            "5 years after it, or with the account",
            lambda moment: _count(audit.AuditEntry, audit.is_named_before(moment - GRANTS_KEPT)),
        ),
        PersonalField(
            "accounts",
            "kept_out: hash of a contact that no longer writes, why, and who decided it",
            "so that who has hurt somebody does not go on",
            f"{KEPT_OUT.days} days after it was decided, or when the team lets it in again",
            lambda moment: _count(KeptOut, is_over(moment)),
        ),
    )


def _count(model: type[Base], condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(condition)) or 0
