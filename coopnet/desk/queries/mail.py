"""How the post is doing: what waits, what left last, what failed and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from coopnet.accounts.rules.contacts import EMAIL, PHONE, Address, hidden
from coopnet.desk.rules.errors import without_addresses
from coopnet.foundation import clock, jobs, outbox
from coopnet.foundation.db import db
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting

SHOWN = 50
# Letters leave about in the order in which they are due; a late one among so many is met too.
LOOKED_AT = 50


@dataclass(frozen=True)
class Health:
    """`oldest_due_at` and `last_sent_at` are None when nothing waits, and when nothing has left that is remembered."""

    queued: int
    oldest_due_at: datetime | None
    trying_again: int
    last_sent_at: datetime | None
    failed: int
    worker_seen_at: datetime | None


@dataclass(frozen=True)
class Failed:
    key: int
    public_id: str
    kind: str
    recipient: str | None  # hidden but for what its owner knows it by; None for a job, and once it is erased
    error: str | None
    attempts: int
    queued_at: datetime
    finished_at: datetime | None
    can_retry: bool


def get_health(now: datetime) -> Health:
    queued = (Dispatch.state == outbox.QUEUED) & (Dispatch.channel != outbox.POINT)
    count, oldest, again = db.session.execute(
        select(func.count(), func.min(Dispatch.due_at), func.count().filter(Dispatch.attempts > 0)).where(
            queued, Dispatch.due_at <= now
        )
    ).one()
    later = db.session.scalar(
        select(func.count()).select_from(Dispatch).where(queued, Dispatch.due_at > now, Dispatch.attempts > 0)
    )
    last = db.session.scalars(
        select(Dispatch.finished_at)
        .where(Dispatch.state == outbox.SENT, Dispatch.channel.not_in((outbox.JOB, outbox.POINT)))
        .order_by(Dispatch.due_at.desc())
        .limit(LOOKED_AT)
    )
    return Health(
        queued=count,
        oldest_due_at=oldest,
        trying_again=again + (later or 0),
        last_sent_at=max((moment for moment in last if moment), default=None),
        failed=count_failed()[0],
        worker_seen_at=jobs.find_last_beat(),
    )


def count_failed() -> tuple[int, datetime | None]:
    """How many, and since when the oldest has waited."""
    count, oldest = db.session.execute(
        select(func.count(), func.min(Dispatch.queued_at)).where(Dispatch.state == outbox.DEAD)
    ).one()
    return count, oldest


def list_failed(*, before: int | None) -> list[Failed]:
    """Newest first, one more than a page shows; `before` is the key of the last one seen."""
    asked = select(Dispatch).where(Dispatch.state == outbox.DEAD).order_by(Dispatch.id.desc()).limit(SHOWN + 1)
    if before is not None:
        asked = asked.where(Dispatch.id < before)
    return [_told(row) for row in db.session.scalars(asked)]


def find_failed(public_id: str) -> Failed | None:
    row = db.session.scalars(
        select(Dispatch).where(Dispatch.public_id == public_id, Dispatch.state == outbox.DEAD)
    ).first()
    return _told(row) if row else None


def panel(viewer: Viewer) -> dict[str, Sequence[Waiting]]:
    """For `desk.home`."""
    if not viewer.can("letters.see"):
        return {}
    count, oldest = count_failed()
    if not count:
        return {}
    text = ngettext("%(num)d message failed", "%(num)d messages failed", count)
    return {"letters": [Waiting(text, count, oldest or clock.now(), "desk.mail")]}


def _told(row: Dispatch) -> Failed:
    kind = EMAIL if row.channel == outbox.EMAIL else PHONE
    return Failed(
        key=row.id,
        public_id=row.public_id,
        kind=row.kind,
        recipient=hidden(Address(kind, row.recipient)) if row.recipient else None,
        error=without_addresses(row.last_error) if row.last_error else None,
        attempts=row.attempts,
        queued_at=row.queued_at,
        finished_at=row.finished_at,
        can_retry=row.channel == outbox.JOB or row.recipient is not None,
    )
