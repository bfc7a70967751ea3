"""Whose a name or an address is: one that is left can be had again, one that means somebody else cannot."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.generations import DIRECTORY, read_generation
from coopnet.foundation.i18n import in_language
from coopnet.foundation.letters import Words, get_wording
from coopnet.foundation.outbox import Dispatch
from coopnet.foundation.sheets import read_sheet
from coopnet.initiatives.models import Initiative, InitiativeOldSlug
from coopnet.initiatives.rules.drafts import Contact
from coopnet.initiatives.service import asking
from coopnet.initiatives.service.importing import Report, import_sheet
from coopnet.initiatives.service.naming import add_alias
from tests.factories.initiatives import ACTOR, NOW, make_profile_draft, save_profile, save_public_profile
from tests.factories.sheets import write_csv

pytestmark = pytest.mark.usefixtures("app")


def load(folder: Path, *rows: tuple[str, str]) -> Report:
    sheet = read_sheet(write_csv(folder / "a.csv", [["Codi", "Nom"], *(list(row) for row in rows)]))
    return import_sheet(sheet, is_real=True, publish=True, actor=ACTOR, now=NOW)


def slugs() -> set[str | None]:
    db.session.rollback()
    return set(db.session.scalars(select(Initiative.slug)))


def test_who_goes_back_to_an_old_name_has_its_old_address() -> None:
    saved = save_public_profile(make_profile_draft("Hort"))
    for name in ("Jardí", "Hort"):
        save_profile(make_profile_draft(name), saved.initiative_id)
    assert slugs() == {"hort"}
    assert db.session.scalars(select(InitiativeOldSlug.slug)).all() == ["jardi"]


def test_names_of_one_sheet_that_would_have_one_address_get_two(tmp_path: Path) -> None:
    assert load(tmp_path, ("A-1", "合作社"), ("A-2", "农场")).count("created") == 2
    assert slugs() == {"iniciativa", "iniciativa-2"}


def test_another_name_of_a_profile_is_nobody_elses_also_when_both_are_in_the_sheet(tmp_path: Path) -> None:
    load(tmp_path, ("A-1", "Hort"))
    in_transaction(partial(add_alias, "hort", "Horta", actor=ACTOR, now=NOW))
    report = load(tmp_path, ("A-1", "Hort"), ("B-1", "Horta"))
    assert [(one.row, one.code) for one in report.problems] == [(3, "name_of_another")]
    assert slugs() == {"hort"}


def test_pages_hear_of_another_name() -> None:
    saved = save_public_profile()
    before = read_generation(DIRECTORY)
    in_transaction(partial(add_alias, saved.slug, "La Clau", actor=ACTOR, now=NOW))
    assert read_generation(DIRECTORY) > before


def test_a_message_goes_to_the_address_that_is_not_shown(letters: Callable[..., list[Dispatch]]) -> None:
    contacts = (Contact("email", "web@example.org", is_public=True), Contact("email", "equip@example.org"))
    saved = save_public_profile(make_profile_draft(contacts=contacts))
    write = partial(asking.write_to, saved.initiative_id, name="Rosa", email="rosa@example.org", text="Bon dia")
    in_transaction(partial(write, language="ca", form_key="k", now=NOW))
    [letter] = letters("initiative.message")
    assert letter.recipient == "equip@example.org"
    said = "No s'ha mostrat la vostra adreça"
    assert said in text_of(letter)
    save_profile(make_profile_draft(contacts=contacts[:1]), saved.initiative_id)
    in_transaction(partial(write, language="ca", form_key="other", now=NOW))
    last = letters("initiative.message")[-1]
    assert last.recipient == "web@example.org"
    assert said not in text_of(last), "its address stands on its page"


def text_of(letter: Dispatch) -> str:
    with in_language(letter.language):
        words = get_wording(letter.kind)(letter)
    assert isinstance(words, Words)
    return words.text
