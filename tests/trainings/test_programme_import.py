"""A coordinator's file becomes the programme: whole or not at all, the same again, and only what it speaks of."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from coopnet.foundation.audit import AuditEntry
from coopnet.foundation.clock import to_local
from coopnet.foundation.db import committing, db, in_transaction
from coopnet.foundation.ids import new_public_id
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative, InitiativeAlias
from coopnet.registrations.rules.states import State
from coopnet.trainings.models import Training, TrainingPartner
from coopnet.trainings.rules.drafts import Draft
from coopnet.trainings.service import publishing
from coopnet.trainings.service.importing import Report, import_file
from coopnet.trainings.service.snapshots import read
from tests.factories import registrations
from tests.factories.initiatives import save_public_profile
from tests.factories.sheets import Rows, as_cells, change, read_programme, rows_of, without, write_csv, write_xlsx
from tests.factories.trainings import ACTOR, NOW, get

Import = Callable[..., Report]


@pytest.fixture
def load(app: Flask, tmp_path: Path) -> Import:
    def run(rows: Rows, *, is_real: bool = True, publish: bool = False) -> Report:
        path = write_csv(tmp_path / "a.csv", rows)
        return import_file(path, is_real=is_real, publish=publish, actor=ACTOR, now=NOW)

    return run


def counts(report: Report) -> tuple[int, int, int]:
    return report.count("created"), report.count("updated"), report.count("unchanged")


def stored(code: str) -> tuple[Training, Draft]:
    db.session.rollback()
    found = db.session.scalars(select(Training.id).where(Training.code == code)).one()
    return get(found), read(found)


def changed_fields(report: Report) -> dict[str, list[str]]:
    return {item.code: [one.field for one in item.changes] for item in report.items if item.changes}


def everything() -> list[tuple[Any, ...]]:
    db.session.rollback()
    return [tuple(row) for name in db.metadata.tables for row in db.session.execute(select(db.metadata.tables[name]))]


def test_the_programme_is_taken_without_a_word(load: Import) -> None:
    report = load(read_programme())
    assert (counts(report), report.problems) == ((48, 0, 0), ())
    assert db.session.scalar(select(func.count()).where(Training.status == "draft")) == 47
    training, draft = stored("F2627-02")
    assert (training.capacity, len(draft.sessions), draft.registration_type) == (20, 6, "approval")
    assert draft.sessions[5].room == "Sala petita"
    assert draft.sessions[5].internal_notes == "Aquest dia la sala d'actes està ocupada."
    assert f"{to_local(draft.sessions[2].starts_at):%d/%m %H:%M}" == "06/10 17:00"
    assert [one.kind for one in draft.questions] == ["long_text", "one_choice", "number", "short_text"]
    assert draft.partners[0].roles == ("coordination",)
    assert draft.trainers == ("Jordina Puigcorbera", "Bru Castellterç")
    assert draft.measures == ("pde-2017-2021:8.1", "pde-2017-2021:8.7")
    assert draft.is_grant_funded


def test_a_blank_cell_of_a_later_row_means_as_in_the_first(load: Import) -> None:
    load(rows_of("F2627-03", "F2627-19"))
    for code in ("F2627-03", "F2627-19"):
        sessions = stored(code)[1].sessions
        assert len({(one.venue, one.room, one.starts_at.hour) for one in sessions}) == 1


def test_registration_elsewhere_has_a_public_address_and_no_secret_one(load: Import) -> None:
    load(rows_of("F2627-34", "F2627-30"))
    training, draft = stored("F2627-34")
    assert training.external_url == "https://fildevimetblau.example.org/finances-etiques"
    assert {one.online_url for one in draft.sessions} == {None}
    training, draft = stored("F2627-30")
    assert training.external_url is None
    assert draft.sessions[0].online_url == "https://sala.example.org/f2627-30"


def test_called_off_in_its_title_it_is_called_off_and_the_mark_is_no_title(load: Import) -> None:
    load(rows_of("F2627-22"), publish=True)
    training, draft = stored("F2627-22")
    assert (training.status, training.is_public) == ("cancelled", True)
    assert draft.title == "Cooperatives de plataforma: repartir d'una altra manera"
    assert training.slug.startswith("cooperatives-de-plataforma")


def test_registration_closes_when_its_last_day_is_over(load: Import) -> None:
    load(rows_of("F2627-04"))
    training, _ = stored("F2627-04")
    assert training.opens_at
    assert training.closes_at
    assert f"{to_local(training.opens_at):%d/%m/%Y %H:%M}" == "01/09/2026 00:00"
    assert f"{to_local(training.closes_at - timedelta(seconds=1)):%d/%m/%Y %H:%M}" == "30/09/2026 23:59"


def test_a_hybrid_training_shares_its_places_unless_the_sheet_counts_each_way(load: Import) -> None:
    rows = rows_of("F2627-47")
    load(rows)
    assert stored("F2627-47")[0].has_two_ways is False
    each_way = [[*rows[0], "Places en línia"], *([*row, "40"] for row in change(rows, 2, Places="20")[1:])]
    asked = [one.code for one in load(each_way).problems]
    assert asked == ["asks_the_way_again"]
    training = stored("F2627-47")[0]
    assert (training.has_two_ways, training.capacity, training.online_capacity) == (True, 20, 40)


def test_the_same_file_again_changes_nothing(load: Import) -> None:
    load(read_programme(), publish=True)
    before = everything()
    report = load(read_programme())
    assert counts(report) == (0, 0, 48)
    after = everything()
    assert [row for row in after if row not in before and not isinstance(row[0], int)] == []
    assert db.session.scalar(select(func.count()).where(AuditEntry.action == "training.change")) == 0


@pytest.mark.parametrize("typed", ["FUSTERIA la clau", "La Clau", "Taller vell"])
def test_a_co_producer_by_any_of_its_names_is_one_and_the_same_file_again_changes_nothing(
    load: Import, typed: str
) -> None:
    saved = save_public_profile()
    with committing():
        db.session.add(InitiativeAlias(name_key=match_key("La Clau"), initiative_id=saved.initiative_id))
        db.session.add(
            Initiative(
                public_id=new_public_id(),
                name="Taller vell",
                name_key=match_key("Taller vell"),
                status="merged",
                merged_into_id=saved.initiative_id,
            )
        )
    rows = change(rows_of("F2627-04"), 2, Entitats_coproductores=typed)
    assert counts(load(rows)) == (1, 0, 0)
    assert counts(load(rows)) == (0, 0, 1)
    assert db.session.scalars(select(TrainingPartner.initiative_id)).all() == [saved.initiative_id]


def test_a_dry_run_says_the_same_and_leaves_nothing(load: Import) -> None:
    rows = rows_of("F2627-04", "F2627-06")
    before = everything()
    tried = load(rows, is_real=False)
    assert everything() == before
    assert load(rows).items == tried.items


def test_with_one_error_nothing_is_saved_and_nothing_is_counted(load: Import) -> None:
    rows = change(read_programme(), 40, Data="31/11/2026")
    report = load(rows)
    assert report.has_errors
    assert counts(report) == (0, 0, 0)
    assert db.session.scalar(select(func.count()).select_from(Training)) == 0
    tried = load(rows, is_real=False)
    assert (counts(tried), len(tried.items)) == ((0, 0, 0), 47)  # the others are shown, and would not be saved either


def test_an_edited_file_changes_what_it_made_and_leaves_the_rest(load: Import) -> None:
    rows = rows_of("F2627-04", "F2627-06", "F2627-13")
    load(rows, publish=True)
    edited = change(change(rows, 2, Places="30", Resum="Un altre resum"), 4, Data="15/10/2026")
    report = load(edited)
    assert counts(report) == (0, 2, 1)
    assert changed_fields(report) == {"F2627-04": ["texts", "capacity"], "F2627-06": ["sessions"]}
    assert counts(load(edited)) == (0, 0, 3)


def test_codes_that_are_not_in_the_file_are_left_alone(load: Import) -> None:
    load(rows_of("F2627-04", "F2627-06"))
    assert counts(load(rows_of("F2627-04"))) == (0, 0, 1)
    assert db.session.scalar(select(func.count()).select_from(Training)) == 2


def test_a_code_in_other_letters_is_the_same_training(load: Import) -> None:
    rows = rows_of("F2627-04")
    load(rows)
    assert counts(load(change(rows, 2, Codi=" f2627-04 "))) == (0, 0, 1)
    assert stored("F2627-04")


def test_what_the_sheet_has_no_column_for_stays(load: Import) -> None:
    rows = rows_of("F2627-02", "F2627-09", "F2627-18", "F2627-34")
    load(rows)
    codes = ("F2627-02", "F2627-09", "F2627-18", "F2627-34")
    before = {code: stored(code)[1] for code in codes}
    names = [name for name in rows[0] if name not in {"Codi", "Títol", "Data", "Hora inici", "Hora fi"}]
    for name in names:
        gone = ("Tipus d'inscripció", "Enllaç en línia") if name == "Enllaç en línia" else (name,)
        assert counts(load(without(rows, *gone))) == (0, 0, 4), name
    report = load(change(without(rows, *names), 2, Títol="Del projecte a l'empresa"))
    assert changed_fields(report) == {"F2627-02": ["texts"]}
    assert {code: stored(code)[1] for code in codes[1:]} == {code: before[code] for code in codes[1:]}
    assert stored("F2627-02")[1].questions == before["F2627-02"].questions


def test_new_trainings_are_drafts_unless_they_shall_be_public(load: Import) -> None:
    load(rows_of("F2627-04"))
    assert stored("F2627-04")[0].status == "draft"
    report = load(rows_of("F2627-04", "F2627-13"), publish=True)
    assert counts(report) == (1, 0, 1)
    assert stored("F2627-13")[0].is_public
    assert not stored("F2627-04")[0].is_public
    assert report.drafts == (stored("F2627-04")[0].slug,)
    in_transaction(lambda: publishing.publish(stored("F2627-04")[0].slug, actor=ACTOR, now=NOW))
    assert load(rows_of("F2627-04"), is_real=False).drafts == ()


def test_calling_off_is_a_change_that_people_hear_of(load: Import, letters: Callable[..., list[Any]]) -> None:
    rows = rows_of("F2627-25")
    load(change(rows, 2, Obertura_inscripció="01/10/2026"), publish=True)
    registrations.take(stored("F2627-25")[0])
    off = change(rows, 2, Títol=f"ANUL·LAT - {rows[1][1]}", Obertura_inscripció="01/10/2026")
    assert load(off).problems == ()
    assert stored("F2627-25")[0].status == "cancelled"
    assert letters("registrations.tell_cancelled")
    assert counts(load(off)) == (0, 0, 1)


def test_more_places_in_the_file_let_in_whoever_waits(load: Import) -> None:
    rows = change(rows_of("F2627-25"), 2, Places="1", Obertura_inscripció="01/10/2026")
    load(rows, publish=True)
    registrations.take(stored("F2627-25")[0])
    waiting = registrations.take(stored("F2627-25")[0])
    assert waiting.state == State.WAITING
    load(change(rows, 2, Places="2"))
    assert registrations.get(waiting.public_id).state == State.CONFIRMED
    assert stored("F2627-25")[0].taken == 2


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    delimiter=st.sampled_from([";", ",", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_any_order_delimiter_and_encoding_is_the_same_programme(
    load: Import, tmp_path: Path, seed: int, delimiter: str, encoding: str
) -> None:
    rows = rows_of("F2627-02", "F2627-09", "F2627-22", "F2627-34")
    load(rows)
    order = list(range(len(rows[0])))
    random.Random(seed).shuffle(order)  # noqa: S311 - any order will do
    mixed = [[row[place] for place in order] for row in rows]
    path = write_csv(tmp_path / "b.csv", mixed, delimiter=delimiter, encoding=encoding)
    report = import_file(path, is_real=False, publish=False, actor=ACTOR, now=NOW)
    assert (counts(report), report.problems) == ((0, 0, 4), ())


def test_a_workbook_is_the_same_programme_whether_its_cells_are_texts_or_not(load: Import, tmp_path: Path) -> None:
    rows = read_programme()
    load(rows)
    for cells in (as_cells(rows), rows):
        path = write_xlsx(tmp_path / "b.xlsx", cells)
        report = import_file(path, is_real=False, publish=False, actor=ACTOR, now=NOW)
        assert (counts(report), report.problems) == ((0, 0, 48), ())


def test_people_write_headers_in_their_own_way(load: Import) -> None:
    rows = rows_of("F2627-02", "F2627-34")
    load(rows)
    said = {
        "Codi": "codi ",
        "Títol": "TITOL",
        "Hora inici": "Hora d'inici",
        "Idiomes d'impartició": "Idiomes d’impartició",
        "Entitats coproductores": "Entitats co-productores",
        "Tancament inscripció": "Tancament inscripcio:",
        "Enllaç en línia": "Enllac en linia",
        "Places": "Nombre de places",
        "Observacions internes": "Observacions  Internes",
        "Data": "Fecha",
        "Barri": "Barrio",
    }
    header = [said.get(name, name) for name in rows[0]]
    report = load([[*header, "Pressupost"], *([*row, "100"] for row in rows[1:])])
    assert counts(report) == (0, 0, 2)
    assert [(one.column, one.severity, one.code) for one in report.problems] == [
        ("Pressupost", "warning", "unknown_column")
    ]
