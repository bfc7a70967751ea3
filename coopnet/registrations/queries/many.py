"""Those who were chosen for one act, and how far it has come."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.models import Registration
from coopnet.registrations.queries.finding import QUEUE_ORDER
from coopnet.registrations.rules.many import MOST, Act, Progress

JOB = "registrations.many"
SUBJECT = "many"


def list_chosen(
    training_id: int, *, public_ids: Collection[str] = (), states: Collection[str] = ()
) -> Sequence[Registration]:
    """Those with one of these ids, or all in one of these states; in the order of their queue."""
    chosen = Registration.state.in_(states) if states else Registration.public_id.in_(public_ids)
    return db.session.scalars(
        select(Registration).where(Registration.training_id == training_id, chosen).order_by(*QUEUE_ORDER).limit(MOST)
    ).all()


def find_progress(key: str, training_public_id: str) -> Progress | None:
    """None for another training's, and once it is no longer remembered."""
    last = db.session.scalars(
        select(Dispatch)
        .where(Dispatch.subject_kind == SUBJECT, Dispatch.subject_id == key, Dispatch.kind == JOB)
        .order_by(Dispatch.id.desc())
        .limit(1)
    ).first()
    if last is None or last.values.get("training") != training_public_id:
        return None
    values = last.values
    return Progress(Act(values["act"]), values["total"], values["done"], values["skipped"])
