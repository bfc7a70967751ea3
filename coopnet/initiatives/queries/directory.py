"""What every list and the map need, read once for each state of the directory instead of once a page.

True for one generation of the directory, which is read first, in the transaction of the rest. Sets are whole numbers
(`rules.choosing`): a hundred thousand profiles are narrowed in less than a millisecond.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from flask import Flask, current_app
from sqlalchemy import bindparam, select, true

from coopnet.foundation import clock
from coopnet.foundation.db import db, is_writing
from coopnet.foundation.generations import DIRECTORY, Generation
from coopnet.initiatives.models import Initiative, InitiativePlace
from coopnet.initiatives.rules.choosing import Box, make_set
from coopnet.places.queries import district_map
from coopnet.places.rules.hours import read_hours
from coopnet.places.rules.maps import Point
from coopnet.places.rules.opening import open_until

_KEY = "coopnet.directory"
_NUMBER = select(Generation.__table__.c.number).where(Generation.__table__.c.scope == bindparam("scope"))
_I, _P = Initiative.__table__.c, InitiativePlace.__table__.c
_LISTED = select(_I.id, _I.facets).where(_I.is_listed == true()).order_by(_I.name_key, _I.id)
# What a project does not show is not even read.
_POINTS = (
    select(_P.initiative_id, _P.longitude, _P.latitude)
    .select_from(InitiativePlace.__table__.join(Initiative.__table__, _I.id == _P.initiative_id))
    .where(_I.is_listed == true(), _I.shows_only_barri.is_(False), _P.latitude.is_not(None))
)
_HOURS = (
    select(_P.initiative_id, _P.hours)
    .select_from(InitiativePlace.__table__.join(Initiative.__table__, _I.id == _P.initiative_id))
    .where(_I.is_listed == true(), _P.hours != "")
)


@dataclass(frozen=True)
class Zone:
    """A part of the map: who stands there, and the middle of them in the drawing and in degrees."""

    places: int
    count: int
    middle: Point
    degrees: Point

    def among(self, found: int, everything: int) -> tuple[int, int]:
        """Those of a set who stand here, and how many: without counting bits where the set is everybody."""
        if found == everything:
            return self.places, self.count
        there = self.places & found
        return there, there.bit_count() if there else 0


@dataclass
class Directory:
    """`ids` in the order of lists; the place in it is a profile's bit. `points` are longitude and latitude by place."""

    generation: int
    ids: list[int]
    place_of: dict[int, int]
    by_token: dict[str, int]
    points: dict[int, list[tuple[float, float]]]
    by_hours: dict[str, int]
    of_week: tuple[tuple[int, int], int | None] | None = None  # year and week, and whose it is
    _zones: dict[int, dict[str, Zone]] = field(default_factory=dict)
    _parts: dict[tuple[int, int], dict[str, list[str]]] = field(default_factory=dict)
    _open: tuple[int, int] = (-1, 0)

    @cached_property
    def everything(self) -> int:
        return (1 << len(self.ids)) - 1

    @cached_property
    def placed(self) -> int:
        """Those that show a point on the map."""
        return make_set(self.points, len(self.ids))

    def set_of(self, ids: list[int]) -> int:
        places = self.place_of
        return make_set((places[each] for each in ids if each in places), len(self.ids))

    def open_at(self, now: datetime) -> int:
        """Those that are open; counted anew each minute."""
        minute = int(now.timestamp()) // 60
        if self._open[0] != minute:
            local, found = clock.to_local(now), 0
            for typed, places in self.by_hours.items():
                hours = read_hours(typed)
                if hours is not None and open_until(hours, local) is not None:
                    found |= places
            self._open = (minute, found)
        return self._open[1]

    def tokens(self, now: datetime) -> dict[str, int]:
        return {**self.by_token, Box.OPEN.value: self.open_at(now)}

    def zones(self, depth: int) -> dict[str, Zone]:
        """Who stands in each part of the map, cut so often."""
        if depth not in self._zones:
            frame = district_map().frame
            there: dict[str, list[tuple[int, Point]]] = {}
            for place, points in self.points.items():
                for point in points:
                    there.setdefault(frame.zone_of(*point, depth), []).append((place, frame.project(*point)))
            found = {}
            for zone, members in there.items():
                middle = _middle([at for _, at in members])
                places = make_set((place for place, _ in members), len(self.ids))
                found[zone] = Zone(places, places.bit_count(), middle, frame.unproject(*middle))
            self._zones[depth] = found
        return self._zones[depth]

    def parts_of(self, zone: str, depth: int) -> list[str]:
        """The zones of that depth inside a bigger one, in which anybody stands."""
        key = (len(zone), depth)
        if key not in self._parts:
            found: dict[str, list[str]] = {}
            for each in self.zones(depth):
                found.setdefault(each[: len(zone)], []).append(each)
            self._parts[key] = found
        return self._parts[key].get(zone, [])


def _middle(points: list[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def read_directory() -> Directory:
    generation = db.session.execute(_NUMBER, {"scope": DIRECTORY}).scalar() or 0
    kept: Directory | None = current_app.extensions.get(_KEY)
    if kept is not None and kept.generation == generation:
        return kept
    # Whoever writes a profile raises it: before that there is none.
    fresh = _read(generation) if generation else Directory(0, [], {}, {}, {}, {})
    if not is_writing():  # it sees what may never be committed
        current_app.extensions[_KEY] = fresh
    return fresh


def forget(app: Flask) -> None:
    """For whoever puts another database under a running process: its generations say nothing of what was read."""
    app.extensions.pop(_KEY, None)


def _read(generation: int) -> Directory:
    ids: list[int] = []
    tokens: dict[str, list[int]] = {}
    for place, (number, facets) in enumerate(db.session.execute(_LISTED)):
        ids.append(number)
        for token in facets.split():
            tokens.setdefault(token, []).append(place)
    place_of = {number: place for place, number in enumerate(ids)}
    points: dict[int, list[tuple[float, float]]] = {}
    for number, longitude, latitude in db.session.execute(_POINTS):
        points.setdefault(place_of[number], []).append((longitude, latitude))
    hours: dict[str, list[int]] = {}
    for number, typed in db.session.execute(_HOURS):
        hours.setdefault(typed, []).append(place_of[number])
    return Directory(
        generation=generation,
        ids=ids,
        place_of=place_of,
        by_token={token: make_set(places, len(ids)) for token, places in tokens.items()},
        points=points,
        by_hours={typed: make_set(places, len(ids)) for typed, places in hours.items()},
    )
