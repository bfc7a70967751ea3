"""Dates in texts follow the season, in three languages, as people write them."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from coopnet.demo.rules.dates import move_dates, weeks_between

NEAR = date(2027, 2, 1)
days = st.dates(NEAR - timedelta(days=150), NEAR + timedelta(days=150))
weeks = st.integers(-60, 60)


def said(day: date, language: str) -> str:
    link = {"ca": "d MMMM", "es": "d 'de' MMMM", "en": "d MMMM"}[language]
    return format_date(day, link, locale={"ca": "ca", "es": "es", "en": "en_GB"}[language]).replace("’", "'")


@given(day=days, by=weeks, language=st.sampled_from(["ca", "es", "en"]))
def test_a_date_in_words_moves_as_the_calendar_does(day: date, by: int, language: str) -> None:
    assert move_dates(f"({said(day, language)}).", by, near=NEAR) == f"({said(day + timedelta(weeks=by), language)})."


@given(day=days, by=weeks)
def test_a_date_in_figures_moves_as_the_calendar_does(day: date, by: int) -> None:
    assert move_dates(f"{day:%d/%m/%Y}", by, near=NEAR) == f"{day + timedelta(weeks=by):%d/%m/%Y}"


@given(day=days, by=weeks, before=st.sampled_from([("el ", "l'"), ("del ", "de l'"), ("al ", "a l'")]))
def test_a_catalan_article_fits_the_new_day(day: date, by: int, before: tuple[str, str]) -> None:
    def with_article(one: date) -> str:
        return f"{before[one.day in {1, 11}]}{said(one, 'ca')}"

    assert move_dates(with_article(day), by, near=NEAR) == with_article(day + timedelta(weeks=by))


@given(day=st.dates(NEAR - timedelta(days=14), NEAR + timedelta(days=14)), by=weeks)
def test_a_day_beside_its_weekday_needs_no_month(day: date, by: int) -> None:
    weekday = format_date(day, "EEEE", locale="ca")
    assert move_dates(f"{weekday} {day.day}.", by, near=NEAR) == f"{weekday} {(day + timedelta(weeks=by)).day}."


@pytest.mark.parametrize(
    "text",
    [
        "De 10 a 14 h, 6 h a 55,00 €/h, 10.30 h - Joc",
        "dijous 10.30 h",
        "30 de febrer",
        "31/11/2026",
        "https://sala.example.org/f2627-09",
        "l'F2627-02, 2 mòbils, De 16 a 17",
        "dilluns 31",
        "",
    ],
)
def test_what_is_no_date_stays(text: str) -> None:
    assert move_dates(text, 3, near=NEAR) == text


def test_a_year_with_its_date_is_that_year() -> None:
    assert move_dates("el 28 de desembre de 2026", 1, near=NEAR) == "el 4 de gener de 2027"
    assert move_dates("28 December 2026, or December 28, 2026", 1, near=NEAR) == "4 January 2027, or January 4, 2027"


@given(first=days, length=st.integers(0, 300), today=st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_today_is_in_the_middle_within_half_a_week(first: date, length: int, today: date) -> None:
    last = first + timedelta(days=length)
    moved = first + timedelta(weeks=weeks_between(first, last, today))
    assert abs((moved + timedelta(days=length / 2) - today).days) <= 4
