"""Who has which row of the outbox in hand, and until when.

A claim is one `UPDATE` that compares and sets; everything said of a row afterwards holds only while it is still its
claimer's. All of it runs in the caller's transaction.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Update, or_, select, update

from coopnet.foundation.db import changed_rows, db
from coopnet.foundation.outbox import POINT, QUEUED, Dispatch

LEASE = timedelta(seconds=60)


def claim(owner: str, now: datetime, *, limit: int, except_for: Collection[str] = ()) -> Sequence[Dispatch]:
    """At most `limit` rows, the longest due first, none of a channel of `except_for`. They are detached."""
    due = (
        select(Dispatch.id)
        .where(*_is_due(now, except_for), is_free(now))
        # What a dead worker left comes last: if it was the cause, it does not hold up the others.
        .order_by(Dispatch.lease_until.is_not(None), Dispatch.due_at, Dispatch.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    taken = (
        update(Dispatch)
        .where(Dispatch.id.in_(select(due.c.id)), Dispatch.state == QUEUED, is_free(now))
        .values(lease_until=now + LEASE, lease_owner=owner)
        .returning(Dispatch)
        .execution_options(synchronize_session=False)
    )
    rows = sorted(db.session.scalars(taken), key=lambda row: (row.due_at, row.id))
    for row in rows:
        db.session.expunge(row)
    return rows


def renew(owner: str, rows: Sequence[Dispatch], now: datetime) -> set[int]:
    """The ids of those that are still the owner's, now for a whole lease more."""
    kept = _own(owner, rows).values(lease_until=now + LEASE).returning(Dispatch.id)
    return set(db.session.scalars(kept))


def release(owner: str, rows: Sequence[Dispatch]) -> None:
    db.session.execute(_own(owner, rows).values(lease_until=None, lease_owner=None))


def settle(owner: str, row: Dispatch, **values: Any) -> bool:
    """What became of a row, and the end of the claim. False when another has it in hand by now."""
    return changed_rows(_own(owner, [row]).values(lease_until=None, lease_owner=None, **values)) == 1


def free_all(owner: str, now: datetime) -> None:
    """What a dead owner held is anybody's. The ended lease stays on it as a mark: see `claim`."""
    held = update(Dispatch).where(Dispatch.lease_owner == owner, Dispatch.state == QUEUED)
    db.session.execute(held.values(lease_until=now).execution_options(synchronize_session=False))


def is_any_due(now: datetime, *, or_held: bool, except_for: Collection[str] = ()) -> bool:
    """A look that locks nothing. `or_held`: also what somebody has in hand."""
    conditions = _is_due(now, except_for)
    if not or_held:
        conditions.append(is_free(now))
    return db.session.scalar(select(Dispatch.id).where(*conditions).limit(1)) is not None


def is_free(now: datetime) -> ColumnElement[bool]:
    return or_(Dispatch.lease_until.is_(None), Dispatch.lease_until <= now)


def _is_due(now: datetime, except_for: Collection[str]) -> list[ColumnElement[bool]]:
    return [Dispatch.state == QUEUED, Dispatch.due_at <= now, Dispatch.channel.not_in({POINT, *except_for})]


def _own(owner: str, rows: Sequence[Dispatch]) -> Update:
    return (
        update(Dispatch)
        .where(Dispatch.id.in_([row.id for row in rows]), Dispatch.lease_owner == owner, Dispatch.state == QUEUED)
        .execution_options(synchronize_session=False)
    )
