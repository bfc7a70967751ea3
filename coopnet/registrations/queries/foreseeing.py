"""What other places would do to the people of a training, as they stand now."""

from datetime import datetime

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.registrations.models import Registration
from coopnet.registrations.queries.finding import QUEUE_ORDER
from coopnet.registrations.rules.forecasts import Forecast, foresee
from coopnet.registrations.rules.states import State
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Status, Way


def foresee_places(
    training: Training, *, capacity: int | None, online_capacity: int | None, now: datetime
) -> list[Forecast]:
    """Of each way that has places of its own."""
    queue = db.session.execute(
        select(Registration.way, Registration.party_size)
        .where(Registration.training_id == training.id, Registration.state == State.WAITING)
        .order_by(*QUEUE_ORDER)
    ).all()
    is_moving = training.status == Status.PUBLISHED and (training.starts_at is None or now < training.starts_at)
    if not training.has_two_ways:
        sizes = [size for _way, size in queue]
        return [
            foresee(
                way=None,
                before=training.capacity,
                after=capacity,
                taken=training.taken,
                waiting=sizes,
                is_moving=is_moving,
            )
        ]
    pools = (
        (Way.IN_PERSON, training.capacity, capacity, training.taken),
        (Way.ONLINE, training.online_capacity, online_capacity, training.online_taken),
    )
    return [
        foresee(
            way=way.value,
            before=before,
            after=after,
            taken=taken,
            waiting=[size for each, size in queue if each == way],
            is_moving=is_moving,
        )
        for way, before, after, taken in pools
    ]
