"""`flask initiatives import`: a dry run, all or nothing, and the answer that scripts read."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db
from tests.factories.sheets import change, write_csv

HEADER = ["Codi", "Nom", "Barri", "Mostra", "Horari", "Telèfon", "Confirmada el"]
ROWS = [HEADER, ["A-1", "Hort de Prova", "Sants", "adreça", "dl-dv 9-14", "931 550 101", "4/6/2026"]]


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["initiatives", *arguments])
    return result.exit_code, result.output


def test_a_dry_run_says_the_same_and_leaves_nothing(app: Flask, tmp_path: Path) -> None:
    path = str(write_csv(tmp_path / "a.csv", ROWS))
    for arguments in ((), ("--apply", "--publish")):
        code, output = run(app, "import", path, "--format", "json", *arguments)
        assert (code, json.loads(output)) == (0, {"created": 1, "updated": 0, "unchanged": 0, "problems": []})
        listed = json.loads(run(app, "list", "--format", "json")[1])
        assert listed == ([{"code": "A-1", "slug": "hort-de-prova", "status": "published"}] if arguments else [])
    assert json.loads(run(app, "import", path, "--format", "json")[1])["unchanged"] == 1


@pytest.mark.parametrize(("said", "actor"), [((), "terminal"), (("--actor", "Ona@example.org"), "ona@example.org")])
def test_the_log_says_who_did_it_or_that_it_came_from_the_terminal(
    app: Flask, tmp_path: Path, said: tuple[str, ...], actor: str
) -> None:
    path = str(write_csv(tmp_path / "a.csv", ROWS))
    assert run(app, "import", path, "--apply", "--publish", *said)[0] == 0
    assert set(db.session.scalars(select(AuditEntry.actor))) == {actor}


@pytest.mark.parametrize(
    ("column", "typed"),
    [("Barri", "Gràcia"), ("Mostra", "potser"), ("Horari", "quan podem"), ("Telèfon", "12"), ("Nom", "")],
)
def test_one_error_refuses_all(app: Flask, tmp_path: Path, column: str, typed: str) -> None:
    rows = [*ROWS, ["A-2", "Altra", "Sants", "", "", "", ""]]
    path = str(write_csv(tmp_path / "a.csv", change(rows, 2, **{column: typed})))
    code, output = run(app, "import", path, "--apply", "--format", "json")
    (problem,) = json.loads(output)["problems"]
    assert code == 1
    assert (problem["row"], problem["column"], problem["severity"]) == (2, column, "error")
    assert problem["message"]
    assert json.loads(run(app, "list", "--format", "json")[1]) == []
    text = run(app, "import", path)[1]
    assert "0 iniciatives noves, 0 canviades, 0 igual que abans" in text
    assert "A-1  " not in text


def test_what_changes_is_told_by_its_column(app: Flask, tmp_path: Path) -> None:
    header = ["Codi", "Nom", "Resum", "Resum (es)", "Mostra", "Sectors", "Correu", "Adreça", "Any"]
    before = ["A-1", "Hort de Prova", "Verd", "", "adreça", "Cultura", "", "carrer Gran, 1", "1990"]
    after = ["A-1", "Hort Nou", "Molt verd", "Muy verde", "només barri", "Cultura", "a@example.org", "", ""]
    path = tmp_path / "a.csv"
    run(app, "import", str(write_csv(path, [header, before])), "--apply")
    code, output = run(app, "import", str(write_csv(path, [header, after])))
    assert code == 0, output
    for line in (
        "Nom: Hort de Prova → Hort Nou",
        "Any: 1990 → —",
        "Resum (ca): Verd → Molt verd",
        "Resum (es): — → Muy verde",
        "Mostra: l'adreça → només el barri",
        "Correu: — → a@example.org (no és públic)",
        "Adreça: carrer Gran, 1 → —",
    ):
        assert f"    {line}\n" in output, output


def test_a_file_that_cannot_be_read_says_so_and_a_wrong_use_is_two(app: Flask, tmp_path: Path) -> None:
    empty = tmp_path / "a.csv"
    empty.write_text("", "utf-8")
    code, output = run(app, "import", str(empty), "--format", "json")
    (problem,) = json.loads(output)["problems"]
    assert (code, problem["severity"], json.loads(output)["created"]) == (1, "error", 0)
    assert run(app, "import", str(tmp_path / "none.csv"))[0] == 2
    assert run(app, "import", str(empty), "--format", "xml")[0] == 2
