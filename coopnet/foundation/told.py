"""Messages that somebody at a support point tells a person who has no e-mail and no phone of their own.

They are rows of the outbox, put there with their cause as any letter, which no worker takes. `recipient` is the point's
public id, `due_at` by when it must be told, `attempts` how often nobody was met.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, Update, and_, func, select, update

from coopnet.foundation import audit
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import changed_rows, db
from coopnet.foundation.jobs import kept_for
from coopnet.foundation.outbox import POINT, QUEUED, SENT, Dispatch

TELL = "call.tell"
TRY = "call.try"
UNTELL = "call.take_back"
SEEN = timedelta(days=2)  # what was told is shown for so long, so that a wrong press is taken back


@dataclass(frozen=True)
class Backlog:
    """What one point has still to tell. `oldest_due_at` is when the most pressing should have been told."""

    point: str
    count: int
    overdue: int
    oldest_at: datetime
    oldest_due_at: datetime


def list_waiting(point: str, *, limit: int, subject: tuple[str, str] | None = None) -> Sequence[Dispatch]:
    """The most pressing first; `subject` narrows to one thing, by kind and public id."""
    asked = select(Dispatch).where(_is_waiting(), Dispatch.recipient == point)
    return db.session.scalars(_about(asked, subject).order_by(Dispatch.due_at, Dispatch.id).limit(limit)).all()


def list_told(point: str, *, since: datetime, limit: int) -> Sequence[Dispatch]:
    """The latest first."""
    return db.session.scalars(
        select(Dispatch)
        .where(
            Dispatch.channel == POINT,
            Dispatch.recipient == point,
            Dispatch.state == SENT,
            Dispatch.finished_at >= since,
        )
        .order_by(Dispatch.finished_at.desc(), Dispatch.id.desc())
        .limit(limit)
    ).all()


def find(public_id: str, *, point: str) -> Dispatch | None:
    return db.session.scalars(
        select(Dispatch).where(Dispatch.public_id == public_id, Dispatch.channel == POINT, Dispatch.recipient == point)
    ).first()


def list_backlogs(now: datetime, points: Collection[str] | None = None) -> list[Backlog]:
    """Of each point that has something to tell; `points` narrows to those. The most pressing first."""
    oldest_due = func.min(Dispatch.due_at)
    asked = (
        select(
            Dispatch.recipient,
            func.count(),
            func.count().filter(Dispatch.due_at < now),
            func.min(Dispatch.queued_at),
            oldest_due,
        )
        .where(_is_waiting(), Dispatch.recipient.is_not(None))
        .group_by(Dispatch.recipient)
        .order_by(oldest_due, Dispatch.recipient)
    )
    if points is not None:
        asked = asked.where(Dispatch.recipient.in_(points))
    return [
        Backlog(point or "", count, overdue, oldest_at, due_at)
        for point, count, overdue, oldest_at, due_at in db.session.execute(asked)
    ]


def list_presses(public_ids: Collection[str]) -> dict[str, list[AuditEntry]]:
    """Who told or tried, and when, by message; the oldest first."""
    found: dict[str, list[AuditEntry]] = {}
    if public_ids:
        entries = db.session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_kind == "dispatch", AuditEntry.subject_id.in_(public_ids))
            .order_by(AuditEntry.id)
        )
        for entry in entries:
            found.setdefault(entry.subject_id, []).append(entry)
    return found


def tell(public_id: str, *, point: str, actor: str, now: datetime) -> bool:
    """It was told. False when it had been: two who press at once are one."""
    done = _one(public_id, point, state=QUEUED).values(state=SENT, finished_at=now, erase_at=now + kept_for())
    return _press(TELL, done, public_id, point=point, actor=actor, now=now)


def try_in_vain(public_id: str, *, point: str, actor: str, now: datetime) -> bool:
    """Nobody was met; it waits on. False when it has been told meanwhile."""
    tried = _one(public_id, point, state=QUEUED).values(attempts=Dispatch.attempts + 1)
    return _press(TRY, tried, public_id, point=point, actor=actor, now=now)


def take_back(public_id: str, *, point: str, actor: str, now: datetime) -> bool:
    """The wrong button was pressed: it is still to be told. False when it is so already."""
    back = _one(public_id, point, state=SENT).values(state=QUEUED, finished_at=None, erase_at=None)
    return _press(UNTELL, back, public_id, point=point, actor=actor, now=now)


def tell_here(subject_kind: str, subject_id: str, *, now: datetime) -> int:
    """The person stands in front of whoever has just done it for them: what was put for them at `now` has been told."""
    return changed_rows(
        update(Dispatch)
        .where(
            _is_waiting(),
            Dispatch.subject_kind == subject_kind,
            Dispatch.subject_id == subject_id,
            Dispatch.queued_at == now,
        )
        .values(state=SENT, finished_at=now, erase_at=now + kept_for())
        .execution_options(synchronize_session=False)
    )


def _press(action: str, change: Update, public_id: str, *, point: str, actor: str, now: datetime) -> bool:
    if not changed_rows(change):
        return False
    audit.record(
        at=now,
        actor=actor,
        action=action,
        subject_kind="dispatch",
        subject_id=public_id,
        after={"point": point},
    )
    return True


def _one(public_id: str, point: str, *, state: str) -> Update:
    return (
        update(Dispatch)
        .where(
            Dispatch.public_id == public_id,
            Dispatch.channel == POINT,
            Dispatch.recipient == point,
            Dispatch.state == state,
        )
        .execution_options(synchronize_session=False)
    )


def _is_waiting() -> ColumnElement[bool]:
    return and_(Dispatch.channel == POINT, Dispatch.state == QUEUED)


def _about(asked: Select[Dispatch], subject: tuple[str, str] | None) -> Select[Dispatch]:
    if subject is None:
        return asked
    return asked.where(Dispatch.subject_kind == subject[0], Dispatch.subject_id == subject[1])
