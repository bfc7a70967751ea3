"""How many wait, and whether the counters of places are those of the people."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import and_, bindparam, func, or_, select

from coopnet.foundation.db import db
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.states import HOLDING, State
from coopnet.trainings.models import Training

# Made once: one of them is asked under the lock, the other by every page of a full training.
_R = Registration.__table__.c
_WAITING = (
    select(func.count())
    .select_from(Registration.__table__)
    .where(_R.training_id == bindparam("training"), _R.state == State.WAITING)
)
_AHEAD = _WAITING.where(
    or_(
        _R.priority < bindparam("priority"),
        and_(
            _R.priority == bindparam("priority"),
            or_(
                _R.queued_at < bindparam("queued_at"),
                and_(_R.queued_at == bindparam("queued_at"), _R.id < bindparam("registration")),
            ),
        ),
    )
)
_AHEAD_IN_WAY = _AHEAD.where(_R.way == bindparam("way"))


def count_ahead(registration: Registration, *, has_two_ways: bool) -> int:
    """Waiting parties that stand before this one, for the same places."""
    values = {
        "training": registration.training_id,
        "priority": registration.priority,
        "queued_at": registration.queued_at,
        "registration": registration.id,
    }
    if has_two_ways:
        return db.session.scalar(_AHEAD_IN_WAY, {**values, "way": registration.way}) or 0
    return db.session.scalar(_AHEAD, values) or 0


def count_waiting(training_id: int) -> int:
    """Parties, not people."""
    return db.session.scalar(_WAITING, {"training": training_id}) or 0


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
