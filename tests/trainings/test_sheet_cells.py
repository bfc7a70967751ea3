"""What people write in a cell is taken where its meaning is plain, and refused with a name where it is not."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopnet.vocabulary.rules.sheet_cells import (
    CellProblem,
    read_address,
    read_day,
    read_end,
    read_line,
    read_number,
    read_text,
    read_time,
    read_title,
    read_yes_no,
    split_names,
)

Reader = Callable[[object], object]
DAY = date(2026, 11, 5)
MIDNIGHT = datetime.combine(DAY, time())  # a spreadsheet knows no zones


def problem(reader: Reader, cell: object) -> str:
    with pytest.raises(CellProblem) as caught:
        reader(cell)
    return caught.value.code


@pytest.mark.parametrize(
    "cell",
    [
        "05/11/2026",
        "5/11/2026",
        " 5-11-26 ",
        "5.11.2026",
        "2026-11-05",
        "2026-11-05 00:00:00",
        "5/11/2026 0:00:00",
        "Dijous, 5 de novembre del 2026",
        "5 noviembre 2026",
        "November 5, 2026",
        DAY,
        MIDNIGHT,
    ],
)
def test_a_day_however_it_is_written(cell: object) -> None:
    assert read_day(cell) == DAY


@pytest.mark.parametrize("cell", ["31/11/2026", "31 de novembre de 2026", "29/2/2027", "2026-13-01", "0/1/2027"])
def test_a_day_that_does_not_exist(cell: str) -> None:
    assert problem(read_day, cell) == "no_such_date"


@pytest.mark.parametrize(
    "cell", ["demà", "5 de brumari de 2026", "11/2026", "5/11", "5/11/20266", "٥/١١/٢٠٢٦", "5//11/2026"]
)
def test_what_is_no_day(cell: str) -> None:
    assert problem(read_day, cell) == "not_a_date"


@pytest.mark.parametrize("cell", ["31/12/9999", "01/01/0001", "5/11/1926", date(1900, 1, 1), date(9999, 12, 31)])
def test_a_year_that_cannot_be_right(cell: object) -> None:
    assert problem(read_day, cell) == "unlikely_year"


@pytest.mark.parametrize(
    "cell", ["17:30", "17.30", " 17h30 ", "17:30:00", "17:30 h", "17.30 h.", time(17, 30), timedelta(hours=17.5)]
)
def test_an_hour_however_it_is_written(cell: object) -> None:
    assert read_time(cell) == time(17, 30)


def test_hours_without_minutes_and_of_a_spreadsheet() -> None:
    assert [read_time(cell) for cell in ("9", "9 h", "9 hores", 9, 0.375, datetime.combine(DAY, time(9)))] == [
        time(9)
    ] * 6


@pytest.mark.parametrize("cell", ["25:00", "24:00", "17:60", "5 de la tarda", "tarda", "-1", "17:3", "1e3", 18.5, True])
def test_what_is_no_hour(cell: object) -> None:
    assert problem(read_time, cell) == "not_a_time"


@pytest.mark.parametrize(
    ("cell", "number"), [("30", 30), (" 30 ", 30), (30, 30), (30.0, 30), ("0", 0), (None, None), ("", None)]
)
def test_a_number(cell: object, number: int | None) -> None:
    assert read_number(cell) == number


@pytest.mark.parametrize(
    "cell", ["vint", "5-", "20,5", 20.5, "1e3", "٣٠", "²", "20 o 25", True, float("nan"), float("inf")]
)
def test_what_is_no_number(cell: object) -> None:
    assert problem(read_number, cell) == "not_a_number"


@pytest.mark.parametrize("cell", ["-5", " - 5", "\u22125", -5, -5.0])
def test_a_number_below_zero_is_a_number_and_refused_as_one(cell: object) -> None:
    assert problem(read_number, cell) == "below_zero"


def test_too_big_a_number_is_refused_however_long() -> None:
    assert problem(read_number, "9" * 200) == "too_big"
    assert problem(read_number, 1e30) == "too_big"


@pytest.mark.parametrize("cell", ["Sí", "SÍ", " si ", "s", "x", "yes", 1, True])
def test_yes(cell: object) -> None:
    assert read_yes_no(cell) is True


@pytest.mark.parametrize("cell", ["No", "NO ", "", None, "n", 0, False])
def test_no(cell: object) -> None:
    assert read_yes_no(cell) is False


def test_neither_yes_nor_no() -> None:
    assert problem(read_yes_no, "potser") == "not_yes_or_no"


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("https://sala.example.org/f2627-09", "https://sala.example.org/f2627-09"),
        (" http://example.org ", "http://example.org"),
        ("sala.example.org/x", "https://sala.example.org/x"),
        ("https://mastodon.example.org/@coopolis", "https://mastodon.example.org/@coopolis"),
        ("https://example.org:8443/a?b=c&d=%20#e", "https://example.org:8443/a?b=c&d=%20#e"),
        ("https://bàrris.example.cat/", "https://bàrris.example.cat/"),
        ("", None),
    ],
)
def test_an_address_of_the_web(cell: str, address: str | None) -> None:
    assert read_address(cell) == address


def test_the_long_address_of_a_meeting_is_taken() -> None:
    link = f"https://teams.example.com/l/meetup-join/19%3ameeting_{'Zm' * 150}%40thread.v2/0?context=%7b%22Tid%22%7d"
    assert read_address(link) == link


@pytest.mark.parametrize(
    "cell",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "file:///etc/passwd",
        "https://",
        "https://example",
        "https://user:secret@example.org/",
        "https://example.org\\@evil.example",
        "https://a b.example.org",
        'https://example.org/"onload=',
        "https://example.org/<script>",
        "https://[::1",
        "https://example.org:port/",
        "per confirmar",
        "mailto:a@example.org",
        "https://.",
    ],
)
def test_what_is_no_address_of_the_web(cell: str) -> None:
    assert problem(read_address, cell) == "not_an_address"


@pytest.mark.parametrize(
    "cell",
    [
        "ANUL·LAT - Hort comunitari",
        "ANUL.LAT: Hort comunitari",
        "Anul·lada – Hort comunitari",
        "ANULLAT Hort comunitari",
        "ANUŀLAT - Hort comunitari",
        "ANUL-LAT - Hort comunitari",
        "CANCEL·LAT - Hort comunitari",
        "cancel·lada: Hort comunitari",
        "CANCELADO - Hort comunitari",
        "ANULADO Hort comunitari",
        "[ANUL·LAT] Hort comunitari",
        "(anul·lat) Hort comunitari",
        "CANCELLED - Hort comunitari",
        "Hort comunitari (ANUL·LAT)",
        "Hort comunitari - ANUL·LAT",
    ],
)
def test_a_title_that_says_it_is_called_off(cell: str) -> None:
    assert read_title(cell) == ("Hort comunitari", True)


@pytest.mark.parametrize(
    "title",
    [
        "Anul·lar un contracte: què cal saber",
        "Cancel·lacions i devolucions",
        "Anul·lada la por: taller d'escriptura",
        "Hort comunitari anul·lat",
        "Lat",
    ],
)
def test_a_title_that_only_speaks_of_it(title: str) -> None:
    assert read_title(title) == (title, False)


def test_a_title_that_says_nothing_else() -> None:
    assert read_title("ANUL·LAT") == ("", True)


def test_the_marks_of_the_title_itself_stay() -> None:
    assert read_title("CANCELADO: ¿Qué es la ESS?") == ("¿Qué es la ESS?", True)
    assert read_title("ANUL·LAT «Hort»!") == ("«Hort»!", True)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ()),
        ("Jordina Puigcorbera i Bru Castellterç", ("Jordina Puigcorbera", "Bru Castellterç")),
        ("Edelmira Quispaya y Lucía Arrondal", ("Edelmira Quispaya", "Lucía Arrondal")),
        ("Ann Lee and Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Anna, Pau i Remei", ("Anna", "Pau", "Remei")),
        ("Anna i Pau", ("Anna", "Pau")),
        ("Antoni Gaudí i Cornet", ("Antoni Gaudí i Cornet",)),
        ("Marta Pi i Sunyer, Ona Rieravella", ("Marta Pi i Sunyer", "Ona Rieravella")),
        ("Dolors Puntaserra i persones voluntàries", ("Dolors Puntaserra i persones voluntàries",)),
        ("L'equip d'El Cargol Trobat", ("L'equip d'El Cargol Trobat",)),
        ("L'equip de Plec i Paraula SCCL", ("L'equip de Plec i Paraula SCCL",)),
        ("Grup d'educació i lleure", ("Grup d'educació i lleure",)),
    ],
)
def test_names_are_split_where_one_person_ends(typed: str, names: tuple[str, ...]) -> None:
    assert split_names(typed) == names


def test_control_characters_vanish_and_letters_of_any_language_stay() -> None:
    assert read_line("Hort\x00\x1b[31m \x85comunitari\u202e") == "Hort[31m comunitari"
    assert read_line("قهوة  न्\u200dय 合作社") == "قهوة न्\u200dय 合作社"
    assert read_text("una\r\n\r\ndues\x00\n") == "una\n\ndues"


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#¡REF!", "#¿NOMBRE?", "#N/D"])
def test_an_error_of_the_spreadsheet_is_no_text(cell: str) -> None:
    assert problem(read_line, cell) == "broken_formula"
    assert problem(read_text, cell) == "broken_formula"


def test_too_long_a_text_is_refused_and_not_cut() -> None:
    assert problem(read_line, "a" * 200_000) == "too_long"
    assert problem(read_text, "a" * 200_000) == "too_long"


READERS = [read_line, read_text, read_day, read_time, read_end, read_number, read_yes_no, read_address, read_title]
CELLS = st.one_of(
    st.text(max_size=40),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.timedeltas(),
    st.none(),
)


@given(st.sampled_from(READERS), CELLS)
def test_whatever_is_in_a_cell_it_is_read_or_it_is_a_problem(reader: Reader, cell: object) -> None:
    try:
        reader(cell)
    except CellProblem as caught:
        assert len(caught.value) <= 80  # noqa: PT017 - nothing else may be raised


@pytest.mark.parametrize(
    "cell", ["17:30-19:00", "18:00\u201320:00", "de 18 a 20 h", "18h \u2014 20h", "18.30 fins a 20.00"]
)
def test_two_hours_in_one_cell_are_said_as_such(cell: str) -> None:
    assert problem(read_time, cell) == "two_hours"


@pytest.mark.parametrize("how", [read_day, read_time, read_number, read_line, read_text])
def test_a_formula_without_a_result_is_said_as_such(how: Callable[[object], object]) -> None:
    assert problem(how, "=TODAY()") == "not_calculated"
    assert problem(how, "=$A1+1") == "not_calculated"


def test_signs_of_a_word_processor_are_read_as_those_of_a_keyboard() -> None:
    assert read_time("18.30\u00a0h") == read_time("18:30\u202fh\u200b") == read_time(18.3) == time(18, 30)
    assert read_day("25\u201311\u20132026") == read_day("\ufeff25/11/2026\u00a0") == date(2026, 11, 25)
    assert read_number("\u00a030\u200b") == 30
    assert read_line("de\u202f18 a\u00a020\u2009h") == "de 18 a 20 h"
