"""The outbox: what must leave or be done after a commit, written in the same transaction as its cause.

It is the queue of the whole product: letters by e-mail, messages by SMS, and jobs. The worker claims rows by
compare-and-set with a lease, so any number of workers may run and a killed one loses nothing. At least once: what
leaves carries the key, so that a second copy can be recognised.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, cast, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from coopnet.foundation import audit
from coopnet.foundation.db import Base, add_if_absent, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id

EMAIL = "email"
SMS = "sms"
POINT = "point"  # somebody at a support point tells it, and no worker takes it: see `told`
JOB = "job"

QUEUED = "queued"
SENT = "sent"
DEAD = "dead"


class Dispatch(Base):
    """One letter, message or job. `values` is what wording needs (ids, never rendered text), erased after a time."""

    __tablename__ = "dispatch"
    __table_args__ = (
        Index("ix_dispatch_due", "state", "due_at"),
        Index("ix_dispatch_subject", "subject_kind", "subject_id"),
        Index("ix_dispatch_erase_at", "erase_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    dedup_key: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str]
    kind: Mapped[str]
    language: Mapped[str]
    recipient: Mapped[str | None]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    state: Mapped[str]
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int]
    lease_until: Mapped[datetime | None]
    lease_owner: Mapped[str | None]
    finished_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    erase_at: Mapped[datetime | None]  # from then on recipient, values and error are not kept; None once erased


def put(
    *,
    dedup_key: str,
    channel: str,
    kind: str,
    now: datetime,
    subject_kind: str,
    subject_id: str,
    recipient: str | None = None,
    language: str = "ca",
    values: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Queue it in the current transaction. False when the same key was queued before: then nothing is added.

    `kind` is a name of the table of kinds in `app.py`; `subject_*` says what it is about (`registration`, its public
    id).
    """
    return add_if_absent(
        Dispatch,
        unique="dedup_key",
        public_id=new_public_id(),
        dedup_key=dedup_key,
        channel=channel,
        kind=kind,
        language=language,
        recipient=recipient,
        values=dict(values or {}),
        subject_kind=subject_kind,
        subject_id=subject_id,
        state=QUEUED,
        queued_at=now,
        due_at=due_at or now,
        attempts=0,
    )


def find_queued_at(dedup_key: str) -> datetime | None:
    return db.session.scalar(select(Dispatch.queued_at).where(Dispatch.dedup_key == dedup_key))


def find_recipient(dedup_key: str) -> str | None:
    """None also once it is no longer kept."""
    return db.session.scalar(select(Dispatch.recipient).where(Dispatch.dedup_key == dedup_key))


def put_next_part(dispatch: Dispatch) -> None:
    """The job goes on with its next batch, in a transaction of its own."""
    part = int(dispatch.values.get("part", 0)) + 1
    put(
        dedup_key=f"{dispatch.dedup_key.split('#')[0]}#{part}",
        channel=JOB,
        kind=dispatch.kind,
        now=dispatch.due_at,
        subject_kind=dispatch.subject_kind,
        subject_id=dispatch.subject_id,
        values={"part": part},
    )


def forget(subject_kind: str, subject_id: str) -> None:
    """Nothing of a person stays in what was queued for them; what has not left will not."""
    db.session.execute(
        update(Dispatch)
        .where(Dispatch.subject_kind == subject_kind, Dispatch.subject_id == subject_id)
        .values(recipient=None, values={}, last_error=None)
        .execution_options(synchronize_session=False)
    )


def forget_contacts(contacts: Sequence[str]) -> None:
    """What has left keeps nothing of these addresses and phones, were it for them or tell somebody else of them.

    What still waits is for somebody, or says something to somebody: it leaves first.
    """
    named = [cast(Dispatch.values, String).contains(one, autoescape=True) for one in contacts]
    db.session.execute(
        update(Dispatch)
        .where(Dispatch.state == SENT, Dispatch.erase_at.is_not(None))
        .where(or_(Dispatch.recipient.in_(contacts), *named))
        .values(recipient=None, values={}, last_error=None, erase_at=None)
        .execution_options(synchronize_session=False)
    )


def retry(public_id: str | None, *, now: datetime, actor: str) -> int:
    """Puts back one dispatch, or every dead one: due now, with all its tries before it. How many.

    Raises `RuleBroken`: `not_found`; `already_sent`; `erased`, when nobody knows any more to whom it was.
    """
    wanted = Dispatch.state == DEAD if public_id is None else Dispatch.public_id == public_id
    rows = db.session.scalars(select(Dispatch).where(wanted).with_for_update()).all()
    if public_id is not None:
        _check_retry(rows[0] if rows else None)
    rows = [row for row in rows if not _is_erased(row)]
    for row in rows:
        before = {"state": row.state, "attempts": row.attempts}
        row.state, row.attempts, row.due_at = QUEUED, 0, now
        row.finished_at = row.erase_at = row.lease_until = row.lease_owner = None
        audit.record(
            at=now,
            actor=actor,
            action="letters.retry",
            subject_kind="dispatch",
            subject_id=row.public_id,
            before=before,
            after={"state": QUEUED, "attempts": 0},
        )
    return len(rows)


def note_reading(*, now: datetime, actor: str) -> None:
    audit.record(at=now, actor=actor, action="letters.list", subject_kind="dispatch", subject_id="*")


def _check_retry(row: Dispatch | None) -> None:
    if row is None:
        raise RuleBroken("not_found")
    if row.state == SENT:
        raise RuleBroken("already_sent")
    if _is_erased(row):
        raise RuleBroken("erased")


def _is_erased(row: Dispatch) -> bool:
    return row.channel != JOB and row.recipient is None
