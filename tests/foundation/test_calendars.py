"""What a calendar program reads."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from icalendar import Calendar

from coopnet.foundation.calendars import Happening, make_calendar
from coopnet.foundation.language import speaking


def happening(starts_at: datetime) -> Happening:
    return Happening("a@coopnet", "Hort", starts_at, starts_at + timedelta(hours=2), starts_at)


def test_hours_are_right_on_both_sides_of_the_clocks_change(app: Flask) -> None:
    before, after = datetime(2027, 3, 27, 17, tzinfo=UTC), datetime(2027, 3, 28, 16, tzinfo=UTC)
    content = make_calendar([happening(before), happening(after)], name="Hort")
    events = Calendar.from_ical(content).walk("VEVENT")
    assert [event.decoded("dtstart").astimezone(UTC) for event in events] == [before, after]
    assert [event.decoded("dtstart").hour for event in events] == [18, 18]


def test_the_zone_says_only_the_changes_around_the_sessions(app: Flask) -> None:
    content = make_calendar([happening(datetime(2027, 1, 14, 17, tzinfo=UTC))], name="Hort")
    assert b"BEGIN:VTIMEZONE" in content
    assert b"19" not in b"".join(line for line in content.splitlines() if line.startswith((b"DTSTART:", b"RDATE")))
    assert len(content) < 2_500


def test_no_sessions_are_an_empty_calendar(app: Flask) -> None:
    assert b"VEVENT" not in make_calendar([], name="Hort")


def test_nothing_in_it_is_of_another_language_than_the_reader_s(app: Flask) -> None:
    for language in ("ca", "es"):
        with speaking(language):
            content = make_calendar([happening(datetime(2027, 1, 14, 17, tzinfo=UTC))], name="Hort").decode()
        assert f"PRODID:-//coopnet//coopnet//{language.upper()}" in content
        assert "COMMENT" not in content


def test_the_clocks_change_is_said_by_the_hour_before_it(app: Flask) -> None:
    """RFC 5545, 3.6.5: at 2.00 of winter's time it becomes 3.00, at 3.00 of summer's 2.00."""
    lines = make_calendar([happening(datetime(2027, 1, 14, 17, tzinfo=UTC))], name="Hort").decode()
    summer, winter = lines.partition("BEGIN:DAYLIGHT")[2], lines.rpartition("BEGIN:STANDARD")[2]
    assert "DTSTART:20260329T020000" in summer
    assert "RDATE:20270328T020000" in summer
    assert "DTSTART:20261025T030000" in winter or "RDATE:20271031T030000" in winter
