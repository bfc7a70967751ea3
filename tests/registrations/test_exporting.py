"""Lists of a training's people as files: no formula in them, dates as dates, only what one may see, and in the log."""

import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from coopnet.accounts.rules.roles import PERMISSIONS, Role
from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import committing, db
from coopnet.registrations.models import Answer
from coopnet.registrations.queries import code_of
from coopnet.registrations.rules.people import Contact
from coopnet.trainings.models import Training, TrainingQuestion
from tests.factories.accounts import NOW
from tests.factories.registrations import open_training, take
from tests.rig.reader import Reader, read_form


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


def export(reader: Reader, training: Training, form: str, **more: str) -> Any:
    page = f"/ca/gestio/formacions/{training.slug}/inscripcions"
    fields = read_form(reader.get(page).text, f"action={page}/llista").fields
    return reader.post(f"{page}/llista", data={**fields, "format": form, **more})


def table_of(answer: Any, form: str) -> list[list[Any]]:
    assert answer.status_code == 200
    assert f".{form}" in answer.headers["Content-Disposition"]
    if form == "csv":
        return [list(row) for row in csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";")]
    sheet: Any = load_workbook(io.BytesIO(answer.get_data())).active
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_list_holds_everybody_and_no_formula(coordinator: Reader, form: str) -> None:
    training = open_training()
    question = TrainingQuestion(
        public_id="q1", position=0, kind="text", text="=Per què?", why="", options=[], is_required=False
    )
    with committing():
        question.training_id = training.id
        db.session.add(question)
    contact = Contact(email="rosa@example.org", phone="+34612345678")
    rosa = take(training, "=HYPERLINK(A1)", contact=contact, companions=("@Pau",), needs=("step_free",))
    take(training, "Eva")
    with committing():
        db.session.add(Answer(registration_id=rosa.id, question_id=question.id, value="-1+1"))
    head, first, second = table_of(export(coordinator, training, form), form)
    row = dict(zip(head, first, strict=True))
    safe = "'" if form == "csv" else ""
    assert row["Nom"] == f"{safe}=HYPERLINK(A1)"
    assert row["Qui l'acompanya"] == f"{safe}@Pau"
    assert row["Telèfon"] == f"{safe}+34612345678"
    assert row[f"{safe}=Per què?"] == f"{safe}-1+1"
    assert row["Codi"] == code_of(rosa)
    assert row["Persones"] in {2, "2"}
    assert row["Què necessita"] == "Accés sense graons"
    asked = row["Ho va demanar"]
    assert isinstance(asked, datetime) == (form == "xlsx")
    assert str(asked)[:16] == "2026-11-24 13:00"
    assert second[1] == "Eva"
    db.session.rollback()
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.actor, entry.subject_id) == (
        "registrations.export",
        "coordina@example.org",
        training.public_id,
    )
    assert entry.after == {"format": form, "count": 2}


def test_a_list_is_of_its_group_and_of_what_one_may_see(coordinator: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    training = open_training(capacity=1)
    take(training, "Rosa", needs=("step_free",))
    take(training, "Eva")
    assert [row[1] for row in table_of(export(coordinator, training, "csv", estat="esperen"), "csv")] == ["Nom", "Eva"]
    lesser = PERMISSIONS[Role.COORDINATOR] - {"registrations.arrange"}
    monkeypatch.setitem(PERMISSIONS, Role.COORDINATOR, lesser)
    table = table_of(export(coordinator, training, "csv"), "csv")
    assert "Què necessita" not in table[0]
    assert "graons" not in str(table)


def test_nobody_takes_a_list_by_reading(coordinator: Reader) -> None:
    page = f"/ca/gestio/formacions/{open_training().slug}/inscripcions/llista"
    assert coordinator.get(page).status_code == 405
    assert coordinator.post(page).status_code == 400
