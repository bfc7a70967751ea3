from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, true

from coopnet.foundation import clock, text_index
from coopnet.foundation.db import db
from coopnet.foundation.generations import DIRECTORY
from coopnet.foundation.kept import Kept
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.queries.cards import Card, Name, list_cards, list_names
from coopnet.initiatives.queries.directory import Directory, read_directory
from coopnet.initiatives.rules.choosing import Filters, members, narrow
from coopnet.initiatives.rules.rotation import Turn, of_week
from coopnet.initiatives.rules.states import LISTED, READABLE, Status
from coopnet.places.queries import district_map
from coopnet.places.rules.maps import DEEPEST, ROOM

KIND = "initiative"  # in the text index
PAGE_SIZE = 12
AHEAD = 4  # cuts that a view of the big map is cut into
MOST_PINS = 500
LISTED_AT_A_POINT = 50
COUNTED = 1_000  # matches of words are counted up to here
UNLISTED_SHOWN = 6
MOST_KEPT = 200  # in each process; of 100,000 profiles each takes 30 kB


@dataclass(frozen=True)
class Mark:
    """On the map: one profile, or `count` of them in `zone`. `x` and `y` are of the drawing."""

    x: float
    y: float
    zone: str
    count: int
    one: Name | None


@dataclass(frozen=True)
class Listing:
    """`total` of what words find stops at `COUNTED`; then `has_more`. `counts` by token, as `rules.choosing` has them.

    `unplaced` show no point on the map. `unlisted` are found by words too, but stand in no list: nobody has confirmed
    them for long, or they have closed. `found` is the set of all pages, by their places in `directory`; `key` names
    what is the same on all.
    """

    cards: list[Card]
    total: int
    has_more: bool
    page: int
    pages: int
    counts: dict[str, int]
    unplaced: int
    unlisted: list[Card]
    found: int
    directory: Directory
    key: Hashable


@dataclass(frozen=True)
class _Found:
    """What filters leave of the directory, as a set of places in it; `outside` is found by words but not listed.

    `ranked` are the same places where words were asked for: who has more of them in the name stands first.
    """

    places: int
    ranked: tuple[int, ...] | None
    counts: dict[str, int]
    total: int
    has_more: bool
    unplaced: int
    outside: list[int]


_FOUND: Kept[_Found] = Kept("initiatives.found", DIRECTORY, most=MOST_KEPT)


def list_initiatives(filters: Filters, *, language: str, now: datetime, page: int = 1) -> Listing:
    """By name; of what words find, who has more of them in the name first.

    A page that is not there is answered with the nearest one.
    """
    directory = read_directory()
    found = _find(directory, filters, now=now)
    pages = max(1, -(-found.total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    skip = (page - 1) * PAGE_SIZE
    shown: Sequence[int] = (
        members(found.places, skip=skip, limit=PAGE_SIZE)
        if found.ranked is None
        else found.ranked[skip : skip + PAGE_SIZE]
    )
    outside = found.outside if page == 1 and filters == Filters(text=filters.text) else []
    ids = [*(directory.ids[place] for place in shown), *outside]
    cards = list_cards(ids, language=language, generation=directory.generation)
    return Listing(
        cards=[card for card in cards if card.id in directory.place_of],
        total=min(found.total, COUNTED) if filters.text else found.total,
        has_more=found.has_more,
        page=page,
        pages=pages,
        counts=found.counts,
        unplaced=found.unplaced,
        unlisted=[card for card in cards if card.status in READABLE - LISTED],
        found=found.places,
        directory=directory,
        key=_key(filters, now),
    )


def list_found(filters: Filters, *, language: str, now: datetime, limit: int) -> list[Card]:
    directory = read_directory()
    found = _find(directory, filters, now=now)
    ids = [directory.ids[place] for place in members(found.places, limit=limit)]
    return list_cards(ids, language=language, generation=directory.generation)


def suggest(text: str) -> str | None:
    """What was perhaps meant by a text that found nothing."""
    return text_index.suggest(KIND, text)


def count_listed() -> int:
    return len(read_directory().ids)


def nth_listed(number: int) -> Name | None:
    """The profile at that place of the list, counted round and round; None where there is none."""
    directory = read_directory()
    if not directory.ids:
        return None
    chosen = directory.ids[number % len(directory.ids)]
    return list_names([chosen], generation=directory.generation).get(chosen)


def _find(directory: Directory, filters: Filters, *, now: datetime) -> _Found:
    """The same for a minute: what is open changes with it."""
    return _FOUND.get(_key(filters, now), lambda: _narrow(directory, filters, now), generation=directory.generation)


def _key(filters: Filters, now: datetime) -> Hashable:
    return filters.key, int(now.timestamp()) // 60


def _narrow(directory: Directory, filters: Filters, now: datetime) -> _Found:
    base, worded = directory.everything, None
    if filters.text:
        worded = text_index.rank(KIND, filters.text, limit=COUNTED + 1)
        base &= directory.set_of(list(worded))
    if filters.zone:
        there = directory.zones(len(filters.zone)).get(filters.zone)
        base &= there.places if there else 0
    narrowed = narrow(base, directory.tokens(now), filters)
    return _Found(
        places=narrowed.places,
        ranked=None if worded is None else _ranked(directory, narrowed.places, worded),
        counts=narrowed.counts,
        total=narrowed.places.bit_count(),
        has_more=worded is not None and len(worded) > COUNTED,
        unplaced=(narrowed.places & ~directory.placed).bit_count(),
        outside=[each for each in worded or () if each not in directory.place_of][:UNLISTED_SHOWN],
    )


def _ranked(directory: Directory, places: int, missed: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(sorted(members(places), key=lambda place: (missed[directory.ids[place]], place)))


def list_marks(listing: Listing, zone: str) -> list[Mark]:
    """One for each part of the view, three cuts deeper than the view itself."""
    directory, found, frame = listing.directory, listing.found, district_map().frame
    depth = min(len(zone) + ROOM, DEEPEST)
    single: list[tuple[str, int]] = []
    marks = []
    zones = directory.zones(depth)
    for part in directory.parts_of(zone, depth):
        all_there = zones[part]
        there, count = all_there.among(found, directory.everything)
        if not count:
            continue
        if count == 1:
            single.append((part, there.bit_length() - 1))
            continue
        marks.append(Mark(*all_there.middle, part, count, None))
    names = list_names([directory.ids[place] for _part, place in single], generation=directory.generation)
    for part, place in single:
        name = names.get(directory.ids[place])
        point = next((each for each in directory.points[place] if frame.zone_of(*each, depth) == part), None)
        if name is not None and point is not None:
            marks.append(Mark(*frame.project(*point), part, 1, name))
    return sorted(marks, key=lambda mark: (mark.y, mark.x))


@dataclass(frozen=True)
class Pin:
    """On a map of degrees: one profile, or `count` of them. `names` are all where a map cannot come nearer."""

    longitude: float
    latitude: float
    count: int
    names: tuple[Name, ...]


def list_pins(filters: Filters, box: tuple[float, float, float, float], *, now: datetime) -> list[Pin]:
    """Of what is found, in a view of (west, south, east, north). As many as fit in it, however many there are."""
    directory, frame = read_directory(), district_map().frame
    found = _find(directory, filters, now=now).places
    west, south, east, north = box
    depth = frame.depth_for(west, east, AHEAD)
    pins: list[tuple[float, float, list[int], int]] = []
    for zone in directory.zones(depth).values():
        longitude, latitude = zone.degrees
        if not (west <= longitude <= east and south <= latitude <= north):
            continue
        there, count = zone.among(found, directory.everything)
        if count:
            shown = members(there, limit=LISTED_AT_A_POINT) if count == 1 or depth == DEEPEST else []
            pins.append((longitude, latitude, [directory.ids[place] for place in shown], count))
    pins = sorted(pins, key=lambda pin: (-pin[3], pin[0]))[:MOST_PINS]
    names = list_names([each for pin in pins for each in pin[2]], generation=directory.generation)
    return [
        Pin(longitude, latitude, count, tuple(names[each] for each in ids if each in names))
        for longitude, latitude, ids, count in pins
    ]


def newest_ids(*, limit: int) -> list[int]:
    """Of those that are listed, the last published first."""
    table = Initiative.__table__.c
    asked = select(table.id).where(table.is_listed == true()).order_by(table.published_at.desc(), table.id.desc())
    return list(db.session.scalars(asked.limit(limit)))


def find_ids(filters: Filters, *, now: datetime, limit: int | None) -> tuple[list[int], dict[str, int], int]:
    """Those that fit, by name, how many each further choice would leave, and how many there are in all."""
    directory = read_directory()
    found = _find(directory, filters, now=now)
    return [directory.ids[place] for place in members(found.places, limit=limit)], found.counts, found.total


def find_of_week(*, language: str, now: datetime) -> Card | None:
    """The initiative of the week, of those that are not marked; found once a week for each state of the directory."""
    directory = read_directory()
    if not directory.ids:
        return None
    week = clock.to_local(now).date().isocalendar()[:2]
    if directory.of_week is None or directory.of_week[0] != week:
        directory.of_week = (week, find_id_of_week(now))
    chosen = directory.of_week[1]
    if chosen is None:
        return None
    return next(iter(list_cards([chosen], language=language, generation=directory.generation)), None)


def find_id_of_week(now: datetime) -> int | None:
    rows = db.session.execute(_TURNS).all()
    known = {row.public_id: row.id for row in rows}
    chosen = of_week((Turn(row.public_id, row.featured_on) for row in rows), clock.to_local(now).date())
    return None if chosen is None else known[chosen]


_TURNS = select(Initiative.public_id, Initiative.id, Initiative.featured_on).where(
    Initiative.is_listed == true(), Initiative.status == Status.PUBLISHED.value
)
