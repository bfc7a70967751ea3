"""Erasing a person: at their own wish, or when nobody has come for a long time."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update

from coopnet.accounts.models import Account, ContactProof, RoleGrant
from coopnet.accounts.rules.events import AccountErased
from coopnet.accounts.rules.giving import roles_alone
from coopnet.accounts.service import accounts, administrators
from coopnet.foundation import audit, outbox
from coopnet.foundation.db import db
from coopnet.foundation.events import publish


def erase(account_key: int, *, now: datetime) -> None:
    """Everything of the account goes, by the database's own cascade; the rooms above are told first.

    The audit log keeps what was done and when, and which role was given for what; no longer by whom nor to whom.
    Raises `RuleBroken("last_admin")`.
    """
    administrators.keep_another(account_key)
    account = accounts.get(account_key)
    # What was only typed may be somebody else's: their traces are not this person's.
    public_id, values = account.public_id, [one.value for one in account.contacts if one.verified_at is not None]
    theirs = or_(ContactProof.value.in_(values), ContactProof.account_id == account_key)
    publish(AccountErased(account_id=public_id, key=account_key, at=now))
    audit.forget_person(
        names=[*values, public_id], subject_kind="account", subject_id=public_id, what_stays=roles_alone
    )
    for column in (RoleGrant.granted_by, RoleGrant.ended_by):
        given = update(RoleGrant).where(column.in_(values)).values({column: audit.ERASED})
        db.session.execute(given.execution_options(synchronize_session=False))
    outbox.forget("account", public_id)
    outbox.forget_contacts(values)
    for proof_id in db.session.scalars(select(ContactProof.public_id).where(theirs)):
        outbox.forget("contact_proof", proof_id)
    db.session.flush()
    db.session.expunge(account)
    for gone in (
        delete(ContactProof).where(theirs),
        delete(Account).where(Account.id == account_key),
    ):
        db.session.execute(gone.execution_options(synchronize_session=False))
