"""The worker empties the outbox: it claims what is due, words it, sends it, and marks it.

A claim is a compare-and-set with a lease. While the lease runs nobody else takes the row; a worker that is killed
leaves it to the next one. Nothing is worded or sent inside a transaction, so a row can leave twice (the mark was
lost) but never not at all. A job runs in one transaction with its mark, so it happens once.
"""

import math
import os
import secrets
import socket
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import current_app
from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.exc import DBAPIError

from coopnet.foundation import clock, district, i18n, jobs, letters, mailer, outbox, sms
from coopnet.foundation.db import changed_rows, db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.stopping import Stop

BATCH = 20
LEASE = timedelta(seconds=60)
RENEWED_BELOW = timedelta(seconds=40)  # one letter, on a slow server, may take the rest
LADDER = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
BEAT_SECONDS = 5
IDLE_SECONDS = (1.0, 2.0)
REST_SECONDS = (15.0, 300.0)  # how long a channel is left alone after its server could not be reached; it doubles
NO_DATABASE_SECONDS = 5.0

log = structlog.get_logger("coopnet.worker")


class Worker:
    """Needs an application context. `tally` counts what became of what it took."""

    def __init__(self) -> None:
        """Raises `ValueError` when the settings of mail or SMS cannot be used."""
        config = current_app.config
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self.mailer = mailer.make_mailer(config["SMTP_URL"], config["DATA"])
        self.gateway = sms.make_gateway(config["SMS_URL"], config["DATA"])
        self.tally: Counter[str] = Counter()
        self.rests: dict[str, _Rest] = {}
        self.seen_ticks: set[str] = set()
        self.next_beat = math.inf  # only one that runs on says that it lives

    def run(self, stop: Stop) -> None:
        """Until told to stop; then the letter in hand is finished and the others are given back."""
        log.info("worker_started", worker=self.name)
        self.next_beat, idle = 0.0, IDLE_SECONDS[0]
        while not stop.is_asked:
            try:
                self._beat()
                jobs.queue_due(clock.now(), self.seen_ticks)
                if self.work_batch(stop):
                    idle = IDLE_SECONDS[0]
                    continue
            except DBAPIError as problem:
                log.warning("database_trouble", worker=self.name, problem=type(problem.orig).__name__)
                idle = NO_DATABASE_SECONDS
            db.session.remove()
            stop.wait(idle)
            idle = min(IDLE_SECONDS[1], idle * 1.25)
        try:
            jobs.end_beat(self.name)
        except DBAPIError:
            db.session.remove()
        log.info("worker_stopped", worker=self.name)

    def run_once(self, stop: Stop) -> None:
        """All that is due and can be delivered now. Waits for rows that another worker holds: it may be dead."""
        while not stop.is_asked:
            jobs.queue_due(clock.now(), self.seen_ticks)
            if self.work_batch(stop):
                continue
            if not self._is_any_due(held=True):
                return
            stop.wait(IDLE_SECONDS[0])

    def work_batch(self, stop: Stop) -> int:
        """How many rows were taken."""
        if not self._is_any_due(held=False):
            return 0
        claimed = in_transaction(self._claim)
        left, lease_until = claimed, clock.now() + LEASE
        try:
            while left and not stop.is_asked:
                self._beat()
                if lease_until - clock.now() < RENEWED_BELOW:
                    kept = in_transaction(partial(self._renew, left))
                    left, lease_until = [row for row in left if row.id in kept], clock.now() + LEASE
                    continue
                row, left = left[0], left[1:]
                if not self._handle(row):
                    left = [row, *left]
                    break
        finally:
            self.mailer.close()
            if left:
                in_transaction(partial(self._release, left))
            db.session.remove()
        return len(claimed)

    def _handle(self, row: Dispatch) -> bool:
        """False when the rest of the batch had better wait."""
        if row.channel == outbox.JOB:
            self._do(row)
            return True
        words = self._word(row)
        if words is None:
            return True
        try:
            self._send(row, words)
        except (letters.Unreachable, OSError) as problem:
            self._rest(row.channel, problem)
            return False
        except letters.Stalled as problem:
            self._fail(row, str(problem))
            self._rest(row.channel, problem)
            return False
        except letters.Postponed as problem:
            self._fail(row, str(problem))
        except letters.Refused as problem:
            self._finish(row, outbox.DEAD, error=str(problem))
        except Exception as problem:  # noqa: BLE001 - one letter that cannot be made must not stop the others
            self._fail(row, _describe(problem))
        else:
            self._finish(row, outbox.SENT)
        self.rests.pop(row.channel, None)
        return True

    def _word(self, row: Dispatch) -> letters.Words | str | None:
        """None when nothing is to be sent now: the row is finished or waits for another try."""
        if row.recipient is None:
            self._finish(row, outbox.SENT, outcome="nothing_to_say")
            return None
        try:
            with i18n.in_language(row.language):
                words = letters.get_wording(row.kind)(row)
            if words is not None and isinstance(words, str) != (row.channel == outbox.SMS):
                raise TypeError(f"a wording for {row.channel} gave {type(words).__name__}")  # noqa: TRY301 - one ladder
        except Exception as problem:  # noqa: BLE001 - as above
            self._fail(row, _describe(problem))
            return None
        finally:
            db.session.rollback()
        if words is None:
            self._finish(row, outbox.SENT, outcome="nothing_to_say")
            return None
        return words

    def _send(self, row: Dispatch, words: letters.Words | str) -> None:
        name = mailer.file_name(row.dedup_key, row.queued_at)
        recipient = row.recipient or ""
        if isinstance(words, str):
            self.gateway.send(words, recipient=recipient, key=mailer.hash_key(row.dedup_key), name=name)
            return
        message = mailer.compose(
            words,
            recipient=recipient,
            sender=current_app.config["MAIL_FROM"],
            sender_name=district.label(district.current().site_name, row.language),
            dedup_key=row.dedup_key,
            queued_at=clock.to_local(row.queued_at),
            host=urlsplit(current_app.config["BASE_URL"]).hostname or "localhost",
        )
        self.mailer.send(message, name=name)

    def _do(self, row: Dispatch) -> None:
        try:
            if in_transaction(lambda: self._do_and_mark(row)):
                self._note("done", row)
        except Exception as problem:  # noqa: BLE001 - one job that fails must not stop the others
            self._fail(row, _describe(problem))

    def _do_and_mark(self, row: Dispatch) -> bool:
        if not changed_rows(self._own(row).values(**_finished(row, outbox.SENT, clock.now()))):
            return False
        letters.get_handler(row.kind)(row)
        return True

    def _claim(self) -> Sequence[Dispatch]:
        now = clock.now()
        due = (
            select(Dispatch.id)
            .where(*self._is_due(now), is_free(now))
            # What a dead worker left comes last: if it was the cause, it does not hold up the others.
            .order_by(Dispatch.lease_until.is_not(None), Dispatch.due_at, Dispatch.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        taken = (
            update(Dispatch)
            .where(Dispatch.id.in_(select(due.c.id)), Dispatch.state == outbox.QUEUED, is_free(now))
            .values(lease_until=now + LEASE, lease_owner=self.name)
            .returning(Dispatch)
            .execution_options(synchronize_session=False)
        )
        rows = sorted(db.session.scalars(taken), key=lambda row: (row.due_at, row.id))
        for row in rows:
            db.session.expunge(row)
        return rows

    def _renew(self, rows: Sequence[Dispatch]) -> set[int]:
        """The ids of those that are still ours."""
        kept = self._own(*rows).values(lease_until=clock.now() + LEASE).returning(Dispatch.id)
        return set(db.session.scalars(kept))

    def _release(self, rows: Sequence[Dispatch]) -> None:
        db.session.execute(self._own(*rows).values(lease_until=None, lease_owner=None))

    def _finish(self, row: Dispatch, state: str, *, error: str | None = None, outcome: str | None = None) -> None:
        values = _finished(row, state, clock.now()) | {"last_error": error}
        if in_transaction(lambda: changed_rows(self._own(row).values(**values))):
            self._note(outcome or state, row)
        else:
            self._note("lost_lease", row)

    def _fail(self, row: Dispatch, error: str) -> None:
        attempts = row.attempts + 1
        if attempts > len(LADDER):
            self._finish(row, outbox.DEAD, error=error)
            return
        values = {
            "attempts": attempts,
            "due_at": clock.now() + LADDER[attempts - 1],
            "last_error": error[:500],
            "lease_until": None,
            "lease_owner": None,
        }
        in_transaction(lambda: changed_rows(self._own(row).values(**values)))
        self._note("to_try_again", row)

    def _own(self, *rows: Dispatch) -> Any:
        """An `UPDATE` of those of `rows` that are still this worker's."""
        return (
            update(Dispatch)
            .where(
                Dispatch.id.in_([row.id for row in rows]),
                Dispatch.lease_owner == self.name,
                Dispatch.state == outbox.QUEUED,
            )
            .execution_options(synchronize_session=False)
        )

    def _is_due(self, now: datetime) -> list[ColumnElement[bool]]:
        resting = [channel for channel, rest in self.rests.items() if rest.until > time.monotonic()]
        return [Dispatch.state == outbox.QUEUED, Dispatch.due_at <= now, Dispatch.channel.not_in(resting)]

    def _is_any_due(self, *, held: bool) -> bool:
        """A look that locks nothing. With `held`, also what another worker has taken."""
        now = clock.now()
        conditions = self._is_due(now) if held else [*self._is_due(now), is_free(now)]
        found = db.session.scalar(select(Dispatch.id).where(*conditions).limit(1))
        db.session.rollback()
        return found is not None

    def _rest(self, channel: str, problem: Exception) -> None:
        last = self.rests.get(channel)
        seconds = min(REST_SECONDS[1], last.seconds * 2) if last else REST_SECONDS[0]
        self.rests[channel] = _Rest(seconds)
        self.tally["unreachable"] += 1
        log.warning("channel_rests", channel=channel, seconds=seconds, problem=type(problem).__name__)

    def _beat(self) -> None:
        if time.monotonic() >= self.next_beat:
            jobs.beat(self.name, clock.now())
            self.next_beat = time.monotonic() + BEAT_SECONDS

    def _note(self, outcome: str, row: Dispatch) -> None:
        """Never to whom nor about what."""
        self.tally[outcome] += 1
        log.info(outcome, channel=row.channel, kind=row.kind, id=row.public_id, attempt=row.attempts + 1)


class _Rest:
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.until = time.monotonic() + seconds


def is_free(now: datetime) -> ColumnElement[bool]:
    return or_(Dispatch.lease_until.is_(None), Dispatch.lease_until <= now)


def _finished(row: Dispatch, state: str, now: datetime) -> dict[str, Any]:
    return {
        "state": state,
        "attempts": row.attempts + 1,
        "finished_at": now,
        "erase_at": now + timedelta(days=jobs.KEPT_DAYS),
        "lease_until": None,
        "lease_owner": None,
    }


def _describe(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:500]
