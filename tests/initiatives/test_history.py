"""The history of a profile: who sees it, what it says of whom, and what is taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import Account
from coopnet.accounts.rules.contacts import Address
from coopnet.accounts.rules.roles import Role
from coopnet.accounts.service import accounts, erasing, roles
from coopnet.foundation import personal_data
from coopnet.foundation.db import db, in_transaction
from coopnet.foundation.pictures import Drawn
from coopnet.initiatives.models import Initiative, InitiativeChange
from coopnet.initiatives.rules.drafts import Contact, Saved, Words
from coopnet.initiatives.service import labelling, picturing, undoing, upkeep
from coopnet.initiatives.service.snapshots import load, read_draft
from tests.factories.accounts import email_of, get, give_role, make_account, sign_in, visitor
from tests.factories.initiatives import ACTOR, EMAIL, NOW, make_profile_draft, save_profile, save_public_profile
from tests.rig.reader import Reader

pytestmark = pytest.mark.usefixtures("app")


def editor_of(saved: Saved, role: Role = Role.OWNER) -> Account:
    account = make_account(name="Quima")
    give_role(account, role, subject_id=saved.public_id)
    return account


def history_of(saved: Saved) -> str:
    return f"/ca/gestio/iniciatives/{saved.slug}/historia"


def test_only_its_editors_and_the_team_see_a_history(app: Flask, client: Reader) -> None:
    saved, other = save_public_profile(), save_public_profile(make_profile_draft("Hort"))
    plan = make_account()
    give_role(plan, Role.PLAN)
    assert client.get(history_of(saved)).status_code == 303
    mine = sign_in(visitor(app), editor_of(saved))
    assert mine.get(history_of(saved)).status_code == 200
    assert mine.get(history_of(other)).status_code == 404
    assert mine.get("/ca/gestio/iniciatives/no-hi-es/historia").status_code == 404
    assert sign_in(visitor(app), plan, is_strong=True).get(history_of(other)).status_code == 200


def test_the_profile_leads_its_editors_to_its_history(app: Flask, client: Reader) -> None:
    saved = save_public_profile()
    page = f"/ca/iniciatives/{saved.slug}/"
    assert history_of(saved) not in client.get(page).text
    assert history_of(saved) in sign_in(visitor(app), editor_of(saved)).get(page).text


def test_a_history_says_what_was_and_what_is_in_each_language(app: Flask) -> None:
    draft = make_profile_draft()
    saved = save_public_profile(draft)
    words = (replace(draft.words[0], summary="Mobles i finestres a mida"), Words("es", "Muebles con alma"))
    save_profile(replace(draft, words=words, shows_only_barri=True), saved.initiative_id)
    page = sign_in(visitor(app), editor_of(saved)).get(history_of(saved)).text
    assert "Mobles<ins> i finestres</ins> a mida" in page
    # Most of it is new, so its words are not read between the old ones.
    assert "<del>Muebles a medida</del> <ins>Muebles con alma</ins>" in page
    assert "(castellà)" in page.lower()


def test_a_history_tells_a_description_as_it_is_read(app: Flask) -> None:
    draft = make_profile_draft(words=(Words("ca", "Mobles", "Hi ha **fusta**:\n\n- de pi i de roure"),))
    saved = save_public_profile(draft)
    better = "Hi ha **fusta** del país:\n\n- de pi i de [roure](https://example.org)"
    save_profile(replace(draft, words=(Words("ca", "Mobles", better),)), saved.initiative_id)
    reader = sign_in(visitor(app), editor_of(saved))
    page = reader.get(history_of(saved)).text
    assert "Hi ha <del>fusta:" in page
    assert "• de pi i de" in page
    assert "**" not in page
    assert "<li>de pi i de" in reader.get(history_of(saved).removesuffix("historia")).text
    bold = better.replace("pi", "*pi*")
    save_profile(replace(draft, words=(Words("ca", "Mobles", bold),)), saved.initiative_id)
    assert "Només ha canviat la manera de presentar-ho." in reader.get(history_of(saved)).text


def test_an_entry_that_cannot_be_taken_back_says_so(app: Flask) -> None:
    saved = save_public_profile(make_profile_draft(stated=("xes",)))
    in_transaction(lambda: labelling.grant(saved.slug, "xes", actor=ACTOR, now=NOW))
    drawn = Drawn("d", 10, 10, (10,), 10, {})
    in_transaction(
        lambda: picturing.add(saved.initiative_id, drawn, is_logo=True, alt="", actor=ACTOR, now=NOW) and None
    )
    page = sign_in(visitor(app), editor_of(saved)).get(history_of(saved)).text
    assert "Les imatges no es desfan des d" in page
    assert "el distintiu, només el dona i el retira qui l" in page
    assert "/desfes" not in page


def test_a_persons_file_has_what_they_changed_and_nobody_elses_contacts() -> None:
    saved = save_public_profile()
    owner, other = editor_of(saved), make_account()
    draft = make_profile_draft(size=7, contacts=(Contact("email", "algu@example.org"),))
    save_profile(draft, saved.initiative_id, actor=email_of(owner))
    [made] = personal_data.export(owner.public_id)["initiatives"]["changed"]
    assert (made["name"], made["role"], made["wrote"]["size"]) == ("Fusteria La Clau", "owner", 7)
    assert {"contacts", "size"} <= set(made["fields"])
    assert "algu@example.org" not in str(made)
    assert personal_data.export(other.public_id)["initiatives"]["changed"] == []


def test_a_history_names_who_keeps_it_to_its_people_and_anybody_to_the_team(app: Flask) -> None:
    saved = save_public_profile()
    changer, looker, plan = editor_of(saved, Role.EDITOR), editor_of(saved), make_account()
    give_role(plan, Role.PLAN)
    save_profile(make_profile_draft(year=1999), saved.initiative_id, actor=email_of(changer))
    asked = select(InitiativeChange.role).where(InitiativeChange.actor == email_of(changer))
    assert db.session.scalars(asked).all() == ["editor"]
    seen = sign_in(visitor(app), looker).get(history_of(saved)).text
    assert "Algú que porta la fitxa: Quima" in seen
    assert email_of(changer) not in seen
    assert ACTOR not in seen
    in_transaction(lambda: roles.revoke(changer, Role.EDITOR, subject_id=saved.public_id, actor=ACTOR, now=NOW))
    assert "Algú que porta la fitxa: Quima" not in sign_in(visitor(app), looker).get(history_of(saved)).text
    assert email_of(changer) in sign_in(visitor(app), plan, is_strong=True).get(history_of(saved)).text


def test_a_history_goes_on_page_by_page(app: Flask) -> None:
    saved = save_public_profile()
    for year in range(1950, 1972):
        save_profile(make_profile_draft(year=year), saved.initiative_id)
    mine = sign_in(visitor(app), editor_of(saved))
    first = mine.get(history_of(saved)).text
    assert "<ins>1971</ins>" in first
    assert "<ins>1950</ins>" not in first
    assert "<ins>1950</ins>" in mine.get(f"{history_of(saved)}?abans=5").text
    assert mine.get(f"{history_of(saved)}?abans=99999999999999999999").status_code == 200
    assert mine.get(f"{history_of(saved)}?abans=x").status_code == 200


def test_a_change_is_taken_back_by_one_press_and_a_look_takes_nothing_back(app: Flask) -> None:
    saved = save_public_profile()
    changed = save_profile(make_profile_draft(year=1999), saved.initiative_id)
    mine = sign_in(visitor(app), editor_of(saved))
    page = f"{history_of(saved)}/{changed.version}/desfes"
    assert "<del>1999</del>" in mine.get(page).text
    assert year_of(saved) == 1999
    assert mine.submit(page).location == history_of(saved)
    assert year_of(saved) is None
    assert mine.get(f"{history_of(saved)}/1/desfes").status_code == 404, "its making"
    assert mine.get(f"{history_of(saved)}/2/desfes").status_code == 404, "its publication"


def year_of(saved: Saved) -> int | None:
    db.session.rollback()
    return db.session.get_one(Initiative, saved.initiative_id, populate_existing=True).year


def test_parts_that_changed_again_are_taken_back_only_when_asked_for(app: Flask) -> None:
    saved = save_public_profile()
    first = save_profile(make_profile_draft(year=1999), saved.initiative_id)
    save_profile(make_profile_draft(year=2001), saved.initiative_id)
    mine = sign_in(visitor(app), editor_of(saved))
    page = f"{history_of(saved)}/{first.version}/desfes"
    refused = mine.submit(page)
    assert refused.status_code == 422
    assert year_of(saved) == 2001
    assert mine.submit(page, with_later="y").status_code == 303
    assert year_of(saved) is None


def test_taking_a_change_back_leaves_what_it_did_not_touch() -> None:
    draft = make_profile_draft()
    saved = save_public_profile(draft)
    catalan = replace(draft.words[0], summary="Altres mots")
    one = save_profile(replace(draft, words=(catalan, draft.words[1])), saved.initiative_id)
    other = replace(draft.words[1], summary="Otras palabras")
    save_profile(replace(draft, words=(catalan, other)), saved.initiative_id)
    take_back(saved, one.version)
    said = {words.language: words.summary for words in read_draft(load(saved.initiative_id)).words}
    assert said == {"ca": "Mobles a mida", "es": "Otras palabras"}


def take_back(saved: Saved, version: int) -> None:
    in_transaction(lambda: undoing.undo(saved.public_id, version, actor=ACTOR, now=NOW + timedelta(days=1)))


def test_who_saw_an_older_profile_takes_nothing_back(app: Flask) -> None:
    saved = save_public_profile()
    changed = save_profile(make_profile_draft(year=1999), saved.initiative_id)
    mine = sign_in(visitor(app), editor_of(saved))
    page = f"{history_of(saved)}/{changed.version}/desfes"
    assert mine.submit(page, version=str(changed.version - 1)).status_code == 422
    assert year_of(saved) == 1999


def test_what_a_profile_had_for_contacts_goes_after_a_year(app: Flask) -> None:
    draft = make_profile_draft()
    saved = save_public_profile(draft)
    save_profile(replace(draft, contacts=(), tax_id=None, year=1999), saved.initiative_id)
    report = personal_data.report(NOW + timedelta(days=367))
    assert next(line.overdue for line in report if line.field.name.startswith("initiative_change")) == 2
    in_transaction(lambda: upkeep.erase_changes(NOW + timedelta(days=364)))
    assert "+34931550102" in kept_in(saved)
    in_transaction(lambda: upkeep.erase_changes(NOW + timedelta(days=365)))
    for gone in ("+34931550102", EMAIL, "F12345678"):
        assert gone not in kept_in(saved)
    page = sign_in(visitor(app), editor_of(saved)).get(history_of(saved)).text
    assert "<ins>1999</ins>" in page
    take_back(saved, 3)
    assert year_of(saved) is None


def kept_in(saved: Saved) -> str:
    db.session.rollback()
    rows = db.session.scalars(select(InitiativeChange).where(InitiativeChange.initiative_id == saved.initiative_id))
    return " ".join(f"{row.actor} {row.before} {row.after}" for row in rows)


def test_nothing_of_an_erased_person_stays_in_a_history() -> None:
    saved = save_public_profile()
    account = editor_of(saved)
    mine = email_of(account)
    draft = make_profile_draft(contacts=(Contact("email", mine),), url=f"https://example.org/{mine}")
    save_profile(draft, saved.initiative_id, actor=mine)
    save_profile(make_profile_draft(), saved.initiative_id, actor=mine)
    assert mine in kept_in(saved)
    in_transaction(lambda: erasing.erase(account.id, now=NOW))
    assert mine not in kept_in(saved)
    assert "erased" in kept_in(saved)


def test_what_the_profile_itself_still_gives_stays_in_its_history() -> None:
    saved = save_public_profile()
    account = editor_of(saved)
    mine = email_of(account)
    save_profile(make_profile_draft(contacts=(Contact("email", mine),)), saved.initiative_id)
    in_transaction(lambda: erasing.erase(account.id, now=NOW))
    assert mine in kept_in(saved)


def test_a_history_follows_who_changes_their_address() -> None:
    saved = save_public_profile()
    account = editor_of(saved)
    old = email_of(account)
    save_profile(make_profile_draft(year=1999), saved.initiative_id, actor=old)
    new = Address("email", "nova@example.org")
    proof_id = in_transaction(lambda: accounts.add_contact(account.id, new, language="ca", now=NOW).public_id)
    in_transaction(lambda: accounts.verify_contact(account.id, proof_id, now=NOW))
    removed = next(one.public_id for one in get(account.public_id).contacts if one.value == old)
    in_transaction(lambda: accounts.remove_contact(account.id, removed, now=NOW))
    assert old not in kept_in(saved)
    assert "nova@example.org" in kept_in(saved)
