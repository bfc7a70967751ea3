"""What is typed at a terminal, and what comes back: words for coordinators, JSON and exit codes for scripts."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db
from coopnet.trainings.models import Training
from tests.factories.sheets import PROGRAMME, Rows, change, rows_of, write_csv
from tests.factories.trainings import get, make_draft, save, save_public

ZONE_OF_ERROR = {"row", "column", "severity", "message"}


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "programa.csv"


def run(app: Flask, *arguments: object) -> Result:
    db.session.rollback()
    return app.test_cli_runner().invoke(args=["trainings", *map(str, arguments)])


def as_json(result: Result) -> Any:
    return json.loads(result.stdout)


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Training)) or 0


def test_without_apply_it_is_a_dry_run(app: Flask) -> None:
    done = run(app, "import", PROGRAMME, "--format", "json")
    assert (done.exit_code, count()) == (0, 0)
    assert as_json(done) == {"created": 48, "updated": 0, "unchanged": 0, "problems": []}


def test_applied_it_is_there_with_who_did_it(app: Flask, sheet: Path) -> None:
    write_csv(sheet, rows_of("F2627-04"))
    done = run(app, "import", sheet, "--apply", "--format", "json", "--actor", "ona@example.org")
    assert (done.exit_code, as_json(done)["created"], count()) == (0, 1, 1)
    assert db.session.scalars(select(AuditEntry.actor)).all() == ["ona@example.org"]
    again = as_json(run(app, "import", sheet, "--apply", "--format", "json"))
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1)


def test_applied_by_nobody_in_particular_the_log_says_that_it_came_from_the_terminal(app: Flask, sheet: Path) -> None:
    write_csv(sheet, rows_of("F2627-04"))
    assert run(app, "import", sheet, "--apply", "--publish").exit_code == 0
    assert set(db.session.scalars(select(AuditEntry.actor))) == {"terminal"}


def test_an_error_ends_with_1_and_nothing_is_applied(app: Flask, sheet: Path) -> None:
    write_csv(sheet, change(rows_of("F2627-04", "F2627-06"), 2, Places="vint"))
    done = run(app, "import", sheet, "--apply", "--format", "json")
    assert (done.exit_code, count()) == (1, 0)
    answer = as_json(done)
    assert (answer["created"], answer["updated"], answer["unchanged"]) == (0, 0, 0)
    [problem] = answer["problems"]
    assert set(problem) == ZONE_OF_ERROR
    assert (problem["row"], problem["column"], problem["severity"]) == (2, "Places", "error")
    assert "vint" in problem["message"]


def test_drafts_of_the_file_are_named_with_what_makes_them_public_unless_something_is_wrong(
    app: Flask, sheet: Path
) -> None:
    advice = f"trainings publish --actor EMAIL --file {sheet}"
    assert advice in run(app, "import", write_csv(sheet, rows_of("F2627-04")), "--apply").output
    assert advice in run(app, "import", sheet).output
    write_csv(sheet, change(rows_of("F2627-04"), 2, Places="vint"))
    assert advice not in run(app, "import", sheet).output


def test_all_drafts_of_a_file_become_public_with_one_command(app: Flask, sheet: Path) -> None:
    save(make_draft(code="A"))
    run(app, "import", write_csv(sheet, rows_of("F2627-04", "F2627-06", "F2627-22")), "--apply")
    done = run(app, "publish", "--file", sheet, "--actor", "ona@example.org")
    assert (done.exit_code, done.output.count(": ara és pública")) == (0, 2)
    states = {row.code: row.is_public for row in db.session.execute(select(Training.code, Training.is_public))}
    assert states == {"A": False, "F2627-04": True, "F2627-06": True, "F2627-22": False}
    again = run(app, "publish", "--file", sheet, "--actor", "ona@example.org")
    assert (again.exit_code, again.output) == (0, "Cap formació d'aquest fitxer no és un esborrany.\n")
    for wrong in ((), ("hort-comunitari", "--file", str(sheet))):
        assert run(app, "publish", *wrong, "--actor", "ona@example.org").exit_code == 2


def test_several_become_public_together_or_none(app: Flask) -> None:
    one, other = save(make_draft(code="A")), save(make_draft("Un altre", code="B"))
    done = run(app, "publish", one.slug, "no-hi-es", other.slug, "--actor", "ona@example.org")
    assert (done.exit_code, get(one.training_id).is_public) == (1, False)
    assert "no-hi-es" in done.output
    done = run(app, "publish", one.slug, other.slug, "--actor", "ona@example.org")
    assert (done.exit_code, get(one.training_id).is_public, get(other.training_id).is_public) == (0, True, True)


def test_a_warning_alone_ends_with_0(app: Flask, sheet: Path) -> None:
    write_csv(sheet, change(rows_of("F2627-04"), 2, Tancament_inscripció="05/10/2026"))
    done = run(app, "import", sheet, "--apply", "--format", "json")
    assert (done.exit_code, count()) == (0, 1)
    assert [one["severity"] for one in as_json(done)["problems"]] == ["warning"]


@pytest.mark.parametrize("arguments", [(), ("no-hi-es.csv",), ("--nonsense",), (PROGRAMME, "--format", "xml")])
def test_wrong_use_ends_with_2(app: Flask, arguments: tuple[object, ...]) -> None:
    assert run(app, "import", *arguments).exit_code == 2


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04x", b"a;b\n1;2\n"])
def test_a_file_that_is_no_programme_ends_with_1_and_no_traceback(app: Flask, sheet: Path, content: bytes) -> None:
    sheet.write_bytes(content)
    done = run(app, "import", sheet, "--format", "json")
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    answer = as_json(done)
    assert all(set(problem) == ZONE_OF_ERROR for problem in answer["problems"])
    assert {problem["severity"] for problem in answer["problems"]} >= {"error"}


WRONG: list[tuple[str, dict[str, str], str]] = [
    ("Data", {"Data": "31/11/2026"}, "31/11/2026"),
    ("Data", {"Data": "demà"}, "demà"),
    ("Data", {"Data": "01/10/9999"}, "9999"),
    ("Data", {"Data": ""}, ""),
    ("Hora fi", {"Hora_fi": "17:00"}, ""),
    ("Hora inici", {"Hora_inici": "25:00"}, "25:00"),
    ("Places", {"Places": "vint"}, "vint"),
    ("Places", {"Places": "-3"}, "-3 és menys que zero"),
    ("Màxim acompanyants", {"Màxim_acompanyants": "500"}, "500"),
    ("Títol", {"Títol": " "}, ""),
    ("Codi", {"Codi": ""}, ""),
    ("Barri", {"Barri": "Poblesec nou"}, "el Poble-sec"),
    ("Temes", {"Temes": "Comunicasió"}, "Comunicació"),
    ("Mesures", {"Mesures": "9.9"}, "9.9"),
    ("Nivell", {"Nivell": "expert"}, "expert"),
    ("Modalitat", {"Modalitat": "telepatia"}, "telepatia"),
    ("Adreçat a", {"Adreçat_a": "Jubes"}, "Jubes"),
    ("Idioma del text", {"Idioma_del_text": "klingon"}, "klingon"),
    ("Accessibilitat", {"Accessibilitat": "ascensor daurat"}, "ascensor daurat"),
    ("Entitats coproductores", {"Entitats_coproductores": "Coòpolis: cap"}, "cap"),
    ("Justificació", {"Justificació": "potser"}, "potser"),
    ("Enllaç en línia", {"Tipus_d'inscripció": "externa"}, ""),
    ("Enllaç en línia", {"Enllaç_en_línia": "javascript:alert(1)"}, "javascript:alert(1)"),
    ("Preguntes", {"Preguntes": "Com?|opció única|no|Sí"}, "Com?"),
    ("Preguntes", {"Preguntes": "Com?|endevinalla|no|"}, "endevinalla"),
    ("Preguntes", {"Preguntes": "Com?|text curt|no| // Com?|text curt|no|"}, "Com?"),
    ("Preguntes", {"Preguntes": "Com?|text curt|potser|"}, "potser"),
    ("Preguntes", {"Preguntes": "Com?|opció única|no|Matí; Tarda; matí"}, "matí"),
    ("Tancament inscripció", {"Obertura_inscripció": "20/09/2026", "Tancament_inscripció": "01/09/2026"}, ""),
    ("Tancament inscripció", {"Tancament_inscripció": "31/12/9999"}, "9999"),
]


@pytest.mark.parametrize(("column", "cells", "said"), WRONG, ids=lambda value: "" if isinstance(value, dict) else value)
def test_what_is_wrong_is_said_at_its_row_and_column(
    app: Flask, sheet: Path, column: str, cells: dict[str, str], said: str
) -> None:
    rows = rows_of("F2627-06", "F2627-04")  # the four sessions of one training stand after the other
    write_csv(sheet, change(rows, 2, **cells))
    done = run(app, "import", sheet, "--format", "json")
    assert done.exit_code == 1
    errors = [one for one in as_json(done)["problems"] if one["severity"] == "error"]
    assert (2, column) in {(one["row"], one["column"]) for one in errors}
    assert any(said in one["message"] for one in errors if one["column"] == column)


def test_for_people_the_same_stands_in_lines(app: Flask, sheet: Path) -> None:
    write_csv(sheet, change(rows_of("F2627-04"), 2, Places="vint"))
    assert "ERROR  fila 2, Places: «vint»" in run(app, "import", sheet).stdout


def test_with_an_error_nothing_would_be_saved_and_no_change_is_invented_for_its_training(
    app: Flask, sheet: Path
) -> None:
    rows = rows_of("F2627-04", "F2627-06", "F2627-13")
    run(app, "import", write_csv(sheet, rows), "--apply")
    edited = change(change(rows, 2, Places="vint"), 4, Data="demà")  # the second session of the second training
    write_csv(sheet, change(edited, 7, Resum="Curt"))
    output = run(app, "import", sheet).stdout
    assert [line for line in output.splitlines() if "→" in line] == re.findall(".*Resum.*→ Curt", output)
    assert "0 formacions noves, 0 canviades, 0 igual que abans" in output


def test_the_same_session_twice_is_said_where_it_comes_again(app: Flask, sheet: Path) -> None:
    rows = rows_of("F2627-06")
    write_csv(sheet, change(rows, 4, Data=rows[1][rows[0].index("Data")]))
    [problem] = as_json(run(app, "import", sheet, "--format", "json"))["problems"]
    assert (problem["row"], problem["column"], problem["severity"]) == (4, "Data", "error")


DOUBTFUL: list[tuple[str, int, str, dict[str, str]]] = [
    ("F2627-02", 4, "Adreça", {"Adreça": "carrer Gran, 1"}),
    ("F2627-02", 4, "Barri", {"Barri": "Sants"}),
    ("F2627-02", 3, "Places", {"Places": "99"}),
    ("F2627-04", 2, "Places", {"Places": ""}),
    ("F2627-30", 2, "Enllaç en línia", {"Enllaç_en_línia": ""}),
    ("F2627-04", 2, "Tancament inscripció", {"Tancament_inscripció": "05/10/2026"}),
]


@pytest.mark.parametrize(("code", "row", "column", "cells"), DOUBTFUL)
def test_what_is_doubtful_is_a_warning_at_its_row(
    app: Flask, sheet: Path, code: str, row: int, column: str, cells: dict[str, str]
) -> None:
    write_csv(sheet, change(rows_of(code), row, **cells))
    done = run(app, "import", sheet, "--format", "json")
    assert done.exit_code == 0
    assert [(one["row"], one["column"], one["severity"]) for one in as_json(done)["problems"]] == [
        (row, column, "warning")
    ]


FINE: list[dict[str, str]] = [
    {"Hora_inici": "18.00"},
    {"Hora_inici": "18 h"},
    {"Data": "1/10/2026"},
    {"Data": "2026-10-01"},
    {"Barri": "BORDETA"},
    {"Justificació": " SÍ "},
    {"Tipus_d'inscripció": "OBERTA "},
    {"Temes": "formes juridiques i tramits ,creació de cooperatives"},
    {"Places": " 25 "},
]


@pytest.mark.parametrize("cells", FINE, ids=str)
def test_what_people_write_is_taken(app: Flask, sheet: Path, cells: dict[str, str]) -> None:
    write_csv(sheet, rows_of("F2627-04"))
    run(app, "import", sheet, "--apply")
    write_csv(sheet, change(rows_of("F2627-04"), 2, **cells))
    answer = as_json(run(app, "import", sheet, "--format", "json"))
    assert answer == {"created": 0, "updated": 0, "unchanged": 1, "problems": []}


def changed(app: Flask, sheet: Path, rows: Rows, number: int, **cells: str) -> str:
    write_csv(sheet, rows)
    run(app, "import", sheet, "--apply", "--publish")
    write_csv(sheet, change(rows, number, **cells))
    return run(app, "import", sheet).stdout


CHANGED: list[tuple[dict[str, str], str]] = [
    ({"Places": "30"}, "Places: 25 → 30"),
    ({"Resum": "Curt"}, "Resum (ca): Dues hores"),
    ({"Títol_(es)": ""}, "Títol (es): Cápsula: ¿asociación o cooperativa? → —"),
    ({"Barri": "Sants"}, "Barri: la Bordeta → Sants"),
    ({"Sala": "Sala gran"}, "Sala: Sala petita → Sala gran"),
    ({"Temes": "Comunicació"}, "Temes: Formes jurídiques i tràmits; Creació de cooperatives → Comunicació"),
    ({"Mesures": "8.1"}, "Mesures: 8.1; 8.2 → 8.1"),
    ({"Nivell": "Mitjà"}, "Nivell: Inicial → Mitjà"),
    ({"Tancament_inscripció": "29/09/2026"}, "Tancament inscripció: 30 de setembre del 2026 → 29 de setembre del 2026"),
    ({"Tipus_d'inscripció": "amb aprovació"}, "Tipus d'inscripció: Inscripció oberta → Amb aprovació"),
    ({"Entitats_coproductores": "Coòpolis: difusió"}, "Coòpolis (Coordinació)"),
    ({"Justificació": "no"}, "Justificació: Sí → No"),
    ({"Hora_fi": "21:00"}, "de 18 a 20 h → dijous 1 d'octubre, de 18 a 21 h"),
    ({"Data": "02/10/2026"}, "Data: dijous 1 d'octubre, de 18 a 20 h → divendres 2 d'octubre, de 18 a 20 h"),
    ({"Títol": "ANUL·LAT - Càpsula: associació o cooperativa?"}, "anul"),
]


@pytest.mark.parametrize(("cells", "said"), CHANGED, ids=lambda value: value if isinstance(value, str) else "")
def test_every_change_is_said_as_it_was_and_as_it_will_be(
    app: Flask, sheet: Path, cells: dict[str, str], said: str
) -> None:
    output = changed(app, sheet, rows_of("F2627-04"), 2, **cells)
    assert said in output
    sides = [line.split(" → ") for line in output.splitlines() if " → " in line]
    assert all(before.split(": ", 1)[-1] != after for before, after in sides)


def test_the_list_gives_code_slug_and_status(app: Flask) -> None:
    save_public(make_draft(code="A"))
    save(make_draft("Un altre", code="B"))
    assert as_json(run(app, "list", "--format", "json")) == [
        {"code": "A", "slug": "hort-comunitari", "status": "published"},
        {"code": "B", "slug": "un-altre", "status": "draft"},
    ]
    assert "hort-comunitari" in run(app, "list").stdout


def test_publish_and_cancel_say_what_they_did_once(app: Flask) -> None:
    made = save(make_draft())
    for verb, status in (("publish", "published"), ("cancel", "cancelled")):
        done = run(app, verb, made.slug, "--actor", "ona@example.org")
        assert (done.exit_code, get(made.training_id).status) == (0, status)
        again = run(app, verb, made.slug, "--actor", "ona@example.org")
        assert again.exit_code == 0
        assert again.output != done.output
    assert run(app, "publish", made.slug).exit_code == 2
    missing = run(app, "cancel", "no-hi-es", "--actor", "ona@example.org")
    assert missing.exit_code == 1
