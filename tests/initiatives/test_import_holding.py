"""A sheet never shows what is hidden in a profile, nor takes back what people changed in it; it says what it left."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from coopnet.accounts.rules.roles import Role
from coopnet.demo.service import initiatives as demo
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.sheets import read_sheet
from coopnet.initiatives.models import Initiative, InitiativeChange
from coopnet.initiatives.rules.drafts import Contact, Draft
from coopnet.initiatives.service import importing, merging, upkeep
from coopnet.initiatives.service.importing import Report, import_sheet
from coopnet.initiatives.service.snapshots import load, read_draft
from tests.factories.accounts import give_role, make_account
from tests.factories.initiatives import ACTOR, NOW, make_profile_draft, save_profile
from tests.factories.sheets import change, write_csv

OWNER = "rosa@example.org"
HEADER = ["Codi", "Nom", "Resum", "Any", "Barri", "Adreça", "Mostra", "Correu", "Correu públic", "Telèfon"]
ROW = ["A-1", "Hort", "Verd", "1990", "Sants", "carrer Gran, 1", "adreça", "hort@example.org", "sí", "931 550 101"]
ROWS = [HEADER, ROW]
LATER = datetime(2026, 11, 25, 12, tzinfo=UTC)
Load = Callable[..., Report]


@pytest.fixture
def load_rows(app: Flask, tmp_path: Path) -> Load:
    def run(rows: Any = ROWS, *, is_real: bool = True) -> Report:
        sheet = read_sheet(write_csv(tmp_path / "a.csv", rows))
        report = import_sheet(sheet, is_real=is_real, publish=True, actor=ACTOR, now=NOW)
        db.session.rollback()
        return report

    return run


def standing(code: str = "A-1") -> Draft:
    db.session.rollback()
    return read_draft(load(db.session.scalars(select(Initiative.id).where(Initiative.code == code)).one()))


def edit(actor: str = OWNER, **changed: Any) -> None:
    """As somebody does on the site; the owner answers for it."""
    found = db.session.scalars(select(Initiative).where(Initiative.code == "A-1")).one()
    id_, public_id = found.id, found.public_id
    db.session.rollback()
    if actor == OWNER:
        give_role(make_account(OWNER), Role.OWNER, subject_id=public_id)
    save_profile(replace(standing(), **changed), id_, actor=actor, now=LATER)


def told(report: Report) -> list[tuple[str, str, str]]:
    return sorted((each.column, each.code, each.values["day"]) for each in report.problems)


def test_the_untouched_sheet_shows_nothing_that_its_people_have_hidden_and_takes_back_nothing(load_rows: Load) -> None:
    load_rows()
    before = standing()
    hidden = tuple(replace(way, is_public=False) for way in before.contacts)
    words = (replace(before.words[0], summary="Verd i obert"),)
    edit(name="Hort de la Plaça", words=words, contacts=hidden, shows_only_barri=True)
    kept = standing()
    assert kept.confirmed_on == "2026-11-25"
    tried, done = load_rows(is_real=False), load_rows()
    assert standing() == kept
    assert (done.count(importing.UNCHANGED), done.items, done.is_applied) == (1, tried.items, True)
    assert done.problems == tried.problems
    day = "2026-11-25"
    assert told(done) == [
        ("Correu", "left_own", day),
        ("Mostra", "left_own", day),
        ("Nom", "left_own", day),
        ("Resum (ca)", "left_own", day),
    ]


def test_what_nobody_changed_follows_the_sheet_also_beside_what_stays(load_rows: Load) -> None:
    """The second time too: a sheet that was read since makes nothing its own."""
    load_rows()
    edit(year=1985)
    for year, summary in (("1990", "Verd"), ("1991", "Molt verd"), ("1992", "Verd del tot")):
        report = load_rows(change(ROWS, 2, Any=year, Resum=summary))
        assert (standing().year, standing().words[0].summary) == (1985, summary)
        assert told(report) == [("Any", "left_own", "2026-11-25")]
    assert told(load_rows(change(ROWS, 2, Any="1985"))) == []


def test_what_the_team_or_a_merge_has_filled_in_stays(load_rows: Load) -> None:
    load_rows([HEADER[:-1], ROW[:-1]])
    edit("equip@example.org", year=1985)
    gone = save_profile(make_profile_draft("Hort vell", contacts=(Contact("phone", "+34931550102"),), size=7))
    kept = db.session.execute(select(Initiative.id, Initiative.version).where(Initiative.code == "A-1")).one()
    db.session.rollback()
    seen = (kept.version, gone.version)
    merge = partial(merging.merge, kept_id=kept.id, gone_id=gone.initiative_id, seen=seen, fills_gaps=True)
    in_transaction(partial(merge, actor=ACTOR, now=LATER))
    was = standing()
    assert was.tax_id == "F12345678"
    report = load_rows([[*HEADER, "NIF", "Persones"], [*ROW, "", ""]])
    assert standing() == replace(was, contacts=standing().contacts)
    assert {code for _column, code, _day in told(report)} == {"left_team"}
    assert {"Any", "NIF"} <= {column for column, _code, _day in told(report)}


def test_what_a_sheet_once_hid_no_sheet_shows(load_rows: Load) -> None:
    load_rows(change(change(ROWS, 2, Mostra="només barri"), 2, **{"Correu públic": "no"}))
    report = load_rows()
    assert (standing().shows_only_barri, [way.is_public for way in standing().contacts]) == (True, [False, True])
    assert told(report) == [("Correu", "left_hidden", ""), ("Mostra", "left_hidden", "")]
    edit(shows_only_barri=False, contacts=tuple(replace(way, is_public=True) for way in standing().contacts))
    assert told(load_rows()) == []
    assert standing().shows_only_barri is False


def test_where_there_was_no_address_nothing_was_hidden(load_rows: Load) -> None:
    load_rows(change(ROWS, 2, Adreça="", Mostra="només barri"))
    assert told(load_rows()) == []
    assert standing().shows_only_barri is False


def test_that_its_people_changed_their_contacts_is_known_when_the_old_ones_are_erased(load_rows: Load) -> None:
    load_rows()
    edit(contacts=(Contact("email", "hort@example.org"), Contact("phone", "+34931550199", is_public=True)))
    in_transaction(lambda: upkeep.erase_changes(LATER.replace(year=2028)))
    kept = standing().contacts
    assert told(load_rows()) == [("Correu", "left_own", "2026-11-25")]
    assert standing().contacts == kept


def test_only_the_telephone_is_named_where_the_e_mail_says_the_same(load_rows: Load) -> None:
    load_rows()
    edit(contacts=(standing().contacts[0], Contact("phone", "+34931550199", is_public=True)))
    assert told(load_rows()) == [("Telèfon", "left_own", "2026-11-25")]


def test_it_is_told_in_words(app: Flask, load_rows: Load, tmp_path: Path) -> None:
    load_rows()
    edit(year=1985)
    path = str(write_csv(tmp_path / "b.csv", change(ROWS, 2, Mostra="només barri")))
    run = app.test_cli_runner().invoke
    for more in ((), ("--apply",)):
        output = run(args=["initiatives", "import", path, *more]).output
        assert (
            "fila 2, Any: Ho va canviar la mateixa iniciativa el 25 de novembre del 2026: es deixa com està." in output
        )
    edit("equip@example.org", size=3)
    path = str(write_csv(tmp_path / "b.csv", [[*HEADER, "Persones"], [*ROW, "5"]]))
    output = run(args=["initiatives", "import", path]).output
    assert "Persones: Es va canviar aquí, no amb un full, el 25 de novembre del 2026: es deixa com està." in output
    assert "Mostra: No és públic, i un full no ho fa públic: es deixa com està." in output


def test_a_later_day_of_confirmation_counts_and_an_earlier_or_none_does_not(load_rows: Load) -> None:
    header = [*HEADER, "Confirmada el"]
    for typed, stands in (("4/6/2026", "2026-06-04"), ("1/2/2026", "2026-06-04"), ("", "2026-06-04")):
        assert told(load_rows([header, [*ROW, typed]])) == []
        assert standing().confirmed_on == stands
    edit(year=1985)
    load_rows([header, [*change(ROWS, 2, Any="1985")[1], "4/6/2026"]])
    assert standing().confirmed_on == "2026-11-25"


@pytest.mark.usefixtures("app")
def test_the_demos_own_sheet_changes_nothing_in_the_demo(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)
    demo.load(NOW)
    count = select(func.count()).select_from(InitiativeChange)
    before = db.session.scalar(count)
    db.session.rollback()
    for is_real in (False, True):
        report = import_sheet(read_sheet(demo.FILE), is_real=is_real, publish=True, actor=ACTOR, now=NOW)
        assert {item.outcome for item in report.items} == {importing.UNCHANGED}
        assert [each for each in report.problems if each.code.startswith("left_")] == []
    assert db.session.scalar(count) == before
