"""How moments, numbers and lists are said."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from coopnet.foundation.i18n import (
    format_date,
    format_day,
    format_hours,
    format_moment,
    format_month,
    format_number,
    format_time,
    format_when,
    in_language,
    iso_moment,
    join_words,
    sort_key,
    upper_first,
)

MADRID = ZoneInfo("Europe/Madrid")
IN_2027 = datetime(2027, 3, 1, tzinfo=UTC)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A wall clock's moment in Madrid, as the database gives it: in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=MADRID).astimezone(UTC)


@pytest.fixture(autouse=True)
def app(_sqlite_app: Flask) -> Iterator[Flask]:
    """Words ask no database: one engine is enough."""
    with _sqlite_app.app_context():
        yield _sqlite_app


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ca", "dijous 14 de gener, de 18 a 20 h"),
        ("es", "jueves 14 de enero, de 18 a 20 h"),
        ("en", "Thursday 14 January, 6 to 8 pm"),
    ],
)
def test_a_session_reads_as_people_say_it(language: str, said: str) -> None:
    with in_language(language):
        assert format_when(at(2027, 1, 14, 18), at(2027, 1, 14, 20), now=IN_2027) == said


@pytest.mark.parametrize(
    ("starts", "ends", "ca", "es", "en"),
    [
        ((17, 30), (19, 30), "de 17.30 a 19.30 h", "de 17.30 a 19.30 h", "5.30 to 7.30 pm"),
        ((11, 0), (13, 30), "d'11 a 13.30 h", "de 11 a 13.30 h", "11 am to 1.30 pm"),
        ((1, 5), (2, 0), "d'1.05 a 2 h", "de 1.05 a 2 h", "1.05 to 2 am"),
        ((10, 0), (12, 0), "de 10 a 12 h", "de 10 a 12 h", "10 am to midday"),
        ((12, 0), (14, 0), "de 12 a 14 h", "de 12 a 14 h", "midday to 2 pm"),
        ((12, 30), (13, 0), "de 12.30 a 13 h", "de 12.30 a 13 h", "12.30 to 1 pm"),
        ((0, 15), (1, 0), "de 0.15 a 1 h", "de 0.15 a 1 h", "12.15 to 1 am"),
        ((21, 0), (21, 30), "de 21 a 21.30 h", "de 21 a 21.30 h", "9 to 9.30 pm"),
    ],
)
def test_hours_follow_each_language(starts: tuple[int, int], ends: tuple[int, int], ca: str, es: str, en: str) -> None:
    for language, said in {"ca": ca, "es": es, "en": en}.items():
        with in_language(language):
            assert format_hours(at(2027, 1, 14, *starts), at(2027, 1, 14, *ends)) == said


def test_a_day_ends_at_24_hours_or_midnight() -> None:
    evening, midnight = at(2027, 1, 14, 20), at(2027, 1, 15)
    assert format_when(evening, midnight, now=IN_2027) == "dijous 14 de gener, de 20 a 24 h"
    with in_language("en"):
        assert format_when(evening, midnight, now=IN_2027) == "Thursday 14 January, 8 pm to midnight"


def test_a_night_belongs_to_its_evening() -> None:
    assert format_when(at(2027, 1, 14, 22), at(2027, 1, 15, 2), now=IN_2027) == "dijous 14 de gener, de 22 a 2 h"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ca", "del dijous 31 de desembre del 2026 a les 18 h al divendres 1 de gener a les 14 h"),
        ("es", "del jueves 31 de diciembre de 2026 a las 18 h al viernes 1 de enero a las 14 h"),
        ("en", "6 pm on Thursday 31 December 2026 to 2 pm on Friday 1 January"),
    ],
)
def test_several_days_name_both_ends(language: str, said: str) -> None:
    with in_language(language):
        assert format_when(at(2026, 12, 31, 18), at(2027, 1, 1, 14), now=IN_2027) == said


def test_the_year_is_said_only_when_it_is_another() -> None:
    assert format_day(at(2027, 1, 14), now=at(2027, 12, 31)) == "dijous 14 de gener"
    assert format_day(at(2027, 1, 14), now=at(2026, 12, 31)) == "dijous 14 de gener del 2027"
    with in_language("es"):
        assert format_day(at(2027, 1, 14), now=at(2026, 12, 31)) == "jueves 14 de enero de 2027"
    with in_language("en"):
        assert format_day(at(2027, 1, 14), now=at(2028, 1, 1)) == "Thursday 14 January 2027"


def test_the_year_turns_at_midnight_of_the_instance() -> None:
    new_year_in_madrid = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    assert format_day(at(2027, 1, 14), now=new_year_in_madrid) == "dijous 14 de gener"
    assert format_day(at(2027, 1, 14), now=new_year_in_madrid - timedelta(minutes=1)).endswith("2027")


def test_catalan_elides_before_vowels() -> None:
    said = [format_day(at(2027, month, 1), now=IN_2027) for month in (4, 8, 10, 5)]
    assert said == ["dijous 1 d'abril", "diumenge 1 d'agost", "divendres 1 d'octubre", "dissabte 1 de maig"]
    assert format_date(date(2027, 4, 1), with_article=True) == "l'1 d'abril del 2027"
    assert format_date(date(2027, 8, 11), with_article=True) == "l'11 d'agost del 2027"
    assert format_date(date(2027, 10, 12), with_article=True) == "el 12 d'octubre del 2027"


def test_a_date_inside_a_sentence_takes_its_article() -> None:
    moment = at(2027, 4, 1, 23, 30)
    for language, plain, inside in (
        ("ca", "1 d'abril del 2027", "l'1 d'abril del 2027"),
        ("es", "1 de abril de 2027", "el 1 de abril de 2027"),
        ("en", "1 April 2027", "1 April 2027"),
    ):
        with in_language(language):
            assert (format_date(moment), format_date(moment, with_article=True)) == (plain, inside)


@pytest.mark.parametrize(
    ("hour", "ca", "es", "en"),
    [
        (9, "a les 9 h", "a las 9 h", "at 9 am"),
        (1, "a la 1 h", "a la 1 h", "at 1 am"),
        (12, "a les 12 h", "a las 12 h", "at midday"),
        (13, "a les 13 h", "a las 13 h", "at 1 pm"),
    ],
)
def test_a_moment_says_at_what_hour(hour: int, ca: str, es: str, en: str) -> None:
    moment, now = at(2026, 12, 7, hour), at(2026, 11, 24)
    assert format_moment(moment, now=now) == f"dilluns 7 de desembre {ca}"
    with in_language("es"):
        assert format_moment(moment, now=now) == f"lunes 7 de diciembre {es}"
    with in_language("en"):
        assert format_moment(moment, now=now) == f"Monday 7 December {en}"


def test_midnight_is_meant_by_its_day() -> None:
    assert format_moment(at(2026, 12, 7), now=at(2026, 11, 24)) == "dilluns 7 de desembre"
    assert format_moment(at(2026, 12, 7, 0, 5), now=at(2026, 11, 24)) == "dilluns 7 de desembre a les 0.05 h"


def test_a_time_alone() -> None:
    moment = at(2027, 1, 14, 17, 5)
    assert format_time(moment) == "17.05 h"
    with in_language("en"):
        assert format_time(moment) == "5.05 pm"


def test_the_wall_clock_is_right_when_the_hour_changes() -> None:
    """In 2027 Madrid goes forward on 28 March and back on 31 October, at 1 h UTC."""
    before, after = datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert format_hours(before, after) == "d'1.30 a 3.30 h"
    assert iso_moment(after) == "2027-03-28T03:30:00+02:00"
    first, second = datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert (format_time(first), format_time(second)) == ("2.30 h", "2.30 h")
    assert (iso_moment(first)[-6:], iso_moment(second)[-6:]) == ("+02:00", "+01:00")
    assert format_when(at(2027, 10, 31, 10), at(2027, 10, 31, 12), now=IN_2027) == "diumenge 31 d'octubre, de 10 a 12 h"


def test_a_month_names_its_year() -> None:
    said = []
    for language in ("ca", "es", "en"):
        with in_language(language):
            said.append(format_month(at(2027, 8, 1)))
    assert said == ["agost del 2027", "agosto de 2027", "August 2027"]


def test_another_language_gets_the_locale_data() -> None:
    with in_language("gl"):
        assert format_when(at(2027, 1, 14, 18), at(2027, 1, 14, 20), now=IN_2027).endswith(", 18:00 – 20:00")
        assert format_when(at(2027, 1, 14, 18), at(2027, 1, 16, 20), now=IN_2027).count("xan") == 2
        assert format_moment(at(2027, 1, 14, 18), now=IN_2027).endswith("18:00")
        assert format_date(date(2027, 4, 1)) == "1 de abril de 2027"
        assert join_words(["a", "b"]) == "a, b"


def test_numbers_follow_the_language() -> None:
    assert format_number(12345.5) == "12.345,5"
    with in_language("en"):
        assert format_number(12345.5) == "12,345.5"


def test_lists_are_joined_as_people_do() -> None:
    assert join_words([]) == ""
    assert join_words(["a"]) == "a"
    assert join_words(["a", "b", "c"]) == "a, b i c"
    assert join_words(["a", "b"], is_choice=True) == "a o b"
    with in_language("en"):
        assert join_words(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("iglesia", "a e iglesia"),
        ("Íker", "a e Íker"),
        ("hijas", "a e hijas"),
        ("hielo", "a y hielo"),
        ("ionosfera", "a y ionosfera"),
        ("Ytrac", "a e Ytrac"),
        ("yeso", "a y yeso"),
        ("barrio", "a y barrio"),
    ],
)
def test_spanish_y_gives_way_to_e(last: str, said: str) -> None:
    with in_language("es"):
        assert join_words(["a", last]) == said


@pytest.mark.parametrize(
    ("last", "said"),
    [("otra", "a u otra"), ("hora", "a u hora"), ("8", "a u 8"), ("11", "a u 11"), ("110", "a o 110"), ("7", "a o 7")],
)
def test_spanish_o_gives_way_to_u(last: str, said: str) -> None:
    with in_language("es"):
        assert join_words(["a", last], is_choice=True) == said


def test_sorting_ignores_accents_case_and_quotes() -> None:
    assert sorted(["Zona", "àvia", "«Bany»", "abella", "col·lectiu", "collita", "ñu", "nz", "Carme"], key=sort_key) == [
        "abella",
        "àvia",
        "«Bany»",
        "Carme",
        "col·lectiu",
        "collita",
        "nz",
        "ñu",
        "Zona",
    ]


def test_only_the_first_letter_rises() -> None:
    assert upper_first("thursday 14 January") == "Thursday 14 January"
    assert upper_first("") == ""


def test_templates_have_the_same_words(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ starts|format_when(ends, now=now)|upper_first }}")
    said = template.render(starts=at(2027, 1, 14, 18), ends=at(2027, 1, 14, 20), now=IN_2027)
    assert said == "Dijous 14 de gener, de 18 a 20 h"
