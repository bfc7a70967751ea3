"""What a daily job does: whatever of accounts has had its time goes."""

from datetime import datetime, time

from sqlalchemy import delete

from coopnet.accounts.models import AccountContact, AccountSession, ContactProof, KeptOut, RoleGrant, UsedChallenge
from coopnet.accounts.queries import overdue
from coopnet.accounts.queries.kept_out import is_over
from coopnet.accounts.rules.retention import GRANTS_KEPT
from coopnet.accounts.service.erasing import erase
from coopnet.foundation import audit, outbox
from coopnet.foundation.db import db

ERASE = "accounts.erase_overdue"
BATCH = 50


def erase_overdue(now: datetime) -> int:
    """How many accounts; at most a batch, so that nobody waits for the lock. The rest goes in the same stroke."""
    for gone in (
        delete(ContactProof).where(overdue.is_stale_proof(now)),
        delete(AccountContact).where(overdue.is_unproved_contact(now)),
        delete(AccountSession).where(overdue.is_old_session(now)),
        delete(RoleGrant).where(overdue.is_old_grant(now)),
        delete(KeptOut).where(is_over(now)),
        delete(UsedChallenge).where(overdue.is_old_challenge(now)),
    ):
        db.session.execute(gone.execution_options(synchronize_session=False))
    audit.forget_who(before=now - GRANTS_KEPT)
    found = overdue.list_forsaken(now, limit=BATCH)
    for key in found:
        erase(key, now=now)
    return len(found)


def erase_job(dispatch: outbox.Dispatch) -> None:
    """Goes on with the next batch until nobody is overdue."""
    if erase_overdue(dispatch.due_at) == BATCH:
        outbox.put_next_part(dispatch)


DAILY = ((ERASE, erase_job, time(3, 45)),)
