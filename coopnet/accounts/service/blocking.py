"""Keeping somebody out, and letting them in again. What they made stays."""

from datetime import datetime

from coopnet.accounts.models import Account
from coopnet.accounts.rules.events import AccountBlocked
from coopnet.accounts.service import accounts, administrators, sessions
from coopnet.foundation import audit
from coopnet.foundation.events import publish


def block(account_key: int, *, actor: str, now: datetime) -> bool:
    """Their sessions end at once. False when they were blocked already.

    Raises `RuleBroken`: `last_admin`, and `session_ended` when they were erased meanwhile.
    """
    administrators.keep_another(account_key)
    account = accounts.get(account_key)
    if account.blocked_at is not None:
        return False
    _put(account, now, actor=actor, action="accounts.block", now=now)
    publish(AccountBlocked(account.id, now))
    return True


def unblock(account_key: int, *, actor: str, now: datetime) -> bool:
    """False when they were not blocked. They sign in anew: no session of before comes back."""
    account = accounts.get(account_key)
    if account.blocked_at is None:
        return False
    _put(account, None, actor=actor, action="accounts.unblock", now=now)
    return True


def _put(account: Account, blocked_at: datetime | None, *, actor: str, action: str, now: datetime) -> None:
    before = account.blocked_at is not None
    account.blocked_at = blocked_at
    # When one is let in again too: somebody may have been getting in at the very moment of the block.
    sessions.end_others(account.id, but=None, now=now)
    audit.record(
        at=now,
        actor=actor,
        action=action,
        subject_kind="account",
        subject_id=account.public_id,
        before={"blocked": before},
        after={"blocked": blocked_at is not None},
    )
