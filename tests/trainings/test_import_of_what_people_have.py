"""An import that changes a training in which people stand says so, before and after, and they are written to."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from coopnet.foundation.db import committing, db
from coopnet.foundation.outbox import Dispatch
from coopnet.registrations.queries.held import TELL_MOVED
from coopnet.registrations.service import telling
from coopnet.trainings.models import Training
from tests.factories.registrations import NOW, take
from tests.factories.sheets import change, rows_of, write_csv

CODE = "F2627-48"  # to come


@pytest.fixture
def sheet(app: Flask, tmp_path: Path, clock_at: object) -> Path:
    assert callable(clock_at)
    clock_at(NOW)
    path = write_csv(tmp_path / "programa.csv", rows_of(CODE))
    run(app, path, "--apply", "--publish")
    with committing():
        db.session.execute(update(Training).values(opens_at=None))
    training = db.session.scalars(select(Training)).one()
    for _person in range(3):
        take(training)
    # The sheet says when it opens: what was changed above is put back.
    run(app, path, "--apply")
    assert jobs() == 0
    return path


def run(app: Flask, path: Path, *options: str) -> str:
    db.session.rollback()
    done = app.test_cli_runner().invoke(args=["trainings", "import", str(path), *options])
    assert done.exit_code == 0, done.output
    return done.output


def jobs() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Dispatch.kind == TELL_MOVED)) or 0


def test_how_many_will_be_written_to_is_said_and_the_same_file_again_writes_to_nobody(app: Flask, sheet: Path) -> None:
    said = "Hi ha 3 persones apuntades: se'ls escriurà"
    write_csv(sheet, change(rows_of(CODE), 2, Sala="Sala gran"))
    assert (said in run(app, sheet), jobs()) == (True, 0)
    assert (said in run(app, sheet, "--apply"), jobs()) == (True, 1)
    assert (said in run(app, sheet, "--apply"), jobs()) == (False, 1)


def test_another_text_is_nobodys_news(app: Flask, sheet: Path) -> None:
    write_csv(sheet, change(rows_of(CODE), 2, Resum="Curt"))
    assert ("se'ls escriurà" in run(app, sheet, "--apply"), jobs()) == (False, 0)


def test_of_what_is_called_off_at_once_it_is_said_to_how_many_and_no_new_date_is_announced(
    app: Flask, sheet: Path
) -> None:
    write_csv(sheet, change(rows_of(CODE), 2, Sala="Sala gran", Títol="ANUL·LAT - Una"))
    assert run(app, sheet, "--apply").count("se'ls escriurà") == 1
    db.session.rollback()
    for job in db.session.scalars(select(Dispatch).where(Dispatch.kind == TELL_MOVED)).all():
        telling.tell_moved(job)
    assert "registration.training_moved" not in db.session.scalars(select(Dispatch.kind)).all()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Places": "2"}, "Ja hi ha 3 places ocupades: quedarà plena de més, i ningú perd la plaça."),
        ({"Tipus_d'inscripció": "sense inscripció"}, "Ja hi ha persones apuntades."),
    ],
)
def test_what_people_were_given_and_the_sheet_takes_is_a_warning_once(
    app: Flask, sheet: Path, cells: dict[str, str], said: str
) -> None:
    write_csv(sheet, change(rows_of(CODE), 2, **cells))
    for options, is_said in (((), True), (("--apply",), True), (("--apply",), False)):
        output = run(app, sheet, *options)
        assert (said in output) == is_said
    assert jobs() == 0


def test_three_places_for_three_people_are_enough(app: Flask, sheet: Path) -> None:
    write_csv(sheet, change(rows_of(CODE), 2, Places="3"))
    assert "plena de més" not in run(app, sheet)
