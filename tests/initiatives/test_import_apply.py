"""A sheet that is tried needs no lock and tells what --apply does; two of the same new profiles end in words."""

import csv
import io
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select, update

from coopnet.foundation import text_index
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.sheets import read_sheet
from coopnet.initiatives.models import Initiative, InitiativeChange, InitiativeOldSlug
from coopnet.initiatives.service import importing, publishing, writing
from coopnet.initiatives.service.importing import Report, import_sheet
from coopnet.initiatives.service.naming import find_or_add
from tests.factories.initiatives import ACTOR, NOW
from tests.factories.sheets import change, write_csv

SHEET = Path("coopnet/demo/data/iniciatives.csv")
HEADER = ["Codi", "Nom", "Barri", "Any"]
ROWS = [HEADER, ["A-1", "Hort de Prova", "Sants", "1990"], ["A-2", "Cooperativa de Prova", "Sants", "2001"]]
Load = Callable[..., Report]


@pytest.fixture
def load(app: Flask, tmp_path: Path) -> Load:
    def run(rows: Any, *, is_real: bool = True, publish: bool = False) -> Report:
        path = write_csv(tmp_path / f"{threading.get_ident()}.csv", rows)
        return import_sheet(read_sheet(path), is_real=is_real, publish=publish, actor=ACTOR, now=NOW)

    return run


def outcomes(report: Report) -> list[str]:
    return [item.outcome for item in report.items]


def names() -> dict[str, tuple[str, str]]:
    """Code to name and address."""
    db.session.rollback()
    rows = db.session.execute(select(Initiative.code, Initiative.name, Initiative.slug).order_by(Initiative.code))
    return {str(code): (name, str(slug)) for code, name, slug in rows}


@pytest.mark.parametrize(
    "cells",
    [
        {"Nom": "Hort Nou"},
        {"Any": "1991", "Barri": ""},
        {"Nom": "HORT  DE PROVA"},
        {"Codi": "a–1"},
        {"Nom": "Cooperativa de Prova"},
        {"Any": "mai"},
    ],
    ids=str,
)
def test_what_a_dry_run_says_is_what_happens(load: Load, cells: dict[str, str]) -> None:
    load(ROWS[:2])
    load([HEADER, ["A-3", "Cooperativa de Prova", "", ""]])
    edited = change([*ROWS[:2], ["A-4", "Una altra", "", ""]], 2, **cells)
    tried = load(edited, is_real=False)
    assert len(names()) == 2
    done = load(edited)
    assert done.problems == tried.problems
    if done.has_errors:
        assert (done.items, len(names())) == ((), 2)
        return
    assert done.items == tried.items
    assert set(outcomes(load(edited))) == {importing.UNCHANGED}


def test_the_same_file_again_changes_nothing(load: Load) -> None:
    sheet = read_sheet(SHEET)
    for is_new in (True, False):
        report = import_sheet(sheet, is_real=True, publish=True, actor=ACTOR, now=NOW)
        assert (report.problems, report.is_applied) == ((), True)
        assert set(outcomes(report)) == {"created" if is_new else "unchanged"}
    versions = db.session.scalars(select(Initiative.version).where(Initiative.code.is_not(None))).all()
    assert set(versions) == {2}
    assert db.session.scalar(select(func.count()).select_from(InitiativeChange)) == 2 * len(versions)


def test_a_dry_run_goes_on_while_somebody_else_writes(app: Flask, load: Load) -> None:
    load(ROWS[:2])
    found: list[Report] = []

    def tried() -> None:
        with app.app_context():
            found.append(load(change(ROWS, 2, Any="1991"), is_real=False))

    other = threading.Thread(target=tried)
    with committing():
        db.session.execute(update(Initiative).values(version=Initiative.version))
        other.start()
        other.join(timeout=20)
        assert not other.is_alive()
    assert outcomes(found[0]) == ["updated", "created"]


def test_what_changes_between_planning_and_writing_is_seen(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody takes the name in that moment: it is said, and nothing is saved."""
    load(ROWS[:2])
    plan = importing._plan

    def meanwhile(parsed: Any) -> Any:
        planned = plan(parsed)
        monkeypatch.setattr(importing, "_plan", plan)
        load([HEADER, ["B-1", "Cooperativa de Prova", "", ""]])
        return planned

    monkeypatch.setattr(importing, "_plan", meanwhile)
    report = load(change(ROWS, 2, Any="1991"))
    assert [(one.row, one.code) for one in report.problems] == [(3, "name_of_another")]
    assert not report.is_applied
    db.session.rollback()
    assert db.session.scalar(select(Initiative.year).where(Initiative.code == "A-1")) == 1990


def test_two_imports_of_the_same_new_profiles_at_once_end_in_words(app: Flask, load: Load) -> None:
    """Each is told what came of it; each profile is there once."""
    rows = [HEADER, *([f"N-{n}", f"Prova número {n}", "Sants", "1990"] for n in range(40))]
    found: list[Report] = []
    together = threading.Barrier(2)

    def real(some: list[list[str]]) -> None:
        with app.app_context():
            together.wait(20)
            found.append(load(some, publish=True))

    both = [threading.Thread(target=real, args=(some,)) for some in (rows, [HEADER, *reversed(rows[1:])])]
    for each in both:
        each.start()
    for each in both:
        each.join(60)
    assert [report.is_applied for report in found] == [True, True]
    assert sum(report.count("created") for report in found) == 40
    assert sum(report.count("unchanged") for report in found) == 40
    assert len(names()) == 40


def test_who_loses_that_race_again_and_again_is_told(app: Flask, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    load(ROWS[:2])
    monkeypatch.setattr(writing, "_empty", lambda _draft: Initiative(**_taken(), **_parts()))
    report = load([HEADER, ["B-1", "Una altra", "", ""]])
    assert [(one.severity, one.code) for one in report.problems] == [("error", "written_meanwhile")]
    assert (report.items, report.is_applied, len(names())) == ((), False, 1)


def _taken() -> dict[str, Any]:
    return {"public_id": db.session.scalar(select(Initiative.public_id)), "name": "x", "version": 0}


def _parts() -> dict[str, Any]:
    return {name: [] for name in ("texts", "tags", "places", "contacts", "labels")}


def test_names_can_change_hands_in_one_sheet(load: Load) -> None:
    load(ROWS)
    swapped = change(change(ROWS, 2, Nom="Cooperativa de Prova"), 3, Nom="Hort de Prova")
    assert load(swapped).problems == ()
    assert {code: name for code, (name, _slug) in names().items()} == {
        "A-1": "Cooperativa de Prova",
        "A-2": "Hort de Prova",
    }
    old = set(db.session.scalars(select(InitiativeOldSlug.slug)))
    assert {"hort-de-prova", "cooperativa-de-prova"} <= old | {slug for _name, slug in names().values()}


def test_a_name_that_a_training_mentioned_becomes_the_profile(load: Load) -> None:
    bare = in_transaction(lambda: find_or_add("Hort de Prova").id)
    assert outcomes(load(ROWS[:2], publish=True)) == ["created"]
    db.session.rollback()
    assert db.session.scalars(select(Initiative.id)).all() == [bare]
    assert text_index.search("initiative", "hort prova") == [bare]


def test_new_profiles_alone_are_published(app: Flask, load: Load, tmp_path: Path) -> None:
    """A draft stays one until somebody says so, and the import names it."""
    load(ROWS[:2])
    report = load(ROWS, publish=True)
    assert [item.stays_draft for item in report.items] == [True, False]
    db.session.rollback()
    statuses = dict(db.session.execute(select(Initiative.code, Initiative.status)).all())
    assert statuses == {"A-1": "draft", "A-2": "published"}
    path = str(write_csv(tmp_path / "a.csv", ROWS))
    output = app.test_cli_runner().invoke(args=["initiatives", "import", path]).output
    assert "flask --app wsgi initiatives publish --actor EMAIL hort-de-prova" in output
    in_transaction(partial(publishing.publish, "hort-de-prova", actor=ACTOR, now=NOW))
    assert "initiatives publish" not in app.test_cli_runner().invoke(args=["initiatives", "import", path]).output


def test_a_merged_profile_is_left_alone(load: Load) -> None:
    load(ROWS)
    with committing():
        kept = db.session.scalar(select(Initiative.id).where(Initiative.code == "A-2"))
        db.session.execute(
            update(Initiative).where(Initiative.code == "A-1").values(merged_into_id=kept, status="merged")
        )
    report = load(change(ROWS, 2, Any="1950", Nom="Un nom nou"))
    assert [(one.row, one.severity, one.code) for one in report.problems] == [(2, "warning", "was_merged")]
    assert (outcomes(report), names()["A-1"][0]) == (["unchanged"], "Hort de Prova")


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # where one lock is everybody's
def test_many_profiles_hold_the_lock_for_as_many_questions_as_few(app: Flask, load: Load) -> None:
    """Rows go in; nothing is asked, changed or taken away for each of them."""
    header, *rows = [list(row) for row in _demo_rows()]
    counts = []
    for times in (1, 4):
        many = [[f"{row[0]}-{times}-{n}", f"{row[1]} {times} {n}", *row[2:]] for n in range(times) for row in rows]
        with statements_under_the_lock() as asked:
            report = load([header, *many], publish=True)
        assert report.count("created") == len(many), report.problems[:3]
        counts.append(Counter(statement[:60] for statement in asked if not statement.startswith("INSERT")))
    assert counts[0]["BEGIN IMMEDIATE"] == 1
    assert counts[0] == counts[1]


@contextmanager
def statements_under_the_lock() -> Iterator[list[str]]:
    """From the one that opens a writing transaction."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if asked or statement == "BEGIN IMMEDIATE":
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def _demo_rows() -> list[list[str]]:
    text = io.StringIO(SHEET.read_text("utf-8-sig"), newline="")
    return [row for row in csv.reader(text, delimiter=";") if row and row[0].strip()]
