"""Whether it is open: the same as looking at the clock on the wall minute by minute."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coopnet.places.rules.hours import Exceptional, Hours, Span, read_hours, write_hours
from coopnet.places.rules.opening import A_WEEK, next_opening, open_until
from coopnet.places.rules.points import closed_on, opening_hours, still_to_come

MADRID = ZoneInfo("Europe/Madrid")
MINUTE = timedelta(minutes=1)
# Weeks with a change of clocks in either direction, and one without.
STARTS = (datetime(2026, 10, 22, tzinfo=UTC), datetime(2027, 3, 25, tzinfo=UTC), datetime(2026, 12, 3, tzinfo=UTC))


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    """On the quarter, also past midnight; none begins or ends in the hours that a change of clocks takes or gives."""
    quarters = st.integers(0, 95).filter(lambda quarter: not 8 <= quarter < 12)
    found = []
    for _ in range(draw(st.integers(0, 2))):
        begins, ends = draw(quarters), draw(quarters)
        if begins != ends:
            found.append((begins * 15, ends * 15 if ends > begins else ends * 15 + 24 * 60))
    return tuple(sorted(found))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Hours, datetime, set[date]]:
    start = draw(st.sampled_from(STARTS))
    days = [start.date() + timedelta(days=ahead) for ahead in range(9)]
    exceptions = []
    for _ in range(draw(st.integers(0, 2))):
        first, last = sorted(draw(st.tuples(st.sampled_from(days), st.sampled_from(days))))
        exceptions.append(
            Exceptional((first.year, first.month, first.day), (last.year, last.month, last.day), draw(spans()))
        )
    week = tuple(draw(spans()) for _ in range(7))
    hours = Hours(week, tuple(exceptions), draw(st.none() | spans()))
    moment = start + draw(st.integers(0, 24 * 60 * 7)) * MINUTE
    return hours, moment.astimezone(MADRID), set(draw(st.lists(st.sampled_from(days), max_size=2)))


def is_open(hours: Hours, moment: datetime, holidays: Collection[date]) -> bool:
    """By the clock on the wall alone: no sum of hours, no order of spans."""
    local = moment.astimezone(MADRID)
    minutes = local.hour * 60 + local.minute
    yesterday = local.date() - timedelta(days=1)
    today_s = any(begins <= minutes < ends for begins, ends in hours.on(local.date(), holidays))
    return today_s or any(begins <= minutes + 24 * 60 < ends for begins, ends in hours.on(yesterday, holidays))


@settings(deadline=None)
@given(case=cases())
@example(case=(Hours((((0, 1440),),) * 7), datetime(2026, 10, 25, 2, 30, tzinfo=MADRID), set()))
@example(case=(Hours((((600, 840), (840, 1140)),) * 7), datetime(2026, 12, 8, 12, tzinfo=MADRID), set()))
def test_open_until_is_what_one_sees_who_looks_every_minute(case: tuple[Hours, datetime, set[date]]) -> None:
    hours, local, holidays = case
    until, opens = open_until(hours, local, holidays), next_opening(hours, local, holidays)
    now = local.astimezone(UTC)
    if not is_open(hours, now, holidays):
        assert until is None
        seen = (now + ahead * MINUTE for ahead in range(1, 7 * 24 * 60 + 1))
        first = next((moment for moment in seen if is_open(hours, moment, holidays)), None)
        if first is not None:
            assert opens is not None
            assert opens.astimezone(UTC) == first
        return
    assert opens is None
    assert until is not None
    ends = until.astimezone(UTC)
    assert now < ends <= now + A_WEEK
    steps = int((ends - now) / MINUTE)
    assert all(is_open(hours, now + step * MINUTE, holidays) for step in range(steps))
    assert ends == now + A_WEEK or not is_open(hours, ends, holidays)


@pytest.mark.parametrize(
    ("typed", "moment", "until"),
    [
        # The hour that comes twice is open once, in one piece; the one that is left out is shorter.
        ("ds 22-2:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), None),
        ("ds 22-4", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25T04:00:00+01:00"),
        ("ds 22-4", datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "2027-03-28T04:00:00+02:00"),
        ("dl-dg 0-24", datetime(2027, 3, 27, 12, tzinfo=UTC), "2027-04-03T14:00:00+02:00"),
    ],
)
def test_a_night_of_changed_clocks_is_as_long_as_it_is(typed: str, moment: datetime, until: str | None) -> None:
    hours = read_hours(typed)
    assert hours is not None
    found = open_until(hours, moment.astimezone(MADRID))
    assert (found.isoformat() if found else None) == until


def test_holidays_are_said_in_three_languages_and_kept_in_one_way() -> None:
    for typed in ("dl-dv 9-14; festivos: cerrado", "dl-dv 9-14; public holidays closed", "Festius tancat; dl-dv 9-14"):
        assert write_hours(read_hours(typed)) == "dl, dt, dc, dj, dv 9:00-14:00; festius tancat".replace(
            "dl, dt, dc, dj, dv", "dl-dv"
        )
    found = read_hours("festius 10-13")
    assert found is not None
    assert found.on(date(2026, 12, 8), {date(2026, 12, 8)}) == ((600, 780),)
    assert found.on(date(2026, 12, 8)) == ()


def test_dates_stand_over_holidays_and_holidays_over_the_week() -> None:
    hours = opening_hours(read_hours("dl-dg 9-20; festius 10-13"), read_hours("25/12/2026 tancat"))
    assert hours is not None
    days = {date(2026, 12, 8), date(2026, 12, 25)}
    assert [hours.on(date(2026, 12, day), days) for day in (7, 8, 25)] == [((540, 1200),), ((600, 780),), ()]
    only_dates = opening_hours(None, read_hours("25/12/2026 10-12"))
    assert only_dates is not None
    assert only_dates.on(date(2026, 12, 25), days) == ((600, 720),)


def test_what_is_over_is_not_kept_and_a_leap_day_waits_for_its_year() -> None:
    today = date(2026, 11, 24)
    assert still_to_come("23/11 tancat", today) == "23/11/2027 tancat"
    assert still_to_come("23/11/2026 tancat; 20/11/2026-24/11/2026 10-12", today) == "20/11/2026-24/11/2026 10:00-12:00"
    assert still_to_come("29/2 tancat", today) == "29/2/2028 tancat"
    assert still_to_come("24/12-6/1 tancat", date(2027, 1, 3)) == "24/12/2026-6/1/2027 tancat"
    assert still_to_come("", today) == ""
    assert closed_on("", today) == "24/11/2026 tancat"
