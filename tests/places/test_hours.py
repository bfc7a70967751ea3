"""Opening hours: what is read, what is refused, and when a place is open."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from coopnet.places.rules.hours import (
    Hours,
    HoursProblem,
    read_hours,
    write_hours,
)
from coopnet.places.rules.opening import next_opening, open_until

MADRID = ZoneInfo("Europe/Madrid")
TUESDAY = datetime(2026, 11, 24, 12, tzinfo=MADRID)


def hours(typed: str) -> Hours:
    found = read_hours(typed)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("", ""),
        (" ; ", ""),
        ("lunes a viernes 9-14", None),
        ("dl-dv", None),
        ("dl 9-9", None),
        ("dl 25-26", None),
        ("dl 24:30-25", None),
        ("dl 9:60-10", None),
        ("dl a les 9", None),
        ("foo-dv 9-10", None),
        ("dl-bar 9-10", None),
        ("31/2 tancat", None),
        ("1/13 tancat", None),
        ("1/5 potser", None),
        ("10-12", None),
        ("dl 20-24", "dl 20:00-24:00"),
        ("Sat and Sunday 10.30 – 14h", "ds, dg 10:30-14:00"),
        ("ds-dl 9-10", "dl, ds, dg 9:00-10:00"),
        ("ds 22-2", "ds 22:00-2:00"),
        ("25/12 tancat", "25/12 tancat"),
        ("25/12/2026 10-12", "25/12/2026 10:00-12:00"),
        ("24/12-2/1/2027 closed", "24/12/2026-2/1/2027 tancat"),
        ("24/12/2026-2/1 closed", "24/12/2026-2/1/2027 tancat"),
        ("1/8-31/8/2027 cerrado", "1/8/2027-31/8/2027 tancat"),
        ("1/8/2027-31/8 cerrado", "1/8/2027-31/8/2027 tancat"),
    ],
)
def test_hours_are_read_in_three_languages_and_written_in_one_way(typed: str, written: str | None) -> None:
    if written is None:
        with pytest.raises(HoursProblem):
            read_hours(typed)
    else:
        assert write_hours(read_hours(typed)) == written


def test_what_is_written_reads_the_same() -> None:
    found = hours("dl-dj 9:30-14, 16-18; ds 22-2; 24/12-26/12 tancat; 5/1/2027 10-14")
    assert hours(write_hours(found)) == found


def test_an_exception_stands_over_the_week_and_the_last_one_over_the_others() -> None:
    found = hours("dl-dg 9-20; 1/8-31/8 tancat; 15/8/2027 10-12")
    assert found.on(date(2027, 8, 14)) == ()
    assert found.on(date(2027, 8, 15)) == ((600, 720),)
    assert found.on(date(2028, 8, 15)) == ()
    assert found.on(date(2027, 9, 1)) == ((540, 1200),)


def test_days_around_new_year_come_back_each_year() -> None:
    found = hours("dl-dg 9-20; 24/12-6/1 tancat")
    closed = [date(2026, 12, 24), date(2027, 1, 6), date(2030, 12, 31)]
    assert [found.on(day) for day in closed] == [()] * 3
    assert found.on(date(2027, 1, 7)) != ()
    assert found.on(date(2026, 12, 23)) != ()


def test_it_is_open_until_it_closes_also_past_midnight() -> None:
    found = hours("dt 10-14, 22-2")
    assert open_until(found, TUESDAY) == datetime(2026, 11, 24, 14, tzinfo=MADRID)
    assert open_until(found, TUESDAY.replace(day=25, hour=1)) == datetime(2026, 11, 25, 2, tzinfo=MADRID)
    assert open_until(found, TUESDAY.replace(hour=14)) is None
    assert open_until(found, TUESDAY.replace(hour=9, minute=59)) is None


def test_the_next_opening_is_within_a_week_or_not_at_all() -> None:
    found = hours("dt 10-14; dj 16-18")
    assert next_opening(found, TUESDAY) is None
    assert next_opening(found, TUESDAY.replace(hour=8)) == datetime(2026, 11, 24, 10, tzinfo=MADRID)
    assert next_opening(found, TUESDAY.replace(hour=15)) == datetime(2026, 11, 26, 16, tzinfo=MADRID)
    assert next_opening(hours("25/12/2027 10-14"), TUESDAY) is None


def test_days_that_end_before_they_begin_close_nothing() -> None:
    found = hours("dl-dg 9-20; 5/8/2027-1/8/2027 tancat")
    assert found.on(date(2027, 8, 3)) != ()
