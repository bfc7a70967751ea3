from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, true

from coopnet.foundation import clock, text_index
from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.queries.cards import Card, Name, list_cards, list_names
from coopnet.initiatives.queries.directory import Directory, read_directory
from coopnet.initiatives.queries.district_map import district_map
from coopnet.initiatives.rules.choosing import Filters, members, narrow
from coopnet.initiatives.rules.maps import DEEPEST, ROOM
from coopnet.initiatives.rules.rotation import Turn, of_week
from coopnet.initiatives.rules.states import Status

KIND = "initiative"  # in the text index
PAGE_SIZE = 12
AHEAD = 4  # cuts that a view of the big map is cut into
MOST_PINS = 500
LISTED_AT_A_POINT = 50
COUNTED = 1_000  # matches of words are counted up to here
FOLDED_SHOWN = 6


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

    `unplaced` show no point on the map. `folded` are found by words too, but stand in no list: nobody has confirmed
    them for long.
    """

    cards: list[Card]
    total: int
    has_more: bool
    page: int
    pages: int
    counts: dict[str, int]
    marks: list[Mark]
    unplaced: int
    folded: list[Card]


def list_initiatives(filters: Filters, *, language: str, now: datetime, page: int = 1) -> Listing:
    """By name. A page that is not there is answered with the nearest one."""
    directory = read_directory()
    worded = _words(filters)
    found, counts = _narrow(directory, filters, worded, now=now)
    total = found.bit_count()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    shown = members(found, skip=(page - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    marks = _marks(directory, found, filters.zone)
    placed = sum(mark.count for mark in marks)
    outside = _not_listed(directory, worded) if page == 1 and filters == Filters(text=filters.text) else []
    cards = list_cards([*(directory.ids[place] for place in shown), *outside], language=language)
    return Listing(
        cards=[card for card in cards if card.id in directory.place_of],
        total=min(total, COUNTED) if filters.text else total,
        has_more=worded is not None and len(worded) > COUNTED,
        page=page,
        pages=pages,
        counts=counts,
        marks=marks,
        unplaced=max(0, total - placed),
        folded=[card for card in cards if card.status == Status.FOLDED],
    )


def list_found(filters: Filters, *, language: str, now: datetime, limit: int) -> list[Card]:
    directory = read_directory()
    found, _counts = _narrow(directory, filters, _words(filters), now=now)
    return list_cards([directory.ids[place] for place in members(found, limit=limit)], language=language)


def suggest(text: str) -> str | None:
    """What was perhaps meant by a text that found nothing."""
    return text_index.suggest(KIND, text)


def count_listed() -> int:
    return len(read_directory().ids)


def nth_listed(number: int) -> Name | None:
    """The profile at that place of the list, counted round and round; None where there is none."""
    ids = read_directory().ids
    if not ids:
        return None
    return next(iter(list_names([ids[number % len(ids)]]).values()), None)


def _words(filters: Filters) -> list[int] | None:
    """What its words find, also of what is folded away; None without any."""
    return text_index.search(KIND, filters.text, limit=COUNTED + 1) if filters.text else None


def _not_listed(directory: Directory, worded: list[int] | None) -> list[int]:
    return [each for each in worded or () if each not in directory.place_of][:FOLDED_SHOWN]


def _narrow(
    directory: Directory, filters: Filters, worded: list[int] | None, *, now: datetime
) -> tuple[int, dict[str, int]]:
    base = directory.everything
    if worded is not None:
        base &= directory.set_of(worded)
    if filters.zone:
        there = directory.zones(len(filters.zone)).get(filters.zone)
        base &= there.places if there else 0
    narrowed = narrow(base, directory.tokens(now), filters)
    return narrowed.places, narrowed.counts


def _marks(directory: Directory, found: int, zone: str) -> list[Mark]:
    """One for each part of the view, three cuts deeper than the view itself."""
    frame = district_map().frame
    depth = min(len(zone) + ROOM, DEEPEST)
    single: list[tuple[str, int]] = []
    marks = []
    zones = directory.zones(depth)
    for part in directory.parts_of(zone, depth):
        all_there = zones[part]
        there = all_there.places & found
        if not there:
            continue
        count = there.bit_count()
        if count == 1:
            single.append((part, there.bit_length() - 1))
            continue
        marks.append(Mark(*all_there.middle, part, count, None))
    names = list_names([directory.ids[place] for _part, place in single])
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
    found, _counts = _narrow(directory, filters, _words(filters), now=now)
    west, south, east, north = box
    depth = frame.depth_for(west, east, AHEAD)
    pins: list[tuple[float, float, list[int], int]] = []
    for zone in directory.zones(depth).values():
        longitude, latitude = frame.unproject(*zone.middle)
        there = zone.places & found
        if there and west <= longitude <= east and south <= latitude <= north:
            count = there.bit_count()
            shown = members(there, limit=LISTED_AT_A_POINT) if count == 1 or depth == DEEPEST else []
            pins.append((longitude, latitude, [directory.ids[place] for place in shown], count))
    pins = sorted(pins, key=lambda pin: (-pin[3], pin[0]))[:MOST_PINS]
    names = list_names([each for pin in pins for each in pin[2]])
    return [
        Pin(longitude, latitude, count, tuple(names[each] for each in ids if each in names))
        for longitude, latitude, ids, count in pins
    ]


def newest_ids(*, limit: int) -> list[int]:
    """Of those that are listed, the last published first."""
    table = Initiative.__table__.c
    asked = select(table.id).where(table.is_listed == true()).order_by(table.published_at.desc(), table.id.desc())
    return list(db.session.scalars(asked.limit(limit)))


def find_ids(filters: Filters, *, now: datetime, limit: int | None) -> tuple[list[int], dict[str, int]]:
    """Those that fit, by name, and how many each further choice would leave."""
    directory = read_directory()
    found, counts = _narrow(directory, filters, _words(filters), now=now)
    return [directory.ids[place] for place in members(found, limit=limit)], counts


def find_of_week(*, language: str, now: datetime) -> Card | None:
    """The initiative of the week, of those that are not marked; found once a week for each state of the directory."""
    directory = read_directory()
    if not directory.ids:
        return None
    week = clock.to_local(now).date().isocalendar()[:2]
    if directory.of_week is None or directory.of_week[0] != week:
        directory.of_week = (week, find_id_of_week(now))
    chosen = directory.of_week[1]
    return next(iter(list_cards([chosen], language=language)), None) if chosen is not None else None


def find_id_of_week(now: datetime) -> int | None:
    rows = db.session.execute(_TURNS).all()
    known = {row.public_id: row.id for row in rows}
    chosen = of_week((Turn(row.public_id, row.featured_on) for row in rows), clock.to_local(now).date())
    return None if chosen is None else known[chosen]


_TURNS = select(Initiative.public_id, Initiative.id, Initiative.featured_on).where(
    Initiative.is_listed == true(), Initiative.status == Status.PUBLISHED.value
)
