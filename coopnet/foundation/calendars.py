"""Calendar files (RFC 5545): one event for each session, with the zone's own rules, right across DST."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Component, Event, vCalAddress

from coopnet.foundation import clock, district
from coopnet.foundation.language import current_language

YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Happening:
    """`uid` is stable for ever: a calendar that reads the file again updates the event instead of doubling it.

    `changed_at` becomes DTSTAMP and LAST-MODIFIED, so the same facts give the same bytes. `changes` is how often it
    changed, for changes that share a second.
    """

    uid: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    changes: int = 0
    location: str = ""
    url: str = ""
    description: str = ""
    is_cancelled: bool = False
    is_tentative: bool = False  # not sure yet, unless it is cancelled


def make_calendar(happenings: list[Happening], *, name: str) -> bytes:
    """In the language being spoken. One of nothing but cancelled events takes them out of who has them."""
    home = district.current()
    organizer = vCalAddress(f"mailto:{home.email}")
    organizer.params["cn"] = home.house_legal_name
    calendar = Calendar()
    calendar.add("prodid", f"-//coopnet//coopnet//{current_language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", method_of(happenings))
    calendar.add("x-wr-calname", name)
    for happening in happenings:
        event = Event()
        event.add("uid", happening.uid)
        event.add("dtstamp", happening.changed_at)
        event.add("last-modified", happening.changed_at)
        # Raised by each change, as calendars ask: seconds since 2026 fit 32 bits until 2094.
        seconds = max(0, int(happening.changed_at.timestamp()) - 1_767_225_600)
        event.add("sequence", seconds + happening.changes)
        # Whoever publishes or cancels must be named (RFC 5546, 3.2), and the same one each time.
        event.add("organizer", organizer)
        event.add("summary", happening.summary)
        event.add("dtstart", clock.to_local(happening.starts_at))
        event.add("dtend", clock.to_local(happening.ends_at))
        event.add("status", _status(happening))
        for key in ("location", "url", "description"):
            if value := getattr(happening, key):
                event.add(key, value)
        calendar.add_component(event)
    if happenings:
        # Only the clock's changes around these days: a calendar file must not carry those of half a century.
        days = [clock.to_local(happening.starts_at).date() for happening in happenings]
        calendar.add_missing_timezones(first_date=min(days) - YEAR, last_date=max(days) + YEAR)
        for zone in calendar.timezones:
            zone.pop("COMMENT", None)  # the library's own, in English
            for change in zone.subcomponents:
                _say_hour_before(change)
    return bytes(calendar.to_ical())


def _say_hour_before(change: Component) -> None:
    """When the clock goes forward: the hour shown just before (RFC 5545, 3.6.5), not just after."""
    parts: Any = change  # what the library says of them is every kind of value there is
    forward = parts["TZOFFSETTO"].td - parts["TZOFFSETFROM"].td
    if forward <= timedelta():
        return
    parts["DTSTART"].dt -= forward
    rdates = parts.get("RDATE", [])
    for each in rdates if isinstance(rdates, list) else [rdates]:
        for moment in each.dts:
            moment.dt -= forward


def method_of(happenings: list[Happening]) -> str:
    """As the file says it, and the letter that carries the file must say it again."""
    return "CANCEL" if happenings and all(each.is_cancelled for each in happenings) else "PUBLISH"


def _status(happening: Happening) -> str:
    if happening.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if happening.is_tentative else "CONFIRMED"
