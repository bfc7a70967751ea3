"""What a support point is, how far it is, and which ones a reader asks for."""

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from coopnet.places.rules.hours import Exceptional, Hours, read_hours, write_exception

STEP_FREE = "sense_graons"  # of `venue_access`
NOTE, WAY = "note", "way"
RESERVED = ("full",)  # words that the address of a page has already
NEAREST = 3
METRES_OF_A_DEGREE = 111_195  # of latitude
ROUNDED_METRES = 50
A_KILOMETRE = 1_000


@dataclass(frozen=True)
class Draft:
    """A point as the desk writes it. `barri` None: not known. `words` as the table has them."""

    name: str
    venue: str
    address: str
    barri: str | None
    latitude: float | None = None
    longitude: float | None = None
    access: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    helps_in: tuple[str, ...] = ()
    hours: str = ""
    exceptions: str = ""
    phone: str | None = None
    words: tuple[tuple[str, str, str], ...] = ()  # language, note, way
    is_shown: bool = True


@dataclass(frozen=True)
class Filters:
    """All of `has` and `helps_in`: who needs a printer and Urdu needs both. `barri` orders by how near it is."""

    has: tuple[str, ...] = ()
    helps_in: tuple[str, ...] = ()
    is_open: bool = False
    is_step_free: bool = False
    barri: str | None = None

    @property
    def narrows(self) -> bool:
        return bool(self.has or self.helps_in or self.is_open or self.is_step_free)


class Described(Protocol):
    @property
    def has(self) -> tuple[str, ...]: ...
    @property
    def helps_in(self) -> tuple[str, ...]: ...
    @property
    def is_step_free(self) -> bool: ...


def fits(point: Described, filters: Filters, *, is_open: bool) -> bool:
    return (
        set(filters.has) <= set(point.has)
        and set(filters.helps_in) <= set(point.helps_in)
        and (is_open or not filters.is_open)
        and (point.is_step_free or not filters.is_step_free)
    )


def opening_hours(week: Hours | None, exceptions: Hours | None) -> Hours | None:
    """Both as one. On a public holiday it is closed, unless its hours or its exceptions say otherwise.

    >>> hours = opening_hours(read_hours("dl-dv 9-14"), read_hours("7/12/2026 10-12"))
    >>> [hours.on(date(2026, 12, day), {date(2026, 12, 8)}) for day in (7, 8, 9)]
    [((600, 720),), (), ((540, 840),)]
    >>> opening_hours(None, None) is None
    True
    """
    if week is None and exceptions is None:
        return None
    base = week or Hours(week=((),) * 7)
    more = exceptions.exceptions if exceptions else ()
    return replace(base, exceptions=(*base.exceptions, *more), holidays=base.holidays or ())


def only_dates(typed: str) -> bool:
    """Whether hours say nothing of the week nor of holidays: exceptions are dates.

    >>> only_dates("24/12/2026-31/12/2026 tancat"), only_dates("dl 9-14"), only_dates("festius 10-14"), only_dates("")
    (True, False, False, True)
    """
    hours = read_hours(typed)
    return hours is None or (not any(hours.week) and hours.holidays is None)


def still_to_come(typed: str, today: date) -> str:
    """Exceptions as they are kept: each with its year, in the order of their days, without those that are over.

    Of two for the same days the later written stays. What begins later, or is for fewer days, stands over the other.

    >>> still_to_come("2/1 tancat; 24/12-26/12 tancat; 24/12 10-12; 1/8/2026 tancat", date(2026, 12, 24))
    '24/12/2026-26/12/2026 tancat; 24/12/2026 10:00-12:00; 2/1/2027 tancat'
    >>> still_to_come("24/12/2026 10-12; 24/12/2026 tancat", date(2026, 12, 1))
    '24/12/2026 tancat'
    """
    hours = read_hours(typed)
    found = {}
    for each in hours.exceptions if hours else ():
        first, last = days_of(each, today)
        if last >= today:
            written = replace(each, first=_parts(first), last=_parts(last))
            found[first, last] = write_exception(written)
    order = sorted(found, key=lambda days: (days[0], -days[1].toordinal()))
    return "; ".join(found[days] for days in order)


def closed_on(typed: str, day: date) -> str:
    """The exceptions, and that it is closed on that day.

    >>> closed_on("24/12/2026 tancat", date(2026, 12, 1))
    '24/12/2026 tancat; 1/12/2026 tancat'
    """
    closed = write_exception(Exceptional(_parts(day), _parts(day), ()))
    return "; ".join(part for part in (typed, closed) if part)


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """As the crow flies, between two points (latitude, longitude) of one city.

    >>> round(metres((41.3688, 2.1361), (41.3788, 2.1361)))
    1112
    """
    narrowing = math.cos(math.radians((one[0] + other[0]) / 2))
    return METRES_OF_A_DEGREE * math.hypot(one[0] - other[0], (one[1] - other[1]) * narrowing)


def rounded(distance: float) -> int:
    """As it is said: nobody walks as the crow flies.

    >>> rounded(12), rounded(333), rounded(1234)
    (50, 350, 1200)
    """
    step = ROUNDED_METRES if distance < A_KILOMETRE else 2 * ROUNDED_METRES
    return max(ROUNDED_METRES, round(distance / step) * step)


def free_slug(bare: str, taken: Collection[str]) -> str:
    """With a number where an older point has the same words.

    >>> free_slug("casal", ()), free_slug("casal", {"casal", "casal-2"})
    ('casal', 'casal-3')
    """
    slug, number = bare, 1
    while slug in taken:
        number += 1
        slug = f"{bare}-{number}"
    return slug


def days_of(each: Exceptional, today: date) -> tuple[date, date]:
    """Days without a year are those that come next."""
    (year, *first), (until, *last) = each.first, each.last
    if year is not None and until is not None:
        return date(year, *first), date(until, *last)
    start = today.year - 1
    while not (_is_day(start, *first) and _is_day(start + (first > last), *last, since=today)):
        start += 1
    return date(start, *first), date(start + (first > last), *last)


def _is_day(year: int, month: int, day: int, *, since: date = date.min) -> bool:
    """Whether there is such a day, from that one on: 29 February is not in every year."""
    try:
        return date(year, month, day) >= since
    except ValueError:
        return False


def _parts(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day
