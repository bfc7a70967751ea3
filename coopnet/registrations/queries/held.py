"""What people of a training will be told in a few minutes, and can still be taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from coopnet.foundation.db import db
from coopnet.foundation.outbox import JOB, QUEUED, Dispatch
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.states import ACTIVE

TELL_CANCELLED = "registrations.tell_cancelled"
TELL_MOVED = "registrations.tell_moved"


class Readers(NamedTuple):
    """Who reads one language: how many, and the first of them."""

    language: str
    number: int
    first: Registration


def find_held(training_public_id: str, now: datetime) -> Dispatch | None:
    """The last job whose time has not come yet: what was done last is taken back first."""
    held = [each for kind in (TELL_CANCELLED, TELL_MOVED) for each in list_held(training_public_id, kind, now)]
    return max(held, key=lambda each: (each.queued_at, each.id), default=None)


def list_held(training_public_id: str, kind: str, now: datetime) -> Sequence[Dispatch]:
    return db.session.scalars(
        select(Dispatch)
        .where(
            Dispatch.subject_kind == "training",
            Dispatch.subject_id == training_public_id,
            Dispatch.channel == JOB,
            Dispatch.kind == kind,
            Dispatch.state == QUEUED,
            Dispatch.due_at > now,
        )
        .order_by(Dispatch.id)
    ).all()


def list_readers(training_id: int) -> Sequence[Readers]:
    """Of those who stand, by language."""
    rows = db.session.execute(
        select(Registration.language, func.count(), func.min(Registration.id))
        .where(Registration.training_id == training_id, Registration.state.in_(ACTIVE))
        .group_by(Registration.language)
        .order_by(Registration.language)
    ).all()
    first = select(Registration).where(Registration.id.in_([number for _language, _count, number in rows]))
    found = {one.id: one for one in db.session.scalars(first)} if rows else {}
    return [Readers(language, count, found[number]) for language, count, number in rows]
