"""The worker empties the outbox: it claims what is due, words it, sends it, and marks it.

While a claim's lease runs nobody else takes the row; a worker that is killed leaves it to the next one. Nothing is
worded or sent inside a transaction, so a row can leave twice (the mark was lost) but never not at all. A job runs in
one transaction with its mark, so it happens once.
"""

import math
import os
import secrets
import socket
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

import structlog
from flask import current_app
from sqlalchemy.exc import DBAPIError

from coopnet.foundation import claims, clock, district, i18n, jobs, letters, mailer, outbox, sms
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.presence import Presence
from coopnet.foundation.stopping import Stop

BATCH = 20
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
ERROR_LENGTH = 500

log = structlog.get_logger("coopnet.worker")


class Worker:
    """Needs an application context. `tally` counts what became of what it took."""

    def __init__(self) -> None:
        """Raises `ValueError` when the settings of mail or SMS cannot be used."""
        config = current_app.config
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self.mailer = mailer.make_mailer(config["SMTP_URL"], config["DATA"])
        self.gateway = sms.make_gateway(config["SMS_URL"], config["DATA"])
        self.presence = Presence(config["DATA"] / "workers", self.name)
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
                self._look_around()
                if self.work_batch(stop):
                    idle = IDLE_SECONDS[0]
                    continue
            except DBAPIError as problem:
                log.warning("database_trouble", worker=self.name, problem=type(problem.orig).__name__)
                idle = NO_DATABASE_SECONDS
            db.session.remove()
            stop.wait(idle)
            idle = min(IDLE_SECONDS[1], idle * 1.25)
        with suppress(DBAPIError):
            in_transaction(partial(jobs.end_beat, self.name))
        log.info("worker_stopped", worker=self.name)

    def run_once(self, stop: Stop) -> None:
        """All that is due and can be delivered now. Waits for rows that another worker holds: it may be dead."""
        while not stop.is_asked:
            self._look_around()
            if self.work_batch(stop):
                continue
            if not self._is_any_due(or_held=True):
                return
            stop.wait(IDLE_SECONDS[0])

    def close(self) -> None:
        self.mailer.close()
        self.presence.leave()

    def work_batch(self, stop: Stop) -> int:
        """How many rows were taken."""
        if not self._is_any_due(or_held=False):
            return 0
        claimed = in_transaction(
            lambda: claims.claim(self.name, clock.now(), limit=BATCH, except_for=self._resting_channels())
        )
        left, lease_until = list(claimed), clock.now() + claims.LEASE
        try:
            while left and not stop.is_asked:
                self._beat()
                now = clock.now()
                if lease_until - now < RENEWED_BELOW:
                    kept = in_transaction(partial(claims.renew, self.name, left, now))
                    left, lease_until = [row for row in left if row.id in kept], now + claims.LEASE
                elif self._handle(left[0]):
                    left = left[1:]
                else:
                    break
        finally:
            self.mailer.close()
            if left:
                in_transaction(partial(claims.release, self.name, left))
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
        words: letters.Words | str | None = None
        if row.recipient is not None:
            try:
                words = _word_in_its_language(row)
            except Exception as problem:  # noqa: BLE001 - as above
                self._fail(row, _describe(problem))
                return None
            finally:
                db.session.rollback()
        if words is None:
            self._finish(row, outbox.SENT, outcome="nothing_to_say")
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
            transfer_encoding=self.mailer.transfer_encoding,
        )
        self.mailer.send(message, name=name)

    def _do(self, row: Dispatch) -> None:
        try:
            if in_transaction(partial(self._do_and_mark, row)):
                self._note("done", row)
        except Exception as problem:  # noqa: BLE001 - one job that fails must not stop the others
            self._fail(row, _describe(problem))

    def _do_and_mark(self, row: Dispatch) -> bool:
        if not self._mark(row, outbox.SENT, error=None):
            return False
        letters.get_handler(row.kind)(row)
        return True

    def _mark(self, row: Dispatch, state: str, *, error: str | None) -> bool:
        now = clock.now()
        return claims.settle(
            self.name,
            row,
            state=state,
            attempts=row.attempts + 1,
            finished_at=now,
            erase_at=now + jobs.kept_for(),
            last_error=error,
        )

    def _finish(self, row: Dispatch, state: str, *, error: str | None = None, outcome: str | None = None) -> None:
        is_ours = in_transaction(partial(self._mark, row, state, error=error and error[:ERROR_LENGTH]))
        self._note((outcome or state) if is_ours else "lost_lease", row)

    def _fail(self, row: Dispatch, error: str) -> None:
        attempts = row.attempts + 1
        if attempts > len(LADDER):
            self._finish(row, outbox.DEAD, error=error)
            return
        due_at = clock.now() + LADDER[attempts - 1]
        in_transaction(
            lambda: claims.settle(self.name, row, attempts=attempts, due_at=due_at, last_error=error[:ERROR_LENGTH])
        )
        self._note("to_try_again", row)

    def _look_around(self) -> None:
        jobs.queue_due(clock.now(), self.seen_ticks)
        for gone in self.presence.list_gone():
            in_transaction(partial(_take_over, gone))
            self.presence.forget(gone)

    def _is_any_due(self, *, or_held: bool) -> bool:
        found = claims.is_any_due(clock.now(), or_held=or_held, except_for=self._resting_channels())
        db.session.rollback()
        return found

    def _resting_channels(self) -> list[str]:
        return [channel for channel, rest in self.rests.items() if rest.until > time.monotonic()]

    def _rest(self, channel: str, problem: Exception) -> None:
        last = self.rests.get(channel)
        seconds = min(REST_SECONDS[1], last.seconds * 2) if last else REST_SECONDS[0]
        self.rests[channel] = _Rest(seconds)
        self.tally["unreachable"] += 1
        log.warning("channel_rests", channel=channel, seconds=seconds, problem=type(problem).__name__)

    def _beat(self) -> None:
        if time.monotonic() >= self.next_beat:
            in_transaction(lambda: jobs.beat(self.name, clock.now()))
            self.next_beat = time.monotonic() + BEAT_SECONDS

    def _note(self, outcome: str, row: Dispatch) -> None:
        """Never to whom nor about what."""
        self.tally[outcome] += 1
        log.info(outcome, channel=row.channel, kind=row.kind, id=row.public_id, attempt=row.attempts + 1)


class _Rest:
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.until = time.monotonic() + seconds


def _word_in_its_language(row: Dispatch) -> letters.Words | str | None:
    with i18n.in_language(row.language):
        words = letters.get_wording(row.kind)(row)
    if words is not None and isinstance(words, str) != (row.channel == outbox.SMS):
        raise TypeError(f"a wording for {row.channel} gave {type(words).__name__}")
    if isinstance(words, str):  # nothing else says who writes, and whoever pretends to be us does not say it either
        return f"{district.label(district.current().site_name, row.language)}: {words}"
    return words


def _take_over(gone: str) -> None:
    claims.free_all(gone, clock.now())
    jobs.end_beat(gone)


def _describe(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"
