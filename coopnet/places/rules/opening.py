"""Whether it is open at a moment, until when, and when it opens next.

`local` is aware, of the zone of the place. Spans are moments: a night on which the clocks are changed is as long as it
is. What ends when something else begins goes on. A public holiday is a day of `holidays`.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from coopnet.places.rules.hours import Hours

A_WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)
MINUTES_OF_A_DAY = 24 * 60


def open_until(hours: Hours, local: datetime, holidays: Collection[date] = ()) -> datetime | None:
    """When it closes, where it is open at `local`; None where it is closed. What is open for longer: a week from now.

    >>> from zoneinfo import ZoneInfo
    >>> from coopnet.places.rules.hours import read_hours
    >>> madrid = ZoneInfo("Europe/Madrid")
    >>> open_until(read_hours("dl-dv 9-14, 16-19"), datetime(2026, 11, 24, 18, 59, tzinfo=madrid)).isoformat()
    '2026-11-24T19:00:00+01:00'
    >>> open_until(read_hours("ds 22-4"), datetime(2027, 3, 28, 3, 30, tzinfo=madrid)).isoformat()
    '2027-03-28T04:00:00+02:00'
    >>> open_until(read_hours("dl-dg 0-24"), datetime(2026, 11, 24, 12, tzinfo=madrid)).isoformat()
    '2026-12-01T12:00:00+01:00'
    """
    now = local.astimezone(UTC)
    ends = _end_of(hours, now, local.tzinfo, holidays)
    if ends is None:
        return None
    while ends < now + A_WEEK:
        later = _end_of(hours, ends, local.tzinfo, holidays)
        if later is None:
            break
        ends = later
    return min(ends, now + A_WEEK).astimezone(local.tzinfo)


def next_opening(hours: Hours, local: datetime, holidays: Collection[date] = ()) -> datetime | None:
    """When it opens next, within a week; None where it is open now or stays closed.

    >>> from zoneinfo import ZoneInfo
    >>> from coopnet.places.rules.hours import read_hours
    >>> madrid, hours = ZoneInfo("Europe/Madrid"), read_hours("dl-dv 9-14; festius tancat")
    >>> next_opening(hours, datetime(2026, 12, 7, 15, tzinfo=madrid), {date(2026, 12, 8)}).isoformat()
    '2026-12-09T09:00:00+01:00'
    """
    now = local.astimezone(UTC)
    if _end_of(hours, now, local.tzinfo, holidays) is not None:
        return None
    for ahead in range(A_WEEK.days + 1):
        day = local.date() + ahead * A_DAY
        for begins, _ends in hours.on(day, holidays):
            moment = moment_of(day, begins, local.tzinfo)
            if moment > now:
                return moment.astimezone(local.tzinfo)
    return None


def moment_of(day: date, minutes: int, zone: tzinfo | None) -> datetime:
    """In UTC, what the clock on the wall shows then. An hour that comes twice is the first one."""
    more, rest = divmod(minutes, MINUTES_OF_A_DAY)
    return datetime.combine(day + more * A_DAY, time(rest // 60, rest % 60), zone).astimezone(UTC)


def _end_of(hours: Hours, moment: datetime, zone: tzinfo | None, holidays: Collection[date]) -> datetime | None:
    """Of the spans in which a moment (UTC) lies, the latest end."""
    today = moment.astimezone(zone).date()
    ends = [
        moment_of(day, span[1], zone)
        for day in (today, today - A_DAY)
        for span in hours.on(day, holidays)
        if moment_of(day, span[0], zone) <= moment < moment_of(day, span[1], zone)
    ]
    return max(ends, default=None)
