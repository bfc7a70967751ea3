"""Support points, read once for each of their generations: there are some tens, and every page shows several."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.foundation.generations import POINTS
from coopnet.foundation.kept import Kept
from coopnet.places.models import SupportPoint, Venue, VenueAccess
from coopnet.places.queries.holidays import holidays
from coopnet.places.rules.hours import Hours, read_hours
from coopnet.places.rules.opening import next_opening, open_until
from coopnet.places.rules.points import STEP_FREE, opening_hours
from coopnet.vocabulary.rules.slugs import slugify


@dataclass(frozen=True)
class Point:
    """A support point and where it is. `words` are by language, then `note` and `way`; codes are of vocabularies."""

    public_id: str
    slug: str
    name: str
    venue_id: int
    venue: str
    address: str
    barri: str | None
    latitude: float | None
    longitude: float | None
    access: tuple[str, ...]
    has: tuple[str, ...]
    helps_in: tuple[str, ...]
    hours: str
    exceptions: str
    phone: str | None
    words: Mapping[str, Mapping[str, str]]
    is_shown: bool
    version: int
    confirmed_at: datetime | None
    updated_at: datetime

    @property
    def is_step_free(self) -> bool:
        return STEP_FREE in self.access

    @property
    def opening(self) -> Hours | None:
        """None where it has no fixed hours."""
        return opening_hours(read_hours(self.hours), read_hours(self.exceptions))

    @property
    def where(self) -> str:
        """The venue, unless the point is called like it, and its address."""
        return ", ".join(part for part in (self.venue if self.venue != self.name else "", self.address) if part)


@dataclass(frozen=True)
class Standing:
    """Whether it is open: until when, or from when on, in the instance's zone; both None where it stays closed."""

    until: datetime | None
    opens: datetime | None


_POINTS: Kept[tuple[Point, ...]] = Kept("places.points", POINTS, most=1)


def list_points() -> tuple[Point, ...]:
    """All of them, by slug; also those that are hidden."""
    return _POINTS.get("all", _read)


def list_shown() -> list[Point]:
    return [point for point in list_points() if point.is_shown]


def find_point(*, slug: str | None = None, public_id: str | None = None) -> Point | None:
    """Also a hidden one."""
    return next((each for each in list_points() if slug == each.slug or public_id == each.public_id), None)


def find_public_id(slug: str) -> str | None:
    """Also by the name as it is written."""
    wanted = slugify(slug, otherwise="")
    found = [each for each in list_points() if wanted in {each.slug, slugify(each.name, otherwise="")}]
    return next((each.public_id for each in sorted(found, key=lambda each: each.slug != wanted)), None)


def list_at(venue_ids: Collection[int]) -> list[Point]:
    """Those that are shown and stand at one of these venues."""
    return [point for point in list_shown() if point.venue_id in venue_ids]


def standing(point: Point, now: datetime) -> Standing | None:
    """None where it has no fixed hours."""
    hours = point.opening
    if hours is None:
        return None
    local, days = clock.to_local(now), holidays()
    until = open_until(hours, local, days)
    return Standing(until, None if until is not None else next_opening(hours, local, days))


def _read() -> tuple[Point, ...]:
    rows: Sequence[tuple[SupportPoint, Venue]] = [
        (row[0], row[1])
        for row in db.session.execute(
            select(SupportPoint, Venue).join(Venue, Venue.id == SupportPoint.venue_id).order_by(SupportPoint.slug)
        )
    ]
    access: dict[int, list[str]] = {}
    facts = select(VenueAccess.venue_id, VenueAccess.code).where(VenueAccess.venue_id.in_({v.id for _p, v in rows}))
    for venue_id, code in db.session.execute(facts.order_by(VenueAccess.code)):
        access.setdefault(venue_id, []).append(code)
    return tuple(_point(point, venue, tuple(access.get(venue.id, ()))) for point, venue in rows)


def _point(point: SupportPoint, venue: Venue, access: tuple[str, ...]) -> Point:
    return Point(
        public_id=point.public_id,
        slug=point.slug,
        name=point.name,
        venue_id=venue.id,
        venue=venue.name,
        address=venue.address,
        barri=venue.barri,
        latitude=venue.latitude,
        longitude=venue.longitude,
        access=access,
        has=tuple(point.has),
        helps_in=tuple(point.helps_in),
        hours=point.hours,
        exceptions=point.exceptions,
        phone=point.phone,
        words=point.words,
        is_shown=point.is_shown,
        version=point.version,
        confirmed_at=point.confirmed_at,
        updated_at=point.updated_at,
    )
