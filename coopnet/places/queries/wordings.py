"""Hours, and whether a place is open, as people say it."""

from datetime import date, datetime, time, timedelta

from coopnet.foundation import clock
from coopnet.foundation.i18n import format_day, format_time
from coopnet.foundation.i18n import gettext as _
from coopnet.places.queries.district_map import district_map
from coopnet.places.queries.holidays import holidays
from coopnet.places.rules.coordinates import read_point
from coopnet.places.rules.hours import DAYS, HOLIDAYS, Exceptional, HoursProblem, read_hours, write_spans
from coopnet.places.rules.opening import next_opening, open_until
from coopnet.places.rules.points import days_of, still_to_come

A_DAY = timedelta(days=1)
NEAR_DEGREES = 1  # a hundred kilometres


def open_now(typed: str, *, now: datetime) -> tuple[str, str] | None:
    """Of hours as they are kept: whether it is open, until when or from when, and the tone of saying so.

    None without fixed hours.
    """
    hours = read_hours(typed)
    if hours is None:
        return None
    local, days = clock.to_local(now), holidays()
    until = open_until(hours, local, days)
    return standing_in_words(until, next_opening(hours, local, days) if until is None else None, now=now)


def standing_in_words(until: datetime | None, opens: datetime | None, *, now: datetime) -> tuple[str, str]:
    local = clock.to_local(now)
    if until is not None:
        if until - local > A_DAY:
            return _("Open now"), "good"
        return _("Open now, until %(hour)s", hour=format_time(until)), "good"
    if opens is None:
        return _("Closed now"), "quiet"
    hour = format_time(opens)
    if opens.date() == local.date():
        return _("Closed now; opens at %(hour)s", hour=hour), "quiet"
    if opens.date() == local.date() + A_DAY:
        return _("Closed now; opens tomorrow at %(hour)s", hour=hour), "quiet"
    return _("Closed now; opens on %(day)s at %(hour)s", day=format_day(opens), hour=hour), "quiet"


def hours_in_lines(typed: str) -> list[str]:
    """A group of days a line, in the reader's words."""
    lines = []
    for group in (part for part in typed.split("; ") if part):
        days, _gap, spans = group.partition(next((c for c in group if c.isdigit()), "\0"))
        first = group[len(days) : len(days) + 1]
        if group.startswith(HOLIDAYS):
            said = group.removeprefix(HOLIDAYS).strip().replace("tancat", _("closed")).replace("-", "–")
            lines.append(_("public holidays: %(hours)s", hours=said))
            continue
        if not days.strip():
            lines.append(group.replace("tancat", _("closed")))
            continue
        said = days.strip()
        for code, name in zip(DAYS, _day_names(), strict=True):
            said = said.replace(code, name)
        lines.append(f"{said.replace('-', ' – ')}: {(first + spans).replace('-', '–')}")
    return lines


def exceptions_in_lines(typed: str, *, now: datetime) -> list[str]:
    """Of dates as they are kept, a line each; those that are over are left out."""
    hours, today = read_hours(still_to_come(typed, clock.to_local(now).date())), clock.to_local(now).date()
    return [exception_in_words(each, today) for each in (hours.exceptions if hours else ())]


def exception_in_words(each: Exceptional, today: date) -> str:
    first, last = days_of(each, today)
    said = ", ".join(write_spans([span]).replace("-", "–") for span in each.spans) or _("closed")
    if first == last:
        return f"{_whole(first)}: {said}"
    return _("from %(first)s to %(last)s: %(hours)s", first=_whole(first), last=_whole(last), hours=said)


def _whole(day: date) -> str:
    return format_day(datetime.combine(day, time(12), clock.zone()))


def hours_problem(typed: str) -> str | None:
    """What is wrong with hours as they were typed, in words."""
    try:
        read_hours(typed)
    except HoursProblem as problem:
        return _("We do not understand the hours “%(value)s”. Write them like dl-dv 10:00-14:00.", value=problem.value)
    return None


def place_problem(typed: str) -> str | None:
    """What is wrong with a point of the map as it was typed. Who copies the numbers the other way round is far away."""
    point = read_point(typed)
    if point is None:
        return _("We do not find a place in this. Copy the two numbers, like 41.37018, 2.13688.")
    here = district_map().frame
    if abs(point[0] - here.north) > NEAR_DEGREES or abs(point[1] - here.west) > NEAR_DEGREES:
        return _("This place is far from here. The first number is the one that says how far north.")
    return None


def _day_names() -> tuple[str, ...]:
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
