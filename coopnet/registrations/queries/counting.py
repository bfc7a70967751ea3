"""How many wait, and whether the counters of places are those of the people."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import and_, func, or_, select

from coopnet.foundation.db import db
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.states import HOLDING, State
from coopnet.trainings.models import Training


def count_ahead(registration: Registration, *, has_two_ways: bool) -> int:
    """Waiting parties that stand before this one, for the same places."""
    before = and_(
        Registration.training_id == registration.training_id,
        Registration.state == State.WAITING,
        or_(
            Registration.priority < registration.priority,
            and_(
                Registration.priority == registration.priority,
                or_(
                    Registration.queued_at < registration.queued_at,
                    and_(Registration.queued_at == registration.queued_at, Registration.id < registration.id),
                ),
            ),
        ),
    )
    counted = select(func.count()).select_from(Registration).where(before)
    if has_two_ways:
        counted = counted.where(Registration.way == registration.way)
    return db.session.scalar(counted) or 0


def count_waiting(training_id: int) -> int:
    """Parties, not people."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Registration)
            .where(Registration.training_id == training_id, Registration.state == State.WAITING)
        )
        or 0
    )


class HasId(Protocol):
    """Of the trainings' room: what its page shows."""

    @property
    def id(self) -> int: ...


def panel(training: HasId) -> dict[str, object]:
    """What a training's page says of the people who wait."""
    return {"waiting": count_waiting(training.id)}


def list_miscounted() -> Sequence[tuple[str, int, int, int, int]]:
    """Trainings whose counters differ from what their registrations hold: slug, taken, held, online taken, held.

    Empty unless something went past `service.places`.
    """
    is_online = and_(Training.has_two_ways, Registration.way == "online")
    size = Registration.party_size
    held = (
        select(
            Registration.training_id,
            func.sum(size).filter(~is_online).label("room"),
            func.sum(size).filter(is_online).label("online"),
        )
        .join(Training, Training.id == Registration.training_id)
        .where(Registration.state.in_(HOLDING))
        .group_by(Registration.training_id)
        .subquery()
    )
    room, online = func.coalesce(held.c.room, 0), func.coalesce(held.c.online, 0)
    rows = db.session.execute(
        select(Training.slug, Training.taken, room, Training.online_taken, online)
        .outerjoin(held, held.c.training_id == Training.id)
        .where(or_(Training.taken != room, Training.online_taken != online))
    )
    return [
        (slug, counted, held, counted_online, held_online) for slug, counted, held, counted_online, held_online in rows
    ]
