"""What the demo's people were written: letters of long ago have left, only the last ones are for the worker."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from coopnet.foundation import outbox
from coopnet.foundation.db import db
from coopnet.foundation.jobs import kept_for
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.service import deciding

LEFT_FOR_THE_WORKER = timedelta(hours=20)


def lay_to_rest(registrations: Sequence[str], trainings: Sequence[str], *, now: datetime) -> None:
    """Of these public ids. Where letters leave the house none is left: nobody real may hear of invented people."""
    told = db.session.scalars(
        select(Dispatch).where(Dispatch.kind == deciding.TELL_CANCELLED, Dispatch.subject_id.in_(trainings))
    ).all()
    for job in told:
        deciding.tell_cancelled(job)
        _mark(job, outbox.SENT)
    is_kept_as_files = not (current_app.config["SMTP_URL"] or current_app.config["SMS_URL"])
    until = now - LEFT_FOR_THE_WORKER if is_kept_as_files else now
    letters = db.session.scalars(
        select(Dispatch).where(
            Dispatch.subject_kind == "registration",
            Dispatch.subject_id.in_(registrations),
            Dispatch.state == outbox.QUEUED,
            Dispatch.queued_at < until,
        )
    )
    for letter in letters:
        _mark(letter, outbox.SENT)
    db.session.flush()


def _mark(row: Dispatch, state: str) -> None:
    row.state, row.attempts, row.finished_at = state, 1, row.queued_at
    row.erase_at = row.queued_at + kept_for()
