"""Sessions: begun, strengthened by a second factor, ended. What a cookie holds is worth nothing once its row ended."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from coopnet.accounts.models import Account, AccountSession
from coopnet.accounts.rules.sessions import device_in_words, hash_token, new_token
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id


def begin(account: Account, *, user_agent: str, is_kept: bool, has_both: bool = False, now: datetime) -> str:
    """The token for the cookie. `has_both`: what was shown counts for two factors, as a passkey with a fingerprint."""
    token = new_token()
    hour = to_hour(now)
    db.session.add(
        AccountSession(
            public_id=new_public_id(),
            account_id=account.id,
            token_hash=hash_token(token),
            device=device_in_words(user_agent),
            is_kept=is_kept,
            created_at=now,
            last_seen_at=hour,
            second_factor_at=now if has_both else None,
        )
    )
    account.seen_at = hour
    db.session.flush()
    return token


def strengthen(token: str, *, now: datetime) -> tuple[str, bool]:
    """After a second factor the session has another token: one that was planted before is worth nothing.

    The new token, and whether the browser keeps it. Raises `RuleBroken("session_ended")`.
    """
    session = _get(token)
    fresh = new_token()
    session.token_hash, session.second_factor_at = hash_token(fresh), now
    db.session.flush()
    return fresh, session.is_kept


def note_seen(token: str, now: datetime, every: timedelta) -> None:
    """To the hour, or to the minute where a session ends after some: when somebody was here is nobody's business."""
    hour = to_hour(now)
    seen_at = now.replace(second=0, microsecond=0) if every < timedelta(hours=1) else hour
    key = db.session.scalar(
        select(AccountSession.account_id).where(
            AccountSession.token_hash == hash_token(token), AccountSession.ended_at.is_(None)
        )
    )
    if key is None:
        return
    for seen in (
        update(AccountSession).where(AccountSession.token_hash == hash_token(token)).values(last_seen_at=seen_at),
        update(Account).where(Account.id == key).values(seen_at=hour),
    ):
        db.session.execute(seen.execution_options(synchronize_session=False))


def end(token: str, *, now: datetime) -> None:
    _end(AccountSession.token_hash == hash_token(token), now)


def end_one(account_key: int, public_id: str, *, now: datetime) -> None:
    """One's own only; of somebody else's nothing happens, and nothing is said."""
    _end((AccountSession.account_id == account_key) & (AccountSession.public_id == public_id), now)


def end_others(account_key: int, *, but: str | None, now: datetime) -> None:
    """All but the one of the public id `but`."""
    _end((AccountSession.account_id == account_key) & (AccountSession.public_id != (but or "")), now)


def to_hour(moment: datetime) -> datetime:
    """No finer: when exactly somebody was here is nobody's business."""
    return moment.replace(minute=0, second=0, microsecond=0)


def _get(token: str) -> AccountSession:
    found = db.session.scalars(
        select(AccountSession)
        .where(AccountSession.token_hash == hash_token(token), AccountSession.ended_at.is_(None))
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise RuleBroken("session_ended")
    return found


def _end(which: ColumnElement[bool], now: datetime) -> None:
    db.session.execute(
        update(AccountSession)
        .where(which, AccountSession.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
