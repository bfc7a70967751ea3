"""What once broke an import of a sheet that a person could write, or came back as a change for ever."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.foundation.db import db
from coopnet.foundation.sheets import Row, Sheet
from coopnet.initiatives.models import Initiative
from coopnet.trainings.models import Training, TrainingSession
from coopnet.trainings.service.importing import CREATED, UNCHANGED, UPDATED, Report, import_sheet
from coopnet.trainings.service.snapshots import read
from tests.factories.trainings import ACTOR, NOW

USUAL = {"Codi": "A-1", "Títol": "Hort", "Data": "25/11/2026", "Hora inici": "17:00", "Hora fi": "18:00", "Places": 10}
OTHERS = ("Entitats coproductores", "Preguntes", "Espai", "Adreça", "Descripció", "Enllaç en línia", "A càrrec de")
Import = Callable[..., Report]


@pytest.fixture
def load(app: Flask) -> Import:
    assert app.config["TESTING"]
    header = (*USUAL, *OTHERS)

    def run(*changed: dict[str, Any]) -> Report:
        """One row for each, applied; in each, what it says instead of the usual."""
        rows = [
            Row(number, tuple((USUAL | cells).get(name) for name in header))
            for number, cells in enumerate(changed or ({},), start=2)
        ]
        return import_sheet(Sheet(header, tuple(rows)), is_real=True, publish=True, actor=ACTOR, now=NOW)

    return run


def outcomes(report: Report) -> list[str]:
    return [item.outcome for item in report.items]


def errors(report: Report) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.code) for one in report.problems if one.severity == "error"]


def count(model: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("code", ["FÒRUM-1", "fòrum-1", "ẞ", "İ", "😀", "合作"])
def test_a_code_of_any_letters_is_found_again(load: Import, code: str) -> None:
    assert outcomes(load({"Codi": code})) == [CREATED]
    assert outcomes(load({"Codi": code})) == [UNCHANGED]
    assert outcomes(load({"Codi": code.swapcase().swapcase(), "Places": 11})) == [UPDATED]
    assert count(Training) == 1


def test_an_entity_named_in_two_ways_is_there_once_with_all_its_roles(load: Import) -> None:
    twice = {"Entitats coproductores": "La Xarxa: coordinació; Xarxa: docència; LA XARXA"}
    assert errors(load(twice)) == []
    assert count(Initiative) == 1
    assert [len(partner.roles) for partner in read(db.session.scalars(select(Training.id)).one()).partners] == [2]
    assert outcomes(load(twice)) == [UNCHANGED]


def test_an_hour_that_comes_twice_in_autumn_is_the_first_and_stays_it(load: Import) -> None:
    night = {"Data": "25/10/2026", "Hora inici": "02:30", "Hora fi": "03:30"}
    first = load(night)
    assert [(one.column, one.severity) for one in first.problems if one.code == "hour_twice"] == [
        ("Hora inici", "warning")
    ]
    assert db.session.scalars(select(TrainingSession.starts_at)).one() == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert outcomes(load(night)) == [UNCHANGED]


def test_a_session_in_the_hour_that_spring_leaves_out_is_refused(load: Import) -> None:
    refused = load({"Data": "28/03/2027", "Hora inici": "02:30", "Hora fi": "03:00"})
    assert errors(refused) == [(2, "Hora inici", "no_such_hour")]
    assert errors(load({"Data": "28/03/2027", "Hora inici": "01:00", "Hora fi": "02:59"})) == [
        (2, "Hora fi", "no_such_hour")
    ]
    assert count(Training) == 0


def test_a_session_over_the_change_to_summer_is_an_hour_shorter_and_fine(load: Import) -> None:
    night = {"Data": "28/03/2027", "Hora inici": "01:30", "Hora fi": "03:30"}
    assert outcomes(load(night)) == [CREATED]
    starts, ends = db.session.execute(select(TrainingSession.starts_at, TrainingSession.ends_at)).one()
    assert (ends - starts).total_seconds() == 3600
    assert outcomes(load(night)) == [UNCHANGED]


def test_a_link_that_is_wrong_is_said_once(load: Import) -> None:
    assert errors(load({"Enllaç en línia": "javascript:alert(1)"})) == [(2, "Enllaç en línia", "not_an_address")]


def test_one_wrong_link_of_a_course_is_said_once_for_all_its_sessions(load: Import) -> None:
    days = [{"Data": f"{day}/12/2026"} for day in (1, 2, 3)]
    days[0]["Enllaç en línia"] = "data:text/html,x"
    assert errors(load(*days)) == [(2, "Enllaç en línia", "not_an_address")]


@pytest.mark.parametrize(
    "cells",
    [
        {"Descripció": "x" * 29_000},
        {"Descripció": "合" * 29_000},
        {"Descripció": " ".join(f"paraula{number}" for number in range(2_500))},
        {"Títol": "x" * 300},
        {"Títol": "合" * 300},
        {"Títol": '=HYPERLINK("https://example.org")'},
        {"Espai": "合" * 300, "Adreça": "😀" * 300},
        {"Espai": "!!!", "Adreça": "?"},
        {"Entitats coproductores": "!!!: coordinació; ???"},
        {"A càrrec de": ", , i i i"},
        {"Preguntes": "x" * 9_000},
    ],
    ids=lambda cells: "".join(f"{name} {str(text)[:8]}" for name, text in cells.items()),
)
def test_text_of_any_length_and_script_is_kept_and_found_again_or_refused(load: Import, cells: dict[str, Any]) -> None:
    first = load(cells)
    assert outcomes(first) == ([] if errors(first) else [CREATED])
    assert outcomes(load(cells)) == ([] if errors(first) else [UNCHANGED])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.5, 1e300, 10**400, "\x00", "\ud800", True, "٢٥"])
@pytest.mark.parametrize("column", [*USUAL, *OTHERS])
def test_whatever_value_a_cell_has_it_is_taken_or_said(load: Import, column: str, value: object) -> None:
    report = load({column: value})
    assert report.is_applied is (not errors(report))


def test_a_training_of_years_ago_is_asked_about(load: Import) -> None:
    def asked(day: str) -> list[tuple[str, str, dict[str, str]]]:
        return [
            (one.column, one.severity, one.values) for one in load({"Data": day}).problems if one.code == "long_ago"
        ]

    assert asked("25/11/2020") == [("Data", "warning", {"value": "2020"})]
    assert asked("25/11/2026") == []
