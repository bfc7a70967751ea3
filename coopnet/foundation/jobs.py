"""What is done by the clock: a job for each due tick, queued by whichever worker looks first.

A tick has one key, so any number of workers queue it once and none has to lead. After a long stop only the latest
tick is queued.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import Flask, current_app
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from coopnet.foundation import clock, district, outbox
from coopnet.foundation.db import Base, changed_rows, committing, db
from coopnet.foundation.letters import Handler, register_job
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.personal_data import PersonalField

ERASED_AT_ONCE = 2_000
FORGOTTEN_AFTER = timedelta(days=1)

_KEY = "coopnet.periodic"


class WorkerBeat(Base):
    """A worker that lives says so every few seconds; one that ends in order takes its row away."""

    __tablename__ = "worker_beat"

    worker: Mapped[str] = mapped_column(primary_key=True)
    beat_at: Mapped[datetime]


@dataclass(frozen=True)
class Periodic:
    """Either `every` so often, counted from 1970 in UTC, or each day `at` a time on the instance's wall clocks."""

    name: str
    every: timedelta | None
    at: time | None

    def latest_tick(self, now: datetime) -> tuple[str, datetime]:
        """Its name and its moment, which is not after `now`."""
        if self.every is not None:
            moment = datetime.fromtimestamp(
                now.timestamp() // self.every.total_seconds() * self.every.total_seconds(), UTC
            )
            return f"{moment:%Y-%m-%dT%H:%M:%SZ}", moment
        assert self.at is not None  # noqa: S101 - `register_periodic` asks for one of the two
        day = clock.to_local(now).date()
        if _local(day, self.at) > now:
            day -= timedelta(days=1)
        return day.isoformat(), _local(day, self.at)


def kept_for() -> timedelta:
    """How long a letter that has left, or was given up, is remembered: what the privacy notice promises."""
    return timedelta(days=district.current().legal.retention.letters_days)


def personal_fields() -> tuple[PersonalField, ...]:
    return (
        PersonalField(
            "letters",
            "dispatch: where a letter goes, and what it needs to be worded",
            "to send it, and to see that it was sent",
            f"{kept_for().days} days after it left or was given up",
            lambda moment: (
                db.session.scalar(select(func.count()).select_from(Dispatch).where(Dispatch.erase_at <= moment)) or 0
            ),
        ),
    )


def init_app(app: Flask) -> None:
    register_periodic(app, "erase_finished", handler=erase_finished, at=time(3, 30))


def register_periodic(
    app: Flask, name: str, *, handler: Handler, every: timedelta | None = None, at: time | None = None
) -> None:
    """`handler` must be safe to run twice for one tick, and late."""
    if (every is None) == (at is None):
        raise ValueError("a periodic job has either an interval or a time of the day")
    register_job(app, name, handler)
    app.extensions.setdefault(_KEY, []).append(Periodic(name, every, at))


def queue_due(now: datetime, seen: set[str]) -> None:
    """Queues the latest tick of every periodic job. `seen` holds the keys that need not be asked for again."""
    for key, job, tick in _latest(now):
        if key in seen:
            continue
        if db.session.scalar(select(Dispatch.id).where(Dispatch.dedup_key == key)) is None:
            try:
                with committing():
                    outbox.put(
                        dedup_key=key,
                        channel=outbox.JOB,
                        kind=job.name,
                        now=now,
                        subject_kind="job",
                        subject_id=job.name,
                        values={"tick": tick.isoformat()},
                    )
            except IntegrityError:
                pass  # another worker was first
        seen.add(key)
    db.session.rollback()


def erase_finished(dispatch: Dispatch) -> None:
    """What left or failed long ago keeps that it did, not to whom nor about what."""
    now = clock.now()
    ripe = select(Dispatch.id).where(Dispatch.erase_at <= now).order_by(Dispatch.erase_at).limit(ERASED_AT_ONCE)
    ids = list(db.session.scalars(ripe))
    is_tick = Dispatch.dedup_key.startswith("job:", autoescape=True) & (Dispatch.channel == outbox.JOB)
    db.session.execute(delete(Dispatch).where(Dispatch.id.in_(ids), is_tick))
    db.session.execute(
        update(Dispatch)
        .where(Dispatch.id.in_(ids))
        .values(recipient=None, values={}, last_error=None, erase_at=None)
        .execution_options(synchronize_session=False)
    )
    # Whom it was for was erased before it was told.
    is_nobodys = (Dispatch.channel == outbox.POINT) & (Dispatch.state == outbox.QUEUED) & Dispatch.recipient.is_(None)
    db.session.execute(delete(Dispatch).where(is_nobodys))
    db.session.execute(delete(WorkerBeat).where(WorkerBeat.beat_at < now - FORGOTTEN_AFTER))
    if len(ids) == ERASED_AT_ONCE:
        outbox.put(
            dedup_key=f"{dispatch.dedup_key}+",
            channel=outbox.JOB,
            kind=dispatch.kind,
            now=now,
            subject_kind="job",
            subject_id=dispatch.kind,
        )


def beat(worker: str, now: datetime) -> None:
    if not changed_rows(update(WorkerBeat).where(WorkerBeat.worker == worker).values(beat_at=now)):
        db.session.add(WorkerBeat(worker=worker, beat_at=now))


def end_beat(worker: str) -> None:
    db.session.execute(delete(WorkerBeat).where(WorkerBeat.worker == worker))


def find_last_beat() -> datetime | None:
    """Of any worker; None when none runs."""
    return db.session.scalar(select(func.max(WorkerBeat.beat_at)))


def _latest(now: datetime) -> Iterator[tuple[str, Periodic, datetime]]:
    for job in current_app.extensions.get(_KEY, ()):
        name, moment = job.latest_tick(now)
        yield f"job:{job.name}:{name}", job, moment


def _local(day: date, at: time) -> datetime:
    return datetime.combine(day, at, clock.zone()).astimezone(UTC)
