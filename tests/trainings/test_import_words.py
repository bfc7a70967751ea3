"""What a coordinator reads at the terminal of a sheet that is odd or broken."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.factories.sheets import change, rows_of, write_csv


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "programa.csv"


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["trainings", *map(str, arguments)])


def test_a_new_training_that_is_called_off_is_said_to_be(app: Flask, sheet: Path) -> None:
    rows = rows_of("F2627-04")
    write_csv(sheet, change(rows, 2, Títol=f"ANUL·LAT - {rows[1][1]}"))
    assert "F2627-04  nova, i anul·lada des del començament: " in run(app, "import", sheet).output


def test_the_row_of_a_quotation_mark_that_is_not_closed_is_said(app: Flask, sheet: Path) -> None:
    sheet.write_text('Codi;Títol;Data\nA-1;"Dues\nlínies";25/11/2026\nA-2;"Obert;26/11/2026\nA-3;Hort;27/11/2026\n')
    done = run(app, "import", sheet)
    assert (done.exit_code, "La fila 3 té unes cometes" in done.output) == (1, True), done.output


def test_a_text_that_is_too_long_is_told_with_how_long_it_may_be(app: Flask, sheet: Path) -> None:
    write_csv(sheet, change(rows_of("F2627-04"), 2, **{"Títol": "a" * 301, "Tipus d'inscripció": "no cal"}))
    done = run(app, "import", sheet).output
    assert "com a molt 300 caràcters" in done
    assert "no cal" not in done  # which it knows


def test_a_year_that_cannot_be_is_no_question(app: Flask, sheet: Path) -> None:
    write_csv(sheet, change(rows_of("F2627-04"), 2, Data="25/11/2927"))
    assert "L'any 2927 no pot ser." in run(app, "import", sheet).output


@pytest.mark.parametrize(
    "typed", ["en un altre web", "Inscripcions en un altre web", "en otra web", "on another website"]
)
def test_registration_elsewhere_is_read_as_the_public_page_says_it(app: Flask, sheet: Path, typed: str) -> None:
    cells = {"Tipus d'inscripció": typed, "Enllaç en línia": "https://example.org/apunta"}
    write_csv(sheet, change(rows_of("F2627-04"), 2, **cells))
    done = run(app, "import", sheet)
    assert (done.exit_code, "ERROR" in done.output) == (0, False), done.output
