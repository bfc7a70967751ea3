"""Whether one can get in now, as one value that cards, pages and machines read alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Door, Places, RegistrationType, Status, door, places_label, total_left

COLUMNS = (
    Training.status,
    Training.registration_type,
    Training.opens_at,
    Training.closes_at,
    Training.starts_at,
    Training.ends_at,
    Training.capacity,
    Training.taken,
    Training.online_capacity,
    Training.online_taken,
    Training.has_two_ways,
)


@dataclass(frozen=True)
class Standing:
    """`left` is None where there is no limit."""

    door: Door
    places: Places
    left: int | None
    opens_at: datetime | None
    is_past: bool

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
        is_past=row.ends_at is not None and row.ends_at <= now,
    )


def has_places(now: datetime) -> ColumnElement[bool]:
    """What the filter "places left" means: one can still get in here, now or once registration opens.

    Whoever registers elsewhere must be asked there, so those are out.
    """
    return and_(
        Training.status == Status.PUBLISHED,
        Training.registration_type != RegistrationType.EXTERNAL,
        or_(Training.starts_at.is_(None), Training.starts_at > now),
        or_(
            Training.closes_at.is_(None),
            Training.closes_at > now,
            Training.registration_type == RegistrationType.NONE,
        ),
        or_(
            Training.registration_type == RegistrationType.NONE,
            Training.capacity.is_(None),
            Training.taken < Training.capacity,
            and_(
                Training.has_two_ways,
                or_(Training.online_capacity.is_(None), Training.online_taken < Training.online_capacity),
            ),
        ),
    )
