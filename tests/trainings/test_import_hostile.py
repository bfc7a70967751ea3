"""Whatever a person has done to a sheet, what comes back is a sentence at its row and column, and never a traceback."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook

from coopnet.foundation.db import db
from coopnet.vocabulary.rules.sheet_reading import letters_of
from tests.factories.sheets import Rows, as_cells, change, rows_of, workbook_with, write_csv, write_xlsx

Try = Callable[[Path], tuple[int, list[tuple[int, str, str]]]]


@pytest.fixture
def tried(app: Flask) -> Try:
    """Exit code, and where and how bad each problem is; each has words."""

    def run(path: Path) -> tuple[int, list[tuple[int, str, str]]]:
        db.session.rollback()
        done = app.test_cli_runner().invoke(args=["trainings", "import", str(path), "--format", "json"])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        found: list[Any] = json.loads(done.stdout)["problems"]
        assert all(len(one["message"]) > 10 for one in found)
        return done.exit_code, [(one["row"], one["column"], one["severity"]) for one in found]

    return run


COURSE = rows_of("F2627-06")
ONE = rows_of("F2627-04")
WRONG: list[tuple[str, Rows, tuple[int, list[tuple[int, str, str]]]]] = [
    ("a heading above", [["Programa de tardor"], [""], *ONE], (0, [])),
    ("blank rows between", [ONE[0], [""], [" ", "\t"], *ONE[1:]], (0, [])),
    ("two headers", [ONE[0], ONE[0], *ONE[1:]], (0, [(2, "Codi", "warning")])),
    ("a code of another case and dash", change(COURSE, 3, Codi=" f2627 – 06"), (0, [])),
    ("a merged code", change(COURSE, 3, Codi=""), (1, [(3, "Codi", "error")])),
    ("two hours in one", change(ONE, 2, Hora_inici="18:00-20:00"), (1, [(2, "Hora inici", "error")])),
    ("hours of another kind", change(ONE, 2, Hora_inici="18h", Hora_fi="20.30\u202fh"), (0, [])),
    ("a formula as text", change(ONE, 2, Data="=AVUI()"), (1, [(2, "Data", "error")])),
    ("a huge cell", change(ONE, 2, Títol="x" * 100_000), (1, [(2, "Títol", "error")])),
    ("lines and quotes in a cell", change(ONE, 2, Descripció='Un "hort"\r\n\r\nper; a, tothom'), (0, [])),
    ("a month before its day", change(ONE, 2, Data="11/25/2026"), (1, [(2, "Data", "error")])),
]


MOST_LETTERS = 32_767  # of a workbook's cell
CASES = [
    pytest.param(write, rows, expected, id=f"{name}, {write.__name__}")
    for name, rows, expected in WRONG
    for write in (write_csv, write_xlsx)
    if write is write_csv or all(len(cell) <= MOST_LETTERS for row in rows for cell in row)
]


@pytest.mark.parametrize(("write", "rows", "expected"), CASES)
def test_what_people_do_to_a_sheet_is_taken_or_said(
    tried: Try,
    tmp_path: Path,
    write: Callable[[Path, Rows], Path],
    rows: Rows,
    expected: tuple[int, list[tuple[int, str, str]]],
) -> None:
    assert tried(write(tmp_path / "a", rows)) == expected


@pytest.mark.parametrize("column", ["Títol", "Places", "Temes", "Justificació", "Enllaç en línia", "Preguntes"])
@pytest.mark.parametrize("formula", ["=B1", "=preus", "='Full 2'!B1&\"x\""])
def test_a_formula_without_its_result_is_said_in_any_column(
    tried: Try, tmp_path: Path, column: str, formula: str
) -> None:
    at = ONE[0].index(column)
    code, problems = tried(write_xlsx(tmp_path / "a.xlsx", [ONE[0], [*ONE[1][:at], formula, *ONE[1][at + 1 :]]]))
    assert (code, [one for one in problems if one[2] == "error"]) == (1, [(2, column, "error")])


def test_what_stands_beyond_the_last_header_is_named_once_a_column(tried: Try, tmp_path: Path) -> None:
    rows = [COURSE[0], *([*row, "", "ple", ""] for row in COURSE[1:])]
    beyond = letters_of(len(COURSE[0]) + 1)
    for write in (write_csv, write_xlsx):
        assert tried(write(tmp_path / "a", rows)) == (0, [(2, beyond, "warning")])


def test_the_programme_is_found_behind_other_sheets_and_what_was_read_is_named_where_it_is_not(
    app: Flask, tried: Try, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook_with({"Llistes": [["Barri", "Espai"], ["Sants", "x"]], "Tardor": ONE}))
    assert tried(path) == (0, [(1, "", "warning")])
    path.write_bytes(workbook_with({"Llistes": [["Barri", "Espai"], ["Sants", "x"]], "Tardor": [["Codi", "Títol"]]}))
    assert {one for one in tried(path)[1] if one[1] == "Codi"} == {(1, "Codi", "error")}
    assert "Llistes" in app.test_cli_runner().invoke(args=["trainings", "import", str(path)]).stdout


def test_a_column_that_is_there_twice_is_named_once(tried: Try, tmp_path: Path) -> None:
    twice = [[*row, extra] for row, extra in zip(ONE, ("Títol", "Un altre"), strict=True)]
    assert tried(write_csv(tmp_path / "a.csv", twice)) == (0, [(1, "Títol", "warning")])


def test_two_trainings_under_one_code_are_said(tried: Try, tmp_path: Path) -> None:
    other = rows_of("F2627-13")
    code, problems = tried(write_csv(tmp_path / "a.csv", [*ONE, change(other, 2, Codi="F2627-04")[1]]))
    assert code == 0
    assert (3, "Títol", "warning") in problems


def test_of_a_merged_code_only_the_first_row_is_known(tried: Try, tmp_path: Path) -> None:
    book = Workbook()
    for cells in as_cells(COURSE):
        book.active.append([None if cell == "" else cell for cell in cells])  # type: ignore[union-attr]
    book.active.merge_cells(f"A2:A{len(COURSE)}")  # type: ignore[union-attr]
    book.save(tmp_path / "a.xlsx")
    code, problems = tried(tmp_path / "a.xlsx")
    assert code == 1
    assert problems == [(row, "Codi", "error") for row in range(3, len(COURSE) + 1)]


@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 50,
        "Codi;Títol".encode("utf-16-le"),
        b"PK\x03\x04",
        b"Codi;T\n\x00\n",
        b'Codi;T\n"a;b\n',
        b"%PDF-1.7\n",
        b"",
    ],
    ids=["nul", "utf-16 without its mark", "half a workbook", "nul inside", "open quote", "pdf", "nothing"],
)
def test_what_is_no_sheet_is_refused_in_words(tried: Try, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    code, problems = tried(tmp_path / "a.csv")
    assert code == 1
    assert all(severity == "error" for _row, _column, severity in problems if _column != "%PDF-1.7")
