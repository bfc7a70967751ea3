"""Who keeps a profile changes its parts; nothing that is typed is lost."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from coopnet.accounts.models import AccountSession
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db, in_transaction
from coopnet.initiatives.models import Initiative, InitiativeChange
from coopnet.initiatives.rules.drafts import Draft, Saved
from coopnet.initiatives.service.snapshots import load, read_draft
from tests.factories.accounts import NOW, give_role, make_account, sign_in, visitor
from tests.factories.initiatives import make_profile_draft, save_public_profile
from tests.rig.reader import Reader, read_form


@pytest.fixture(autouse=True)
def _at_noon(clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)


@pytest.fixture
def profile(app: Flask) -> Saved:
    return save_public_profile()


@pytest.fixture
def owner(app: Flask, profile: Saved) -> Reader:
    return keeper(app, profile, Role.OWNER)


def keeper(app: Flask, profile: Saved, role: Role = Role.EDITOR) -> Reader:
    account = make_account()
    give_role(account, role, subject_id=profile.public_id)
    return sign_in(visitor(app), account)


def now_as(profile: Saved) -> Draft:
    db.session.rollback()
    return read_draft(load(profile.initiative_id))


def address(profile: Saved, part: str) -> str:
    return f"/ca/gestio/iniciatives/{profile.slug}/canvia/{part}"


PARTS = ("dades", "text-ca", "text-es", "text-en", "llocs", "contactes", "contractacio")


@pytest.mark.parametrize("part", PARTS)
def test_a_part_saved_as_it_is_changes_nothing(profile: Saved, owner: Reader, part: str) -> None:
    before = now_as(profile)
    assert owner.submit(address(profile, part)).status_code == 303
    assert now_as(profile) == before
    assert db.session.get(Initiative, profile.initiative_id).version == profile.version + 1  # type: ignore[union-attr]


def test_facts_are_changed_and_stand_in_the_history(profile: Saved, owner: Reader) -> None:
    answer = owner.submit(
        address(profile, "dades"), year="1998", sectors=["alimentacio"], networks="XES\nCoop57", tax_id="g-1234 5678"
    )
    assert answer.status_code == 303
    draft = now_as(profile)
    assert (draft.year, draft.sectors, draft.networks) == (1998, ("alimentacio",), ("XES", "Coop57"))
    assert draft.tax_id == "G12345678"
    change = db.session.scalars(select(InitiativeChange).order_by(InitiativeChange.id.desc())).first()
    assert change is not None
    assert change.after["year"] == 1998


def test_a_new_name_keeps_the_old_address(profile: Saved, owner: Reader, client: Reader) -> None:
    answer = owner.submit(address(profile, "dades"), name="Fusteria Nova")
    assert answer.location == "/ca/gestio/iniciatives/fusteria-nova/"
    assert client.get(f"/ca/iniciatives/{profile.slug}/").location.endswith("/iniciatives/fusteria-nova/")


def test_words_in_a_language_leave_the_others(profile: Saved, owner: Reader) -> None:
    assert owner.submit(address(profile, "text-en"), summary="Furniture", needs="A van\nHands").status_code == 303
    draft = now_as(profile)
    assert [(words.language, words.summary) for words in draft.words] == [
        ("ca", "Mobles a mida"),
        ("en", "Furniture"),
        ("es", "Muebles a medida"),
    ]
    assert draft.words[1].needs == ("A van", "Hands")


def test_a_place_more_and_a_place_less(profile: Saved, owner: Reader) -> None:
    new: dict[str, Any] = {"address_1": "carrer de Sants, 1", "hours_1": "dilluns 9-13", "access_1": ["lavabo_adaptat"]}
    assert owner.submit(address(profile, "llocs"), **new).status_code == 303
    first, second = now_as(profile).places
    assert (first.latitude, second.hours, second.access) == (41.37018, "dl 9:00-13:00", ("lavabo_adaptat",))
    emptied = dict.fromkeys(("name_0", "address_0", "hours_0", "point_0", "barri_0"), "")
    assert owner.submit(address(profile, "llocs"), **emptied, access_0=None).status_code == 303
    assert [place.address for place in now_as(profile).places] == ["carrer de Sants, 1"]


def test_only_the_barri_hides_the_address(profile: Saved, owner: Reader, client: Reader) -> None:
    assert "Constitució" in client.get(f"/ca/iniciatives/{profile.slug}/").text
    assert owner.submit(address(profile, "llocs"), shows_only_barri="y").status_code == 303
    assert "Constitució" not in client.get(f"/ca/iniciatives/{profile.slug}/").text


def test_each_contact_is_shown_or_relayed(profile: Saved, owner: Reader, client: Reader) -> None:
    assert owner.submit(address(profile, "contactes"), is_public_0="y", way_2="nova@example.org").status_code == 303
    page = client.get(f"/ca/iniciatives/{profile.slug}/").text
    assert "amagat@example.org" in page
    assert "nova@example.org" not in page


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        ("dades", {"year": "fa temps"}),
        ("dades", {"name": ""}),
        ("dades", {"kind": "no-hi-es"}),
        ("llocs", {"hours_1": "quan podem"}),
        ("llocs", {"point_1": "41,37"}),
        ("llocs", {"point_1": "2.1340, 41.3750"}),
        ("contactes", {"way_2": "ni correu ni telèfon"}),
        ("contactes", {"links": "javascript:alert(1)"}),
        ("text-ca", {"summary": "a" * 201}),
        ("contractacio", {"clauses": ["inventada"]}),
    ],
)
def test_what_is_wrong_comes_back_as_it_was_typed(
    profile: Saved, owner: Reader, part: str, typed: dict[str, Any]
) -> None:
    before = now_as(profile)
    answer = owner.submit(address(profile, part), **typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    shown = read_form(answer.text).fields
    for name, value in typed.items():
        # A choice that no page offers is not shown again.
        assert name in {"kind", "clauses"} or shown[name] == [value]
    assert now_as(profile) == before


def test_two_at_the_same_part_lose_no_word(app: Flask, profile: Saved, owner: Reader) -> None:
    other = keeper(app, profile)
    opened = read_form(owner.get(address(profile, "text-ca")).text).fields
    assert other.submit(address(profile, "text-ca"), summary="Fusta amb ofici").status_code == 303
    answer = owner.post(address(profile, "text-ca"), data={**opened, "summary": "Mobles i reparacions"})
    assert answer.status_code == 422
    assert "Fusta amb ofici" in answer.text
    again = read_form(answer.text).fields
    assert again["summary"] == ["Mobles i reparacions"]
    assert now_as(profile).words[0].summary == "Fusta amb ofici"
    # Told so, one more press means it.
    assert owner.post(address(profile, "text-ca"), data=again).status_code == 303
    assert now_as(profile).words[0].summary == "Mobles i reparacions"


def test_two_at_different_parts_do_not_meet(app: Flask, profile: Saved, owner: Reader) -> None:
    opened = read_form(owner.get(address(profile, "dades")).text).fields
    assert keeper(app, profile).submit(address(profile, "text-ca"), summary="Fusta amb ofici").status_code == 303
    assert owner.post(address(profile, "dades"), data={**opened, "year": "1998"}).status_code == 303
    draft = now_as(profile)
    assert (draft.year, draft.words[0].summary) == (1998, "Fusta amb ofici")


def test_the_name_of_another_is_refused_at_its_field(profile: Saved, owner: Reader) -> None:
    save_public_profile(make_profile_draft("Hort de la Font", contacts=()))
    answer = owner.submit(address(profile, "dades"), name="L'hort de la font")
    assert answer.status_code == 422
    assert 'href="#name"' in answer.text


def test_somebody_elses_cannot_be_changed(app: Flask, profile: Saved) -> None:
    other = save_public_profile(make_profile_draft("Hort de la Font", contacts=()))
    stranger = keeper(app, other, Role.OWNER)
    page = read_form(stranger.get(address(other, "dades")).text).fields
    assert stranger.get(address(profile, "dades")).status_code == 404
    assert stranger.post(address(profile, "dades"), data=page).status_code == 404
    assert now_as(profile).name == "Fusteria La Clau"


def test_the_team_changes_any(app: Flask, profile: Saved) -> None:
    account = make_account()
    give_role(account, Role.PLAN)
    team = sign_in(visitor(app), account, is_strong=True)
    assert team.submit(address(profile, "dades"), year="1998").status_code == 303


def test_what_was_typed_outlives_the_session(app: Flask, profile: Saved) -> None:
    account = make_account()
    give_role(account, Role.EDITOR, subject_id=profile.public_id)
    reader = sign_in(visitor(app), account)
    opened = read_form(reader.get(address(profile, "text-ca")).text).fields
    in_transaction(lambda: db.session.execute(AccountSession.__table__.delete()))  # type: ignore[attr-defined]
    answer = reader.post(address(profile, "text-ca"), data={**opened, "summary": "Escrit durant una hora"})
    assert answer.status_code == 401
    assert "/ca/compte/entra" in answer.text
    kept = read_form(answer.text).fields
    assert kept["summary"] == ["Escrit durant una hora"]
    sign_in(reader, account)
    shown = reader.post(address(profile, "text-ca"), data=kept)
    assert shown.status_code == 422
    assert reader.post(address(profile, "text-ca"), data=read_form(shown.text).fields).status_code == 303
    assert now_as(profile).words[0].summary == "Escrit durant una hora"
