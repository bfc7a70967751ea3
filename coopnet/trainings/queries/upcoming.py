from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case, select, true, union_all

from coopnet.foundation.db import UTCDateTime, db
from coopnet.trainings.queries.standing import TRAINING, has_places

BEGUN = 1


class Upcoming(NamedTuple):
    """`facets` as `Training.facets` has them."""

    id: int
    facets: str
    has_places: bool
    has_begun: bool


def read_upcoming(now: datetime) -> list[Upcoming]:
    """Those to come, soonest first; those that have begun; those without a date."""
    rows = db.session.execute(_UPCOMING, {"now": now})
    return [Upcoming(number, facets, has_room == 1, turn == BEGUN) for number, facets, has_room, turn in rows]


def _make_statement() -> Select[Any]:
    """Each part is found by an index, never by an OR."""
    t, now = TRAINING.c, bindparam("now", type_=UTCDateTime())
    turn = case((t.starts_at > now, 0), (t.starts_at <= now, BEGUN), else_=2).label("turn")
    room = case((has_places(now), 1), else_=0).label("room")
    some = select(t.id, t.facets, t.starts_at, room, turn).where(t.is_public == true())
    found = union_all(some.where(t.ends_at > now), some.where(t.ends_at.is_(None))).subquery().c
    return select(found.id, found.facets, found.room, found.turn).order_by(found.turn, found.starts_at, found.id)


_UPCOMING = _make_statement()
