"""What stands in the way of a session: somebody, somewhere, or a day on which nobody comes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

EVENING_FROM = 16  # local hour: from then on people choose one thing
EVERYBODY = "everyone"


class Why(StrEnum):
    HOLIDAY = "holiday"
    TRAINER = "trainer"
    PLACE = "place"
    AUDIENCE = "audience"


@dataclass(frozen=True)
class Occupied:
    """A session of a training, in local time. `trainers`, `place`, `room` are keys that forgive spelling, or empty."""

    starts_at: datetime
    ends_at: datetime
    trainers: frozenset[str] = frozenset()
    place: str = ""
    room: str = ""
    audiences: frozenset[str] = frozenset()
    slug: str = ""
    title: str = ""

    def overlaps(self, other: "Occupied") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    @property
    def is_evening(self) -> bool:
        return self.starts_at.hour >= EVENING_FROM


@dataclass(frozen=True)
class Collision:
    """`what` is the name of the holiday, of who or what is shared; `other` is the session that it collides with."""

    why: Why
    session: Occupied
    what: str = ""
    other: Occupied | None = field(default=None)


def collide(
    sessions: Iterable[Occupied], others: Collection[Occupied], holidays: Mapping[date, str]
) -> list[Collision]:
    """In the order of the sessions, the worst first; of two others for one reason, both.

    >>> def at(day, hour, **more):
    ...     return Occupied(datetime(2027, 1, day, hour), datetime(2027, 1, day, hour + 2), **more)
    >>> mine = at(14, 18, trainers=frozenset({"ona"}), place="batllo", room="a1", audiences=frozenset({"women"}))
    >>> def why(other, holidays={}):
    ...     return [each.why.value for each in collide([mine], [other], holidays)]
    >>> why(at(14, 19, trainers=frozenset({"ona"}))), why(at(14, 20, trainers=frozenset({"ona"})))
    (['trainer'], [])
    >>> [why(at(14, 17, place="batllo", room=room)) for room in ("a1", "", "b")]
    [['place'], ['place'], []]
    >>> why(at(14, 20, audiences=frozenset({"women"}))), why(at(14, 10, audiences=frozenset({"women"})))
    (['audience'], [])
    >>> why(at(15, 18, audiences=frozenset({"women"})), {date(2027, 1, 14): "Festa"})
    ['holiday']
    """
    found = []
    for one in sessions:
        day = one.starts_at.date()
        if day in holidays:
            found.append(Collision(Why.HOLIDAY, one, holidays[day]))
        for why in (Why.TRAINER, Why.PLACE, Why.AUDIENCE):
            found += [Collision(why, one, other=other) for other in others if _is(why, one, other)]
    return found


def _is(why: Why, one: Occupied, other: Occupied) -> bool:
    if why == Why.TRAINER:
        return one.overlaps(other) and not one.trainers.isdisjoint(other.trainers)
    if why == Why.PLACE:
        is_there = bool(one.place) and one.place == other.place
        return is_there and one.overlaps(other) and (not one.room or not other.room or one.room == other.room)
    is_same_evening = one.starts_at.date() == other.starts_at.date() and one.is_evening and other.is_evening
    return is_same_evening and bool((one.audiences & other.audiences) - {EVERYBODY})
