"""While a big file is applied people register, and a second import of the same file waits for the first."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.sheets import read_sheet
from coopnet.trainings.models import Training
from coopnet.trainings.service import editing, importing
from coopnet.trainings.service.importing import Report, import_sheet
from tests.factories import registrations
from tests.factories.sheets import Rows, change, rows_of, write_csv
from tests.factories.trainings import ACTOR, NOW, get, make_draft, save_public

MANY = 150


def many_rows(**cells: str) -> Rows:
    header, row, *_others = change(rows_of("F2627-25"), 2, **cells)
    numbered = ([f"X-{number}", f"{row[1]} {number}", *row[2:]] for number in range(MANY))
    return [header, *numbered]


def load(path: Path, rows: Rows) -> Report:
    sheet = read_sheet(write_csv(path, rows))
    return import_sheet(sheet, is_real=True, publish=True, actor=ACTOR, now=NOW)


@pytest.fixture
def beside(app: Flask) -> Iterator[Callable[[Callable[[], object]], threading.Thread]]:
    """Does something in a thread of its own, which has ended when the test has."""
    threads: list[threading.Thread] = []

    def start(work: Callable[[], object]) -> threading.Thread:
        def run() -> None:
            with app.app_context():
                work()
                db.session.remove()

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return threads[-1]

    yield start
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()


def test_people_register_while_a_big_file_is_written(
    tmp_path: Path, beside: Callable[..., threading.Thread], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path / "a.csv", many_rows())
    made = save_public(make_draft(capacity=30))
    write = editing.write
    seen: list[str] = []
    registering: list[threading.Thread] = []

    def writing(*values: object, **named: object) -> object:
        """The lock is held: from here on people come."""
        registering.extend(
            beside(lambda name=name: seen.append(registrations.take(get(made.training_id), name).state))
            for name in ("Rosa", "Pere", "Mei")
        )
        return write(*values, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(editing, "write", writing)
    report = load(tmp_path / "a.csv", many_rows(Places="31", Resum="Un altre"))
    for thread in registering:
        thread.join(timeout=30)
    assert report.count("updated") == MANY
    assert seen == ["confirmed"] * 3
    assert get(made.training_id).taken == 3


def test_two_imports_of_the_same_new_file_make_each_training_once(
    tmp_path: Path, beside: Callable[..., threading.Thread], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = importing._plan
    both = threading.Barrier(2)
    waited = threading.local()

    def planning(*values: object) -> object:
        planned = plan(*values)  # type: ignore[arg-type]
        if not getattr(waited, "is_over", False):
            waited.is_over = True
            both.wait(timeout=30)
        return planned

    monkeypatch.setattr(importing, "_plan", planning)
    reports: list[Report] = []
    imports = [beside(lambda name=name: reports.append(load(tmp_path / name, many_rows()))) for name in ("a", "b")]
    for thread in imports:
        thread.join(timeout=60)
    assert sorted(report.count("created") for report in reports) == [0, MANY]
    assert sorted(report.count("unchanged") for report in reports) == [0, MANY]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Training)) == MANY


def test_a_code_that_somebody_takes_at_the_same_moment_is_said_in_words(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(*_values: object, **_named: object) -> object:
        raise IntegrityError("insert", {}, Exception("UNIQUE constraint failed: training.code"))

    monkeypatch.setattr(editing, "write", taken)
    path = tmp_path / "a.csv"
    with pytest.raises(RuleBroken, match="changed_meanwhile"):
        load(path, many_rows())
    done = app.test_cli_runner().invoke(args=["trainings", "import", str(path), "--apply"])
    assert done.exit_code == 1
    assert "alhora" in done.output
