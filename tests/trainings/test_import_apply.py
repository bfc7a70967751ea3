"""An import that is tried needs no lock and tells what --apply does; whoever registers meanwhile gets through."""

import csv
import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update

from coopnet.foundation import sheets
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.sheets import read_sheet
from coopnet.trainings.models import Training
from coopnet.trainings.service import importing, publishing
from coopnet.trainings.service.importing import Report, import_sheet
from tests.factories import registrations
from tests.factories.sheets import PROGRAMME, Rows, change, read_programme, rows_of, write_csv
from tests.factories.trainings import ACTOR, NOW, get, make_draft, save_public

Import = Callable[..., Report]


@pytest.fixture
def load(app: Flask, tmp_path: Path) -> Import:
    def run(rows: Rows, *, is_real: bool = True, publish: bool = False) -> Report:
        sheet = read_sheet(write_csv(tmp_path / "a.csv", rows))
        return import_sheet(sheet, is_real=is_real, publish=publish, actor=ACTOR, now=NOW)

    return run


def told(report: Report) -> list[object]:
    items: list[object] = [(one.row, one.code, one.title, one.outcome, one.changes) for one in report.items]
    return [*items, *report.problems]


EDITED: list[dict[str, str]] = [
    {"Places": "99", "Resum": "Un altre"},
    {"Títol": "Un títol del tot nou"},
    {"Títol": "ANUL·LAT - Ja no es fa"},
    {"Espai": "Casal nou", "Adreça": "", "Barri": ""},
    {"Espai": "CAN  BATLLO", "Barri": "Sants"},
    {"Entitats coproductores": "COOPOLIS: docència; Una de nova: difusió; una de NOVA: coordinació"},
    {"Preguntes": "", "Temes": ""},
    {"Data": "02/10/2027"},
    {"Codi": " f2627 \u2013 04"},
]


@pytest.mark.parametrize("cells", EDITED, ids=str)
def test_what_a_dry_run_says_is_what_happens(load: Import, cells: dict[str, str]) -> None:
    codes = ("F2627-02", "F2627-04", "F2627-06", "F2627-13", "F2627-30")
    rows = rows_of(*codes)
    load(rows[:-1], publish=True)
    edited = [list(row) for row in rows]
    for row in edited[1:]:
        if row[0] == "F2627-04":
            for name, text in cells.items():
                row[rows[0].index(name)] = text
    tried = load(edited, is_real=False)
    done = load(edited)
    assert told(done) == told(tried)
    assert done.is_applied
    assert [one.outcome for one in load(edited).items] == [importing.UNCHANGED] * len(done.items)


def test_a_dry_run_of_everything_says_what_happens(load: Import) -> None:
    assert told(load(read_programme(), is_real=False)) == told(load(read_programme()))


def test_a_dry_run_goes_on_while_somebody_else_writes(app: Flask, load: Import) -> None:
    rows = rows_of("F2627-04", "F2627-06")
    load(rows[:2])
    found: list[Report] = []

    def tried() -> None:
        with app.app_context():
            found.append(load(change(rows, 2, Places="7"), is_real=False))

    other = threading.Thread(target=tried)
    with committing():
        db.session.execute(update(Training).values(queue_version=Training.queue_version + 1))
        other.start()
        other.join(timeout=20)
        assert not other.is_alive()
    assert [one.outcome for one in found[0].items] == ["updated", "created"]


def test_people_register_while_a_programme_is_planned(
    app: Flask, load: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = save_public(make_draft(capacity=3))
    plan = importing._plan
    seen: list[object] = []

    def registering(*values: object) -> object:
        planned = plan(*values)  # type: ignore[arg-type]
        if not seen:
            with app.app_context():
                seen.append(registrations.take(get(made.training_id)).state)
                db.session.rollback()
        return planned

    monkeypatch.setattr(importing, "_plan", registering)
    assert load(rows_of("F2627-04")).is_applied
    assert seen == ["confirmed"]
    assert get(made.training_id).taken == 1


def test_what_changes_between_planning_and_writing_is_seen(load: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody calls the training off in that moment: what is done is told, not what was planned."""
    rows = rows_of("F2627-25")
    load(rows, publish=True)
    slug = db.session.scalars(select(Training.slug)).one()
    plan = importing._plan
    seen: list[object] = []

    def cancelling(*values: object) -> object:
        planned = plan(*values)  # type: ignore[arg-type]
        if not seen:
            seen.append(in_transaction(lambda: publishing.cancel(slug, actor=ACTOR, now=NOW)))
        return planned

    monkeypatch.setattr(importing, "_plan", cancelling)
    report = load(change(rows, 2, Places="7"))
    assert [one.code for one in report.problems] == ["stays_cancelled"]
    training = db.session.scalars(select(Training).execution_options(populate_existing=True)).one()
    assert (training.status, training.capacity) == ("cancelled", 7)


def test_a_training_that_was_called_off_stays_so_and_the_sheet_is_told(load: Import) -> None:
    rows = rows_of("F2627-22")
    load(rows, publish=True)
    again = change(rows, 2, Títol="Cooperatives de plataforma: repartir d'una altra manera")
    for is_real in (False, True):
        [problem] = load(again, is_real=is_real).problems
        assert (problem.row, problem.column, problem.severity, problem.code) == (
            2,
            "Títol",
            "warning",
            "stays_cancelled",
        )
    assert db.session.scalars(select(Training.status)).all() == ["cancelled"]


def test_the_file_cannot_call_off_what_is_over_and_says_so(load: Import, letters: Callable[..., list[Any]]) -> None:
    rows = rows_of("F2627-04")
    load(rows, publish=True)
    off = change(rows, 2, Títol=f"ANUL·LAT - {rows[1][1]}", Observacions_internes="Hi va haver poca gent")
    for is_real in (False, True):
        report = load(off, is_real=is_real)
        assert [(one.code, one.severity) for one in report.problems] == [("is_over", "warning")]
        assert [one.field for one in report.items[0].changes] == ["internal_notes"]
    training = db.session.scalars(select(Training).execution_options(populate_existing=True)).one()
    assert (training.status, training.internal_notes) == ("published", "Hi va haver poca gent")
    assert not letters("registrations.tell_cancelled")
    assert [one.outcome for one in load(off).items] == [importing.UNCHANGED]


def test_five_thousand_rows_are_taken_and_one_more_is_said(app: Flask, tmp_path: Path) -> None:
    header = "Codi;Títol;Data;Hora inici;Hora fi\n"
    path = tmp_path / "a.csv"
    path.write_text(header + "x;y;z;a;b\n" * (sheets.MOST_ROWS + 1), "utf-8")
    with pytest.raises(sheets.SheetProblem, match="too_many_rows"):
        read_sheet(path)
    done = app.test_cli_runner().invoke(args=["trainings", "import", str(path)])
    assert done.exit_code == 1
    assert "5.000" in done.stderr or "5,000" in done.stderr
    path.write_text(header + "x;y;z;a;b\n" * sheets.MOST_ROWS, "utf-8")
    assert len(read_sheet(path).rows) == sheets.MOST_ROWS


def test_two_thousand_rows_need_no_more_queries_than_a_few(app: Flask, load: Import) -> None:
    text = PROGRAMME.read_text("utf-8-sig")
    header, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    said: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    def measure(times: int) -> int:
        many = [[f"{row[0]}-{number}", *row[1:]] for number in range(times) for row in rows if row and row[0].strip()]
        said.clear()
        event.listen(db.engine, "before_cursor_execute", listen)
        try:
            load([header, *many], is_real=False)
        finally:
            event.remove(db.engine, "before_cursor_execute", listen)
        return len(said)

    assert measure(4) <= measure(1) + 2
    assert db.session.scalar(select(func.count()).select_from(Training)) == 0
