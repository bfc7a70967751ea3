"""Whether one can get in now, as one value that cards, pages and machines read alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import (
    Door,
    Places,
    RegistrationType,
    Status,
    Way,
    door,
    is_over,
    places_label,
    places_left,
    total_left,
)

TRAINING = Training.__table__  # lists read tables: half the cost of mapped classes
COLUMNS = tuple(
    TRAINING.c[name]
    for name in (
        "status",
        "registration_type",
        "opens_at",
        "closes_at",
        "starts_at",
        "ends_at",
        "capacity",
        "taken",
        "online_capacity",
        "online_taken",
        "has_two_ways",
    )
)


@dataclass(frozen=True)
class Standing:
    """`left` is None where there is no limit. `only` is the one way that has places where the other one is full."""

    door: Door
    places: Places
    left: int | None
    opens_at: datetime | None
    is_past: bool
    only: Way | None = None

    @property
    def is_full(self) -> bool:
        return self.places == Places.FULL


def read_standing(row: Any, *, now: datetime) -> Standing:
    """`row` has the names of `COLUMNS`."""
    left = total_left(
        capacity=row.capacity,
        taken=row.taken,
        online_capacity=row.online_capacity,
        online_taken=row.online_taken,
        has_two_ways=row.has_two_ways,
    )
    return Standing(
        door=door(
            status=row.status,
            registration_type=row.registration_type,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            starts_at=row.starts_at,
            now=now,
        ),
        places=places_label(left),
        left=left,
        opens_at=row.opens_at,
        is_past=is_over(row.ends_at, now),
        only=_only_way(row),
    )


def _only_way(row: Any) -> Way | None:
    if not row.has_two_ways:
        return None
    is_room_full = places_left(row.capacity, row.taken) == 0
    is_online_full = places_left(row.online_capacity, row.online_taken) == 0
    if is_room_full == is_online_full:
        return None
    return Way.ONLINE if is_room_full else Way.IN_PERSON


def has_places(now: ColumnElement[Any]) -> ColumnElement[bool]:
    """What the filter "places left" means: who asks here now gets a place, or needs none.

    A free place is nobody else's: after every commit no party waits that fits what is free. Before registration opens
    nobody gets in, and whoever registers elsewhere must be asked there, so those are out.
    """
    t = TRAINING.c
    is_free = t.registration_type == RegistrationType.NONE
    has_room = or_(t.capacity.is_(None), t.taken < t.capacity)
    has_room_online = and_(t.has_two_ways, or_(t.online_capacity.is_(None), t.online_taken < t.online_capacity))
    return and_(
        t.status == Status.PUBLISHED,
        t.registration_type != RegistrationType.EXTERNAL,
        or_(t.starts_at.is_(None), t.starts_at > now),
        or_(is_free, t.opens_at.is_(None), t.opens_at <= now),
        or_(is_free, t.closes_at.is_(None), t.closes_at > now),
        or_(is_free, has_room, has_room_online),
    )
