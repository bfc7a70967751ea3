"""Whether one can take a place in a training now, and in which ways, for whoever fills in its form."""

from dataclasses import dataclass
from datetime import datetime

from coopnet.foundation.i18n import gettext as _
from coopnet.registrations.models import Registration
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Door, Way, door, places_left


@dataclass(frozen=True)
class Crowd:
    """What others' registrations change on the page."""

    is_full: bool
    is_room_full: bool
    is_online_full: bool  # True where there is no such way


def door_of(training: Training, now: datetime) -> Door:
    return door(
        status=training.status,
        registration_type=training.registration_type,
        opens_at=training.opens_at,
        closes_at=training.closes_at,
        starts_at=training.starts_at,
        now=now,
    )


def most_companions_of(one: Registration, training: Training, now: datetime) -> int:
    """Those who come already may; 0 once they can no longer be changed."""
    has_started = training.starts_at is not None and now >= training.starts_at
    return 0 if has_started else max(training.max_companions, len(one.companions))


def crowd_of(training: Training) -> Crowd:
    room = places_left(training.capacity, training.taken)
    online = places_left(training.online_capacity, training.online_taken) if training.has_two_ways else 0
    return Crowd(is_full=room == 0 and online == 0, is_room_full=room == 0, is_online_full=online == 0)


def ways_of(training: Training, crowd: Crowd) -> list[tuple[str, str]]:
    """Code and label of each; none where all share the same places."""
    if not training.has_two_ways:
        return []
    return [
        (Way.IN_PERSON, _("In the room (waiting list)") if crowd.is_room_full else _("In the room")),
        (Way.ONLINE, _("Online (waiting list)") if crowd.is_online_full else _("Online")),
    ]
