"""A co-producer that may be an initiative under another name: the import asks, and the answer holds."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.db import db, in_transaction
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.service import importing as directory
from coopnet.initiatives.service.likeness import find_alike
from coopnet.initiatives.service.naming import add_alias
from coopnet.trainings.models import Training
from coopnet.trainings.service.importing import Report, import_file
from coopnet.trainings.service.snapshots import read
from tests.factories.initiatives import make_profile_draft, save_public_profile
from tests.factories.sheets import change, read_programme, rows_of, write_csv
from tests.factories.trainings import ACTOR, NOW

COLUMN = "Entitats coproductores"
DIRECTORY = Path("coopnet/demo/data/iniciatives.csv")
Load = Callable[..., Report]


@pytest.fixture
def load(app: Flask, tmp_path: Path) -> Load:
    """A training whose co-producers are those named."""

    def run(partners: str, *, is_real: bool = True) -> Report:
        rows = change(rows_of("F2627-01"), 2, **{COLUMN: partners})
        return import_file(write_csv(tmp_path / "a.csv", rows), is_real=is_real, publish=False, actor=ACTOR, now=NOW)

    return run


def doubts(report: Report) -> list[tuple[str, str]]:
    return [
        (each.values["value"], each.values["near"])
        for each in report.problems
        if each.code == "partner_like_another" and each.severity == "warning" and each.column == COLUMN
    ]


def partner_names() -> list[tuple[str, tuple[str, ...]]]:
    db.session.rollback()
    found = db.session.scalars(select(Training.id)).one()
    return [(partner.name, partner.roles) for partner in read(found).partners]


@pytest.mark.parametrize(
    "typed",
    [
        "Fusteria La Clau, SCCL",
        "Coop. Fusteria la Clau",
        "Fustería La Clau S.C.C.L.",
        "Fusteria La Clao",
        "La Clau fusteria",
    ],
)
def test_another_spelling_of_a_profile_is_asked_about(load: Load, typed: str) -> None:
    save_public_profile(make_profile_draft("Fusteria La Clau"))
    assert doubts(load(f"{typed}: docència", is_real=False)) == [(typed, "«Fusteria La Clau»")]


@pytest.mark.parametrize(
    "typed", ["Fusteria La Clau", "FUSTERIA LA CLAU", "Fusteria La Pau", "Hort", "Escola 2", "Sants"]
)
def test_its_own_name_and_other_names_are_not(load: Load, typed: str) -> None:
    save_public_profile(make_profile_draft("Fusteria La Clau"))
    save_public_profile(make_profile_draft("Escola 1"))
    save_public_profile(make_profile_draft("Veïnes de Sants"))
    assert doubts(load(f"{typed}: docència")) == []


def test_the_demo_programme_names_the_demo_directory_exactly(app: Flask, tmp_path: Path) -> None:
    directory.import_file(DIRECTORY, is_real=True, publish=True, actor=ACTOR, now=NOW)
    path = write_csv(tmp_path / "a.csv", read_programme())
    assert doubts(import_file(path, is_real=False, publish=False, actor=ACTOR, now=NOW)) == []


def test_a_question_without_an_answer_is_asked_again(load: Load) -> None:
    save_public_profile(make_profile_draft("Fusteria La Clau"))
    for _again in range(2):
        assert doubts(load("Fusteria La Clau SCCL: docència")) == [("Fusteria La Clau SCCL", "«Fusteria La Clau»")]
    assert db.session.scalar(select(Initiative.slug).where(Initiative.name == "Fusteria La Clau SCCL")) is None


def test_an_alias_answers_it_before_the_import(load: Load) -> None:
    saved = save_public_profile(make_profile_draft("Fusteria La Clau"))
    assert in_transaction(partial(add_alias, saved.slug, "La Clau SCCL", actor=ACTOR, now=NOW))
    assert doubts(load("La Clau SCCL: docència")) == []
    assert partner_names() == [("Fusteria La Clau", ("teaching",))]


def test_an_alias_answers_it_after_the_import(load: Load) -> None:
    saved = save_public_profile(make_profile_draft("Fusteria La Clau"))
    load("Fusteria La Clau SCCL: docència; Fusteria La Clau: difusió")
    assert len(partner_names()) == 2
    alias = partial(add_alias, saved.slug, "Fusteria La Clau SCCL", actor=ACTOR, now=NOW)
    assert in_transaction(alias)
    assert [name for name, _roles in partner_names()] == ["Fusteria La Clau"]
    assert len(partner_names()[0][1]) == 2
    assert not in_transaction(alias)
    assert db.session.scalars(
        select(AuditEntry.after).where(AuditEntry.action == "initiative.add_alias").order_by(AuditEntry.id)
    ).all() == [{"alias": "Fusteria La Clau SCCL"}]
    assert doubts(load("Fusteria La Clau SCCL: docència")) == []


def test_a_bare_name_alone_becomes_the_profile(load: Load) -> None:
    saved = save_public_profile(make_profile_draft("Fusteria La Clau"))
    load("Clau i Pany: docència")
    in_transaction(partial(add_alias, saved.slug, "Clau i Pany", actor=ACTOR, now=NOW))
    assert [name for name, _roles in partner_names()] == ["Fusteria La Clau"]
    assert db.session.scalars(select(Initiative.name)).all() == ["Fusteria La Clau"]


def test_the_command_says_what_it_refuses(app: Flask) -> None:
    save_public_profile(make_profile_draft("Fusteria La Clau"))
    other = save_public_profile(make_profile_draft("Altra"))
    runner = app.test_cli_runner()
    for name, code in (("Fusteria La Clau", 1), ("...", 1), ("Una altra", 0)):
        result = runner.invoke(args=["initiatives", "alias", other.slug, name, "--actor", ACTOR])
        assert result.exit_code == code, result.output
    assert find_alike(["Una altra"]) == {}


def test_each_new_co_producer_is_named_and_counted_before_it_is_made(load: Load, app: Flask, tmp_path: Path) -> None:
    save_public_profile(make_profile_draft("Fusteria La Clau"))
    names = "Fusteria La Clau; Zumzeig Roig: docència; Altra Cosa"
    assert load(names, is_real=False).new_names == ("Altra Cosa", "Zumzeig Roig")
    said = app.test_cli_runner().invoke(args=["trainings", "import", str(tmp_path / "a.csv")]).output
    assert "2 entitats coproductores no són al directori, i n'hi haurà una de nova per a cadascuna: «" in said
    assert "«Zumzeig Roig»" in said
    assert load(names).new_names == ("Altra Cosa", "Zumzeig Roig")
    assert load(names).new_names == ()


def venue_doubts(report: Report) -> list[tuple[str, str]]:
    return [
        (one.values["value"], one.values["near"])
        for one in report.problems
        if (one.code, one.severity, one.column) == ("venue_like_another", "warning", "Espai")
    ]


def test_a_venue_that_is_nearly_one_that_is_known_is_asked_about(app: Flask, tmp_path: Path) -> None:
    def load_with(venue: str, *, is_real: bool) -> Report:
        rows = change(rows_of("F2627-01"), 2, Espai=venue)
        return import_file(write_csv(tmp_path / "a.csv", rows), is_real=is_real, publish=False, actor=ACTOR, now=NOW)

    assert venue_doubts(load_with("Coòpolis", is_real=True)) == []
    assert venue_doubts(load_with("Copolis", is_real=False)) == [("Copolis", "«Coòpolis»")]
    assert venue_doubts(load_with("COOPOLIS", is_real=False)) == []
    assert venue_doubts(load_with("Aula del mercat 1", is_real=True)) == []
    assert venue_doubts(load_with("Aula del mercat 2", is_real=False)) == []


def test_of_two_spellings_in_one_sheet_the_rarer_is_asked_about(app: Flask, tmp_path: Path) -> None:
    rows = rows_of("F2627-01", "F2627-02")
    path = write_csv(tmp_path / "a.csv", change(rows, 2, Espai="Copolis"))
    report = import_file(path, is_real=False, publish=False, actor=ACTOR, now=NOW)
    assert venue_doubts(report) == [("Copolis", "«Coòpolis»")]
