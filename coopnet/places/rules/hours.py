"""Opening hours as people write them. Whether it is open at a moment: `opening`.

Groups are parted by `; `, each with days or ranges of days and then times: `dl-dj 9:30-14:00, 16:00-18:30; ds 10-13`.
A group that begins with dates holds for those days alone and stands over the week: `24/12-26/12 tancat`,
`5/1/2027 10:00-14:00`. Dates without a year come back each year. `festius tancat` and `festius 10-14` are for public
holidays, of which the district's data know; they stand over the week and under dates. Spans that end after midnight
belong to the day on which they begin.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

DAYS = ("dl", "dt", "dc", "dj", "dv", "ds", "dg")
# In the three languages, folded to letters.
NAMES = {
    name: number
    for number, names in enumerate(
        (
            "dl dilluns lunes lu l mon monday",
            "dt dimarts martes ma tue tuesday",
            "dc dimecres miercoles mi x wed wednesday",
            "dj dijous jueves ju j thu thursday",
            "dv divendres viernes vi v fri friday",
            "ds dissabte sabado sa s sat saturday",
            "dg diumenge domingo do d sun sunday",
        )
    )
    for name in names.split()
}
CLOSED = {"tancat", "cerrado", "closed"}
HOLIDAYS = "festius"
_HOLIDAYS = re.compile(r"(?:festius?|festivos?|(?:public )?holidays?)\b[ :,]*", re.IGNORECASE)
DASH = r"\s*[-–—]\s*"
_TIME = r"(\d{1,2})(?:[.:h](\d{2}))?\s*h?"
_SPAN = re.compile(rf"{_TIME}{DASH}{_TIME}")
_DATE = r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?"
_DATES = re.compile(rf"{_DATE}(?:{DASH}{_DATE})?\s*")
_DAY_RANGE = re.compile(rf"([a-zçéà]+)\.?(?:{DASH}([a-zçéà]+)\.?)?", re.IGNORECASE)
_PLAIN = str.maketrans("éàèíáç", "eaeiac")
A_WEEK = 7
LAST_HOUR, LAST_MINUTE = 24, 59

Span = tuple[int, int]  # minutes of the day; the end may lie beyond midnight


class HoursProblem(ValueError):  # noqa: N818 - what is wrong with the hours
    """`value` is the part that cannot be read."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


@dataclass(frozen=True)
class Exceptional:
    """Days from `first` to `last`, as (year or None, month, day); closed where there are no spans."""

    first: tuple[int | None, int, int]
    last: tuple[int | None, int, int]
    spans: tuple[Span, ...]

    def covers(self, day: date) -> bool:
        first, last = self.first[1:], self.last[1:]
        here = (day.month, day.day)
        if self.first[0] is not None:
            return date(*_full(self.first, day.year)) <= day <= date(*_full(self.last, day.year))
        return first <= here <= last if first <= last else here >= first or here <= last


@dataclass(frozen=True)
class Hours:
    """`week` has the spans of each day, Monday first; `holidays` those of public holidays, None if it is not said."""

    week: tuple[tuple[Span, ...], ...]
    exceptions: tuple[Exceptional, ...] = ()
    holidays: tuple[Span, ...] | None = None

    def on(self, day: date, holidays: Collection[date] = ()) -> tuple[Span, ...]:
        """The last exception that covers the day counts, else what is said of public holidays, else the week."""
        for each in reversed(self.exceptions):
            if each.covers(day):
                return each.spans
        if self.holidays is not None and day in holidays:
            return self.holidays
        return self.week[day.weekday()]


@lru_cache(maxsize=4096)
def read_hours(typed: str) -> Hours | None:
    """None for no fixed hours. Raises `HoursProblem`.

    >>> read_hours("dl - dc 9.30-14:00, 16-18; dg 22:00-2:00").week[0]
    ((570, 840), (960, 1080))
    >>> read_hours("ds 10-14; 25/12 tancat").exceptions[0].covers(date(2027, 12, 25))
    True
    >>> read_hours("quan podem")
    Traceback (most recent call last):
    ...
    coopnet.places.rules.hours.HoursProblem: quan podem
    """
    week: list[list[Span]] = [[] for _ in DAYS]
    exceptions = []
    holidays = None
    for part in re.split(r"[;\n]", typed):
        group = " ".join(part.split())
        if not group:
            continue
        if found := _HOLIDAYS.match(group):
            holidays = _read_or_closed(group[found.end() :], group)
            continue
        if found := _DATES.match(group):
            exceptions.append(_exceptional(found, group))
            continue
        days, spans = _read_group(group)
        for day in days:
            week[day].extend(spans)
    if not any(week) and not exceptions and holidays is None:
        return None
    return Hours(tuple(tuple(sorted(spans)) for spans in week), tuple(exceptions), holidays)


def write_hours(hours: Hours | None) -> str:
    """In one way, so that two ways to write the same are the same.

    >>> write_hours(read_hours("dimarts i dijous 17h-20h; dl-dv 9-13; 24/12-26/12 tancat"))
    'dl, dc, dv 9:00-13:00; dt, dj 9:00-13:00, 17:00-20:00; 24/12-26/12 tancat'
    """
    if hours is None:
        return ""
    groups: dict[tuple[Span, ...], list[int]] = {}
    for day, spans in enumerate(hours.week):
        if spans:
            groups.setdefault(spans, []).append(day)
    parts = [f"{_write_days(days)} {write_spans(spans)}" for spans, days in groups.items()]
    if hours.holidays is not None:
        parts.append(f"{HOLIDAYS} {_or_closed(hours.holidays)}")
    parts += [write_exception(each) for each in hours.exceptions]
    return "; ".join(parts)


def write_exception(each: Exceptional) -> str:
    """With its year, where it has one; as `read_hours` reads it.

    >>> write_exception(read_hours("24/12/2026 - 6/1/2027 cerrado").exceptions[0])
    '24/12/2026-6/1/2027 tancat'
    """
    dates = _write_date(each.first)
    if each.last != each.first:
        dates += f"-{_write_date(each.last)}"
    return f"{dates} {_or_closed(each.spans)}"


def _exceptional(found: re.Match[str], group: str) -> Exceptional:
    first = _read_date(found[1], found[2], found[3], group)
    last = _read_date(found[4], found[5], found[6], group) if found[4] else first
    if first[0] is None and last[0] is not None:
        first = (last[0] - (first[1:] > last[1:]), *first[1:])
    elif first[0] is not None and last[0] is None:
        last = (first[0] + (last[1:] < first[1:]), *last[1:])
    return Exceptional(first, last, _read_or_closed(group[found.end() :], group))


def _read_or_closed(typed: str, group: str) -> tuple[Span, ...]:
    rest = typed.strip(" :,")
    return () if rest.casefold() in CLOSED else _read_spans(rest, group)


def _read_date(day: str, month: str, year: str | None, group: str) -> tuple[int | None, int, int]:
    try:
        date(int(year or 2024), int(month), int(day))
    except ValueError as problem:
        raise HoursProblem(group) from problem
    return (int(year) if year else None, int(month), int(day))


def _full(parts: tuple[int | None, int, int], year: int) -> tuple[int, int, int]:
    return (parts[0] or year, parts[1], parts[2])


def _read_group(group: str) -> tuple[list[int], tuple[Span, ...]]:
    start = next((place for place, letter in enumerate(group) if letter.isdigit()), None)
    if start is None:
        raise HoursProblem(group)
    return _read_days(group[:start], group), _read_spans(group[start:], group)


def _read_days(typed: str, group: str) -> list[int]:
    found: dict[int, None] = {}
    for part in re.split(r",| i | y | and ", typed.strip(" :,")):
        match = _DAY_RANGE.fullmatch(part.strip())
        first = _day(match[1]) if match else None
        last = _day(match[2]) if match and match[2] else first
        if first is None or last is None:
            raise HoursProblem(group)
        found.update(dict.fromkeys((first + step) % A_WEEK for step in range((last - first) % A_WEEK + 1)))
    return sorted(found)


def _day(name: str) -> int | None:
    return NAMES.get(name.casefold().translate(_PLAIN))


def _read_spans(typed: str, group: str) -> tuple[Span, ...]:
    spans = []
    for part in re.split(r",| i | y | and ", typed):
        found = _SPAN.fullmatch(part.strip())
        if found is None:
            raise HoursProblem(group)
        begins, ends = _minutes(found[1], found[2], group), _minutes(found[3], found[4], group)
        if begins == ends:
            raise HoursProblem(group)
        spans.append((begins, ends if ends > begins else ends + 24 * 60))
    return tuple(sorted(spans))


def _minutes(hour: str, minute: str | None, group: str) -> int:
    if int(hour) > LAST_HOUR or int(minute or 0) > LAST_MINUTE or (int(hour) == LAST_HOUR and int(minute or 0)):
        raise HoursProblem(group)
    return int(hour) * 60 + int(minute or 0)


def _write_days(days: list[int]) -> str:
    """Three or more in a row make a range."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts = []
    for run in runs:
        is_range = len(run) > 2  # noqa: PLR2004 - two days are said one by one
        parts += [f"{DAYS[run[0]]}-{DAYS[run[-1]]}"] if is_range else [DAYS[day] for day in run]
    return ", ".join(parts)


def write_spans(spans: Iterable[Span]) -> str:
    return ", ".join(f"{clock_of(begins)}-{clock_of(ends)}" for begins, ends in spans)


def _or_closed(spans: tuple[Span, ...]) -> str:
    return write_spans(spans) if spans else "tancat"


def clock_of(minutes: int) -> str:
    rest = minutes if minutes == LAST_HOUR * 60 else minutes % (24 * 60)
    return f"{rest // 60}:{rest % 60:02}"


def _write_date(parts: tuple[int | None, int, int]) -> str:
    year, month, day = parts
    return f"{day}/{month}" + (f"/{year}" if year else "")
